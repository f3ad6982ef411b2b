// SPDX-License-Identifier: Apache-2.0
#include "app/cast.h"

#include "app/choices.h"
#include "app/prepared_state.h"
#include "app/private_file.h"
#include "app/sealed_ground.h"
#include "app/voter_code.h"
#include "base/text.h"
#include "os/file.h"
#include "protocol/opening.h"
#include "record/voter_lookup.h"

#include <nlohmann/json.hpp>

namespace evote::app {

namespace {

constexpr std::uint64_t largest_choices_file = 1 << 20;

// Removes what a voter was asked and has typed from the screen, for the next one to see nothing.
class ClearedScreen {
  public:
    ClearedScreen(const CastOptions& options, Console& console)
        : person_(options.code_files.empty() || options.choices.empty() ? &console.person()
                                                                        : nullptr) {}

    ClearedScreen(const ClearedScreen&) = delete;
    ClearedScreen& operator=(const ClearedScreen&) = delete;

    ~ClearedScreen() {
        if (person_ != nullptr)
            person_->clear_screen();
    }

  private:
    Person* person_;
};

Outcome keep_private_files_out(const CastOptions& options) {
    for (const auto& file : options.code_files)
        EVOTE_TRY_VOID(keep_out_of_record(file, options.folder));
    return keep_out_of_record(options.choices, options.folder);
}

// The place in the roll of the voter who has this credential now. `files` are for the error.
Result<std::size_t> find_voter(const ballot::Credential& credential,
                               const record::RollHistory& history,
                               const protocol::Manifest& manifest,
                               const std::vector<std::filesystem::path>& files) {
    const auto standing = history.of(credential.encoding);
    const auto refuse = [&](Message why) {
        return fail(Error{ErrorCode::not_on_roll,
                          std::move(why),
                          files.size() == 1 ? files.front().string() : std::string(),
                          {}});
    };
    switch (standing.kind) {
    case protocol::CredentialStanding::Kind::current:
        return standing.voter;
    case protocol::CredentialStanding::Kind::replaced:
        return refuse(msg("these codes were replaced: the voter has new ones"));
    case protocol::CredentialStanding::Kind::revoked:
        return refuse(msg("these codes were revoked: the voter may no longer vote online"));
    case protocol::CredentialStanding::Kind::unknown:
        break;
    }
    if (manifest.registrars() == 0)
        return refuse(msg("this code is not on the roll of election {0}", manifest.id()));
    return refuse(msg("no voter of election {0} has these codes together; evote-credentials "
                      "find-half says which of them is wrong",
                      manifest.id()));
}

Result<ballot::BallotBits> read_bits(const CastOptions& options, const protocol::Manifest& manifest,
                                     std::size_t district, Console& console) {
    if (options.choices.empty())
        return ask_choices(manifest, district, console);
    EVOTE_TRY(const SecretBytes file, os::read_secret_file(options.choices, largest_choices_file));
    auto bits = parse_choices(file, manifest, district, texts::language_tag(console.language()));
    if (!bits)
        return fail(std::move(bits).take_error().in_file(options.choices.string()));
    return bits;
}

Result<std::uint64_t> find_counter(const CastOptions& options, const record::OpenRecord& record,
                                   const record::RollHistory& history, std::size_t voter,
                                   crypto::Random& random) {
    std::uint64_t counter = 0;
    if (options.counter)
        counter = *options.counter;
    else {
        EVOTE_TRY(counter, record::look_up_counter(record, history, voter, random));
    }
    if (counter > 0 && record.manifest().revote() == protocol::Revote::none)
        return fail(ErrorCode::already_voted,
                    msg("this voter has voted already, and may vote only once"));
    return counter;
}

// A prepared ballot of a sealed election.
Result<PreparedState> prepare(const CastOptions& options, crypto::Random& random,
                              Console& console) {
    EVOTE_TRY_VOID(keep_private_files_out(options));
    EVOTE_TRY(record::SealedRecord record, open_sealed(options.folder, options.anchor, console));
    const ClearedScreen cleared(options, console);
    EVOTE_TRY(ballot::Credential credential,
              read_voter_codes(options.code_files,
                               {record.manifest().hash(), record.manifest().registrars()},
                               console));
    // Without the board a counter must be given, and codes are those of the sealed roll.
    EVOTE_TRY(const auto read, record::RollHistory::read_if_there(record, random));
    const auto history = read ? *read : record::RollHistory::sealed(record);
    EVOTE_TRY(const std::size_t voter,
              find_voter(credential, history, record.manifest(), options.code_files));
    const std::size_t district = record.roll.entries()[voter].district;
    EVOTE_TRY(const std::uint64_t counter, find_counter(options, record, history, voter, random));
    EVOTE_TRY(ballot::BallotBits bits, read_bits(options, record.manifest(), district, console));
    ballot::Maker maker(record.election.parameters(), random);
    std::vector<ballot::BallotRequest> requests;
    requests.push_back({&credential, counter, std::move(bits)});
    auto prepared = maker.prepare(district, requests);
    return PreparedState{std::move(record), std::move(prepared.front()), std::move(credential)};
}

Bytes prove(PreparedState& state, crypto::Random& random) {
    ballot::Maker maker(state.record.election.parameters(), random);
    std::vector<ballot::PreparedBallot> prepared;
    prepared.push_back(std::move(state.prepared));
    const ballot::Credential* const credential = &state.credential;
    return maker.cast(std::move(prepared), {&credential, 1}).front();
}

Error other_fate(Fate fate, const std::filesystem::path& state) {
    return {ErrorCode::already_used,
            fate == Fate::cast ? msg("this prepared ballot was cast; it can no longer be audited")
                               : msg("this prepared ballot was opened for an audit; it cannot be "
                                     "cast. Prepare another one"),
            state.string(),
            {}};
}

// What was decided before has to be of the announced election as well.
Outcome check_decided(const FinishOptions& options, const DecidedBallot& ballot, Console& console) {
    const auto fingerprint = fingerprint_of(ballot);
    if (!fingerprint)
        return fail(no_prepared_ballot().in_file(options.state.string()));
    Outcome announced = options.anchor.check(*fingerprint);
    if (!announced)
        return fail(std::move(announced).take_error().in_file(options.state.string()));
    tell_anchor(options.anchor, *fingerprint, console);
    return {};
}

// Decides the ballot's fate, writes the file that `make` returns, and only then removes the state.
// Whatever fails, the same command can be repeated, and no ballot is both cast and audited: its
// fate is durably on the disk before anything leaves the state file.
template <class Make>
Result<Digest32> meet_fate(const FinishOptions& options, Fate fate, Console& console, Make make) {
    EVOTE_TRY(StateFile state, StateFile::open(options.state));
    if (state.decision())
        EVOTE_TRY_VOID(check_decided(options, *state.decision(), console));
    else {
        warn_if_open_to_others(options.state, console);
        EVOTE_TRY(PreparedState prepared, state.prepared(options.anchor));
        tell_anchor(options.anchor, prepared.record.election.fingerprint(), console);
        EVOTE_TRY_VOID(os::must_be_free(options.out));
        const Digest32 tracker = prepared.prepared.tracker();
        EVOTE_TRY_VOID(state.decide({fate, tracker, make(prepared)}));
    }
    const DecidedBallot& ballot = *state.decision();
    if (ballot.fate != fate)
        return fail(other_fate(ballot.fate, options.state));
    EVOTE_TRY_VOID(os::write_file(options.out, ballot.file, os::Existing::same));
    EVOTE_TRY_VOID(state.remove());
    return ballot.tracker;
}

void show(const Digest32& tracker, const std::filesystem::path& out, const Message& next,
          Console& console) {
    console.facts({msg("Tracker: {0}", hex_encode(tracker)), next},
                  {{"tracker", hex_encode(tracker)}, {"file", out.string()}});
}

} // namespace

Outcome cast_prepare(const CastOptions& options, const std::filesystem::path& state,
                     crypto::Random& random, Console& console) {
    EVOTE_TRY_VOID(keep_out_of_record(state, options.folder));
    EVOTE_TRY_VOID(os::must_be_free(state));
    EVOTE_TRY(const PreparedState prepared, prepare(options, random, console));
    EVOTE_TRY_VOID(save_state(state, prepared.record, prepared.prepared, prepared.credential));
    show(prepared.prepared.tracker(), state,
         msg("Write it down. Then run evote-cast cast to cast this vote, or evote-cast audit to "
             "see whether this machine encrypted what you chose"),
         console);
    return {};
}

Outcome cast_cast(const FinishOptions& options, crypto::Random& random, Console& console) {
    EVOTE_TRY(const Digest32 tracker,
              meet_fate(options, Fate::cast, console,
                        [&](PreparedState& prepared) { return prove(prepared, random); }));
    show(tracker, options.out,
         msg("The ballot is in {0}; it counts once the board has it", options.out.string()),
         console);
    return {};
}

Outcome cast_audit(const FinishOptions& options, Console& console) {
    EVOTE_TRY(const Digest32 tracker,
              meet_fate(options, Fate::audited, console, [](PreparedState& prepared) {
                  return protocol::write_opening(prepared.record.election,
                                                 ballot::open_ballot(std::move(prepared.prepared)));
              }));
    show(tracker, options.out,
         msg("This ballot can no longer be cast. Check {0} on another machine with: evote-verify "
             "opening. Then prepare another ballot",
             options.out.string()),
         console);
    return {};
}

Outcome cast_vote(const CastOptions& options, const std::filesystem::path& out,
                  crypto::Random& random, Console& console) {
    EVOTE_TRY_VOID(os::must_be_free(out));
    EVOTE_TRY(PreparedState prepared, prepare(options, random, console));
    const Digest32 tracker = prepared.prepared.tracker();
    EVOTE_TRY_VOID(os::write_file(out, prove(prepared, random)));
    show(tracker, out, msg("The ballot is in {0}; it counts once the board has it", out.string()),
         console);
    return {};
}

} // namespace evote::app
