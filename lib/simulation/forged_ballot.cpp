// SPDX-License-Identifier: Apache-2.0
#include "simulation/forged_ballot.h"

#include "proof/challenge.h"

#include <algorithm>

namespace evote::simulation {

namespace {

using G = group::Ristretto255;
using Scalar = G::Scalar;
using Element = G::Element;
using ballot::Field;
using ballot::Part;

// A ballot as it grows, with what its prover chose.
class Forgery {
  public:
    Forgery(const ForgedBallot& plan, crypto::Random& random)
        : plan_(plan),
          shape_(plan.layout.shape()),
          random_(random),
          out_(plan.header),
          randomness_(plan.randomness) {
        while (randomness_.size() < shape_.contests().size())
            randomness_.push_back(draw());
    }

    Bytes make() && {
        encrypt();
        commit();
        answer();
        return std::move(out_);
    }

  private:
    Scalar draw() { return random_scalar(random_); }

    void append(const Element& element) { evote::append(out_, element.encode()); }

    void append(const Scalar& scalar) { evote::append(out_, scalar.encode()); }

    void encrypt() {
        auto r = randomness_.begin();
        for (const auto& part : shape_.contests()) {
            append(G::mul_generator(*r));
            for (std::size_t i = 0; i < part.shape->bits; ++i)
                append(*r * plan_.keys[i] + G::mul_generator(plan_.votes[part.bit + i]));
            ++r;
        }
    }

    void commit() {
        for (const auto& part : shape_.contests()) {
            blinds_.push_back(draw());
            append(G::mul_generator(blinds_.back()));
            for (std::size_t i = 0; i < part.shape->bits; ++i) {
                masks_.push_back(draw());
                append(blinds_.back() * plan_.keys[i] + G::mul_generator(masks_.back()));
            }
            for (const auto& rule : part.shape->rules) {
                Scalar sum;
                for (std::size_t i = 0; i < part.shape->bits; ++i)
                    sum = sum + scalar_of(rule.coefficients[i]) * masks_[part.bit + i];
                append(sum);
            }
        }
        kappa_ = draw();
        append(G::mul_generator(kappa_));
    }

    // D_0, D_1 and all responses.
    void answer() {
        const Digest64 statement = crypto::tagged_hash("ballot/statement", {out_});
        const Scalar y = proof::scalar_from_digest<G>(statement);
        const Element p = proof::pedersen_generator<G>();
        const Scalar d0 = draw();
        const Scalar d1 = draw();
        Scalar constant;
        Scalar linear;
        Scalar power = Scalar::from_u64(1);
        for (std::size_t j = 0; j < masks_.size(); ++j, power = power * y) {
            constant = constant - power * masks_[j] * masks_[j];
            linear = linear +
                     power * masks_[j] * (Scalar::from_u64(1) - plan_.votes[j] - plan_.votes[j]);
        }
        const Element second = G::mul_generator(linear) + d1 * p;
        Element first = G::mul_generator(constant) + d0 * p;
        Scalar x = proof::hash_to_scalar<G>("ballot/challenge",
                                            {statement, first.encode(), second.encode()});
        if (plan_.commitments == Commitments::after_it) {
            x = proof::hash_to_scalar<G>("ballot/challenge", {statement, second.encode()});
            first = G::mul_generator(quadratic(x, y)) + (d0 + x * d1) * p - x * second;
        }
        append(first);
        append(second);
        respond(x);
        append(d0 + x * d1);
        append(kappa_ + x * plan_.credential);
    }

    Scalar f(std::size_t bit, const Scalar& x) const { return plan_.votes[bit] * x + masks_[bit]; }

    // sum y^j f_j (x - f_j)
    Scalar quadratic(const Scalar& x, const Scalar& y) const {
        Scalar sum;
        Scalar power = Scalar::from_u64(1);
        for (std::size_t j = 0; j < masks_.size(); ++j, power = power * y)
            sum = sum + power * f(j, x) * (x - f(j, x));
        return sum;
    }

    void respond(const Scalar& x) {
        std::size_t contest = 0;
        for (const auto& part : shape_.contests()) {
            append(randomness_[contest] * x + blinds_[contest]);
            ++contest;
            for (std::size_t i = 0; i < part.shape->bits; ++i)
                append(f(part.bit + i, x));
        }
    }

    const ForgedBallot& plan_;
    const proof::BallotShape& shape_;
    crypto::Random& random_;
    Bytes out_;
    std::vector<Scalar> randomness_; // r of each contest
    std::vector<Scalar> blinds_;     // s of each contest
    std::vector<Scalar> masks_;      // a of each bit
    Scalar kappa_;
};

} // namespace

Bytes ForgedBallot::make(crypto::Random& random) const {
    return Forgery(*this, random).make();
}

Scalar scalar_of(std::int64_t value) {
    return value < 0 ? -Scalar::from_u64(static_cast<std::uint64_t>(-value))
                     : Scalar::from_u64(static_cast<std::uint64_t>(value));
}

Scalar random_scalar(crypto::Random& random) {
    ByteArray<64> wide;
    random.fill(wide);
    return Scalar::from_uniform(wide);
}

MutableByteView item_of(Bytes& ballot, const ballot::Layout& layout, Field field) {
    const auto row = std::ranges::find(layout.rows(), field, &ballot::FieldRow::field);
    return MutableByteView(ballot).subspan(row->at, ballot::width_of(field));
}

void prove_credential_again(Bytes& ballot, const ballot::Layout& layout, const Scalar& credential,
                            crypto::Random& random) {
    const auto put = [&](Field field, const ByteArray<32>& item) {
        std::ranges::copy(item, item_of(ballot, layout, field).begin());
    };
    const Scalar kappa = random_scalar(random);
    put(Field::credential_commitment, G::mul_generator(kappa).encode());
    const Digest64 statement =
        crypto::tagged_hash("ballot/statement", {layout.up_to(ballot, Part::first)});
    const Scalar x = proof::hash_to_scalar<G>("ballot/challenge",
                                              {statement, layout.part(ballot, Part::second)});
    put(Field::z_credential, (kappa + x * credential).encode());
}

} // namespace evote::simulation
