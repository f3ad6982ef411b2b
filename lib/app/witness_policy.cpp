// SPDX-License-Identifier: Apache-2.0
#include "app/witness_policy.h"

#include <algorithm>

namespace evote::app {

namespace {

Error as_usage(Error error) {
    error.code = ErrorCode::usage;
    return error;
}

// Two checkpoints of different histories that a quorum each has signed have at least
// 2 * quorum - count witnesses in common, and each of these has lied.
void show(const board::WitnessPolicy& policy, Console& console) {
    const std::size_t count = policy.keys().size();
    const std::size_t quorum = policy.quorum();
    const std::size_t liars = 2 * quorum - count - 1;
    console.say(
        msg("Of {0} witnesses {1} must sign. With more than {2} absent there are too few; with "
            "more than {3} lying the board can show two histories",
            count, quorum, count - quorum, liars));
    if (count == quorum)
        console.say(msg("Every witness is needed: a single one who is absent stops the count"));
    const std::size_t faults = (count - 1) / 3;
    if (std::min(count - quorum, liars) < faults || faults == 0)
        console.say(
            msg("Advised are 3 of 4 witnesses, 5 of 7 or 7 of 10: then one, two or three may be "
                "absent, and as many may lie"));
}

} // namespace

Result<std::optional<board::WitnessPolicy>> witnesses_of(const SetupSealOptions& options,
                                                         Console& console) {
    if (options.witnesses.empty() != !options.quorum)
        return fail(ErrorCode::usage, msg("--witness and --quorum are given together"));
    if (options.witnesses.empty())
        return std::optional<board::WitnessPolicy>();
    std::vector<board::CosignerKey> keys;
    for (const auto& text : options.witnesses) {
        auto key = board::CosignerKey::parse(text);
        if (!key)
            return fail(as_usage(std::move(key).take_error().at(verbatim(text))));
        keys.push_back(std::move(*key));
    }
    auto policy = board::WitnessPolicy::of(*options.quorum, std::move(keys));
    if (!policy)
        return fail(as_usage(std::move(policy).take_error()));
    show(*policy, console);
    return std::optional(std::move(*policy));
}

} // namespace evote::app
