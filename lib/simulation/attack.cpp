// SPDX-License-Identifier: Apache-2.0
#include "simulation/attack.h"

#include <algorithm>
#include <vector>

namespace evote::simulation {

namespace {

using enum AttackBegins;
using enum AttackShows;

std::vector<Attack> all_attacks() {
    return {
        {"weak-challenge", 1,
         msg("a ballot with a thousand votes, proved under a challenge that misses a commitment"),
         counted, failed, "2.3", challenge_of_too_little},
        {"thousand-votes", 1, msg("a ballot with a thousand votes for one option"), counted, failed,
         "2.3", votes_by_the_thousand},
        {"broken-rule", 1, msg("a ballot that breaks a rule of its contest"), counted, failed,
         "2.3", rule_broken},
        {"other-keys", 2, msg("a ballot encrypted to other keys, and proved for them"), counted,
         failed, "2.3", other_keys},
        {"borrowed-proof", 3, msg("a decryption with the proofs of another trustee"), counted,
         failed, "3.2 3.3", proof_of_another},
        {"late-commitment", 4,
         msg("a decryption that moves a vote; its proof's challenge was chosen first"), counted,
         failed, "3.2 3.3", proof_after_the_fact},
        {"small-order", 6, msg("a ballot with a point of order 2"), counted, failed, "2.3",
         point_of_small_order},
        {"own-group", 7, msg("a manifest with a group of somebody's own"), sealed, failed, "1.1",
         group_of_ones_own},
        {"long-scalar", 8, msg("a ballot with a number above the order of the group"), counted,
         failed, "2.3", scalar_above_the_order},
        {"identity", 9, msg("the identity as a voter's credential"), sealed, failed, "1.4",
         identity_on_the_roll},
        {"copied-ballot", 10, msg("a voter casts a copy of another voter's ballot"), counted,
         failed, "2.3", ballot_copied},
        {"malleated-ballot", 11, msg("a ballot that was encrypted once more by somebody else"),
         counted, failed, "2.3", ballot_randomised_again},
        {"repeated-alpha", 12, msg("two voters' ballots made with the same randomness"), counted,
         noted, "2.5", randomness_twice},
        {"rogue-key", 13,
         msg("a trustee cancels the others' keys and does not know the key that it deals"), sealed,
         failed, "1.2", rogue_key},
        {"changed-commitments", 14, msg("a trustee deals something else than it had committed to"),
         sealed, failed, "1.3", commitments_changed},
        {"ignored-complaint", 15, msg("a complaint about a trustee's share has no answer"), sealed,
         failed, "1.3", complaint_ignored},
        {"borrowed-seat", 16, msg("the decryption of a trustee in the seat of another"), counted,
         failed, "3.2 3.3", seat_of_another},
        {"two-transcripts", 17, msg("trustees were shown different notes of one trustee"), sealed,
         failed, "1.3", two_transcripts},
        {"one-ballot", 18, msg("the trustees decrypt one ballot in place of the tally"), counted,
         failed, "3.1 3.2 3.3", one_ballot_decrypted},
        {"padded-tally", 18, msg("a tally with a vote that nobody cast"), counted, failed,
         "3.1 3.2 3.3", tally_with_more_votes},
        {"wrong-decryption", 19, msg("one wrong decryption among enough right ones"), counted,
         failed, "3.2", one_wrong_decryption},
        {"heavy-voter", 21, msg("a voter's weight above the bound"), sealed, failed, "1.4",
         weight_out_of_bounds},
        {"large-total", 22, msg("a result with more votes than there are ballots"), counted, failed,
         "3.3", total_out_of_bounds},
        {"moved-vote", 22, msg("a result in which a vote went to another option"), counted, failed,
         "3.3", votes_moved},
        {"exchanged-titles", 23, msg("two options of the manifest exchange their titles"), counted,
         failed, "1.5", titles_exchanged},
        {"doubled-ballot", 24, msg("one ballot twice in the log, with one tracker"), counted,
         failed, "2.4", same_ballot_twice},
        {"two-histories", 25,
         msg("two logs of one size, both signed; only an older copy shows the other one"), counted,
         failed, "4.2", two_histories},
        {"stuffed-ballot", 26, msg("a ballot of nobody on the roll"), counted, failed, "2.3",
         ballot_of_nobody},
        {"added-voter", 26, msg("a voter is added to the roll after it was sealed"), counted,
         failed, "1.5", roll_with_more_voters},
        {"dropped-ballot", 27,
         msg("the board drops a ballot and signs again; only an older copy has it"), counted,
         failed, "4.2", ballot_dropped},
        {"exchanged-entries", 27, msg("two entries of the log change places"), counted, failed,
         "2.1", entries_exchanged},
        {"cut-log", 27, msg("the end of the log is cut off"), counted, failed, "2.1", end_cut_off},
        {"older-ballot", 28,
         msg("a voter votes again, and the board adds the older ballot once more"), counted, failed,
         "2.4", older_ballot_again},
        {"late-ballot", 28, msg("a ballot after the closing entry"), counted, failed, "2.2 2.4",
         ballot_after_the_end},
        {"doubled-key", 32, msg("a key twice in the manifest, which two programs read differently"),
         sealed, failed, "1.1", key_twice_in_json},
        {"false-hash", 33, msg("a hash of the log's tree is changed"), counted, failed, "2.1",
         hash_changed},
        {"hidden-letters", 35, msg("a title with a letter that turns the printed text around"),
         sealed, failed, "1.1", hidden_letters},
        {"withheld-notes", 39,
         msg("the notes of the key ceremony are withheld, so that nobody finds fault with them"),
         counted, not_checked, "1.3", notes_withheld},
        {"other-election", 40, msg("a whole election of other trustees, for the same voters"),
         counted, failed, "1.7", another_election},
        {"strangers-seals", 40, msg("seals by keys that no trustee has"), counted, failed,
         "1.3 1.6", seals_of_strangers},
        {"early-count", 41, msg("a result, although the voting was never closed"), counted, failed,
         "2.2", counted_while_open},
        {"two-closed-logs", 42,
         msg("the board closes two logs; this one has the signature of a corrupt witness only"),
         sealed, not_checked, "2.7", two_closed_logs},
        {"rewound-log", 43,
         msg("the board goes back to an older state and closes there; an older copy shows it"),
         counted, failed, "4.2", log_wound_back},
        {"foreign-ballot", 45, msg("a ballot of another election with the same voters"), counted,
         failed, "2.3", ballot_of_another_election},
        {"telling-weights", 46, msg("weights 1, 2, 4, ..., which show every vote in the totals"),
         sealed, noted, "1.4", telling_weights},
        {"row-of-nobody", 48, msg("a row of the roll with which nobody can vote"), sealed, failed,
         "1.4", row_of_nobody},
        {"exchanged-names", 50,
         msg("two trustees exchange names in keys.json; the file is named, and nobody blamed"),
         counted, failed, "1.5", names_exchanged},
        {"linked-file", 52, msg("a link to a file elsewhere in place of the result"), counted,
         failed, "3.3 3.5", link_in_the_record},
        {"garbage-share", 53, msg("garbage where the share for another trustee should be"), sealed,
         failed, "1.3", garbage_for_a_share},
        {"others-seal", 53, msg("a trustee's seal in the place of another's"), sealed, failed,
         "1.3 1.6", seal_by_another},
        {"doubled-witness", 55,
         msg("a witness's signature twice, a stranger's, and two of another log"), sealed,
         not_checked, "2.7", witness_counted_twice},
    };
}

std::vector<HiddenAttack> all_hidden() {
    return {
        {5, msg("generators with a known relation"),
         msg("no file has the generators: every program computes them")},
        {20, msg("disjunctive proofs"), msg("no record has such proofs")},
        {29, msg("an audited ballot that is cast"),
         msg("whoever has its opening sees it: evote-verify opening")},
        {30, msg("time that depends on secrets"), msg("it is measured, not recorded")},
        {31, msg("a repeated state of the random generator"),
         msg("nonces are hedged; repeated randomness is repeated-alpha")},
        {34, msg("links and huge files in what is imported"),
         msg("they are refused before they are in a record")},
        {36, msg("a district whose result shows votes"),
         msg("nobody attacks; check 3.4 notes it: simulate an election with few voters")},
        {37, msg("a crash at any moment"), msg("what is left is an honest record")},
        {38, msg("lost media"), msg("a count that cannot be made leaves no wrong record")},
        {44, msg("a record that changes while it is read"),
         msg("a record that lies still does not show it")},
        {47, msg("a ballot prepared under another voter's code"),
         msg("the voter's receipt shows it, with the code: evote-board check-receipt")},
        {49, msg("an empty value of an option"), msg("it is on the command line")},
        {51, msg("texts of people"), msg("they are read before a record is made")},
        {54, msg("several registrars"), msg("elections have one registrar")},
    };
}

} // namespace

std::span<const Attack> attacks() {
    static const std::vector<Attack> all = all_attacks();
    return all;
}

const Attack* find_attack(std::string_view name) {
    const auto found = std::ranges::find(attacks(), name, &Attack::name);
    return found == attacks().end() ? nullptr : &*found;
}

std::span<const HiddenAttack> hidden_attacks() {
    static const std::vector<HiddenAttack> all = all_hidden();
    return all;
}

} // namespace evote::simulation
