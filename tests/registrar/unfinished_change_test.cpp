// SPDX-License-Identifier: Apache-2.0
#include "registrar/unfinished_change.h"
#include "support/small_election.h"
#include "support/temporary_folder.h"

#include <catch2/catch.hpp>

using namespace evote;

namespace {

struct Changes {
    Changes() : made(folder.path() / "record", with_registrars(tiny_manifest(1, 1), 2)) {
        made.hold_ceremony();
        made.seal(std::vector<SmallVoter>(3));
        replacement = made.replace(0);
    }

    const Election& election() const { return made.record().election; }

    Error refusal(const Bytes& file) const {
        const auto change = UnfinishedChange::parse(file, election());
        REQUIRE_FALSE(change);
        return change.error();
    }

    // The replacement with zeros from a place on.
    Bytes without(std::size_t begin, std::size_t size) const {
        Bytes out = replacement;
        std::fill_n(out.begin() + static_cast<std::ptrdiff_t>(begin), size, std::uint8_t{0});
        return out;
    }

    TemporaryFolder folder;
    SmallElection made;
    Bytes replacement;
    ChangeLayout layout{2};
    std::size_t first_signature = layout.signature_at(ChangeAction::replace, 1);
};

} // namespace

TEST_CASE("a change is whole with all its halves and signatures") {
    const Changes changes;
    const auto whole = must(UnfinishedChange::parse(changes.replacement, changes.election()));
    CHECK(whole.is_complete());
    CHECK(whole.bytes() == changes.replacement);
    CHECK(whole.asked().action == ChangeAction::replace);
    const auto unsigned_one = must(UnfinishedChange::parse(
        changes.without(changes.first_signature, ChangeLayout::signature_size),
        changes.election()));
    CHECK_FALSE(unsigned_one.is_complete());
    CHECK_FALSE(unsigned_one.has_signature(1));
    CHECK(unsigned_one.has_signature(2));
    CHECK(unsigned_one.hash() == whole.hash());
    const std::size_t half = changes.layout.half_at(2);
    const auto begun = must(UnfinishedChange::parse(
        changes.without(half, changes.replacement.size() - half), changes.election()));
    CHECK(begun.has_half(1));
    CHECK_FALSE(begun.has_half(2));
    CHECK_FALSE(begun.has_all_halves());
    CHECK(UnfinishedChange::begin(changes.election(), whole.header()).bytes() ==
          changes.without(ChangeLayout::header_size,
                          changes.replacement.size() - ChangeLayout::header_size));
}

TEST_CASE("attack 54 every part of an unfinished change that is there must be good") {
    const Changes changes;
    const std::size_t signatures = 2 * ChangeLayout::signature_size;
    for (std::size_t at = ChangeLayout::header_size; at < changes.replacement.size(); at += 7) {
        Bytes other = changes.replacement;
        other[at] ^= 4;
        INFO(at);
        if (at >= changes.first_signature) {
            CHECK(changes.refusal(other).code == ErrorCode::bad_signature);
            continue;
        }
        // Also where both signatures are there, which are over both halves.
        CHECK(changes.refusal(other).code == ErrorCode::bad_half);
        std::fill(other.end() - static_cast<std::ptrdiff_t>(signatures), other.end(),
                  std::uint8_t{0});
        const std::string registrar = at < changes.layout.half_at(2) ? "1" : "2";
        CHECK(changes.refusal(other).message.english().starts_with("the half of registrar " +
                                                                   registrar));
    }
    // A signature over halves that are missing.
    CHECK(
        changes.refusal(changes.without(changes.layout.half_at(2), ChangeLayout::half_size)).code ==
        ErrorCode::bad_signature);
    // The signature of another registrar.
    Bytes swapped = changes.replacement;
    const auto first = swapped.begin() + static_cast<std::ptrdiff_t>(changes.first_signature);
    std::swap_ranges(first, first + ChangeLayout::signature_size,
                     first + ChangeLayout::signature_size);
    CHECK(changes.refusal(swapped).code == ErrorCode::bad_signature);
    // What the proofs and signatures are about.
    Bytes later = changes.replacement;
    later[40] ^= 1; // of `until`
    CHECK(changes.refusal(later).code == ErrorCode::bad_half);
}

TEST_CASE("what is no change of this election is named as that") {
    Changes changes;
    CHECK(changes.refusal({}).code == ErrorCode::malformed);
    CHECK(changes.refusal(Bytes(changes.replacement.size())).code == ErrorCode::malformed);
    Bytes other = changes.replacement;
    other[2] ^= 1; // of F
    CHECK(changes.refusal(other).code == ErrorCode::other_election);
    other = changes.replacement;
    other.pop_back();
    CHECK(changes.refusal(other).code == ErrorCode::malformed);
    other.resize(changes.replacement.size() + 1);
    CHECK(changes.refusal(other).code == ErrorCode::malformed);
    const Bytes revocation = changes.made.revoke(1);
    const auto whole = must(UnfinishedChange::parse(revocation, changes.election()));
    CHECK(whole.is_complete());
    CHECK_FALSE(whole.is_replacement());
    CHECK_FALSE(whole.has_half(1));
}
