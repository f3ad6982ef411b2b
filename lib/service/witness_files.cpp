// SPDX-License-Identifier: Apache-2.0
#include "service/witness_files.h"

#include "record/evidence.h"

namespace evote::service {

namespace {

constexpr std::uint64_t largest_key_file = 4096;
constexpr std::uint64_t largest_state = 1 << 16;

} // namespace

Result<board::Cosigner> read_cosigner(const std::filesystem::path& path) {
    EVOTE_TRY(const SecretBytes file, os::read_secret_file(path, largest_key_file));
    const auto text = file.expose();
    const bool has_line_end = !text.empty() && text.back() == '\n';
    auto cosigner = board::Cosigner::parse(text.first(text.size() - (has_line_end ? 1 : 0)));
    if (!cosigner)
        return fail(std::move(cosigner).take_error().in_file(path.string()));
    return cosigner;
}

Result<std::optional<board::WitnessState>>
WitnessFiles::recall(const board::CosignerKey& witness, const board::VerifierKey& log) const {
    if (!os::file_exists(state_))
        return std::optional<board::WitnessState>();
    EVOTE_TRY(const Bytes bytes, os::read_file(state_, largest_state));
    auto state = board::WitnessState::parse(bytes, witness, log);
    if (!state)
        return fail(std::move(state).take_error().in_file(state_.string()));
    return std::optional(std::move(*state));
}

Outcome WitnessFiles::keep(const board::WitnessState& state) const {
    EVOTE_TRY(const auto file, os::absolute_path(os::behind_links(state_)));
    auto unfinished = file;
    unfinished += ".new";
    EVOTE_TRY_VOID(storage_->write_synced(unfinished, state.encode()));
    EVOTE_TRY_VOID(storage_->rename(unfinished, file));
    return storage_->sync_folder(file.parent_path());
}

Result<std::filesystem::path>
WitnessFiles::keep_evidence(const board::SignedCheckpoint& checkpoint) const {
    return record::keep_evidence(state_, "checkpoint", checkpoint.note());
}

} // namespace evote::service
