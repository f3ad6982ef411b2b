// SPDX-License-Identifier: Apache-2.0
#include "service/witness_lines.h"

#include "board/witness.h"

namespace evote::service {

WitnessLines::~WitnessLines() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return !is_waiting_; });
}

void WitnessLines::keep() {
    const std::lock_guard lock(mutex_);
    if (!parts_.desk.is_open())
        return report(keep_on_disk());
    if (is_waiting_)
        return;
    is_waiting_ = parts_.desk.run([this](box::Box& box) { keep_in(box); });
}

// In the desk's thread.
void WitnessLines::keep_in(box::Box& box) {
    const auto now = box.checkpoint().checkpoint();
    const auto kept = box.add_cosignatures(now, parts_.rounds.lines_for(now));
    report(kept);
    if (kept)
        parts_.published.publish(box.checkpoint());
    const std::lock_guard lock(mutex_);
    is_waiting_ = false;
    changed_.notify_all();
}

Outcome WitnessLines::keep_on_disk() {
    const auto& record = parts_.desk.record();
    const auto now = parts_.published.now()->checkpoint();
    EVOTE_TRY_VOID(board::add_cosignatures(record.folder.log(), record.board.key,
                                           *record.board.witnesses, now,
                                           parts_.rounds.lines_for(now)));
    EVOTE_TRY(const board::LogReader log, record.open_log());
    parts_.published.publish(log.checkpoint());
    return {};
}

void WitnessLines::report(const Outcome& outcome) const {
    if (!outcome)
        parts_.journal.write("witness-lines", {{"error", error_name(outcome.error().code)},
                                               {"text", outcome.error().english()}});
}

} // namespace evote::service
