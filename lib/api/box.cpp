// SPDX-License-Identifier: Apache-2.0
#include "evote/box.h"

#include "api/record.h"
#include "box/box.h"
#include "evote/bytes.h"

namespace evote {

struct BallotBoxState {
    Record record;
    box::Box box;
};

void destroy(BallotBoxState* state) {
    delete state;
}

namespace {

Submission submission_of(const box::Answer& answer) {
    Submission out;
    switch (answer.kind) {
    case box::Answer::Kind::accepted:
        out.kind = Submission::Kind::accepted;
        break;
    case box::Answer::Kind::already:
        out.kind = Submission::Kind::already;
        break;
    case box::Answer::Kind::refused:
        out.reason = answer.refusal->reason;
        out.message = answer.refusal->words.english();
        return out;
    }
    out.index = answer.index;
    out.tracker = answer.tracker.value_or(Digest32{});
    return out;
}

} // namespace

Result<BallotBox> BallotBox::open(Record record, std::string_view key_file,
                                  const BoxOptions& options) {
    const auto& sealed = *record.state().sealed;
    EVOTE_TRY_VOID(record::keep_out_of_record(key_file, sealed.folder.path()));
    EVOTE_TRY(box::BoardKey key, box::read_key_of_board(key_file, sealed.board.key));
    box::BoxSettings settings{.threads = options.threads};
    if (options.clock != nullptr)
        settings.clock = options.clock;
    EVOTE_TRY(box::Box box,
              box::Box::open(sealed, std::move(key), crypto::system_random(), settings));
    return BallotBox(new BallotBoxState{std::move(record), std::move(box)});
}

const Record& BallotBox::record() const {
    return state_->record;
}

Result<std::vector<Submission>>
BallotBox::submit(std::span<const std::vector<std::uint8_t>> ballots) {
    EVOTE_TRY(box::Batch batch, state_->box.judge({ballots.begin(), ballots.end()}));
    EVOTE_TRY(const box::Committed committed, std::move(batch).commit());
    std::vector<Submission> out;
    for (const auto& answer : committed.answers)
        out.push_back(submission_of(answer));
    return out;
}

Result<std::string> BallotBox::receipt(std::uint64_t index) {
    EVOTE_TRY(const board::Receipt receipt, state_->box.receipt(index));
    return to_string(receipt.encode());
}

std::uint64_t BallotBox::size() const {
    return state_->box.checkpoint().size();
}

std::vector<DistrictTurnout> BallotBox::turnout() const {
    const auto& districts = record().districts();
    const auto turnout = state_->box.turnout();
    std::vector<DistrictTurnout> out;
    for (std::size_t i = 0; i < districts.size(); ++i)
        out.push_back({districts[i].id, turnout[i].voters, turnout[i].voted});
    return out;
}

Outcome BallotBox::close() {
    return state_->box.close();
}

Outcome BallotBox::save_index() {
    return state_->box.save_index();
}

} // namespace evote
