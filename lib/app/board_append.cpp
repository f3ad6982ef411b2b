// SPDX-License-Identifier: Apache-2.0
#include "app/board.h"
#include "app/open_box.h"
#include "app/progress.h"
#include "app/sealed_ground.h"
#include "base/text.h"
#include "os/file.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace evote::app {

namespace {

// Ballots that are verified and signed for together.
constexpr std::size_t batch_size = 8192;

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
        if (code)
            return fail(os::file_error(path, code));
        std::sort(out.begin() + first, out.end());
    }
    return out;
}

// A file that is too long for a ballot is no ballot, which is for the judge to say.
Result<Bytes> read_ballot(const std::filesystem::path& path) {
    auto bytes = os::read_file(path, protocol::Manifest::largest_ballot);
    if (!bytes && bytes.error().code == ErrorCode::file_too_large)
        return Bytes();
    return bytes;
}

// One run of the command.
class Append {
  public:
    Append(box::Box box, Console& console) : box_(std::move(box)), console_(console) {}

    Outcome batch(std::span<const std::filesystem::path> files);
    Outcome write_receipts(const std::filesystem::path& folder);
    void show() const;

    box::Box& box() { return box_; }

    std::size_t refused() const { return refused_.size(); }

  private:
    struct OnTheBoard {
        std::string tracker;
        std::uint64_t index;
    };

    void note(const std::string& file, const box::Answer& answer);
    void note_unreadable(const std::string& file, const Error& error);
    json::JsonWriter note_on_board(const std::string& file, const box::Answer& answer);

    box::Box box_;
    Console& console_;
    std::vector<OnTheBoard> on_the_board_; // of the ballots of this run
    std::vector<Message> lines_;
    json::JsonWriter appended_ = json::JsonWriter::array();
    json::JsonWriter already_ = json::JsonWriter::array();
    json::JsonWriter refused_ = json::JsonWriter::array();
};

json::JsonWriter Append::note_on_board(const std::string& file, const box::Answer& answer) {
    if (!answer.tracker)
        return {{"file", file}, {"tracker", nullptr}, {"index", answer.index}};
    const std::string tracker = hex_encode(*answer.tracker);
    on_the_board_.push_back({tracker, answer.index});
    return {{"file", file}, {"tracker", tracker}, {"index", answer.index}};
}

void Append::note(const std::string& file, const box::Answer& answer) {
    const bool is_ballot = answer.tracker.has_value();
    const auto tracker = is_ballot ? hex_encode(*answer.tracker) : std::string();
    switch (answer.kind) {
    case box::Answer::Kind::accepted:
        appended_.push_back(note_on_board(file, answer));
        lines_.push_back(is_ballot ? msg("{0}: entry {1}, tracker {2}", file, answer.index, tracker)
                                   : msg("{0}: entry {1}, a roll change", file, answer.index));
        break;
    case box::Answer::Kind::already:
        already_.push_back(note_on_board(file, answer));
        lines_.push_back(is_ballot ? msg("{0}: already on the board as entry {1}, tracker {2}",
                                         file, answer.index, tracker)
                                   : msg("{0}: already on the board as entry {1}, a roll change",
                                         file, answer.index));
        break;
    case box::Answer::Kind::refused:
        lines_.push_back(msg("{0}: refused: {1}", file, console_.text(answer.refusal->words)));
        refused_.push_back({{"file", file}, {"reason", answer.refusal->reason}});
        break;
    }
}

void Append::note_unreadable(const std::string& file, const Error& error) {
    lines_.push_back(
        msg("{0}: refused: it cannot be read: {1}", file, console_.text(error.message)));
    refused_.push_back({{"file", file}, {"reason", "unreadable"}});
}

// A file that cannot be read is refused by its name, and the others are taken.
Outcome Append::batch(std::span<const std::filesystem::path> files) {
    std::vector<Bytes> ballots;
    std::vector<std::optional<Error>> unreadable(files.size());
    for (std::size_t i = 0; i < files.size(); ++i) {
        auto ballot = read_ballot(files[i]);
        if (ballot)
            ballots.push_back(std::move(*ballot));
        else
            unreadable[i] = std::move(ballot).take_error();
    }
    EVOTE_TRY(box::Batch batch, box_.judge(std::move(ballots)));
    EVOTE_TRY(const box::Committed committed, std::move(batch).commit());
    std::size_t answered = 0;
    for (std::size_t i = 0; i < files.size(); ++i) {
        if (unreadable[i])
            note_unreadable(files[i].string(), *unreadable[i]);
        else
            note(files[i].string(), committed.answers[answered++]);
    }
    return {};
}

// A receipt that an earlier run has written stays.
Outcome check_receipt_there(const std::filesystem::path& path, const board::Receipt& wanted,
                            const board::VerifierKey& board) {
    EVOTE_TRY(const Bytes file, os::read_file(path));
    const auto receipt = board::Receipt::parse(file);
    if (receipt && receipt->extra == wanted.extra && receipt->index == wanted.index &&
        board::verify_receipt(*receipt, receipt->extra, board))
        return {};
    return fail(Error{ErrorCode::file_exists,
                      msg("a different file exists already; it is left unchanged"),
                      path.string(),
                      {}});
}

Outcome Append::write_receipts(const std::filesystem::path& folder) {
    EVOTE_TRY_VOID(os::make_folders(folder));
    for (const auto& [tracker, index] : on_the_board_) {
        EVOTE_TRY(const board::Receipt receipt, box_.receipt(index));
        const auto path = folder / (tracker + ".receipt");
        EVOTE_TRY_VOID(os::file_exists(path)
                           ? check_receipt_there(path, receipt, box_.record().board.key)
                           : os::write_file(path, receipt.encode()));
    }
    return {};
}

void Append::show() const {
    const auto& checkpoint = box_.checkpoint();
    auto lines = lines_;
    lines.push_back(msg("The board has {0} entries", checkpoint.size()));
    console_.facts(lines, {{"size", checkpoint.size()},
                           {"root", hex_encode(checkpoint.root())},
                           {"appended", appended_},
                           {"already", already_},
                           {"refused", refused_}});
}

// Judges and appends batch by batch, with progress.
Outcome append_all(Append& append, std::span<const std::filesystem::path> files, Console& console) {
    Progress progress(console);
    Outcome outcome;
    for (std::size_t at = 0; outcome && at < files.size(); at += batch_size) {
        const auto batch = files.subspan(at, std::min(batch_size, files.size() - at));
        outcome = append.batch(batch);
        progress(at + batch.size(), files.size());
    }
    return outcome;
}

} // namespace

Outcome board_append(const BoardAppendOptions& options, crypto::Random& random, Console& console) {
    EVOTE_TRY(record::SealedRecord record, open_sealed(options.folder, options.anchor, console));
    // Before opening, the box takes roll changes; after closing, nothing.
    Outcome open = box::must_be_open_at(record.manifest(), box::system_clock());
    if (!open && open.error().code != ErrorCode::not_open_yet)
        return open;
    EVOTE_TRY(const auto files, ballot_files(options.ballots));
    EVOTE_TRY(box::Box box,
              open_box(std::move(record), options.key, options.standby, random, console));
    Append append(std::move(box), console);
    const Outcome outcome = append_all(append, files, console);
    // What is in the log is acknowledged, whatever happened to the rest.
    append.show();
    // Without the index everything still works, only slower.
    if (auto saved = append.box().save_index(); !saved)
        console.warn(saved.error());
    EVOTE_TRY_VOID(outcome);
    if (!options.receipts.empty())
        EVOTE_TRY_VOID(append.write_receipts(options.receipts));
    if (append.refused() > 0)
        return fail(ErrorCode::ballots_refused, msg("{0} ballots were refused", append.refused()));
    return {};
}

} // namespace evote::app
