// SPDX-License-Identifier: Apache-2.0
#include "record/stated_fingerprint.h"

#include "base/text.h"
#include "protocol/election.h"

#include <algorithm>

namespace evote::record {

namespace {

constexpr std::size_t hex_digits = 64;
constexpr std::size_t spoken_digits = 40;

std::string without_separators(std::string_view text) {
    std::string out(text);
    std::erase_if(out, [](char c) { return c == ' ' || c == '-'; });
    return out;
}

} // namespace

Result<StatedFingerprint> StatedFingerprint::parse(std::string_view text) {
    const std::string digits = without_separators(text);
    const bool spoken = digits.size() == spoken_digits &&
                        std::ranges::all_of(digits, [](char c) { return c >= '0' && c <= '9'; });
    const bool hex = digits.size() == hex_digits && hex_decode(digits);
    if (!spoken && !hex)
        return fail(ErrorCode::usage, msg("a fingerprint is 64 digits from 0 to 9 and a to f, or "
                                          "eight groups of five digits"));
    return StatedFingerprint(digits);
}

bool StatedFingerprint::matches(const Digest32& fingerprint) const {
    if (digits_.size() == hex_digits)
        return digits_ == hex_encode(fingerprint);
    return digits_ == without_separators(protocol::spoken_fingerprint(fingerprint));
}

Outcome Anchor::check(const Digest32& fingerprint) const {
    if (!announced_ || announced_->matches(fingerprint))
        return {};
    return fail(ErrorCode::wrong_fingerprint,
                msg("this is another election: its fingerprint is {0}", hex_encode(fingerprint)));
}

} // namespace evote::record
