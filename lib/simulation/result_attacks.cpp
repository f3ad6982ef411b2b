// SPDX-License-Identifier: Apache-2.0
// Attacks on tally, decryptions and result.
#include "ballot/layout.h"
#include "evote/check.h"
#include "proof/challenge.h"
#include "proof/equality.h"
#include "simulation/attack.h"
#include "simulation/forged_ballot.h"

#include <algorithm>

namespace evote::simulation {

namespace {

using G = group::Ristretto255;

// Puts a tally in place of the right one, with its decryptions and its result.
Outcome put_tally(Attacker& attacker, protocol::EncryptedTally tally) {
    const auto file = protocol::TallyFile::of(attacker.election(), std::move(tally));
    EVOTE_TRY_VOID(attacker.put(attacker.folder().tally(), file.bytes()));
    EVOTE_TRY(const auto made, attacker.setup().decrypt(attacker.election(), file));
    return attacker.put_decryption(made);
}

Result<SimulatedSetup::Decryption> honest(const Attacker& attacker, std::uint16_t first = 1) {
    EVOTE_TRY(const auto tally, attacker.tally());
    return attacker.setup().decrypt(attacker.election(), tally, first);
}

// The decryption of trustee 2, whether it is needed or not.
Result<protocol::DecryptionShare> share_of_second(const Attacker& attacker) {
    EVOTE_TRY_VOID(need_trustees(attacker, 2));
    EVOTE_TRY(const auto tally, attacker.tally());
    return protocol::decrypt(attacker.election(), tally, 2, attacker.setup().secrets()[1].share(),
                             attacker.random());
}

// The first contest with two options, one of which has a vote.
struct Move {
    std::size_t contest;
    std::size_t from;
    std::size_t to;
};

Result<Move> find_move(const protocol::Tally& result) {
    for (std::size_t n = 0; n < result.totals.size(); ++n) {
        const auto& totals = result.totals[n];
        const auto best = std::ranges::max_element(totals);
        if (totals.size() < 2 || *best == 0)
            continue;
        const auto from = static_cast<std::size_t>(best - totals.begin());
        return Move{n, from, from == 0 ? std::size_t{1} : std::size_t{0}};
    }
    return fail(ErrorCode::usage, msg("this attack needs a contest with two options and a vote"));
}

void move_vote(protocol::Tally& result, const Move& move) {
    --result.totals[move.contest][move.from];
    ++result.totals[move.contest][move.to];
}

// m of a trustee's proof in a contest.
G::Scalar weight_of(const Attacker& attacker, const protocol::DecryptionShare& share,
                    std::size_t contest, const G::Element& alpha) {
    const auto keys = attacker.election().keys().share_keys(share.trustee);
    const auto& shares = share.contests[contest].shares;
    Bytes bytes;
    append(bytes, attacker.election().fingerprint());
    append(bytes, share.tally);
    append_u16(bytes, share.trustee);
    append_u16(bytes, static_cast<std::uint16_t>(contest));
    append(bytes, alpha.encode());
    for (std::size_t i = 0; i < shares.size(); ++i)
        append(bytes, keys[i].encode());
    for (const auto& each : shares)
        append(bytes, each.encode());
    return proof::hash_to_scalar<G>("decrypt/weights", {bytes});
}

// A proof for false shares: challenge and response first, then the commitments that fit them.
void prove_after_the_fact(const Attacker& attacker, protocol::DecryptionShare& share,
                          std::size_t contest, const G::Element& alpha) {
    auto& part = share.contests[contest];
    const auto keys = attacker.election().keys().share_keys(share.trustee);
    const G::Scalar m = weight_of(attacker, share, contest, alpha);
    G::Element key;
    G::Element sum;
    G::Scalar power = G::Scalar::from_u64(1);
    for (std::size_t i = 0; i < part.shares.size(); ++i, power = power * m) {
        key = key + power * keys[i];
        sum = sum + power * part.shares[i];
    }
    const G::Scalar challenge = random_scalar(attacker.random());
    part.response = random_scalar(attacker.random());
    part.commitments = {G::mul_generator(part.response) - challenge * key,
                        part.response * alpha - challenge * sum};
}

} // namespace

Outcome proof_of_another(Attacker& attacker) {
    EVOTE_TRY(auto made, honest(attacker));
    EVOTE_TRY(const auto second, share_of_second(attacker));
    auto& first = made.shares.front();
    for (std::size_t n = 0; n < first.contests.size(); ++n) {
        first.contests[n].commitments = second.contests[n].commitments;
        first.contests[n].response = second.contests[n].response;
    }
    return attacker.put_decryption(made);
}

Outcome seat_of_another(Attacker& attacker) {
    EVOTE_TRY(auto made, honest(attacker));
    EVOTE_TRY(made.shares.front(), share_of_second(attacker));
    made.shares.front().trustee = 1;
    return attacker.put_decryption(made);
}

// A vote goes from the winner to another option: the first trustee's shares are shifted by what the
// result is to be shifted, and all that a verifier can recompute agrees, but for the challenge.
Outcome proof_after_the_fact(Attacker& attacker) {
    EVOTE_TRY(const auto tally, attacker.tally());
    EVOTE_TRY(auto made, honest(attacker));
    EVOTE_TRY(const auto move, find_move(made.result));
    const auto shift = proof::lagrange_at_zero<G>(made.result.trustees).front().invert();
    auto& share = made.shares.front();
    auto& shares = share.contests[move.contest].shares;
    shares[move.from] = shares[move.from] + G::mul_generator(shift);
    shares[move.to] = shares[move.to] - G::mul_generator(shift);
    prove_after_the_fact(attacker, share, move.contest, tally.tally().contests[move.contest].alpha);
    move_vote(made.result, move);
    return attacker.put_decryption(made);
}

// The first ballot of the log, as if it were the tally.
Outcome one_ballot_decrypted(Attacker& attacker) {
    EVOTE_TRY(const auto right, attacker.tally());
    EVOTE_TRY(const auto entries, attacker.entries());
    const auto header = ballot::read_header(entries.front());
    EVOTE_CHECK(header.has_value());
    auto tally = right.tally();
    for (auto& contest : tally.contests)
        contest = proof::VectorCiphertext<G>(contest.betas.size());
    const auto& layout = attacker.election().layout(header->district);
    const auto cipher = layout.part(entries.front(), ballot::Part::cipher);
    const auto element = [&](std::size_t i) {
        const auto out =
            G::Element::decode(cipher.subspan(i * ballot::item_size, ballot::item_size));
        EVOTE_CHECK(out.has_value());
        return *out;
    };
    const auto& contests = attacker.manifest().districts()[header->district].contests;
    for (std::size_t c = 0; c < contests.size(); ++c) {
        const std::size_t at = layout.shape().contests()[c].element;
        auto& sum = tally.contests[contests[c]];
        sum.alpha = element(at);
        for (std::size_t i = 0; i < sum.betas.size(); ++i)
            sum.betas[i] = element(at + 1 + i);
    }
    return put_tally(attacker, std::move(tally));
}

// A vote that nobody cast.
Outcome tally_with_more_votes(Attacker& attacker) {
    EVOTE_TRY(const auto right, attacker.tally());
    auto tally = right.tally();
    ++tally.weight;
    ++tally.counted;
    auto& beta = tally.contests.front().betas.front();
    beta = beta + G::generator();
    return put_tally(attacker, std::move(tally));
}

// Trustees 2 and on give the result.
Outcome one_wrong_decryption(Attacker& attacker) {
    EVOTE_TRY_VOID(need_trustees(attacker, attacker.manifest().trustees().threshold + 1U));
    EVOTE_TRY(auto wrong, honest(attacker));
    EVOTE_TRY(auto made, honest(attacker, 2));
    auto& share = wrong.shares.front().contests.front().shares.front();
    share = share + G::generator();
    made.shares.push_back(wrong.shares.front());
    return attacker.put_decryption(made);
}

Outcome total_out_of_bounds(Attacker& attacker) {
    EVOTE_TRY(const auto tally, attacker.tally());
    EVOTE_TRY(auto made, honest(attacker));
    made.result.totals.front().front() = tally.tally().weight + 1;
    return attacker.put_decryption(made);
}

Outcome votes_moved(Attacker& attacker) {
    EVOTE_TRY(auto made, honest(attacker));
    EVOTE_TRY(const auto move, find_move(made.result));
    move_vote(made.result, move);
    return attacker.put_decryption(made);
}

} // namespace evote::simulation
