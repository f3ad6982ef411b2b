// SPDX-License-Identifier: Apache-2.0
// The known answers of test-vectors/native.
#pragma once

#include "base/text.h"
#include "protocol/election.h"
#include "protocol/roll.h"
#include "support/must.h"
#include "support/rooms.h"
#include "support/vectors.h"

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
        : NativeElection(vector, must(Manifest::parse(text_bytes(vector["manifest.json"])))) {}

    NativeElection(const nlohmann::json& vector, const Manifest& manifest)
        : roll(must(Roll::parse(text_bytes(vector["roll.csv"]), manifest))),
          election(must(Election::bind(
              manifest, must(PublicKeys::parse(text_bytes(vector["keys.json"]), manifest)), roll,
              text_bytes(vector["board.json"]), registrars_of(vector)))) {}

    /// The keys of registrars that board.json names.
    static std::vector<Ed25519PublicKey> registrars_of(const nlohmann::json& vector) {
        std::vector<Ed25519PublicKey> out;
        const auto board = nlohmann::json::parse(vector["board.json"].get<std::string>());
        for (const std::string key : board.value("registrars", nlohmann::json::array())) {
            const auto typed = base64_decode(key.substr(key.find('+', key.find('+') + 1) + 1));
            out.push_back(must(Ed25519PublicKey::parse(ByteView(typed.value()).subspan(1))));
        }
        return out;
    }

    Roll roll;
    Election election;
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
