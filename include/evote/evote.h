// SPDX-License-Identifier: Apache-2.0
/**
 * @file
 * evote for C, and for every language that can call C: parameters from a record, ballots made,
 * audited and verified, receipts checked, records audited. One shared library, libevote.so.0.
 *
 * Nothing is thrown, and nothing ends the process: a mistake of the caller (a null pointer, a
 * ballot that was used up) is EVOTE_MISUSE, and so is one of the library that it notices itself.
 * Only a function that makes JSON may end the process where there is no memory for that. Texts are
 * UTF-8 and end with a zero byte; bytes come with their length.
 *
 * Results: functions give them through their last arguments. Where there is no result, because of
 * an error, they set these to NULL, to no bytes, or to zeros: releasing them is right whatever the
 * status was. A result takes the place of what was there before, which is not released. What a
 * function gives away is released once, by the function named with it; releasing NULL does nothing.
 *
 * Threads: different handles can be used by different threads at once; one handle by one at a time,
 * except evote_record, which many may read.
 */
#ifndef EVOTE_EVOTE_H
#define EVOTE_EVOTE_H

#include <stddef.h>
#include <stdint.h>

/** What the shared library shows. */
#if defined(EVOTE_C_BUILDING)
#define EVOTE_C_API __attribute__((visibility("default")))
#else
#define EVOTE_C_API
#endif

#ifdef __cplusplus
extern "C" {
#endif

/** The kinds of outcomes: the exit statuses of the tools (docs/errors.md). */
typedef enum evote_status {
    EVOTE_OK = 0,         /**< done; what was checked is valid */
    EVOTE_INVALID = 1,    /**< checked and found wrong */
    EVOTE_REFUSED = 2,    /**< cannot be done as asked */
    EVOTE_MALFORMED = 3,  /**< the input is not such a thing at all */
    EVOTE_SYSTEM = 4,     /**< the operating system failed, or there is no memory */
    EVOTE_INCOMPLETE = 5, /**< nothing wrong, but something could not be checked */
    EVOTE_MISUSE = 6      /**< a mistake of the caller, or of the library itself */
} evote_status;

/** What went wrong in this thread's last call of a function that returns a status. All texts are
 * empty if that was nothing, as after EVOTE_OK. They are valid until this thread's next such call.
 */
typedef struct evote_error {
    const char* code; /**< stable, for programs: "wrong-fingerprint" (docs/errors.md); "misuse" */
    const char* message; /**< for people, in English */
    const char* file;    /**< the file concerned, in the bytes of its name, or "" */
    const char* place;   /**< the place in it, from the outermost inwards, or "" */
} evote_error;

/** Tells the last error of this thread; its texts are "" if there was none. NULL is allowed and
 * does nothing. */
EVOTE_C_API void evote_last_error(evote_error* error);

/** The version of the library, such as "0.1.0". Never released. */
EVOTE_C_API const char* evote_version(void);

/** Keeps the secrets of this process in locked memory that core dumps leave out (OpenSSL's secure
 * heap, which the process has once). To be called first, before there are threads; calling it again
 * changes nothing. EVOTE_INCOMPLETE, without an error, if the memory could not be locked; secrets
 * are then wiped all the same. */
EVOTE_C_API evote_status evote_lock_secrets(void);

/** Bytes that the library gives away, followed by a zero byte that `size` does not count. */
typedef struct evote_bytes {
    uint8_t* data; /**< NULL if there are none */
    size_t size;   /**< in bytes */
} evote_bytes;

/** Wipes and releases the bytes, and sets the struct to none: a second call does nothing. */
EVOTE_C_API void evote_bytes_free(evote_bytes* bytes);

/* The sealed part of an election's record. */

/** An election, from its record. */
typedef struct evote_record evote_record;

/** Opens the record in `folder`. `fingerprint` is what the trustees announced: 64 hex digits or the
 * 40 spoken ones, and must not come from the folder. Errors: usage (not a fingerprint),
 * wrong-fingerprint, not-sealed, not-a-record, step-missing (a file is missing), and of kind
 * invalid or malformed for damage, with file and place. */
EVOTE_C_API evote_status evote_record_open(const char* folder, const char* fingerprint,
                                           evote_record** record);
/** Ballots that were prepared with the record can still be used. */
EVOTE_C_API void evote_record_free(evote_record* record);

/** What is voted on, as JSON: {"id","fingerprint","spoken_fingerprint","voters","registrars",
 * "titles":{language:text},
 * "districts":[{"id","titles","contests":[id]}],
 * "contests":[{"id","titles","options":[{"id","titles"}],"rules":[{"min","max","coefficients"}]}]}.
 * Released with evote_bytes_free. */
EVOTE_C_API evote_status evote_record_describe(const evote_record* record, evote_bytes* json);

/* A voter's device. */

/** An encrypted ballot that is to be cast or audited. Holds secrets, which are wiped with it. */
typedef struct evote_ballot evote_ballot;

/** The id of the district of the voter with this code, which says what there is to choose. `code`:
 * seven groups of four characters; case, blanks and hyphens do not matter. With registrars, whose
 * number evote_record_describe gives, it has a code of each of them, a line each and in any order;
 * codes that replaced others are found in the record's log. The caller wipes it. Errors: bad-code
 * (mistyped, or a registrar's is missing), other-registrar (two of one registrar), not-on-roll.
 * Released with evote_bytes_free. */
EVOTE_C_API evote_status evote_voter_district(const evote_record* record, const char* code,
                                              evote_bytes* district);

/** Encrypts a ballot of the voter with this code, as above. `choices` has a line "contest: option,
 * option" of ids for each contest of the voter's district, in any order; nothing after the colon
 * chooses nothing. `counter` is how many valid ballots of this voter the board has; with a wrong
 * one the box refuses the ballot. The caller wipes code and choices. Errors: bad-code,
 * other-registrar, not-on-roll, malformed (a line of choices), bad-choice, already-voted (the
 * election counts first ballots only, and `counter` is not 0). */
EVOTE_C_API evote_status evote_ballot_prepare(const evote_record* record, const char* code,
                                              const char* choices, uint64_t counter,
                                              evote_ballot** ballot);
/** The tracker, for the voter to note before deciding to cast or to audit. No longer of a ballot
 * that is used up. */
EVOTE_C_API evote_status evote_ballot_tracker(const evote_ballot* ballot, uint8_t tracker[32]);
/** The bytes for the box: 460 to 65,535 of them. The ballot is used up and only to be released,
 * even if the memory did not suffice. */
EVOTE_C_API evote_status evote_ballot_cast(evote_ballot* ballot, evote_bytes* bytes);
/** The opening (evote-opening-1) for another device. The ballot is used up and can never be cast.
 */
EVOTE_C_API evote_status evote_ballot_audit(evote_ballot* ballot, evote_bytes* opening);
/** Wipes and releases the ballot. */
EVOTE_C_API void evote_ballot_free(evote_ballot* ballot);

/** What an opened ballot encrypts, if it has this tracker: {"tracker","district",
 * "choices":[{"contest","options":[id]}]}. Errors: malformed, file-too-large (no opening),
 * other-election, other-ballot (the device had prepared another ballot than it showed), bad-ballot
 * (the box would have refused it). */
EVOTE_C_API evote_status evote_check_opening(const evote_record* record, const uint8_t* opening,
                                             size_t size, const uint8_t tracker[32],
                                             evote_bytes* json);

/** Whether a receipt is valid and of the ballot with this tracker; gives the ballot's place in the
 * log and how many entries the log had when it was signed. Offline; whether the board still has it
 * is for an audit. Errors: malformed, bad-receipt, bad-signature, other-ballot (another tracker).
 */
EVOTE_C_API evote_status evote_check_receipt(const evote_record* record, const uint8_t* receipt,
                                             size_t size, const uint8_t tracker[32],
                                             uint64_t* index, uint64_t* log_size);

/* Verifying. */

/** One ballot among the bytes of a batch. */
typedef struct evote_view {
    const uint8_t* data; /**< not copied */
    size_t size;         /**< in bytes */
} evote_view;

/** Verifies ballots as one batch: what each says by itself, not its place in a log (counters,
 * second ballots, copies). `reasons` has room for `count` texts, and reasons[i] becomes NULL for a
 * valid ballot and otherwise the protocol's word, such as "credential proof"; these texts are never
 * released. EVOTE_OK if the batch was verified, however many are valid; otherwise all reasons are
 * "not verified". A batch of 1,024 costs least a ballot. */
EVOTE_C_API evote_status evote_verify_ballots(const evote_record* record, const evote_view* ballots,
                                              size_t count, const char** reasons);

/** Is told how many entries of the log are verified; 0 goes on, anything else stops the audit, and
 * it is not called again. Called by one thread at a time, but not always by the one that called
 * evote_audit. It may call other functions of this library. Must not throw or jump. */
typedef int (*evote_progress)(void* context, uint64_t done, uint64_t total);

/** Audits the record in `folder` with `threads` threads (at least 1). `fingerprint`, `progress` and
 * `totals` may be NULL; without the announced fingerprint no audit is complete.
 *
 * EVOTE_OK: every check passed; EVOTE_INVALID: one failed; EVOTE_INCOMPLETE: nothing is wrong, but
 * something was not checked, which proves nothing. In these three cases there is no error, and
 * `report` is given: evote-report-1, JSON (docs/record.md). Otherwise there is an error and no
 * report: usage (not a fingerprint), not-a-record, stopped (by the progress), and those of kind
 * system.
 *
 * `totals` is the result of the election, if it was found correct, and otherwise no bytes:
 * [{"contest","option","votes"}], where votes are weights added up. */
EVOTE_C_API evote_status evote_audit(const char* folder, const char* fingerprint, unsigned threads,
                                     evote_progress progress, void* context, evote_bytes* report,
                                     evote_bytes* totals);

#ifdef __cplusplus
}
#endif

#endif
