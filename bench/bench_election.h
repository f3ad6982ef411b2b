// SPDX-License-Identifier: Apache-2.0
// The election that ballots, tallies and decryptions are measured with.
#pragma once

#include "ballot/maker.h"
#include "base/text.h"
#include "protocol/election.h"
#include "protocol/entry_verifier.h"
#include "protocol/roll.h"
#include "support/ceremony_values.h"
#include "support/rooms.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>

namespace evote {

/// One contest, "one of n options"; one trustee.
inline std::string bench_manifest(std::size_t options) {
    std::string list;
    for (std::size_t i = 0; i < options; ++i)
        list += fmt::format(R"({}{{"id":"o{}","title":{{"en":"O"}}}})", i == 0 ? "" : ",", i);
    return fmt::format(
        R"({{"format":"evote-manifest-1","id":"bench","title":{{"en":"B"}},"group":"ristretto255",)"
        R"("trustees":{{"count":1,"threshold":1}},"revote":"last",)"
        R"("districts":[{{"id":"d","title":{{"en":"D"}},"contests":["c"]}}],)"
        R"("contests":[{{"id":"c","title":{{"en":"C"}},"min":1,"max":1,"options":[{}]}}]}})",
        list);
}

/// An election with voters who have not voted yet.
class BenchElection {
  public:
    BenchElection(std::size_t options, std::size_t voters)
        : manifest_(parsed_manifest(bench_manifest(options))), values_(manifest_) {
        for (std::size_t i = 0; i < voters; ++i) {
            CodeBytes code;
            system_random().fill(code.expose());
            credentials_.push_back(Credential::from_code(manifest_.hash(), code).value());
        }
        std::ranges::sort(credentials_, {}, &Credential::encoding);
        Bytes roll;
        append_roll_header(roll);
        for (const auto& credential : credentials_)
            append_roll_row(roll, {credential.encoding, 0, 0}, manifest_);
        roll_.emplace(must(Roll::parse(roll, manifest_)));
        auto keys = must(PublicKeys::combine(
            manifest_, {{"T", VerifierName::text(manifest_), values_.dealings.front()}}));
        election_.emplace(must(Election::bind(manifest_, std::move(keys), *roll_, {})));
    }

    const Election& election() const { return *election_; }

    const Roll& roll() const { return *roll_; }

    std::vector<Bytes> make(Maker& maker, std::size_t begin, std::size_t count) const {
        std::vector<BallotRequest> requests;
        std::vector<const Credential*> credentials;
        const std::size_t options = manifest_.contests().front().options.size();
        for (std::size_t i = begin; i < begin + count; ++i) {
            SecretVector<std::uint8_t> selection(options);
            selection.expose()[i % options] = 1;
            requests.push_back({&credentials_[i], 0, must(manifest_.contest_bits(0, selection))});
            credentials.push_back(&credentials_[i]);
        }
        return maker.cast(maker.prepare(0, requests), credentials);
    }

    SecretVector<Ristretto255::Scalar> trustee() const { return values_.secret(manifest_, 1); }

  private:
    struct VerifierName {
        static std::string text(const Manifest& manifest) {
            return trustee_key_name(manifest, 1) + "+00000000+AAAA";
        }
    };

    Manifest manifest_;
    DealtValues values_;
    std::optional<Election> election_;
    std::vector<Credential> credentials_;
    std::optional<Roll> roll_;
};

/// With 4,096 voters; made once for each number of options.
inline const BenchElection& election_with(std::size_t options) {
    static std::map<std::size_t, BenchElection> made;
    return made.try_emplace(options, options, std::size_t{4096}).first->second;
}

} // namespace evote
