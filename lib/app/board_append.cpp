// SPDX-License-Identifier: Apache-2.0
#include "app/board_key.h"
#include "app/board_log.h"

#include "evote/app/board.h"
#include "evote/app/progress.h"
#include "evote/base/text.h"
#include "evote/board/log_writer.h"
#include "evote/board/receipt.h"
#include "evote/box/ballot_box.h"
#include "evote/os/file.h"
#include "evote/protocol/ballot_parts.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <chrono>
#include <map>
#include <set>

namespace evote::app {

namespace {

// Ballots that are verified and signed for together.
constexpr std::size_t batch_size = 8192;

std::int64_t seconds_now() {
    return std::chrono::duration_cast<std::chrono::seconds>(
               std::chrono::system_clock::now().time_since_epoch())
        .count();
}

Outcome must_be_open_now(const protocol::Manifest& manifest) {
    const std::int64_t now = seconds_now();
    if (manifest.opens() && now < manifest.opens()->unix_seconds)
        return fail(ErrorCode::refused, msg("the box opens at {0}", manifest.opens()->text));
    if (manifest.closes() && now >= manifest.closes()->unix_seconds)
        return fail(ErrorCode::refused, msg("the box closed at {0}", manifest.closes()->text));
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
            return fail(os::file_error(path));
        }
        std::sort(out.begin() + first, out.end());
    }
    return out;
}

// A file that is too long for a ballot is no ballot, which is for the judge to say.
Result<Bytes> read_ballot(const std::filesystem::path& path) {
    auto bytes = os::read_file(path, protocol::Manifest::largest_ballot);
    if (!bytes && bytes.error().code == ErrorCode::malformed)
        return Bytes();
    return bytes;
}

// One run of the command.
class Append {
  public:
    Append(const record::OpenRecord& record, board::LogWriter writer, box::BallotBox box,
           Console& console)
        : record_(record), writer_(std::move(writer)), box_(std::move(box)), console_(console) {}

    Outcome batch(std::span<const std::filesystem::path> files);
    Outcome write_receipts(const std::filesystem::path& folder) const;
    void show() const;

    box::BallotBox& box() { return box_; }

    std::size_t refused() const { return refused_.size(); }

  private:
    using Refusals = std::vector<std::optional<box::Refusal>>;

    struct OnTheBoard {
        std::string tracker;
        std::uint64_t index;
    };

    Result<std::uint64_t> take(const std::vector<Bytes>& ballots, const Refusals& refusals);
    Result<std::map<Digest32, std::uint64_t>> find(const std::vector<Bytes>& ballots,
                                                   const Refusals& refusals) const;
    json::JsonWriter note(const std::filesystem::path& file, ByteView ballot, std::uint64_t index);

    const record::OpenRecord& record_;
    board::LogWriter writer_;
    box::BallotBox box_;
    Console& console_;
    std::vector<OnTheBoard> on_the_board_; // of the ballots of this run
    std::vector<Message> lines_;
    json::JsonWriter appended_ = json::JsonWriter::array();
    json::JsonWriter already_ = json::JsonWriter::array();
    json::JsonWriter refused_ = json::JsonWriter::array();
};

// Appends those that were not refused. Gives the number of the first.
Result<std::uint64_t> Append::take(const std::vector<Bytes>& ballots, const Refusals& refusals) {
    std::vector<ByteView> good;
    for (std::size_t i = 0; i < ballots.size(); ++i)
        if (!refusals[i])
            good.emplace_back(ballots[i]);
    if (good.empty())
        return writer_.size();
    EVOTE_TRY(const board::Appended appended, writer_.append(good));
    box_.taken(appended.checkpoint.tree());
    return appended.first;
}

// Where those are that are refused only because they are on the board already, as after an append
// that failed when they were there and before it could say so; by leaf hash.
Result<std::map<Digest32, std::uint64_t>> Append::find(const std::vector<Bytes>& ballots,
                                                       const Refusals& refusals) const {
    std::set<Digest32> wanted;
    for (std::size_t i = 0; i < ballots.size(); ++i)
        if (refusals[i] && refusals[i]->may_be_there)
            wanted.insert(board::leaf_hash(ballots[i]));
    if (wanted.empty())
        return {};
    EVOTE_TRY(board::LogReader log, record_.open_log());
    return log.find(wanted);
}

json::JsonWriter Append::note(const std::filesystem::path& file, ByteView ballot,
                              std::uint64_t index) {
    const std::string tracker = hex_encode(*protocol::entry_tracker(record_.manifest(), ballot));
    on_the_board_.push_back({tracker, index});
    return {{"file", file.string()}, {"tracker", tracker}, {"index", index}};
}

Outcome Append::batch(std::span<const std::filesystem::path> files) {
    std::vector<Bytes> ballots;
    for (const auto& file : files) {
        EVOTE_TRY(Bytes ballot, read_ballot(file));
        ballots.push_back(std::move(ballot));
    }
    const auto refusals = box_.judge(std::vector<ByteView>(ballots.begin(), ballots.end()));
    EVOTE_TRY(std::uint64_t next, take(ballots, refusals));
    const auto found = find(ballots, refusals);
    for (std::size_t i = 0; i < ballots.size(); ++i) {
        const std::string file = files[i].string();
        if (!refusals[i]) {
            appended_.push_back(note(files[i], ballots[i], next++));
            const auto& [tracker, index] = on_the_board_.back();
            lines_.push_back(msg("{0}: entry {1}, tracker {2}", file, index, tracker));
        } else if (found && found->contains(board::leaf_hash(ballots[i]))) {
            already_.push_back(note(files[i], ballots[i], found->at(board::leaf_hash(ballots[i]))));
            const auto& [tracker, index] = on_the_board_.back();
            lines_.push_back(
                msg("{0}: already on the board as entry {1}, tracker {2}", file, index, tracker));
        } else if (found || !refusals[i]->may_be_there) {
            lines_.push_back(msg("{0}: refused: {1}", file, console_.text(refusals[i]->words)));
            refused_.push_back({{"file", file}, {"reason", refusals[i]->reason}});
        }
    }
    return found ? Outcome() : fail(found.error());
}

// A receipt that an earlier run has written stays.
Outcome check_receipt_there(const std::filesystem::path& path, const board::Receipt& wanted,
                            const board::VerifierKey& board) {
    EVOTE_TRY(const Bytes file, os::read_file(path));
    const auto receipt = board::Receipt::parse(file);
    if (receipt && receipt->extra == wanted.extra && receipt->index == wanted.index &&
        board::verify_receipt(*receipt, board::leaf_hash(receipt->extra), board))
        return {};
    return fail(Error{ErrorCode::refused,
                      msg("another file is there already; it is left as it is"),
                      path.string(),
                      {}});
}

Outcome Append::write_receipts(const std::filesystem::path& folder) const {
    EVOTE_TRY_VOID(os::make_folders(folder));
    EVOTE_TRY(board::LogReader log, record_.open_log());
    for (const auto& [tracker, index] : on_the_board_) {
        EVOTE_TRY(const board::Receipt receipt, receipt_of(log, index));
        const auto path = folder / (tracker + ".receipt");
        EVOTE_TRY_VOID(os::file_exists(path) ? check_receipt_there(path, receipt, record_.board.key)
                                             : os::write_file(path, receipt.encode()));
    }
    return {};
}

void Append::show() const {
    const auto& checkpoint = writer_.checkpoint();
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

Result<Append> begin(const record::OpenRecord& record, const std::filesystem::path& key,
                     crypto::Random& random, Console& console) {
    EVOTE_TRY(board::LogWriter writer, open_board(record, key));
    EVOTE_TRY(board::LogReader log, record.open_log());
    EVOTE_TRY(const bool ended, has_ended(record, log));
    if (writer.closed() || ended)
        return fail(ErrorCode::refused, msg("the board is closed"));
    auto index = key;
    index += ".index";
    Progress progress(console);
    EVOTE_TRY(box::BallotBox box,
              box::BallotBox::open(
                  record, box::BoxIndex(index, record.election.fingerprint()), log,
                  console.threads(), random,
                  [&](std::uint64_t done, std::uint64_t total) { progress(done, total); }));
    return Append(record, std::move(writer), std::move(box), console);
}

} // namespace

Outcome board_append(const BoardAppendOptions& options, crypto::Random& random, Console& console) {
    EVOTE_TRY(const record::OpenRecord record,
              record::OpenRecord::open(record::RecordFolder(options.folder)));
    EVOTE_TRY_VOID(must_be_open_now(record.manifest()));
    EVOTE_TRY(const auto files, ballot_files(options.ballots));
    EVOTE_TRY(Append append, begin(record, options.key, random, console));
    const Outcome outcome = append_all(append, files, console);
    // What is in the log is acknowledged, whatever happened to the rest.
    append.show();
    // Without the index everything still works, only slower.
    if (auto saved = append.box().save(); !saved)
        console.complain(saved.error());
    EVOTE_TRY_VOID(outcome);
    if (!options.receipts.empty())
        EVOTE_TRY_VOID(append.write_receipts(options.receipts));
    if (append.refused() > 0)
        return fail(ErrorCode::invalid, msg("{0} ballots were refused", append.refused()));
    return {};
}

} // namespace evote::app
