// SPDX-License-Identifier: Apache-2.0
/// @file
/// The list of all errors that a program may want to tell apart (docs/errors.md).
#pragma once

#include <string_view>

/// The library for C++.
namespace evote {

/// What an error is, for programs, which must not compare texts. The name of a code (error_name)
/// and its kind (kind_of) never change; new ones may be added anywhere.
enum class ErrorCode {
    // Kind refused.
    refused,          ///< cannot be done as asked, for a reason that no other code names
    usage,            ///< the command line, or what is given in it, cannot be used
    unknown_template, ///< there is no template of this name
    unsupported,      ///< asks for something that this version cannot do, or is of another version
    no_backend,       ///< this processor has no such backend
    file_missing,     ///< there is no such file or folder
    file_exists,      ///< a file or folder exists already and is left unchanged
    not_a_file,       ///< a folder, a link, a pipe or the like where a plain file is needed
    step_missing,     ///< an earlier step is not done: its file or note is missing
    already_there,    ///< the folder has an election, or a board in use, already
    already_sealed,   ///< the election is sealed already
    already_signed,   ///< the trustee has joined, signed or decrypted otherwise before
    already_used,     ///< the prepared ballot was cast or audited before
    already_voted,    ///< the voter has voted already and may vote only once
    not_sealed,       ///< too few trustees have sealed the election, or this one has not
    not_open_yet,     ///< voting has not begun
    not_over_yet,     ///< the hours of voting are not over
    closed,           ///< voting is over
    locked,           ///< another program is writing to the board right now
    memory_missing,   ///< the file with what the board's key remembers is missing
    standby_missing,  ///< the board has a second machine, without which this one signs nothing
    taken_over,       ///< the board's second machine has taken over
    wrong_passphrase, ///< the passphrase is not that of the file
    unusable_passphrase,  ///< the passphrase is empty, has several lines, or was retyped wrongly
    wrong_key,            ///< the key or secret file is not the one that is needed
    wrong_election,       ///< the secret file or the prepared ballot is for another election
    nobody_to_ask,        ///< a question must be answered, and there is no terminal
    declined,             ///< the person did not say yes
    bad_code,             ///< the voter's code is mistyped
    not_on_roll,          ///< the voter's code does not belong to this election
    bad_choice,           ///< the choices name unknown options or break a rule of a contest
    bad_voters,           ///< the list of voters cannot become a roll
    over_limit,           ///< too long, or too much work
    stopped,              ///< the program that asked for it has stopped it
    in_record,            ///< a private file would be in the election's folder, which is published
    provider_unreachable, ///< the identity provider does not answer
    login_refused,        ///< signing in was broken off, took too long, or is not permitted

    // Kind malformed.
    malformed,      ///< the file does not have the form it should have
    file_too_large, ///< the file is larger than any file of this kind
    not_a_record,   ///< the folder holds no election

    // Kind invalid.
    invalid,           ///< checked and found wrong, for a reason that no other code names
    unworkable,        ///< an election that can never work, or a mistake in what it says
    damaged,           ///< a file of the election or of its log is not what it must be
    changed,           ///< the file is not the one that was sealed, signed or made before
    bad_signature,     ///< a signature is wrong or missing
    bad_proof,         ///< a proof of a trustee or a registrar is wrong
    bad_half,          ///< a registrar's half that no voter may have: zero, no key, or there twice
    bad_ballot,        ///< a ballot in the log, or one that was prepared, breaks the rules
    ballots_refused,   ///< some of the ballots were refused; the facts have the reasons
    bad_receipt,       ///< the receipt does not show what it should
    board_contradicts, ///< the board contradicts what it signed before
    rolled_back,       ///< the board is older than what its key has signed
    not_on_board,      ///< the board has no such ballot
    other_ballot,      ///< the opening is of another ballot than the one that was noted
    other_voter,       ///< the ballot is not that of the voter whose code was given
    cast_after_audit,  ///< a ballot was audited and cast as well
    wrong_fingerprint, ///< the election is not the announced one
    other_election,    ///< the file belongs to another election or another log
    other_tally,       ///< the file belongs to another tally
    other_trustee,     ///< the file is of another trustee than its name says
    other_registrar,   ///< the file or code is of another registrar than it should be
    registrars_differ, ///< the registrars' files do not fit together
    other_files,       ///< a trustee was shown other files than those that are here
    two_versions,      ///< a trustee signed two versions of one note
    trustee_at_fault,  ///< a trustee broke the rules of the ceremony, which has failed
    too_many_accuse,   ///< so many trustees complain about one that the ceremony has failed
    provider_unfit,    ///< what the identity provider says of itself, or its keys, cannot be used
    token_refused,     ///< what the identity provider says of a person must not be believed

    // Kind incomplete.
    not_checked,       ///< nothing wrong was found, but something could not be checked
    log_open,          ///< voting is not closed yet
    shares_missing,    ///< too few trustees have decrypted so far
    too_few_witnesses, ///< too few witnesses have signed the final checkpoint

    // Kind system.
    system,           ///< the operating system failed for a reason that no other code names
    log_changed,      ///< the log was changed while it was being read
    no_permission,    ///< the system does not permit it
    disk_full,        ///< there is no space left
    out_of_resources, ///< there is not enough memory, or too many files are open
    unreachable,      ///< a server does not answer, or not in time
};

/// What a code says about the thing that was asked for. The exit statuses of the tools follow from
/// it (app/status.h).
enum class ErrorKind {
    refused,    ///< cannot be done as asked
    malformed,  ///< the input is not such a thing at all
    invalid,    ///< checked and found wrong
    incomplete, ///< nothing is wrong, but something is still missing or could not be checked
    system,     ///< the operating system failed: disk, permission, memory
};

/// What kind of error a code is.
ErrorKind kind_of(ErrorCode code);

/// The name of a code, the same in every language and version: "wrong-passphrase".
std::string_view error_name(ErrorCode code);

} // namespace evote
