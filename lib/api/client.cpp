// SPDX-License-Identifier: Apache-2.0
#include "evote/client.h"

#include "api/record.h"
#include "ballot/maker.h"
#include "ballot/voter_codes.h"
#include "base/text.h"
#include "crypto/secure_heap.h"
#include "evote/bytes.h"
#include "protocol/opening.h"
#include "record/checked_opening.h"
#include "record/receipts.h"
#include "record/roll_history.h"

#include <algorithm>
#include <memory>
#include <utility>

namespace evote {

struct VoterState {
    std::shared_ptr<const record::SealedRecord> sealed;
    std::shared_ptr<const ballot::Credential> credential;
    std::size_t district;
};

struct PreparedState {
    std::shared_ptr<const record::SealedRecord> sealed;
    std::shared_ptr<const ballot::Credential> credential;
    ballot::PreparedBallot prepared;
};

void destroy(VoterState* state) {
    delete state;
}

void destroy(PreparedState* state) {
    delete state;
}

namespace {

using Selection = SecretVector<std::uint8_t>;

Result<Selection> select(const Choice& choice, const protocol::Contest& contest) {
    Selection selection(contest.options.size());
    std::size_t number = 0;
    for (const std::string& id : choice.options) {
        ++number;
        const auto place = contest.find_option(id);
        if (!place)
            return fail(ErrorCode::bad_choice,
                        msg("choice {0} is not an option of contest {1}", number, contest.id));
        if (std::exchange(selection.expose()[*place], std::uint8_t{1}) == 1)
            return fail(
                ErrorCode::bad_choice,
                msg("choice {0} names an option of contest {1} a second time", number, contest.id));
    }
    return selection;
}

// The choice of a contest: there must be exactly one.
Result<const Choice*> find(const std::vector<Choice>& choices, const std::string& contest) {
    const auto is_it = [&](const Choice& choice) { return choice.contest == contest; };
    const auto found = std::ranges::find_if(choices, is_it);
    if (found == choices.end())
        return fail(ErrorCode::bad_choice, msg("there is no choice for contest {0}", contest));
    if (std::find_if(found + 1, choices.end(), is_it) != choices.end())
        return fail(ErrorCode::bad_choice, msg("contest {0} is named twice", contest));
    return &*found;
}

Result<ballot::BallotBits> bits_of(const std::vector<Choice>& choices,
                                   const protocol::Manifest& manifest, std::size_t district) {
    const auto& place = manifest.districts()[district];
    ballot::BallotBits bits;
    for (const std::size_t number : place.contests) {
        const auto& contest = manifest.contests()[number];
        EVOTE_TRY(const Choice* choice, find(choices, contest.id));
        EVOTE_TRY(const Selection selection, select(*choice, contest));
        EVOTE_TRY(const auto more, manifest.contest_bits(number, selection));
        bits.append(more.expose());
    }
    // Every contest of the district has its choice: what is left over is for none of them.
    if (choices.size() != place.contests.size())
        return fail(
            ErrorCode::bad_choice,
            msg("the voter's district {0} has no contest with the name written here", place.id));
    return bits;
}

// The voter who has this credential. The log is not looked at where the sealed roll has it: the box
// knows whether it was replaced since.
Result<std::size_t> find_voter(const record::SealedRecord& sealed,
                               const ByteArray<32>& credential) {
    if (const auto place = sealed.roll.find(credential))
        return *place;
    EVOTE_TRY(const auto history,
              record::RollHistory::read_if_there(sealed, crypto::system_random()));
    if (history) {
        const auto standing = history->of(credential);
        if (standing.kind == protocol::CredentialStanding::Kind::current)
            return standing.voter;
    }
    return fail(ErrorCode::not_on_roll,
                msg("this code is not on the roll of election {0}", sealed.manifest().id()));
}

std::vector<Choice> choices_of(const protocol::Manifest& manifest,
                               const std::vector<protocol::OpenedContest>& opened) {
    std::vector<Choice> out;
    for (const auto& part : opened) {
        const auto& contest = manifest.contests()[part.contest];
        Choice choice{contest.id, {}};
        for (const std::size_t option : part.options)
            choice.options.push_back(contest.options[option].id);
        out.push_back(std::move(choice));
    }
    return out;
}

} // namespace

std::array<std::uint8_t, 32> PreparedBallot::tracker() const {
    return state_->prepared.tracker();
}

Ballot PreparedBallot::cast() && {
    const Owned<PreparedState> used = std::move(state_);
    PreparedState& state = *used;
    Ballot out;
    out.tracker = state.prepared.tracker();
    ballot::Maker maker(state.sealed->election.parameters(), crypto::system_random());
    std::vector<ballot::PreparedBallot> prepared;
    prepared.push_back(std::move(state.prepared));
    const ballot::Credential* const credential = state.credential.get();
    out.bytes = maker.cast(std::move(prepared), {&credential, 1}).front();
    return out;
}

std::string PreparedBallot::audit() && {
    const Owned<PreparedState> used = std::move(state_);
    PreparedState& state = *used;
    return to_string(protocol::write_opening(state.sealed->election,
                                             ballot::open_ballot(std::move(state.prepared))));
}

Result<Voter> Voter::identify(const Record& record, std::string_view code) {
    const auto& sealed = *record.state().sealed;
    const auto& manifest = sealed.manifest();
    ballot::VoterCodes codes(manifest.hash(), manifest.registrars());
    EVOTE_TRY_VOID(codes.add_all(code));
    EVOTE_TRY(auto credential, codes.credential());
    EVOTE_TRY(const auto place, find_voter(sealed, credential.encoding));
    return Voter(new VoterState{record.state().sealed,
                                std::make_shared<const ballot::Credential>(std::move(credential)),
                                sealed.roll.entries()[place].district});
}

std::string_view Voter::district() const {
    const VoterState& state = *state_;
    return state.sealed->manifest().districts()[state.district].id;
}

Result<PreparedBallot> Voter::prepare(const std::vector<Choice>& choices,
                                      std::uint64_t counter) const {
    const VoterState& state = *state_;
    const auto& sealed = *state.sealed;
    if (counter > 0 && sealed.manifest().revote() == protocol::Revote::none)
        return fail(ErrorCode::already_voted,
                    msg("this voter has voted already, and may vote only once"));
    EVOTE_TRY(ballot::BallotBits bits, bits_of(choices, sealed.manifest(), state.district));
    ballot::Maker maker(sealed.election.parameters(), crypto::system_random());
    std::vector<ballot::BallotRequest> requests;
    requests.push_back({state.credential.get(), counter, std::move(bits)});
    auto prepared = maker.prepare(state.district, requests);
    return PreparedBallot(
        new PreparedState{state.sealed, state.credential, std::move(prepared.front())});
}

Result<OpenedBallot> check_opening(const Record& record, std::string_view opening,
                                   const std::array<std::uint8_t, 32>& tracker) {
    const auto& sealed = *record.state().sealed;
    EVOTE_TRY(const auto checked,
              record::CheckedOpening::check(sealed, bytes_of(opening), tracker));
    return OpenedBallot{tracker, sealed.manifest().districts()[checked.header.district].id,
                        choices_of(sealed.manifest(), checked.choices)};
}

Result<CheckedReceipt> check_receipt(const Record& record, std::string_view receipt,
                                     const std::array<std::uint8_t, 32>& tracker) {
    const auto& sealed = *record.state().sealed;
    EVOTE_TRY(const auto opened,
              record::OpenReceipt::open(bytes_of(receipt), sealed.manifest(), sealed.board.key));
    if (opened.tracker != tracker)
        return fail(ErrorCode::other_ballot, msg("this receipt has the tracker {0}, not {1}",
                                                 hex_encode(opened.tracker), hex_encode(tracker)));
    return CheckedReceipt{opened.tracker, opened.receipt.index, opened.signed_then.size()};
}

bool lock_secrets() {
    return crypto::use_secure_heap();
}

} // namespace evote
