// SPDX-License-Identifier: Apache-2.0
// The known answers of test-vectors/native.
#pragma once

#include "support/must.h"
#include "support/rooms.h"
#include "support/vectors.h"

#include "evote/base/text.h"
#include "evote/protocol/election.h"
#include "evote/protocol/roll.h"

#include <string>

namespace evote {

inline nlohmann::json native_vectors(const std::string& name) {
    return test_vectors("native/" + name + ".json");
}

inline Bytes unhex(const nlohmann::json& text) {
    return hex_decode(text.get<std::string>()).value();
}

inline ByteView text_bytes(const nlohmann::json& text) {
    return bytes_of(text.get_ref<const std::string&>());
}

/// An election of the vectors: manifest, keys, roll, fingerprint.
struct NativeElection {
    explicit NativeElection(const nlohmann::json& vector)
        : election(make(vector)),
          roll(must(Roll::parse(text_bytes(vector["roll.csv"]), election.manifest()))) {}

    static Election make(const nlohmann::json& vector) {
        auto manifest = must(Manifest::parse(text_bytes(vector["manifest.json"])));
        auto keys = must(PublicKeys::parse(text_bytes(vector["keys.json"]), manifest));
        const auto fingerprint = election_fingerprint(manifest.hash(), keys.hash(),
                                                      sha256(text_bytes(vector["roll.csv"])),
                                                      sha256(text_bytes(vector["board.json"])));
        return {std::move(manifest), std::move(keys), fingerprint};
    }

    Election election;
    Roll roll;
};

/// The vectors with two districts, rules with slack of every kind and weights, 2 of 3 trustees.
inline const nlohmann::json& rules_vectors() {
    static const auto all = native_vectors("districts-rules-weights");
    return all;
}

/// Their election.
inline const NativeElection& rules_election() {
    static const NativeElection made(rules_vectors());
    return made;
}

} // namespace evote
