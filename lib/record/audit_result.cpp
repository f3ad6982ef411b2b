// SPDX-License-Identifier: Apache-2.0
#include "os/file.h"
#include "os/leftovers.h"
#include "record/auditor.h"
#include "record/privacy.h"

#include <algorithm>

namespace evote::record {

Outcome Auditor::check_tally() {
    tally_ = protocol::TallyFile::of(*election_, out_.log->tally.value());
    current_->usable = true;
    if (!is_there(folder_.tally(), {folder_.result()}))
        return {};
    EVOTE_TRY(const Bytes stated, os::read_plain_file(folder_.tally()));
    if (!equal(stated, tally_->bytes()))
        return fail(invalid(ErrorCode::other_tally,
                            msg("this is not the sum of the counted ballots"), folder_.tally()));
    remark(msg("{0} counted ballots, weight {1}", tally_->tally().counted, tally_->tally().weight));
    return {};
}

Outcome Auditor::check_shares() {
    EVOTE_TRY(shares_, read_shares(folder_, *election_, *tally_));
    current_->usable = true;
    for (const auto& error : shares_->faults)
        fault(error);
    const std::size_t needed = election_->keys().threshold();
    if (shares_->good.size() < needed)
        not_checked(msg("{0} of the {1} needed decryptions are present and valid",
                        shares_->good.size(), needed));
    else if (shares_->good.size() > needed)
        remark(msg("{0} decryptions are valid, {1} are needed", shares_->good.size(), needed));
    return {};
}

Outcome Auditor::check_result() {
    if (!is_there(folder_.result(), {}))
        return {};
    EVOTE_TRY(const Bytes bytes, os::read_plain_file(folder_.result()));
    auto stated = protocol::Tally::parse(bytes, *out_.manifest);
    if (!stated)
        return fail(std::move(stated).take_error().in_file(folder_.result().string()));
    return compare_result(*stated);
}

// The shares that a result names, in its order. False, with a fault, if one is unavailable.
Result<bool> Auditor::take_result_shares(const protocol::Tally& stated,
                                         std::vector<protocol::CheckedShare>& used) {
    if (std::ranges::adjacent_find(stated.trustees, std::greater_equal()) != stated.trustees.end())
        return fail(invalid(msg("the trustees are not in order, or one of them is named twice"),
                            folder_.result(), {verbatim("trustees")}));
    for (const std::uint16_t trustee : stated.trustees) {
        const auto share =
            std::ranges::find(shares_->good, trustee, &protocol::CheckedShare::trustee);
        if (share == shares_->good.end())
            fault(invalid(
                msg("there is no valid decryption by trustee {0}, whom the result names", trustee),
                folder_.result(), {verbatim("trustees")}));
        else
            used.push_back(*share);
    }
    return used.size() == stated.trustees.size();
}

Outcome Auditor::compare_result(const protocol::Tally& stated) {
    if (stated.election != election_->fingerprint() || stated.tally != tally_->hash())
        return fail(invalid(ErrorCode::other_tally,
                            msg("this is the result of another election or tally"),
                            folder_.result()));
    std::vector<protocol::CheckedShare> used;
    EVOTE_TRY(const bool all, take_result_shares(stated, used));
    if (!all)
        return {};
    EVOTE_TRY(auto made, protocol::combine(*election_, *tally_, used));
    const auto& contests = out_.manifest->contests();
    for (std::size_t i = 0; i < contests.size(); ++i)
        for (std::size_t k = 0; k < contests[i].options.size(); ++k)
            if (stated.totals[i][k] != made.totals[i][k])
                fault(invalid(msg("option {0} of contest {1} has {2}, not {3}",
                                  contests[i].options[k].id, contests[i].id, made.totals[i][k],
                                  stated.totals[i][k]),
                              folder_.result()));
    if (stated.totals == made.totals)
        out_.result = std::move(made);
    return {};
}

// Only notes: nothing here makes a record invalid.
Outcome Auditor::check_privacy() {
    for (auto& warning : small_contests(*out_.manifest, out_.log->districts))
        remark(std::move(warning));
    for (auto& warning : telling_weights(*out_.manifest, out_.log->districts))
        remark(std::move(warning));
    if (!out_.result) {
        not_checked(msg("there is no correct result yet"));
        return {};
    }
    for (auto& warning : unanimous_contests(*out_.manifest, out_.log->districts, *out_.result))
        remark(std::move(warning));
    return {};
}

Outcome Auditor::check_strangers() {
    EVOTE_TRY(const auto strangers,
              folder_.strangers(out_.manifest->trustees().count, out_.manifest->registrars()));
    for (const auto& path : strangers) {
        if (os::is_left_by_system(path))
            remark_system_file(path);
        else
            fault(invalid(msg("this does not belong in the record of an election"), path));
    }
    return {};
}

void Auditor::remark_system_file(const std::filesystem::path& path) {
    remark(msg("{0} was left there by an operating system; it is no part of the record",
               path.string()));
}

} // namespace evote::record
