// SPDX-License-Identifier: Apache-2.0
#include "fuzz/fuzz_target.h"

#include "evote/protocol/manifest.h"

using namespace evote;

// A manifest that exists keeps what its type promises, and a voter's empty choice is answered.
EVOTE_FUZZ(manifest) {
    const auto manifest = Manifest::parse(bytes);
    if (!manifest)
        return;
    EVOTE_CHECK(manifest->keys_needed() > 0);
    for (std::size_t i = 0; i < manifest->districts().size(); ++i) {
        EVOTE_CHECK(manifest->ballot_size(i) <= Manifest::largest_ballot);
        EVOTE_CHECK(manifest->find_district(manifest->districts()[i].id) == i);
    }
    for (std::size_t i = 0; i < manifest->contests().size(); ++i) {
        const auto& contest = manifest->contests()[i];
        EVOTE_CHECK(manifest->find_contest(contest.id) == i);
        const SecretVector<std::uint8_t> nothing(contest.options.size());
        const auto bits = manifest->contest_bits(i, nothing);
        EVOTE_CHECK(!bits || bits->size() == manifest->shape(i).bits);
    }
}
