// SPDX-License-Identifier: Apache-2.0
// Roll changes by themselves: how they are made and read, and what they do to the roll.
#include "ballot/roll_change.h"
#include "protocol/changed_roll.h"
#include "support/failed_check.h"
#include "support/native_vectors.h"

#include <catch2/catch.hpp>

using namespace evote;
using Kind = CredentialStanding::Kind;

namespace {

const nlohmann::json& changes_case() {
    static const auto all = native_vectors("roll-changes");
    return all["cases"][0];
}

const NativeElection& changes_election() {
    static const NativeElection made(changes_case());
    return made;
}

ByteArray<32> some(std::uint8_t value) {
    ByteArray<32> out{};
    out.fill(value);
    return out;
}

} // namespace

TEST_CASE("a roll change is made and read and covers all that it says") {
    const Digest32 fingerprint = some(9);
    const ChangeLayout layout(2);
    const auto old = *Credential::from_code(fingerprint, CodeBytes());
    const ChangeHeader header{77, old.encoding, ChangeAction::replace};
    Bytes change = begin_change(fingerprint, header, layout);
    CHECK(change.size() == 395);
    CHECK(read_change(change, fingerprint, layout).verdict == Verdict::malformed);
    const Bytes start = to_bytes(ByteView(change).first(ChangeLayout::header_size));
    std::vector<Half> halves;
    for (std::uint8_t i = 1; i <= 2; ++i) {
        halves.push_back(*Half::from_code(fingerprint, i, CodeBytes()));
        put_half(change, layout, i, prove_replacement(start, i, halves.back(), system_random()));
    }
    const auto read = read_change(change, fingerprint, layout);
    REQUIRE(read.verdict == Verdict::valid);
    CHECK(read.change->until == 77);
    CHECK(read.change->old == old.encoding);
    CHECK(read.change->action == ChangeAction::replace);
    CHECK(read.change->replacement == Credential::from_halves(halves)->encoding);
    // Every byte before the signatures is under the proofs.
    for (std::size_t i = 0; i < layout.signed_size(ChangeAction::replace); ++i) {
        Bytes other = change;
        other[i] ^= 2;
        INFO(i);
        CHECK(read_change(other, fingerprint, layout).verdict != Verdict::valid);
    }
    // A half that was proved for one change, or by one registrar, is nobody else's.
    Bytes swapped = change;
    put_half(swapped, layout, 1, prove_replacement(start, 2, halves[0], system_random()));
    CHECK(read_change(swapped, fingerprint, layout).verdict == Verdict::registrar_proof);
    CHECK(read_change_header(change, ChangeLayout(1)) == std::nullopt);
    CHECK_FALSE(failed_check([&] { put_half(change, layout, 3, {}); }).empty());
}

TEST_CASE("attack 31 a repeated generator state repeats no nonce of a replacement") {
    const auto half = *Half::from_code({}, 1, CodeBytes());
    const auto commitment = [&](ByteView header, std::uint8_t registrar, const Half& of) {
        SeededRandom random(bytes_of("seed"));
        return prove_replacement(header, registrar, of, random).commitment;
    };
    const auto first = commitment(bytes_of("a"), 1, half);
    CHECK(first == commitment(bytes_of("a"), 1, half));
    CHECK(first != commitment(bytes_of("b"), 1, half));
    CHECK(first != commitment(bytes_of("a"), 2, half));
    CHECK(first != commitment(bytes_of("a"), 1, *Half::from_code({}, 2, CodeBytes())));
}

TEST_CASE("a changed roll knows whose every credential is and was") {
    const Roll& roll = changes_election().roll;
    const auto credential = [&](std::size_t voter) { return roll.entries()[voter].credential; };
    ChangedRoll changed(roll);
    const auto standing = [&](const ByteArray<32>& of) { return changed.of(of).kind; };
    CHECK(changed.of(credential(2)).voter == 2);
    CHECK(standing(some(1)) == Kind::unknown);
    CHECK(changed.of_voter(2).verdict() == Verdict::valid);
    const auto make = [&](const RollChange& change) {
        CHECK(changed.judge(change, change.until) == Verdict::stale);
        const auto verdict = changed.judge(change, change.until - 1);
        if (verdict == Verdict::valid)
            changed.apply(change);
        return verdict;
    };
    const auto replace = [&](const ByteArray<32>& old, const ByteArray<32>& by) {
        return make({5, old, ChangeAction::replace, by});
    };
    CHECK(replace(some(1), some(2)) == Verdict::not_on_roll);
    CHECK(replace(credential(2), {}) == Verdict::credential_used_before);
    CHECK(replace(credential(2), credential(2)) == Verdict::credential_used_before);
    CHECK(replace(credential(2), credential(1)) == Verdict::credential_used_before);
    CHECK(changed == ChangedRoll(roll));
    CHECK(replace(credential(2), some(1)) == Verdict::valid);
    CHECK(replace(some(1), some(2)) == Verdict::valid);
    CHECK(replace(some(2), some(1)) == Verdict::credential_used_before);
    CHECK(standing(credential(2)) == Kind::replaced);
    CHECK(standing(some(1)) == Kind::replaced);
    CHECK(standing(some(2)) == Kind::current);
    CHECK(changed.of(some(2)).voter == 2);
    CHECK(changed.of_voter(2).verdict() == Verdict::credential_replaced);
    CHECK_FALSE(changed.is_revoked(2));
    CHECK(make({5, some(2), ChangeAction::revoke, {}}) == Verdict::valid);
    CHECK(standing(some(2)) == Kind::revoked);
    CHECK(standing(some(1)) == Kind::replaced);
    CHECK(changed.is_revoked(2));
    CHECK(changed.of_voter(2).verdict() == Verdict::credential_replaced);
    CHECK(replace(some(2), some(3)) == Verdict::not_on_roll);
    CHECK(make({5, credential(0), ChangeAction::revoke, {}}) == Verdict::valid);
    CHECK(changed.of_voter(0).verdict() == Verdict::credential_revoked);
    CHECK(changed.of_voter(1).verdict() == Verdict::valid);
}
