// SPDX-License-Identifier: Apache-2.0
#include "app/cast_send.h"

#include "app/paper_receipt.h"
#include "app/sealed_ground.h"
#include "ballot/parts.h"
#include "base/text.h"
#include "board/receipt.h"
#include "board/refusal.h"
#include "crypto/sha2.h"
#include "http/client.h"
#include "os/file.h"
#include "protocol/election.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <thread>

namespace evote::app {

namespace {

using std::chrono::milliseconds;

constexpr milliseconds first_pause{1000};
constexpr milliseconds longest_pause{30'000};
constexpr std::uint64_t longest_wait_seconds = 60; // that a board may ask for
constexpr milliseconds first_wait{3000};           // for witnesses, who are asked every few seconds
constexpr milliseconds longest_wait{10'000};

// One ballot, and where it goes.
struct Letter {
    record::SealedRecord record;
    Bytes ballot;
    Digest32 tracker;
};

Result<Letter> read_letter(const SendOptions& options, Console& console) {
    EVOTE_TRY_VOID(os::must_be_free(options.receipt));
    if (!options.paper.empty())
        EVOTE_TRY_VOID(os::must_be_free(options.paper));
    EVOTE_TRY(record::SealedRecord record, open_sealed(options.folder, options.anchor, console));
    EVOTE_TRY(Bytes ballot, os::read_file(options.ballot, protocol::Manifest::largest_ballot));
    const auto tracker = ballot::entry_tracker(record.election.parameters().layouts(), ballot);
    if (!tracker)
        return fail(Error{ErrorCode::malformed,
                          msg("this is not a ballot of this election"),
                          options.ballot.string(),
                          {}});
    return Letter{std::move(record), std::move(ballot), *tracker};
}

// Whether the same bytes may be taken another time.
bool is_worth_trying_again(const Result<http::Response>& answer) {
    if (!answer)
        return answer.error().code == ErrorCode::unreachable;
    return answer->status == 408 || answer->status == 429 || answer->status >= 500;
}

milliseconds pause_after(const Result<http::Response>& answer, milliseconds usual) {
    if (!answer)
        return usual;
    const auto seconds =
        decimal_decode(http::field(answer->fields, "Retry-After"), longest_wait_seconds);
    return seconds ? std::max(usual, milliseconds(1000 * *seconds)) : usual;
}

// Takes the letter to the board.
class Carrier {
  public:
    static Result<Carrier> begin(const SendOptions& options, const Letter& letter) {
        http::ClientOptions client_options;
        client_options.authorities = options.authorities;
        EVOTE_TRY(auto client, http::Client::create(client_options));
        return Carrier(options, letter, std::move(client));
    }

    Result<http::Response> send_once() { return client_.fetch_now(request_); }

    void pause(milliseconds time) const {
        if (options_->pause)
            options_->pause(time);
        else
            std::this_thread::sleep_for(time);
    }

  private:
    Carrier(const SendOptions& options, const Letter& letter, http::Client client)
        : options_(&options),
          client_(std::move(client)),
          request_{"POST",
                   options.url + "/ballots",
                   {{"Content-Type", "application/octet-stream"}},
                   to_string(letter.ballot)} {}

    const SendOptions* options_;
    http::Client client_;
    http::ClientRequest request_;
};

Result<http::Response> send(const SendOptions& options, Carrier& carrier, Console& console) {
    milliseconds usual = first_pause;
    for (std::uint64_t attempt = 1;; ++attempt) {
        auto answer = carrier.send_once();
        if (!is_worth_trying_again(answer) || attempt >= options.attempts)
            return answer;
        const milliseconds pause = pause_after(answer, usual);
        console.say(msg("The board did not answer, or is busy. The ballot is sent again in {0} s",
                        (pause.count() + 999) / 1000));
        carrier.pause(pause);
        usual = std::min(2 * usual, longest_pause);
    }
}

// The board's word, if the answer has it, and it is about this ballot.
Result<Bytes> refusal_in(const http::Response& answer, const Letter& letter, std::string& reason) {
    EVOTE_TRY(const auto document, json::JsonDocument::parse(bytes_of(answer.body)));
    const std::string note = document.root().member("note").string();
    EVOTE_TRY_VOID(document.finish());
    EVOTE_TRY(const auto refusal, board::open_refusal(bytes_of(note), letter.record.board.key));
    if (refusal.election != letter.record.election.fingerprint() ||
        refusal.entry != crypto::sha256({letter.ballot}))
        return fail(ErrorCode::other_ballot, msg("the board refused something else"));
    reason = refusal.reason;
    return to_bytes(bytes_of(note));
}

Outcome take_refusal(const SendOptions& options, const http::Response& answer, const Letter& letter,
                     Console& console) {
    std::string reason;
    const auto note = refusal_in(answer, letter, reason);
    if (!note)
        return fail(Error{ErrorCode::bad_signature,
                          msg("this server does not take the ballot (HTTP {0}), and does not show "
                              "that it speaks for the board",
                              answer.status),
                          options.url,
                          {}});
    console.facts({}, {{"tracker", hex_encode(letter.tracker)}, {"reason", reason}});
    auto file = options.receipt;
    file += ".refused";
    EVOTE_TRY_VOID(os::write_file(file, *note, os::Existing::replace));
    return fail(Error{ErrorCode::ballots_refused,
                      msg("the board does not take the ballot: {0}. Its signed word is in {1}",
                          reason, file.string()),
                      options.url,
                      {}});
}

struct CheckedReceipt {
    board::Receipt receipt;
    board::SignedCheckpoint checkpoint;
    std::size_t witnesses = 0;
};

Result<CheckedReceipt> check_receipt(const http::Response& answer, const Letter& letter) {
    EVOTE_TRY(board::Receipt receipt, board::Receipt::parse(bytes_of(answer.body)));
    if (!equal(receipt.extra, letter.ballot))
        return fail(ErrorCode::bad_receipt, msg("the receipt is of another ballot"));
    const record::BoardFile& board = letter.record.board;
    EVOTE_TRY(auto checkpoint, board::verify_receipt(receipt, letter.ballot, board.key));
    CheckedReceipt out{std::move(receipt), std::move(checkpoint)};
    if (board.witnesses) {
        EVOTE_TRY(const auto note, board::Note::parse(out.checkpoint.note()));
        out.witnesses = board::count_witnesses(board::good_cosignatures(*board.witnesses,
                                                                        out.checkpoint.checkpoint(),
                                                                        note.signatures()))
                            .count;
    }
    return out;
}

bool is_enough(const CheckedReceipt& checked, const Letter& letter) {
    const auto& policy = letter.record.board.witnesses;
    return !policy || checked.witnesses >= policy->quorum();
}

void show(const CheckedReceipt& checked, const Letter& letter, Console& console) {
    const auto& policy = letter.record.board.witnesses;
    std::vector<Message> lines{
        msg("Tracker: {0}", hex_encode(letter.tracker)),
        is_enough(checked, letter)
            ? msg("The board has the ballot, as entry {0}", checked.receipt.index)
            : msg("The board has signed that it has the ballot, as entry {0}",
                  checked.receipt.index)};
    if (policy)
        lines.push_back(msg("{0} of {1} witnesses have signed so far; {2} are needed",
                            checked.witnesses, policy->keys().size(), policy->quorum()));
    console.facts(lines, {{"tracker", hex_encode(letter.tracker)},
                          {"index", checked.receipt.index},
                          {"size", checked.checkpoint.size()},
                          {"witnesses", checked.witnesses}});
}

Outcome write_receipt(const SendOptions& options, const CheckedReceipt& checked) {
    return os::write_file(options.receipt, checked.receipt.encode(), os::Existing::replace);
}

// Asks for newer receipts until one has enough lines of witnesses. Whatever else comes changes
// nothing: the first receipt is good.
Outcome wait_for_witnesses(const SendOptions& options, const Letter& letter, Carrier& carrier,
                           CheckedReceipt& best, Console& console) {
    using Clock = std::chrono::steady_clock;
    const auto end = Clock::now() + std::chrono::seconds(options.wait_seconds);
    milliseconds pause = first_wait;
    if (!is_enough(best, letter) && options.wait_seconds > 0)
        console.say(msg("The board has signed for the ballot. Waiting for its witnesses, {0} s at "
                        "the longest",
                        options.wait_seconds));
    while (!is_enough(best, letter) && Clock::now() + pause <= end) {
        carrier.pause(pause);
        pause = std::min(pause * 3 / 2, longest_wait);
        const auto answer = carrier.send_once();
        if (!answer || (answer->status != 200 && answer->status != 201))
            continue;
        auto checked = check_receipt(*answer, letter);
        if (!checked || checked->witnesses <= best.witnesses)
            continue;
        best = *std::move(checked);
        EVOTE_TRY_VOID(write_receipt(options, best));
    }
    return {};
}

Outcome take_receipt(const SendOptions& options, const http::Response& answer, const Letter& letter,
                     Carrier& carrier, Console& console) {
    auto checked = check_receipt(answer, letter);
    if (!checked)
        return fail(std::move(checked).take_error().in_file(options.url));
    EVOTE_TRY_VOID(os::write_file(options.receipt, bytes_of(answer.body)));
    EVOTE_TRY_VOID(wait_for_witnesses(options, letter, carrier, *checked, console));
    show(*checked, letter, console);
    if (!options.paper.empty())
        EVOTE_TRY_VOID(write_paper(options.paper,
                                   {letter.record, checked->receipt, checked->checkpoint,
                                    letter.tracker, options.receipt, options.url},
                                   console));
    if (!is_enough(*checked, letter))
        return fail(ErrorCode::not_checked,
                    msg("NOT CHECKED: whether enough witnesses see the board as this computer "
                        "does. Check the receipt again later with: evote-board check-receipt"));
    return {};
}

} // namespace

Outcome cast_send(const SendOptions& options, Console& console) {
    EVOTE_TRY(const Letter letter, read_letter(options, console));
    EVOTE_TRY(Carrier carrier, Carrier::begin(options, letter));
    EVOTE_TRY(const http::Response answer, send(options, carrier, console));
    if (answer.status == 200 || answer.status == 201)
        return take_receipt(options, answer, letter, carrier, console);
    return take_refusal(options, answer, letter, console);
}

} // namespace evote::app
