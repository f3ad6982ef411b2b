// SPDX-License-Identifier: Apache-2.0
#include "app/decrypt.h"
#include "app/result_text.h"
#include "app/sealed_ground.h"
#include "base/text.h"
#include "os/file.h"
#include "record/trustee_files.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <functional>

namespace evote::app {

namespace {

constexpr std::uint64_t largest_result = std::uint64_t{1} << 28;

bool has_all(const std::vector<protocol::CheckedShare>& shares,
             const std::vector<std::uint16_t>& trustees) {
    return std::ranges::adjacent_find(trustees, std::greater_equal()) == trustees.end() &&
           std::ranges::all_of(trustees, [&](std::uint16_t trustee) {
               return std::ranges::count(shares, trustee, &protocol::CheckedShare::trustee) == 1;
           });
}

// The result that is there, if it is right: another `t` of the decryptions may have been there when
// it was made. Nothing for any other file, which is then not overwritten.
Result<std::optional<protocol::Tally>> right_result(const record::OpenRecord& record,
                                                    const protocol::TallyFile& tally,
                                                    const protocol::Tally& made) {
    std::optional<protocol::Tally> none;
    if (!os::file_exists(record.folder.result()))
        return none;
    EVOTE_TRY(const Bytes there, os::read_plain_file(record.folder.result(), largest_result));
    auto stated = protocol::Tally::parse(there, record.manifest());
    if (!stated || stated->election != made.election || stated->tally != tally.hash() ||
        stated->totals != made.totals)
        return none;
    return std::optional(std::move(*stated));
}

Result<protocol::Tally> make_result(const record::OpenRecord& record,
                                    const protocol::TallyFile& tally,
                                    const std::vector<protocol::CheckedShare>& shares) {
    EVOTE_TRY(protocol::Tally made, protocol::combine(record.election, tally, shares));
    EVOTE_TRY(auto there, right_result(record, tally, made));
    if (there && has_all(shares, there->trustees))
        return std::move(*there);
    EVOTE_TRY_VOID(
        os::write_file(record.folder.result(), made.write(record.manifest()), os::Existing::same));
    return made;
}

Result<Status> run(const DecryptCombineOptions& options, Console& console) {
    EVOTE_TRY(const record::SealedRecord record,
              open_sealed(options.folder, options.anchor, console));
    EVOTE_TRY(const protocol::TallyFile tally, record::read_tally(record.folder, record.election));
    EVOTE_TRY(auto shares, record::read_shares(record.folder, record.election, tally));
    for (const auto& error : shares.faults)
        console.complain(error);
    const std::size_t needed = record.election.keys().threshold();
    if (shares.good.size() < needed)
        return fail(Error{shares.bad.empty() ? ErrorCode::shares_missing : ErrorCode::damaged,
                          msg("{0} of the {1} needed decryptions are present and valid",
                              shares.good.size(), needed),
                          record.folder.decryptions().string(),
                          {}});
    EVOTE_TRY(const protocol::Tally result, make_result(record, tally, shares.good));
    json::JsonWriter json{{"result", record.folder.result().string()},
                          {"trustees", result.trustees},
                          {"bad", shares.bad},
                          {"contests", result_json(record.manifest(), result)}};
    console.facts(result_lines(record.manifest(), result, console.language()), json);
    return shares.bad.empty() ? Status::done : Status::invalid;
}

} // namespace

Status decrypt_combine(const DecryptCombineOptions& options, Console& console) {
    const auto status = run(options, console);
    return status ? *status : console.complain(status.error());
}

} // namespace evote::app
