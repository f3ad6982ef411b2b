// SPDX-License-Identifier: Apache-2.0
// Small elections and their ceremonies, for tests.
#pragma once

#include "protocol/keys.h"
#include "protocol/polynomials.h"
#include "support/must.h"
#include "support/rooms.h"

#include <fmt/format.h>

#include <stdexcept>
#include <string>
#include <vector>

namespace evote {

/// A manifest with one contest of two options (so three keys: the slack bit has one).
inline std::string small_manifest(unsigned trustees, unsigned threshold,
                                  const std::string& id = "small") {
    return fmt::format(
        R"({{"format":"evote-manifest-1","id":"{}","title":{{"en":"Small"}},"group":"ristretto255",)"
        R"("trustees":{{"count":{},"threshold":{}}},"revote":"last",)"
        R"("districts":[{{"id":"d","title":{{"en":"D"}},"contests":["c"]}}],)"
        R"("contests":[{{"id":"c","title":{{"en":"C"}},"min":0,"max":1,"options":[)"
        R"({{"id":"a","title":{{"en":"A"}}}},{{"id":"b","title":{{"en":"B"}}}}]}}]}})"
        "\n",
        id, trustees, threshold);
}

inline Manifest parsed_manifest(const std::string& json) {
    return must(Manifest::parse(bytes_of(json)));
}

/// All trustees' secrets of a ceremony.
struct DealtValues {
    explicit DealtValues(const Manifest& manifest) {
        for (unsigned i = 1; i <= manifest.trustees().count; ++i) {
            const auto trustee = static_cast<std::uint16_t>(i);
            polynomials.push_back(Polynomials::choose(manifest, trustee, system_random(),
                                                      bytes_of("a secret of the trustee")));
            dealings.push_back(
                polynomials.back().deal(polynomials.back().possession_nonce(system_random())));
            hashes.push_back(dealings.back().hash());
        }
    }

    /// s[j][1..B]
    SecretVector<Ristretto255::Scalar> secret(const Manifest& manifest, std::uint16_t j) const {
        ShareSum sum(manifest, j);
        for (std::size_t i = 0; i < dealings.size(); ++i)
            if (!sum.add(dealings[i], polynomials[i].share(j).expose()))
                throw std::runtime_error("a share is bad");
        return std::move(sum).finish().value();
    }

    std::vector<Polynomials> polynomials;
    std::vector<Dealing> dealings;
    std::vector<Digest32> hashes;
};

} // namespace evote
