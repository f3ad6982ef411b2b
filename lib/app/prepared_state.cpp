// SPDX-License-Identifier: Apache-2.0
#include "app/prepared_state.h"

#include "app/private_file.h"
#include "evote/check.h"

namespace evote::app {

namespace {

constexpr std::uint64_t largest_state = 1 << 18;

} // namespace

Outcome save_state(const std::filesystem::path& path, const record::OpenRecord& record,
                   const ballot::PreparedBallot& prepared, const ballot::Credential& credential) {
    EVOTE_TRY(const auto folder, os::absolute_path(record.folder.path()));
    return os::write_file(path, write_prepared(folder.string(), prepared, credential).expose(),
                          os::Existing::keep, os::Access::owner_only);
}

Result<StateFile> StateFile::open(std::filesystem::path path) {
    EVOTE_TRY(os::FileDescriptor lock, os::lock_file(path));
    EVOTE_TRY(SecretBytes bytes, os::read_secret_file(path, largest_state));
    StateFile out(std::move(path), std::move(lock), std::move(bytes));
    out.decision_ = read_decision(out.bytes_.expose());
    if (out.decision_)
        EVOTE_TRY_VOID(os::sync_folder(out.path_.parent_path()));
    else if (!split_prepared(out.bytes_.expose()))
        return fail(no_prepared_ballot().in_file(out.path_.string()));
    return out;
}

Result<PreparedState> StateFile::prepared(const record::Anchor& anchor) const {
    const auto parts = split_prepared(bytes_.expose());
    EVOTE_CHECK(parts.has_value());
    EVOTE_TRY_VOID(keep_out_of_record(path_, parts->record));
    EVOTE_TRY(record::SealedRecord record,
              record::SealedRecord::open(record::RecordFolder(parts->record), anchor));
    auto saved = read_prepared(*parts, record);
    if (!saved)
        return fail(std::move(saved).take_error().in_file(path_.string()));
    return PreparedState{std::move(record), std::move(saved->prepared),
                         std::move(saved->credential)};
}

Outcome StateFile::decide(DecidedBallot ballot) {
    EVOTE_CHECK(!decision_);
    EVOTE_TRY_VOID(os::write_file(path_, write_decision(ballot), os::Existing::replace,
                                  os::Access::owner_only));
    decision_ = std::move(ballot);
    return {};
}

Outcome StateFile::remove() const {
    std::error_code code;
    std::filesystem::remove(path_, code);
    if (code)
        return fail(os::file_error(path_, code));
    return os::sync_folder(path_.parent_path());
}

} // namespace evote::app
