// SPDX-License-Identifier: Apache-2.0
// Every pointer that must not be NULL, one after the other.
#include "use.h"

#include <string.h>

#define MISUSED(call)                                                                              \
    do {                                                                                           \
        EXPECT((call) == EVOTE_MISUSE);                                                            \
        EXPECT(last_code_is("misuse"));                                                            \
    } while (0)

static void test_null_records(const struct election* election) {
    evote_record* record;
    evote_bytes bytes;
    MISUSED(evote_record_open(NULL, election->fingerprint, &record));
    MISUSED(evote_record_open(election->record, NULL, &record));
    MISUSED(evote_record_open(election->record, election->fingerprint, NULL));
    MISUSED(evote_record_describe(NULL, &bytes));
    MISUSED(evote_record_describe(election->opened, NULL));
    MISUSED(evote_audit(NULL, NULL, 1, NULL, NULL, &bytes, NULL));
    MISUSED(evote_audit(election->record, NULL, 1, NULL, NULL, NULL, &bytes));
    EXPECT(bytes.data == NULL);
    const char* reason = NULL;
    const evote_view view = {NULL, 1};
    MISUSED(evote_verify_ballots(NULL, &view, 0, &reason));
    MISUSED(evote_verify_ballots(election->opened, NULL, 1, &reason));
    MISUSED(evote_verify_ballots(election->opened, &view, 1, NULL));
    MISUSED(evote_verify_ballots(election->opened, &view, 1, &reason));
    EXPECT(strcmp(reason, "not verified") == 0);
}

static void test_null_ballots(const struct election* election) {
    const evote_record* const record = election->opened;
    const char* const code = election->code_b;
    evote_ballot* ballot;
    evote_bytes bytes;
    uint8_t tracker[32];
    MISUSED(evote_voter_district(NULL, code, &bytes));
    MISUSED(evote_voter_district(record, NULL, &bytes));
    MISUSED(evote_voter_district(record, code, NULL));
    MISUSED(evote_ballot_prepare(NULL, code, "", 0, &ballot));
    MISUSED(evote_ballot_prepare(record, NULL, "", 0, &ballot));
    MISUSED(evote_ballot_prepare(record, code, NULL, 0, &ballot));
    MISUSED(evote_ballot_prepare(record, code, "", 0, NULL));
    MISUSED(evote_ballot_tracker(NULL, tracker));
    MISUSED(evote_ballot_cast(NULL, &bytes));
    MISUSED(evote_ballot_audit(NULL, &bytes));
    EXPECT(evote_ballot_prepare(record, code, "mayor: asan\nlist:", 0, &ballot) == EVOTE_OK);
    MISUSED(evote_ballot_tracker(ballot, NULL));
    MISUSED(evote_ballot_cast(ballot, NULL));
    MISUSED(evote_ballot_audit(ballot, NULL));
    EXPECT(evote_ballot_cast(ballot, &bytes) == EVOTE_OK); // it was not used up by these
    evote_bytes_free(&bytes);
    evote_ballot_free(ballot);
}

static void test_null_checks(const struct election* election) {
    const evote_record* const record = election->opened;
    const uint8_t* const tracker = election->tracker_a;
    evote_bytes bytes;
    uint64_t number = 7;
    MISUSED(evote_check_opening(NULL, tracker, 1, tracker, &bytes));
    MISUSED(evote_check_opening(record, NULL, 1, tracker, &bytes));
    MISUSED(evote_check_opening(record, tracker, 1, NULL, &bytes));
    MISUSED(evote_check_opening(record, tracker, 1, tracker, NULL));
    MISUSED(evote_check_receipt(NULL, tracker, 1, tracker, &number, &number));
    MISUSED(evote_check_receipt(record, NULL, 1, tracker, &number, &number));
    MISUSED(evote_check_receipt(record, tracker, 1, NULL, &number, &number));
    MISUSED(evote_check_receipt(record, tracker, 1, tracker, NULL, &number));
    MISUSED(evote_check_receipt(record, tracker, 1, tracker, &number, NULL));
    EXPECT(number == 0);
}

void test_misuse(const struct election* election) {
    test_null_records(election);
    test_null_ballots(election);
    test_null_checks(election);
    evote_record_free(NULL);
    evote_ballot_free(NULL);
    evote_bytes_free(NULL);
    evote_last_error(NULL);
    EXPECT(strchr(evote_version(), '.') != NULL);
    EXPECT(last_code_is("misuse")); // what gives no status leaves the last error as it is
}
