// SPDX-License-Identifier: Apache-2.0
#include "app/ballot_box.h"
#include "app/ballot_parts.h"
#include "app/board_key.h"
#include "app/board_log.h"

#include "evote/app/board.h"
#include "evote/base/file.h"
#include "evote/base/text.h"
#include "evote/board/log_writer.h"
#include "evote/board/receipt.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <chrono>

namespace evote {

namespace {

// Ballots that are verified and signed for together.
constexpr std::size_t batch_size = 8192;

std::int64_t seconds_now() {
    return std::chrono::duration_cast<std::chrono::seconds>(
               std::chrono::system_clock::now().time_since_epoch())
        .count();
}

Outcome must_be_open_now(const Manifest& manifest) {
    const std::int64_t now = seconds_now();
    if (manifest.opens() && now < manifest.opens()->unix_seconds)
        return fail(Status::refused, msg("the box opens at {0}", manifest.opens()->text));
    if (manifest.closes() && now >= manifest.closes()->unix_seconds)
        return fail(Status::refused, msg("the box closed at {0}", manifest.closes()->text));
    return {};
}

// The files that were named, and those in the folders that were named, by name.
Result<std::vector<std::filesystem::path>>
ballot_files(const std::vector<std::filesystem::path>& named) {
    std::vector<std::filesystem::path> out;
    for (const auto& path : named) {
        std::error_code code;
        if (!std::filesystem::is_directory(path, code)) {
            out.push_back(path);
            continue;
        }
        const auto first = static_cast<std::ptrdiff_t>(out.size());
        std::filesystem::directory_iterator entry(path, code);
        for (; !code && entry != std::filesystem::directory_iterator(); entry.increment(code))
            if (entry->is_regular_file(code))
                out.push_back(entry->path());
        if (code) {
            errno = code.value();
            return fail(file_error(path));
        }
        std::sort(out.begin() + first, out.end());
    }
    return out;
}

// A file that is too long for a ballot is no ballot, which is for the judge to say.
Result<Bytes> read_ballot(const std::filesystem::path& path) {
    auto bytes = read_file(path, Manifest::largest_ballot);
    if (!bytes && bytes.error().status == Status::malformed)
        return Bytes();
    return bytes;
}

// One run of the command.
class Append {
  public:
    Append(const OpenRecord& record, LogWriter writer, BallotBox box, Console& console)
        : record_(record), writer_(std::move(writer)), box_(std::move(box)), console_(console) {}

    Outcome batch(std::span<const std::filesystem::path> files);
    Outcome write_receipts(const std::filesystem::path& folder) const;
    void show() const;

    BallotBox& box() { return box_; }

    std::size_t refused() const { return refused_.size(); }

  private:
    void note(const std::filesystem::path& file, ByteView ballot, std::uint64_t index);
    void note(const std::filesystem::path& file, const Refusal& refusal);

    const OpenRecord& record_;
    LogWriter writer_;
    BallotBox box_;
    Console& console_;
    std::vector<std::pair<std::string, std::uint64_t>> appended_; // tracker, index
    std::vector<Message> lines_;
    JsonWriter appended_json_ = JsonWriter::array();
    JsonWriter refused_ = JsonWriter::array();
};

void Append::note(const std::filesystem::path& file, ByteView ballot, std::uint64_t index) {
    const std::string tracker = hex_encode(*entry_tracker(record_.manifest(), ballot));
    appended_.emplace_back(tracker, index);
    lines_.push_back(msg("{0}: entry {1}, tracker {2}", file.string(), index, tracker));
    appended_json_.push_back({{"file", file.string()}, {"tracker", tracker}, {"index", index}});
}

void Append::note(const std::filesystem::path& file, const Refusal& refusal) {
    lines_.push_back(msg("{0}: refused: {1}", file.string(), console_.text(refusal.words)));
    refused_.push_back({{"file", file.string()}, {"reason", refusal.reason}});
}

Outcome Append::batch(std::span<const std::filesystem::path> files) {
    std::vector<Bytes> ballots;
    for (const auto& file : files) {
        EVOTE_TRY(Bytes ballot, read_ballot(file));
        ballots.push_back(std::move(ballot));
    }
    const auto refusals = box_.judge(std::vector<ByteView>(ballots.begin(), ballots.end()));
    std::vector<ByteView> good;
    for (std::size_t i = 0; i < ballots.size(); ++i)
        if (!refusals[i])
            good.emplace_back(ballots[i]);
    std::uint64_t index = writer_.size();
    if (!good.empty()) {
        EVOTE_TRY(const Appended appended, writer_.append(good));
        index = appended.first;
        box_.taken(appended.checkpoint.tree());
    }
    for (std::size_t i = 0; i < ballots.size(); ++i)
        if (refusals[i])
            note(files[i], *refusals[i]);
        else
            note(files[i], ballots[i], index++);
    return {};
}

Outcome Append::write_receipts(const std::filesystem::path& folder) const {
    EVOTE_TRY_VOID(make_folders(folder));
    EVOTE_TRY(LogReader log, record_.open_log());
    for (const auto& [tracker, index] : appended_) {
        EVOTE_TRY(const Receipt receipt, receipt_of(log, index));
        EVOTE_TRY_VOID(write_file(folder / (tracker + ".receipt"), receipt.encode()));
    }
    return {};
}

void Append::show() const {
    const auto& checkpoint = writer_.checkpoint();
    auto lines = lines_;
    lines.push_back(msg("The board has {0} entries", checkpoint.size()));
    console_.facts(lines, {{"size", checkpoint.size()},
                           {"root", hex_encode(checkpoint.root())},
                           {"appended", appended_json_},
                           {"refused", refused_}});
}

} // namespace

Outcome board_append(const BoardAppendOptions& options, Random& random, Console& console) {
    EVOTE_TRY(const OpenRecord record, OpenRecord::open(RecordFolder(options.folder)));
    EVOTE_TRY_VOID(must_be_open_now(record.manifest()));
    EVOTE_TRY(const auto files, ballot_files(options.ballots));
    EVOTE_TRY(LogWriter writer, open_board(record, options.key));
    EVOTE_TRY(LogReader log, record.open_log());
    EVOTE_TRY(const bool ended, has_ended(record, log));
    if (writer.closed() || ended)
        return fail(Status::refused, msg("the board is closed"));
    auto index = options.key;
    index += ".index";
    EVOTE_TRY(BallotBox box, BallotBox::open(record, BoxIndex(index, record.election.fingerprint()),
                                             log, console.threads(), random));
    Append append(record, std::move(writer), std::move(box), console);
    Outcome outcome;
    const std::span all(files);
    for (std::size_t at = 0; outcome && at < all.size(); at += batch_size)
        outcome = append.batch(all.subspan(at, std::min(batch_size, all.size() - at)));
    // What is in the log is acknowledged, whatever happened to the rest.
    append.show();
    // Without the index everything still works, only slower.
    if (auto saved = append.box().save(); !saved)
        console.complain(saved.error());
    EVOTE_TRY_VOID(outcome);
    if (!options.receipts.empty())
        EVOTE_TRY_VOID(append.write_receipts(options.receipts));
    if (append.refused() > 0)
        return fail(Status::invalid, msg("{0} ballots were refused", append.refused()));
    return {};
}

} // namespace evote
