// SPDX-License-Identifier: Apache-2.0
#include "service/witness_rounds.h"

#include "evote/check.h"

#include <algorithm>

namespace evote::service {

namespace {

constexpr std::size_t kept_rounds = 8;    // for the lines of slow witnesses
constexpr std::int64_t longest_round = 5; // times the pace

// The one of a witness.
std::optional<board::NoteSignature> good_line(const board::CosignerKey& witness,
                                              const board::Checkpoint& checkpoint,
                                              std::span<const board::NoteSignature> lines,
                                              std::uint64_t latest) {
    const std::string text = checkpoint.text();
    for (const auto& line : lines)
        if (const auto time = witness.time_of(line, text); time && *time <= latest)
            return line;
    return std::nullopt;
}

std::vector<board::NoteSignature>
lines_of(const std::map<std::size_t, board::NoteSignature>& by_witness) {
    std::vector<board::NoteSignature> out;
    for (const auto& [witness, line] : by_witness)
        out.push_back(line);
    return out;
}

} // namespace

bool WitnessRounds::is_over(const Round& round) const {
    const std::int64_t age = parts_.elapsed() - round.begun;
    const bool enough = round.lines.size() >= parts_.policy.quorum();
    return age >= parts_.pace.count() * (enough ? 1 : longest_round);
}

void WitnessRounds::begin_next() {
    const auto now = parts_.published.now();
    if (!rounds_.empty() &&
        (rounds_.back().checkpoint.checkpoint() == now->checkpoint() || !is_over(rounds_.back())))
        return;
    Round round{*now, parts_.elapsed(), {}};
    const auto note = board::Note::parse(now->note());
    EVOTE_CHECK(note.has_value()); // it was read or written before
    for (auto& one : board::good_cosignatures(parts_.policy, now->checkpoint(), note->signatures()))
        round.lines.emplace(one.witness, std::move(one.line));
    publish(round);
    rounds_.push_back(std::move(round));
    if (rounds_.size() > kept_rounds)
        rounds_.pop_front();
}

std::optional<board::SignedCheckpoint> WitnessRounds::wanted(std::size_t witness) {
    const std::lock_guard lock(mutex_);
    begin_next();
    const Round& round = rounds_.back();
    if (round.lines.contains(witness))
        return std::nullopt;
    return round.checkpoint;
}

void WitnessRounds::publish(const Round& round) {
    if (round.lines.size() < parts_.policy.quorum())
        return;
    const Bytes note =
        board::cosigned_note(round.checkpoint, parts_.log, parts_.policy, lines_of(round.lines));
    auto signed_note = board::open_checkpoint(note, parts_.log);
    EVOTE_CHECK(signed_note.has_value());
    parts_.published.publish_witnessed(*std::move(signed_note));
}

Outcome WitnessRounds::take(std::size_t witness, const board::SignedCheckpoint& checkpoint,
                            std::span<const board::NoteSignature> lines) {
    const auto now = static_cast<std::uint64_t>(std::max<std::int64_t>(parts_.clock.now(), 0));
    auto line = good_line(parts_.policy.keys()[witness], checkpoint.checkpoint(), lines,
                          now + clock_seconds);
    if (!line)
        return fail(ErrorCode::bad_signature,
                    msg("the answer has no good line of this witness for the checkpoint"));
    const std::lock_guard lock(mutex_);
    const auto round = std::ranges::find_if(rounds_, [&](const Round& one) {
        return one.checkpoint.checkpoint() == checkpoint.checkpoint();
    });
    if (round == rounds_.end())
        return {};
    round->lines.emplace(witness, *std::move(line));
    publish(*round);
    return {};
}

std::vector<board::NoteSignature>
WitnessRounds::lines_for(const board::Checkpoint& checkpoint) const {
    const std::lock_guard lock(mutex_);
    for (const Round& round : rounds_)
        if (round.checkpoint.checkpoint() == checkpoint)
            return lines_of(round.lines);
    return {};
}

bool WitnessRounds::has_more_than_published() const {
    const auto now = parts_.published.now();
    const auto lines = lines_for(now->checkpoint());
    const auto note = board::Note::parse(now->note());
    EVOTE_CHECK(note.has_value()); // it was read or written before
    const bool has_all = std::ranges::all_of(lines, [&](const board::NoteSignature& line) {
        return std::ranges::find(note->signatures(), line) != note->signatures().end();
    });
    if (has_all)
        return false;
    return !equal(board::cosigned_note(*now, parts_.log, parts_.policy, lines), now->note());
}

} // namespace evote::service
