// SPDX-License-Identifier: Apache-2.0
#include "app/board.h"
#include "app/paper_receipt.h"
#include "app/sealed_ground.h"
#include "app/whose_ballot.h"
#include "base/text.h"
#include "evote/check.h"
#include "os/file.h"
#include "record/receipts.h"
#include "record/verdict_text.h"
#include "record/voter_lookup.h"

#include <nlohmann/json.hpp>

namespace evote::app {

namespace {

constexpr std::uint64_t largest_receipt = 1 << 18;

// A board, and whether it is known which election's it is.
struct OpenBoard {
    protocol::Manifest manifest;
    record::BoardFile board;
    std::optional<record::SealedRecord> record; // nothing if files of it are missing
    Outcome anchored;
};

// Whoever has only some of the files cannot compute the fingerprint.
Result<OpenBoard> open_board(const CheckReceiptOptions& options, Console& console) {
    const record::RecordFolder folder(options.folder);
    if (os::file_exists(folder.keys()) && os::file_exists(folder.roll()) &&
        os::file_exists(folder.election())) {
        EVOTE_TRY(record::SealedRecord record, open_sealed(folder.path(), options.anchor, console));
        return OpenBoard{record.manifest(), record.board, std::move(record), {}};
    }
    EVOTE_TRY(protocol::Manifest manifest, record::read_manifest(folder));
    EVOTE_TRY(record::BoardFile board, record::read_board(folder, manifest));
    console.facts({}, {{"fingerprint_checked", false}});
    return OpenBoard{std::move(manifest), std::move(board), std::nullopt,
                     fail(ErrorCode::not_checked,
                          msg("NOT CHECKED: whether this is the board of the announced election: "
                              "keys.json, roll.csv or election.json is missing here"))};
}

// Whether the entry is the ballot that counts for its voter.
Outcome tell_what_counts(const record::SealedRecord& record, const board::LogReader& log,
                         const ballot::Header& header, std::uint64_t index, Console& console) {
    if (!os::file_exists(log.folder() / "tile"))
        return fail(ErrorCode::not_checked,
                    msg("NOT CHECKED: whether a later ballot of this voter counts: the board's "
                        "tiles are missing"));
    EVOTE_TRY(const auto history, record::RollHistory::read(record, crypto::system_random()));
    const auto whose = history.of(header.credential);
    if (whose.kind == protocol::CredentialStanding::Kind::unknown)
        return fail(ErrorCode::bad_ballot, record::explain(ballot::Verdict::not_on_roll),
                    msg("entry {0}", index));
    EVOTE_TRY(const auto found,
              record::look_up_voter(record, history, whose.voter, crypto::system_random()));
    for (const auto& [entry, verdict] : found.entries)
        if (entry == index && verdict != ballot::Verdict::valid)
            return fail(ErrorCode::bad_ballot, record::explain(verdict), msg("entry {0}", index));
    const bool counts = found.counted == index;
    console.facts({}, {{"counts", counts}});
    if (counts)
        console.say(msg("The board has the ballot, and it is the one of this voter that counts"));
    else if (found.counted)
        console.say(msg("The board has the ballot, but a later one of this voter counts"));
    else
        console.say(msg("The board has the ballot, but it does not count: the registrars have "
                        "revoked the voter's right to vote online"));
    return {};
}

Outcome tell_of_voter(const CheckReceiptOptions& options, const OpenBoard& board,
                      const board::LogReader& log, const record::OpenReceipt& receipt,
                      Console& console) {
    const auto header = ballot::read_header(receipt.receipt.extra);
    EVOTE_CHECK(header.has_value()); // an OpenReceipt has a ballot of this election
    EVOTE_TRY_VOID(must_be_voters(options.code_file, board.manifest,
                                  board.record ? &*board.record : nullptr, *header, console));
    if (board.record && !options.code_file.empty())
        return tell_what_counts(*board.record, log, *header, receipt.receipt.index, console);
    console.say(msg("The board has the ballot"));
    return {};
}

} // namespace

Outcome board_receipt(const std::filesystem::path& folder, const std::string& tracker,
                      const std::filesystem::path& out, Console& console) {
    const auto wanted = hex_decode_array<32>(tracker);
    if (!wanted)
        return fail(ErrorCode::usage, msg("a tracker is 64 digits from 0 to 9 and a to f"));
    EVOTE_TRY(const record::OpenRecord record,
              record::OpenRecord::open(record::RecordFolder(folder)));
    EVOTE_TRY(board::LogReader log, record.open_log());
    EVOTE_TRY(const board::Receipt receipt, record::receipt_of(record, log, *wanted));
    EVOTE_TRY_VOID(os::write_file(out, receipt.encode()));
    console.facts(
        {msg("Entry {0} of {1}; the receipt is in {2}", receipt.index, log.size(), out.string())},
        {{"tracker", tracker}, {"index", receipt.index}, {"size", log.size()}});
    return {};
}

Outcome board_check_receipt(const CheckReceiptOptions& options, Console& console) {
    EVOTE_TRY(const OpenBoard opened_board, open_board(options, console));
    const auto& [manifest, board, sealed, anchored] = opened_board;
    EVOTE_TRY(const Bytes file, os::read_file(options.receipt, largest_receipt));
    const auto opened = record::OpenReceipt::open(file, manifest, board.key);
    if (!opened)
        return fail(Error(opened.error()).in_file(options.receipt.string()));
    EVOTE_TRY(board::LogReader log,
              board::LogReader::open(record::RecordFolder(options.folder).log(), board.key));
    console.facts({msg("Tracker: {0}", hex_encode(opened->tracker)),
                   msg("The board signed it as entry {0} when it had {1} entries",
                       opened->receipt.index, opened->signed_then.size())},
                  {{"tracker", hex_encode(opened->tracker)},
                   {"index", opened->receipt.index},
                   {"size", opened->signed_then.size()},
                   {"board_size", log.size()}});
    EVOTE_TRY_VOID(record::must_be_on_board(log, *opened));
    EVOTE_TRY_VOID(tell_of_voter(options, opened_board, log, *opened, console));
    EVOTE_TRY_VOID(Outcome(anchored));
    if (options.paper.empty())
        return {};
    return write_paper(
        options.paper,
        {*sealed, opened->receipt, opened->signed_then, opened->tracker, options.receipt}, console);
}

} // namespace evote::app
