// SPDX-License-Identifier: Apache-2.0
#include "evote/rehearsal.h"

#include "base/text.h"
#include "evote/bytes.h"
#include "os/file.h"
#include "simulation/electorate.h"
#include "simulation/simulated_setup.h"
#include "simulation/voting.h"

namespace evote {

struct RehearsalState {
    simulation::SimulatedSetup setup;
    record::SealedRecord record;
    std::vector<std::string> codes;
};

void destroy(RehearsalState* state) {
    delete state;
}

namespace {

// The second column of the lines "voter,code", without the header.
std::vector<std::string> codes_of(const SecretBytes& list) {
    std::vector<std::string> out;
    for (const auto line : split(text_of(list.expose()), '\n'))
        if (const auto comma = line.find(','); comma != std::string_view::npos)
            out.emplace_back(line.substr(comma + 1));
    out.erase(out.begin());
    return out;
}

} // namespace

Result<Rehearsal> Rehearsal::make(std::string_view folder, std::string_view manifest,
                                  std::uint64_t voters, std::string_view seed) {
    const std::string seed_text(seed);
    EVOTE_TRY(auto setup, simulation::SimulatedSetup::make(folder, manifest, seed_text));
    const simulation::Electorate electorate(setup.manifest(), seed_text, voters, false);
    EVOTE_TRY(auto record, setup.seal(electorate.roll()));
    return Rehearsal(
        new RehearsalState{std::move(setup), std::move(record), codes_of(electorate.codes())});
}

std::string Rehearsal::fingerprint() const {
    return hex_encode(state_->record.election.fingerprint());
}

std::string Rehearsal::board_key() const {
    return (state_->setup.private_folder() / "board.key").string();
}

const std::vector<std::string>& Rehearsal::codes() const {
    return state_->codes;
}

Outcome Rehearsal::count() const {
    const RehearsalState& state = *state_;
    const auto closed = state.record.folder.closed();
    if (!os::file_exists(closed))
        return fail(
            Error{ErrorCode::log_open, msg("voting is not closed yet"), closed.string(), {}});
    EVOTE_TRY_VOID(simulation::write_tally(state.record, {}));
    EVOTE_TRY_VOID(state.setup.decrypt(state.record));
    return {};
}

} // namespace evote
