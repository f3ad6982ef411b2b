// SPDX-License-Identifier: Apache-2.0
#include "app/witness_policy.h"

namespace evote::app {

namespace {

Error as_usage(Error error) {
    error.code = ErrorCode::usage;
    return error;
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
    if (policy->quorum() == policy->keys().size())
        console.say(msg("Every witness is needed: a single one who is absent stops the count"));
    return std::optional(std::move(*policy));
}

} // namespace evote::app
