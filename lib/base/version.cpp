// SPDX-License-Identifier: Apache-2.0
#include "evote/version.h"

#include <algorithm>
#include <array>

namespace evote {

namespace {

constexpr auto format_names = std::to_array<std::string_view>({
    "evote-answer-1",
    "evote-audited-1",
    "evote-board-1",
    "evote-board-memory-1",
    "evote-box-index-2",
    "evote-cast-1",
    "evote-check-1",
    "evote-deal-1",
    "evote-decryption-1",
    "evote-election-1",
    "evote-followed-1",
    "evote-join-1",
    "evote-keys-1",
    "evote-list-row-1",
    "evote-lookup-1",
    "evote-manifest-1",
    "evote-opening-1",
    "evote-other-beginning-1",
    "evote-prepared-1",
    "evote-refused-1",
    "evote-registrar-1",
    "evote-registrar-config-1",
    "evote-registrar-secret-1",
    "evote-report-1",
    "evote-result-1",
    "evote-resumed-1",
    "evote-seal-1",
    "evote-standby-answered-1",
    "evote-standby-asked-1",
    "evote-standby-released-1",
    "evote-tally-1",
    "evote-trustee-2",
    "evote-witness-1",
});
static_assert(std::is_sorted(format_names.begin(), format_names.end()));

} // namespace

Version version() {
    return {EVOTE_VERSION, EVOTE_COMMIT, 1, format_names};
}

} // namespace evote
