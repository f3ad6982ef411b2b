// SPDX-License-Identifier: Apache-2.0
#include "mirror/follower.h"

#include "mirror/later_files.h"
#include "mirror/receipts_folder.h"
#include "record/verdict_text.h"
#include "record/witnesses.h"

#include <algorithm>
#include <functional>
#include <utility>

namespace evote::mirror {

struct Follower::State {
    State(MirrorFolder its_folder, Network its_network, FollowSettings its_settings,
          Shout its_shout)
        : folder(std::move(its_folder)),
          network(std::move(its_network)),
          settings(std::move(its_settings)),
          shout(std::move(its_shout)),
          receipts(settings.receipts) {}

    MirrorFolder folder;
    Network network;
    FollowSettings settings;
    Shout shout;
    MirrorWork work{folder, network, shout};
    ReceiptsFolder receipts;
    std::optional<record::SealedRecord> record;
    std::optional<LogMirror> log;
    std::optional<EntryFollower> entries;
    std::optional<std::uint64_t> few_since; // by the stopwatch
    bool said_few = false;
    bool said_stale = false;

    Outcome tell_bad(const record::BadEntries& bad, board::LogReader& reader);
    Outcome check_witnesses(const board::SignedCheckpoint& here, const Clock& clock, Round& round);
    Outcome check_age(std::vector<board::Cosignature> good, const board::SignedCheckpoint& here,
                      const Clock& clock);
    Outcome verify_entries(board::LogReader& reader, const Watch& watch, Round& round);
    Outcome mirror_rest(const board::SignedCheckpoint& here, Round& round);
    Outcome tell(FindingKind kind, Error error, std::initializer_list<EvidenceFile> files) const;
};

Follower::Follower(std::unique_ptr<State> state) : state_(std::move(state)) {}

Follower::Follower(Follower&&) noexcept = default;
Follower::~Follower() = default;

const record::SealedRecord& Follower::record() const {
    return *state_->record;
}

Result<Follower> Follower::begin(const std::filesystem::path& mirror, Network network,
                                 FollowSettings settings, Shout shout, crypto::Random& random) {
    EVOTE_TRY(MirrorFolder folder, MirrorFolder::open(mirror));
    auto state = std::make_unique<State>(std::move(folder), std::move(network), std::move(settings),
                                         std::move(shout));
    EVOTE_TRY(state->record, mirror_sealed(state->work, state->settings.anchor));
    state->log.emplace(state->work, state->record->board);
    if (const auto& key = state->settings.state_key)
        state->entries.emplace(*state->record, state->settings.threads, random,
                               find_state(mirror, state->record->election.fingerprint(), *key));
    return Follower(std::move(state));
}

// Shouts, and goes on unless the evidence cannot be kept.
Outcome Follower::State::tell(FindingKind kind, Error error,
                              std::initializer_list<EvidenceFile> files) const {
    const ErrorCode code = error.code;
    const auto told = shout_with(shout, folder.record().path(), kind, std::move(error), files);
    return told.error().code == code ? Outcome() : told;
}

// The receipt of a bad entry is signed evidence that the board took it.
Outcome Follower::State::tell_bad(const record::BadEntries& bad, board::LogReader& reader) {
    EVOTE_TRY(const auto receipt, record::receipt_of(reader, bad.first));
    return tell(FindingKind::invalid_entry,
                {ErrorCode::bad_ballot,
                 record::explain(bad.verdict, bad.kind),
                 reader.folder().string(),
                 {record::place_of(bad)}},
                {{"entry", receipt.encode()}});
}

Outcome Follower::State::verify_entries(board::LogReader& reader, const Watch& watch,
                                        Round& round) {
    if (!entries)
        return {};
    const auto save = [&](const record::VerifiedPart& part) {
        return folder.put_beside(followed_name, write_state(part, *settings.state_key));
    };
    const auto bad = [&](const record::BadEntries& entry) { return tell_bad(entry, reader); };
    EVOTE_TRY_VOID(entries->take(reader, watch.verified, bad, save));
    round.verified = entries->verified_now();
    round.turnout = entries->turnout();
    return {};
}

Outcome Follower::State::check_witnesses(const board::SignedCheckpoint& here, const Clock& clock,
                                         Round& round) {
    const auto& policy = record->board.witnesses;
    if (!policy)
        return {};
    EVOTE_TRY(const auto note, board::Note::parse(here.note()));
    auto good = board::good_cosignatures(*policy, here.checkpoint(), note.signatures());
    round.witnesses = board::count_witnesses(good).count;
    EVOTE_TRY_VOID(check_age(std::move(good), here, clock));
    if (round.witnesses >= policy->quorum()) {
        few_since.reset();
        said_few = false;
        return {};
    }
    if (!few_since)
        few_since = clock.stopwatch;
    if (said_few || clock.stopwatch - *few_since < settings.witness_seconds)
        return {};
    said_few = true;
    return tell(FindingKind::few_witnesses,
                {ErrorCode::too_few_witnesses,
                 msg("for {0} seconds the board has shown no checkpoint that enough witnesses have "
                     "signed: {1} of the {2} needed have signed this one",
                     clock.stopwatch - *few_since, round.witnesses, policy->quorum()),
                 "board/checkpoint",
                 {}},
                {{"checkpoint", to_bytes(here.note())}});
}

// A checkpoint has no date. The witnesses' lines have: the quorum's word is as old as the line of
// the last witness that makes it one.
Outcome Follower::State::check_age(std::vector<board::Cosignature> good,
                                   const board::SignedCheckpoint& here, const Clock& clock) {
    const auto& manifest = record->manifest();
    const bool is_live =
        (!manifest.opens() || clock.unix_seconds >= manifest.opens()->unix_seconds) &&
        (!manifest.closes() || clock.unix_seconds < manifest.closes()->unix_seconds);
    const std::size_t quorum = record->board.witnesses->quorum();
    if (!settings.stale_seconds || !is_live || good.size() < quorum)
        return {};
    std::ranges::sort(good, std::greater(), &board::Cosignature::time);
    const std::uint64_t signed_at = good[quorum - 1].time;
    const auto now = static_cast<std::uint64_t>(std::max<std::int64_t>(0, clock.unix_seconds));
    const bool is_old = now > signed_at && now - signed_at > *settings.stale_seconds;
    if (std::exchange(said_stale, is_old) || !is_old)
        return {};
    return tell(FindingKind::stale,
                {ErrorCode::invalid,
                 msg("what the witnesses have signed is {0} seconds old, by this computer's clock",
                     now - signed_at),
                 "board/checkpoint",
                 {}},
                {{"checkpoint", to_bytes(here.note())}});
}

Outcome Follower::State::mirror_rest(const board::SignedCheckpoint& here, Round& round) {
    EVOTE_TRY_VOID(mirror_resumptions(work, record->board));
    EVOTE_TRY(round.closed, mirror_closing_mark(work, record->board, here, *log));
    if (!round.closed)
        return {};
    EVOTE_TRY(round.complete, mirror_results(work, record->manifest()));
    return {};
}

// The closing mark is asked for after the checkpoint.
Result<Round> Follower::round(const Clock& clock, const Watch& watch) {
    State& state = *state_;
    Round out;
    EVOTE_TRY_VOID(check_still_sealed(state.work));
    ReceiptsFolder::Found receipts;
    EVOTE_TRY_VOID(state.receipts.read(*state.record, receipts));
    EVOTE_TRY(const auto here, state.log->step(watch.mirrored));
    out.size = here.size();
    EVOTE_TRY(board::LogReader reader, state.record->open_log());
    EVOTE_TRY_VOID(state.verify_entries(reader, watch, out));
    EVOTE_TRY_VOID(state.receipts.compare(state.work, reader, clock.stopwatch, receipts));
    out.receipts = receipts.good;
    out.waiting = receipts.waiting;
    out.unusable = std::move(receipts.unusable);
    EVOTE_TRY_VOID(state.check_witnesses(here, clock, out));
    EVOTE_TRY_VOID(state.mirror_rest(here, out));
    return out;
}

} // namespace evote::mirror
