// SPDX-License-Identifier: Apache-2.0
#include "record/witnesses.h"

#include "os/file.h"

#include <fmt/format.h>

#include <chrono>

namespace evote::record {

namespace {

constexpr std::uint64_t largest_checkpoint = 1U << 20;

// The signature lines of a file if it is this checkpoint, signed by the board.
Result<std::vector<board::NoteSignature>> lines_for(const std::filesystem::path& file,
                                                    const board::VerifierKey& log,
                                                    const board::Checkpoint& checkpoint) {
    const auto bytes = os::read_plain_file(file, largest_checkpoint);
    if (!bytes && kind_of(bytes.error().code) == ErrorKind::system)
        return fail(bytes.error());
    const auto opened = bytes ? board::open_checkpoint(*bytes, log)
                              : Result<board::SignedCheckpoint>(fail(bytes.error()));
    if (!opened || opened->checkpoint() != checkpoint)
        return std::vector<board::NoteSignature>();
    EVOTE_TRY(const auto note, board::Note::parse(*bytes));
    return note.signatures();
}

} // namespace

Outcome check_witness_keys(const RecordFolder& folder, const BoardFile& board,
                           const protocol::PublicKeys& keys) {
    if (!board.witnesses)
        return {};
    std::vector<board::VerifierKey> others{board.key};
    for (unsigned i = 1; i <= keys.trustee_count(); ++i) {
        EVOTE_TRY(auto signer,
                  board::VerifierKey::parse(keys.trustee(static_cast<std::uint16_t>(i)).signer));
        others.push_back(std::move(signer));
    }
    auto differ = board.witnesses->must_differ_from(others);
    if (!differ)
        return fail(std::move(differ).take_error().in_file(folder.board().string()));
    return {};
}

Result<board::WitnessCount> count_witnesses(const RecordFolder& folder, const BoardFile& board,
                                            const board::Checkpoint& checkpoint) {
    if (!board.witnesses)
        return board::WitnessCount{};
    std::vector<board::NoteSignature> all;
    for (const auto& file : {folder.checkpoint(), folder.closed()}) {
        EVOTE_TRY(const auto lines, lines_for(file, board.key, checkpoint));
        all.insert(all.end(), lines.begin(), lines.end());
    }
    return board::count_witnesses(board::good_cosignatures(*board.witnesses, checkpoint, all));
}

std::string time_text(std::uint64_t seconds) {
    constexpr std::uint64_t end = 253'402'300'800; // 10000-01-01T00:00:00Z
    if (seconds >= end)
        return std::to_string(seconds);
    constexpr std::uint64_t a_day = 86'400;
    const std::chrono::year_month_day day{
        std::chrono::sys_days(std::chrono::days(seconds / a_day))};
    const std::uint64_t rest = seconds % a_day;
    return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z", static_cast<int>(day.year()),
                       static_cast<unsigned>(day.month()), static_cast<unsigned>(day.day()),
                       rest / 3600, rest / 60 % 60, rest % 60);
}

Outcome must_be_witnessed(const RecordFolder& folder, const BoardFile& board,
                          const board::Checkpoint& checkpoint) {
    if (!board.witnesses)
        return {};
    EVOTE_TRY(const auto found, count_witnesses(folder, board, checkpoint));
    if (found.count >= board.witnesses->quorum())
        return {};
    return fail(Error{ErrorCode::too_few_witnesses,
                      msg("{0} of the {1} needed witnesses have signed the final checkpoint",
                          found.count, board.witnesses->quorum()),
                      folder.checkpoint().string(),
                      {}});
}

} // namespace evote::record
