// SPDX-License-Identifier: Apache-2.0
#include "app/result_text.h"
#include "app/sealed_ground.h"

#include "evote/app/decrypt.h"
#include "evote/base/text.h"
#include "evote/os/file.h"
#include "evote/record/trustee_files.h"

#include <nlohmann/json.hpp>

namespace evote::app {

namespace {

constexpr std::uint64_t largest_tally = std::uint64_t{1} << 28;

// tally.json, unchecked: trustees and auditors establish whether it is the sum of the ballots.
Result<protocol::TallyFile> read_tally(const record::OpenRecord& record) {
    const std::string path = record.folder.tally().string();
    EVOTE_TRY_VOID(record::must_be_there(record.folder.tally(), "evote-aggregate"));
    EVOTE_TRY(const Bytes bytes, os::read_plain_file(record.folder.tally(), largest_tally));
    auto tally = protocol::TallyFile::parse(bytes, record.election);
    if (tally)
        return tally;
    Error error = std::move(tally).take_error().in_file(path);
    error.code = ErrorCode::invalid;
    return fail(std::move(error));
}

Result<Status> run(const DecryptCombineOptions& options, Console& console) {
    EVOTE_TRY(const record::SealedRecord record,
              open_sealed(options.folder, options.anchor, console));
    EVOTE_TRY(const protocol::TallyFile tally, read_tally(record));
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
    EVOTE_TRY(const protocol::Tally result, protocol::combine(record.election, tally, shares.good));
    EVOTE_TRY_VOID(os::write_file(record.folder.result(), result.write(record.manifest()),
                                  os::Existing::same));
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
