// SPDX-License-Identifier: Apache-2.0
#include "evote/protocol/ballot_verifier.h"

#include "protocol/ballot_challenges.h"

#include "evote/base/check.h"

#include <algorithm>

namespace evote::protocol {

namespace {

constexpr std::size_t item_size = BallotLayout::item_size;

} // namespace

BallotVerifier::BallotVerifier(const Election& election, const Roll& roll, crypto::Random& random)
    : election_(election),
      roll_(roll),
      random_(random),
      bases_(election.bases()),
      challenger_(std::make_unique<BallotChallenger>()) {}

BallotVerifier::~BallotVerifier() = default;

std::span<const CheckedEntry> BallotVerifier::verify(std::span<const ByteView> entries) {
    slots_.assign(entries.size(), Slot());
    full_encodings_.clear();
    short_encodings_.clear();
    scalars_.clear();
    for (std::size_t i = 0; i < entries.size(); ++i) {
        slots_[i].verdict = parse(entries[i], slots_[i]);
        if (slots_[i].verdict == Verdict::valid)
            gather(slots_[i]);
    }
    decode_points();
    for (auto& slot : slots_) {
        if (slot.verdict == Verdict::valid)
            slot.verdict = look_up(slot);
    }
    hash_challenges();
    for (auto& slot : slots_) {
        if (slot.verdict != Verdict::valid)
            continue;
        // (L) is exact, without weights. A ballot that breaks it is looked at alone, for an earlier
        // reason may hold.
        if (proof::rules_hold<G>(slot.layout->shape, values(slot), slot.challenges))
            slot.in_combination = true;
        else
            slot.verdict = diagnose(slot);
    }
    find_bad(0, entries.size());

    checked_.clear();
    for (const auto& slot : slots_) {
        checked_.push_back({slot.verdict, std::nullopt});
        if (slot.verdict == Verdict::valid)
            checked_.back().ballot = verified(slot);
    }
    return checked_;
}

// The header up to the exact length: version, kind, F, district, in the order of the reasons.
Verdict BallotVerifier::parse(ByteView entry, Slot& slot) const {
    ByteCursor cursor(entry);
    if (cursor.take_u8() != BallotLayout::version || cursor.take_u8() != BallotLayout::kind)
        return Verdict::malformed;
    const auto fingerprint = cursor.take(sizeof(Digest32));
    if (!fingerprint)
        return Verdict::malformed;
    if (!equal(*fingerprint, election_.fingerprint()))
        return Verdict::other_election;
    const auto district = cursor.take_u16();
    if (!district || *district >= election_.district_count())
        return Verdict::malformed;
    slot.layout = &election_.layout(*district);
    if (entry.size() != slot.layout->size)
        return Verdict::malformed;
    slot.bytes = entry;
    slot.district = *district;
    slot.counter = *cursor.take_u64();
    return Verdict::valid;
}

// Puts the encodings of the points into the lists that are decoded as wholes.
void BallotVerifier::gather(Slot& slot) {
    const BallotLayout& layout = *slot.layout;
    const std::size_t elements = layout.shape.elements() * item_size;
    const ByteView bytes = slot.bytes;
    slot.point = full_encodings_.size() / item_size;
    append(full_encodings_, bytes.subspan(BallotLayout::header_size, elements));
    append(full_encodings_, bytes.subspan(BallotLayout::credential_at, item_size));
    append(full_encodings_, bytes.subspan(layout.second_at + item_size, item_size));

    // The first commitments of a contest are followed by its masks.
    std::size_t at = layout.first_at;
    for (const auto& part : layout.shape.contests()) {
        append(short_encodings_, bytes.subspan(at, (1 + part.shape->bits) * item_size));
        at += (1 + part.shape->bits + part.shape->rules.size()) * item_size;
    }
    append(short_encodings_, bytes.subspan(at, 2 * item_size)); // R and D_0
}

// Reads masks, responses, z_D and z_credential; false if one is not canonical.
bool BallotVerifier::take_scalars(const Slot& slot) {
    const auto take = [&](std::size_t at, std::size_t count) {
        for (std::size_t i = 0; i < count; ++i) {
            const auto scalar =
                G::Scalar::decode(slot.bytes.subspan(at + i * item_size, item_size));
            if (!scalar)
                return false;
            scalars_.push_back(*scalar);
        }
        return true;
    };
    const BallotLayout& layout = *slot.layout;
    std::size_t at = layout.first_at;
    for (const auto& part : layout.shape.contests()) {
        at += (1 + part.shape->bits) * item_size;
        if (!take(at, part.shape->rules.size()))
            return false;
        at += part.shape->rules.size() * item_size;
    }
    return take(layout.response_at, layout.shape.elements() + 2);
}

void BallotVerifier::decode_points() {
    const std::size_t count = full_encodings_.size() / item_size;
    full_points_.resize(count);
    short_points_.resize(count);
    full_valid_.resize(count);
    short_valid_.resize(count);
    const bool all_full =
        group::decode_batch_vartime<G>(full_encodings_, full_points_, full_valid_);
    const bool all_short =
        group::decode_batch_vartime<G>(short_encodings_, short_points_, short_valid_);
    const bool all = all_full && all_short;
    for (auto& slot : slots_) {
        if (slot.verdict != Verdict::valid)
            continue;
        const std::size_t points = slot.layout->shape.elements() + 2;
        const auto invalid = [&](const std::vector<std::uint8_t>& valid) {
            return std::ranges::count(std::span(valid).subspan(slot.point, points), 0) != 0;
        };
        slot.scalar = scalars_.size();
        const bool canonical =
            (all || (!invalid(full_valid_) && !invalid(short_valid_))) && take_scalars(slot);
        if (!canonical) {
            scalars_.resize(slot.scalar);
            slot.verdict = Verdict::malformed;
        }
    }
}

// What comes after the encodings: identities, and the voter.
Verdict BallotVerifier::look_up(Slot& slot) const {
    const proof::BallotShape& shape = slot.layout->shape;
    if (full_points_[slot.point + shape.elements()].is_identity())
        return Verdict::malformed;
    for (const auto& part : shape.contests())
        if (cipher(slot)[part.element].is_identity())
            return Verdict::malformed;
    ByteArray<item_size> credential{};
    std::ranges::copy(slot.bytes.subspan(BallotLayout::credential_at, item_size),
                      credential.begin());
    const auto voter = roll_.find(credential);
    if (!voter)
        return Verdict::not_on_roll;
    if (roll_.entries()[*voter].district != slot.district)
        return Verdict::wrong_district;
    slot.voter = *voter;
    return Verdict::valid;
}

std::span<const BallotVerifier::G::Element> BallotVerifier::cipher(const Slot& slot) const {
    return std::span(full_points_).subspan(slot.point, slot.layout->shape.elements());
}

VerifiedBallot BallotVerifier::verified(const Slot& slot) const {
    VerifiedBallot ballot;
    ballot.voter_ = slot.voter;
    ballot.district_ = slot.district;
    ballot.weight_ = roll_.entries()[slot.voter].weight();
    ballot.counter_ = slot.counter;
    ballot.cipher_ = cipher(slot);
    return ballot;
}

void BallotVerifier::hash_challenges() {
    const auto valid = [](const Slot& slot) { return slot.verdict == Verdict::valid; };
    views_.clear();
    for (const auto& slot : slots_)
        if (valid(slot))
            views_.push_back(slot.bytes.first(slot.layout->second_at));
    challenges_.resize(2 * views_.size());
    const auto y = std::span(challenges_).first(views_.size());
    const auto x = std::span(challenges_).last(views_.size());
    challenger_->bits(views_, y);
    views_.clear();
    for (const auto& slot : slots_)
        if (valid(slot))
            views_.push_back(slot.bytes.subspan(slot.layout->second_at, 2 * item_size));
    challenger_->ballots(views_, x);
    std::size_t at = 0;
    for (auto& slot : slots_)
        if (valid(slot)) {
            slot.challenges = {.y = y[at], .x = x[at]};
            ++at;
        }
}

proof::BallotValues<BallotVerifier::G> BallotVerifier::values(const Slot& slot) const {
    const proof::BallotShape& shape = slot.layout->shape;
    const std::size_t elements = shape.elements();
    const auto full = std::span(full_points_).subspan(slot.point, elements + 2);
    const auto with_weights = std::span(short_points_).subspan(slot.point, elements + 2);
    const auto scalars = std::span(scalars_).subspan(slot.scalar, shape.masks() + elements + 2);
    return {.credential = full[elements],
            .cipher = full.first(elements),
            .first = with_weights.first(elements),
            .credential_commitment = with_weights[elements],
            .d0 = with_weights[elements + 1],
            .d1 = full[elements + 1],
            .masks = scalars.first(shape.masks()),
            .responses = scalars.subspan(shape.masks(), elements),
            .z_d = scalars[shape.masks() + elements],
            .z_credential = scalars[shape.masks() + elements + 1]};
}

// One ballot, exactly: the first equation that fails is the reason.
Verdict BallotVerifier::diagnose(const Slot& slot) const {
    const proof::BallotShape& shape = slot.layout->shape;
    const auto ballot = values(slot);
    if (!proof::credential_holds<G>(ballot, slot.challenges))
        return Verdict::credential_proof;
    if (!proof::encryption_holds<G>(shape, bases_, ballot, slot.challenges))
        return Verdict::encryption_proof;
    if (!proof::rules_hold<G>(shape, ballot, slot.challenges))
        return Verdict::rule;
    if (!proof::bits_hold<G>(shape, bases_, ballot, slot.challenges))
        return Verdict::bit_proof;
    return Verdict::valid;
}

// The random linear combination of all equations of slots [begin, end).
bool BallotVerifier::combination_holds(std::size_t begin, std::size_t end) {
    std::size_t first_point = SIZE_MAX;
    std::size_t last_point = 0;
    for (std::size_t i = begin; i < end; ++i)
        if (slots_[i].in_combination) {
            first_point = std::min(first_point, slots_[i].point);
            last_point = slots_[i].point + slots_[i].layout->shape.elements() + 2;
        }
    if (first_point == SIZE_MAX)
        return true;
    const std::size_t count = last_point - first_point;
    weights_.resize(count);
    random_.fill({reinterpret_cast<std::uint8_t*>(weights_.data()), count * sizeof(group::Weight)});
    coefficients_.assign(count, G::Scalar());
    proof::FixedPart<G> fixed(bases_.keys.size());
    std::size_t done = 0;
    for (std::size_t i = begin; i < end; ++i) {
        if (!slots_[i].in_combination)
            continue;
        const proof::BallotShape& shape = slots_[i].layout->shape;
        const std::size_t points = shape.elements() + 2;
        const std::size_t at = slots_[i].point - first_point;
        // Points of entries that failed before lie in between; theirs get zeros.
        std::ranges::fill(std::span(weights_).subspan(done, at - done), group::Weight());
        done = at + points;
        const auto weights = std::span(weights_).subspan(at, points);
        const auto ballot = values(slots_[i]);
        proof::add_to_combination<G>(shape, ballot.responses, ballot.z_d, ballot.z_credential,
                                     slots_[i].challenges, weights, fixed,
                                     std::span(coefficients_).subspan(at, points));
    }
    const auto right = group::msm_vartime<G>(
                           std::span<const G::Scalar>(coefficients_),
                           std::span<const G::Element>(full_points_).subspan(first_point, count)) +
                       group::msm_vartime<G>(
                           std::span<const group::Weight>(weights_),
                           std::span<const G::Element>(short_points_).subspan(first_point, count));
    return proof::fixed_sum_vartime<G>(fixed, bases_) == right;
}

void BallotVerifier::find_bad(std::size_t begin, std::size_t end) {
    if (end - begin == 1 || (end - begin > 1 && !combination_holds(begin, end)))
        split(begin, end);
}

void BallotVerifier::split(std::size_t begin, std::size_t end) {
    if (end - begin == 1) {
        if (slots_[begin].in_combination)
            slots_[begin].verdict = diagnose(slots_[begin]);
        return;
    }
    const std::size_t middle = begin + (end - begin) / 2;
    if (combination_holds(begin, middle)) {
        split(middle, end); // the bad ballot must be there
    } else {
        split(begin, middle);
        find_bad(middle, end);
    }
}

} // namespace evote::protocol
