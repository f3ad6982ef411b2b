// SPDX-License-Identifier: Apache-2.0
// The attacks that a simulated election can be put to, so that anyone sees a verifier catch them.
#pragma once

#include "simulation/attacker.h"

#include <span>
#include <string_view>

namespace evote::simulation {

/// How far the honest election has come when the attack begins.
enum class AttackBegins {
    sealed,  ///< before the voting; there the record ends
    counted, ///< when there is a result
};

/// What a verifier reports.
enum class AttackShows {
    failed,      ///< FAIL
    not_checked, ///< NOT CHECKED: there is no proof that it was an attack
    noted,       ///< a note, which makes no record invalid
};

/// An attack that shows in a record.
struct Attack {
    std::string_view name;
    unsigned number; ///< in docs/threats.toml
    Message what;
    AttackBegins begins;
    AttackShows shows;
    std::string_view checks; ///< the numbers of the checks that report it, and no others do
    Outcome (*run)(Attacker&);
};

/// All of them, by number.
std::span<const Attack> attacks();

/// Null for a name that no attack has.
const Attack* find_attack(std::string_view name);

/// An attack or fault that shows in no record.
struct HiddenAttack {
    unsigned number; ///< in docs/threats.toml
    Message what;
    Message why;
};

std::span<const HiddenAttack> hidden_attacks();

// One function for each attack. They fail with ErrorCode::usage if the simulated election is not
// one in which the attack is possible, and otherwise only when the system does.

// Before the sealing.
Outcome group_of_ones_own(Attacker& attacker);
Outcome identity_on_the_roll(Attacker& attacker);
Outcome weight_out_of_bounds(Attacker& attacker);
Outcome key_twice_in_json(Attacker& attacker);
Outcome hidden_letters(Attacker& attacker);
Outcome telling_weights(Attacker& attacker);
Outcome row_of_nobody(Attacker& attacker);
Outcome seal_by_another(Attacker& attacker);
// After it.
Outcome titles_exchanged(Attacker& attacker);
Outcome roll_with_more_voters(Attacker& attacker);
Outcome names_exchanged(Attacker& attacker);
Outcome seals_of_strangers(Attacker& attacker);
Outcome another_election(Attacker& attacker);
Outcome link_in_the_record(Attacker& attacker);
// The ceremony.
Outcome rogue_key(Attacker& attacker);
Outcome commitments_changed(Attacker& attacker);
Outcome complaint_ignored(Attacker& attacker);
Outcome two_transcripts(Attacker& attacker);
Outcome notes_withheld(Attacker& attacker);
Outcome garbage_for_a_share(Attacker& attacker);
// Ballots.
Outcome challenge_of_too_little(Attacker& attacker);
Outcome votes_by_the_thousand(Attacker& attacker);
Outcome rule_broken(Attacker& attacker);
Outcome other_keys(Attacker& attacker);
Outcome point_of_small_order(Attacker& attacker);
Outcome scalar_above_the_order(Attacker& attacker);
Outcome ballot_copied(Attacker& attacker);
Outcome ballot_randomised_again(Attacker& attacker);
Outcome randomness_twice(Attacker& attacker);
Outcome same_ballot_twice(Attacker& attacker);
Outcome ballot_of_nobody(Attacker& attacker);
Outcome older_ballot_again(Attacker& attacker);
Outcome ballot_after_the_end(Attacker& attacker);
Outcome ballot_of_another_election(Attacker& attacker);
// The log.
Outcome two_histories(Attacker& attacker);
Outcome ballot_dropped(Attacker& attacker);
Outcome entries_exchanged(Attacker& attacker);
Outcome end_cut_off(Attacker& attacker);
Outcome hash_changed(Attacker& attacker);
Outcome counted_while_open(Attacker& attacker);
Outcome two_closed_logs(Attacker& attacker);
Outcome log_wound_back(Attacker& attacker);
Outcome witness_counted_twice(Attacker& attacker);
// The count.
Outcome proof_of_another(Attacker& attacker);
Outcome proof_after_the_fact(Attacker& attacker);
Outcome seat_of_another(Attacker& attacker);
Outcome one_ballot_decrypted(Attacker& attacker);
Outcome tally_with_more_votes(Attacker& attacker);
Outcome one_wrong_decryption(Attacker& attacker);
Outcome total_out_of_bounds(Attacker& attacker);
Outcome votes_moved(Attacker& attacker);

} // namespace evote::simulation
