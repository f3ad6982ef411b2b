// SPDX-License-Identifier: Apache-2.0
/**
 * @file
 * evote for C, and for every language that can call C: parameters from a record, ballots made,
 * audited and verified, receipts checked, records audited. One shared library, libevote.so.0.
 *
 * Every function returns a status and gives its results through its last arguments, which it sets
 * only on success. Nothing is thrown and nothing ends the process: a mistake of the caller (a null
 * pointer, a handle that was used up) is EVOTE_MISUSE. Texts are UTF-8 and end with a zero byte;
 * bytes come with their length. What a function gives away is released by the function named with
 * it; releasing NULL does nothing.
 *
 * Threads: different handles can be used by different threads at once; one handle by one at a time,
 * except evote_record, which many may read.
 */
#ifndef EVOTE_EVOTE_H
#define EVOTE_EVOTE_H

#include <stddef.h>
#include <stdint.h>

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

/** What went wrong in the last call of this thread that did not return EVOTE_OK. Its texts are
 * valid until this thread's next call. */
typedef struct evote_error {
    const char* code; /**< stable, for programs: "wrong-fingerprint" (docs/errors.md); "misuse" */
    const char* message; /**< for people, in English */
    const char* file;    /**< the file concerned, or "" */
    const char* place;   /**< the place in it, from the outermost inwards, or "" */
} evote_error;

EVOTE_C_API void evote_last_error(evote_error* error);

/** The version of the library, such as "0.1.0". Never released. */
EVOTE_C_API const char* evote_version(void);

/** Keeps the secrets of this process in locked memory that core dumps leave out. To be called
 * first, once. EVOTE_INCOMPLETE if the memory could not be locked; secrets are then wiped all the
 * same. */
EVOTE_C_API evote_status evote_lock_secrets(void);

/** Bytes that the library gives away, followed by a zero byte that `size` does not count. */
typedef struct evote_bytes {
    uint8_t* data;
    size_t size;
} evote_bytes;

/** Wipes and releases the bytes, and sets the struct to none. */
EVOTE_C_API void evote_bytes_free(evote_bytes* bytes);

/* The sealed part of an election's record. */

typedef struct evote_record evote_record;

/** Opens the record in `folder`. `fingerprint` is what the trustees announced: 64 hex digits or the
 * 40 spoken ones, and must not come from the folder. Errors as evote::Record::open. */
EVOTE_C_API evote_status evote_record_open(const char* folder, const char* fingerprint,
                                           evote_record** record);
/** Nothing that was made from the record may be used afterwards. */
EVOTE_C_API void evote_record_free(evote_record* record);

/** What is voted on, as JSON: {"id","fingerprint","voters","titles":{language:text},
 * "districts":[{"id","titles","contests":[id]}],
 * "contests":[{"id","titles","options":[{"id","titles"}],"rules":[{"min","max","coefficients"}]}]}.
 * Released with evote_bytes_free. */
EVOTE_C_API evote_status evote_record_describe(const evote_record* record, evote_bytes* json);

/* A voter's device. */

typedef struct evote_ballot evote_ballot;

/** Encrypts a ballot of the voter with this code. `choices` has a line "contest: option, option" of
 * ids for each contest of the voter's district; nothing after the colon chooses nothing. `counter`
 * is how many valid ballots of this voter the board has. The record must outlive the ballot. The
 * caller wipes code and choices. Errors: bad-code, not-on-roll, bad-choice, already-voted. */
EVOTE_C_API evote_status evote_ballot_prepare(const evote_record* record, const char* code,
                                              const char* choices, uint64_t counter,
                                              evote_ballot** ballot);
/** The tracker, for the voter to note before deciding to cast or to audit. */
EVOTE_C_API evote_status evote_ballot_tracker(const evote_ballot* ballot, uint8_t tracker[32]);
/** The bytes for the box: 460 to 65,535 of them. The ballot is used up and only to be released. */
EVOTE_C_API evote_status evote_ballot_cast(evote_ballot* ballot, evote_bytes* bytes);
/** The opening (evote-opening-1) for another device. The ballot is used up and can never be cast.
 */
EVOTE_C_API evote_status evote_ballot_audit(evote_ballot* ballot, evote_bytes* opening);
EVOTE_C_API void evote_ballot_free(evote_ballot* ballot);

/** What an opened ballot encrypts, if it has this tracker: {"tracker","district",
 * "choices":[{"contest","options":[id]}]}. Errors as evote::check_opening. */
EVOTE_C_API evote_status evote_check_opening(const evote_record* record, const uint8_t* opening,
                                             size_t size, const uint8_t tracker[32],
                                             evote_bytes* json);

/** Whether a receipt is valid and of the ballot with this tracker; gives the ballot's place in the
 * log and how many entries the log had when it was signed. Errors as evote::check_receipt. */
EVOTE_C_API evote_status evote_check_receipt(const evote_record* record, const uint8_t* receipt,
                                             size_t size, const uint8_t tracker[32],
                                             uint64_t* index, uint64_t* log_size);

/* Verifying. */

/** One ballot among the bytes of a batch. */
typedef struct evote_view {
    const uint8_t* data;
    size_t size;
} evote_view;

/** Verifies ballots as one batch: what each says by itself, not its place in a log (counters,
 * second ballots, copies). `reasons` has room for `count` texts, and reasons[i] becomes NULL for a
 * valid ballot and otherwise the protocol's word, such as "ballot proof"; these texts are never
 * released. EVOTE_OK if the batch was verified, however many are valid. A batch of 1,024 costs
 * least a ballot. */
EVOTE_C_API evote_status evote_verify_ballots(const evote_record* record, const evote_view* ballots,
                                              size_t count, const char** reasons);

/** Is told how many entries of the log are verified; 0 goes on, anything else stops the audit. Must
 * not throw or jump. */
typedef int (*evote_progress)(void* context, uint64_t done, uint64_t total);

/** Audits the record in `folder` with `threads` threads (at least 1). `fingerprint` and `progress`
 * may be NULL; without the announced fingerprint no audit is complete. EVOTE_OK: every check
 * passed; EVOTE_INVALID and EVOTE_INCOMPLETE as evote-verify; in these three cases `report` is
 * given: evote-report-1, JSON. Otherwise errors as evote::audit: not-a-record, usage, stopped, and
 * those of the system. */
EVOTE_C_API evote_status evote_audit(const char* folder, const char* fingerprint, unsigned threads,
                                     evote_progress progress, void* context, evote_bytes* report);

#ifdef __cplusplus
}
#endif

#endif
