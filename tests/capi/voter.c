// SPDX-License-Identifier: Apache-2.0
// Records, and what a voter's device does with them.
#include "use.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NORTH "mayor: asan\nlist: party, p1\n"

void test_records(const struct election* election) {
    evote_bytes json;
    EXPECT(evote_record_describe(election->opened, &json) == EVOTE_OK);
    EXPECT(contains(&json, "{\"id\":\"voting\",\"fingerprint\":\""));
    EXPECT(contains(&json, election->fingerprint));
    EXPECT(contains(
        &json, "\"voters\":4,\"registrars\":0,\"titles\":{\"en\":\"Voting\",\"ru\":\"Выборы\"}"));
    EXPECT(contains(&json, "{\"id\":\"north\",\"titles\":{\"en\":\"North\"},"
                           "\"contests\":[\"mayor\",\"list\"]}"));
    EXPECT(contains(&json, "{\"min\":0,\"max\":1,\"coefficients\":[1,-1]}"));
    evote_bytes_free(&json);
    EXPECT(json.data == NULL && json.size == 0);
    evote_bytes_free(&json);

    evote_record* record;
    char other[65];
    memset(other, '0', 64);
    other[64] = '\0';
    EXPECT(evote_record_open(election->record, other, &record) == EVOTE_INVALID);
    EXPECT(last_code_is("wrong-fingerprint") && record == NULL);
    EXPECT(evote_record_open(election->record, "", &record) == EVOTE_REFUSED);
    EXPECT(last_code_is("usage") && record == NULL);
    EXPECT(evote_record_open(election->folder, election->fingerprint, &record) == EVOTE_MALFORMED);
    EXPECT(last_code_is("not-a-record"));
    evote_error error;
    evote_last_error(&error);
    EXPECT(strncmp(error.file, election->folder, strlen(election->folder)) == 0);
    EXPECT(evote_record_open("\xff\n", election->fingerprint, &record) == EVOTE_MALFORMED);
    EXPECT(evote_record_open(election->record, election->fingerprint, &record) == EVOTE_OK);
    EXPECT(no_error());
    evote_record_free(record);
}

static void refused(const struct election* election, const char* code, const char* choices,
                    evote_status status, const char* error) {
    evote_ballot* ballot = (evote_ballot*)1;
    EXPECT(evote_ballot_prepare(election->opened, code, choices, 0, &ballot) == status);
    EXPECT(last_code_is(error) && ballot == NULL);
}

static void test_refused_choices(const struct election* election) {
    const char* const code = election->code_b;
    refused(election, "", NORTH, EVOTE_REFUSED, "bad-code");
    refused(election, "\xff", NORTH, EVOTE_REFUSED, "bad-code");
    refused(election, "AAAA-AAAA-AAAA-AAAA-AAAA-AAAA-AAAA", NORTH, EVOTE_REFUSED, "bad-code");
    refused(election, code, "", EVOTE_REFUSED, "bad-choice");
    refused(election, code, "mayor: asan\n", EVOTE_REFUSED, "bad-choice");
    refused(election, code, NORTH "list:\n", EVOTE_REFUSED, "bad-choice");
    refused(election, code, "mayor: asan, asan\nlist:", EVOTE_REFUSED, "bad-choice");
    refused(election, code, "mayor: nobody\nlist:", EVOTE_REFUSED, "bad-choice");
    refused(election, code, "mayor: asan,\nlist:", EVOTE_REFUSED, "bad-choice");
    refused(election, code, "mayor:\nlist:", EVOTE_REFUSED, "bad-choice");
    evote_error error;
    evote_last_error(&error);
    EXPECT(strcmp(error.place, "mayor") == 0);
    refused(election, election->code_c, NORTH, EVOTE_REFUSED, "bad-choice");
    refused(election, code, "\n\nmayor", EVOTE_MALFORMED, "malformed");
    evote_last_error(&error);
    EXPECT(strcmp(error.place, "line 3") == 0);

    evote_bytes district;
    EXPECT(evote_voter_district(election->opened, "nothing", &district) == EVOTE_REFUSED);
    EXPECT(last_code_is("bad-code") && district.data == NULL && district.size == 0);
    EXPECT(evote_voter_district(election->opened, election->code_c, &district) == EVOTE_OK);
    EXPECT(strcmp((const char*)district.data, "south") == 0);
    evote_bytes_free(&district);
}

static void used_up(evote_ballot* ballot) {
    evote_bytes bytes = {(uint8_t*)1, 1};
    EXPECT(evote_ballot_cast(ballot, &bytes) == EVOTE_MISUSE && last_code_is("misuse"));
    EXPECT(bytes.data == NULL && bytes.size == 0);
    EXPECT(evote_ballot_audit(ballot, &bytes) == EVOTE_MISUSE && last_code_is("misuse"));
    uint8_t tracker[32];
    memset(tracker, 1, sizeof tracker);
    EXPECT(evote_ballot_tracker(ballot, tracker) == EVOTE_MISUSE && last_code_is("misuse"));
    EXPECT(tracker[0] == 0 && tracker[31] == 0);
    evote_ballot_free(ballot);
}

void test_voter(const struct election* election) {
    test_refused_choices(election);
    evote_record* record;
    evote_ballot* ballot;
    uint8_t tracker[32];
    EXPECT(evote_record_open(election->record, election->fingerprint, &record) == EVOTE_OK);
    EXPECT(evote_ballot_prepare(record, election->code_b, "\n list : \r\nmayor:usen", 7, &ballot) ==
           EVOTE_OK);
    evote_record_free(record); // before the ballot, which does not mind
    EXPECT(evote_ballot_tracker(ballot, tracker) == EVOTE_OK);
    evote_bytes bytes;
    EXPECT(evote_ballot_cast(ballot, &bytes) == EVOTE_OK);
    EXPECT(bytes.size >= 460 && bytes.size <= 65535);
    const evote_view view = {bytes.data, bytes.size};
    const char* reason = "";
    EXPECT(evote_verify_ballots(election->opened, &view, 1, &reason) == EVOTE_OK);
    EXPECT(reason == NULL);
    used_up(ballot);
    evote_bytes_free(&bytes);

    // One that is neither cast nor audited.
    EXPECT(evote_ballot_prepare(election->opened, election->code_b, NORTH, 0, &ballot) == EVOTE_OK);
    evote_ballot_free(ballot);
}

void test_registrars(const struct election* election) {
    char folder[4200];
    snprintf(folder, sizeof folder, "%s/registered", election->folder);
    char* const fingerprint = read_text(election->folder, "registered-fingerprint");
    char* const first = read_text(election->folder, "codes-1");
    char* const second = read_text(election->folder, "codes-2");
    char both[200];
    snprintf(both, sizeof both, "%s\n%s\n", second, first);
    evote_record* record;
    EXPECT(evote_record_open(folder, fingerprint, &record) == EVOTE_OK);
    evote_bytes bytes;
    EXPECT(evote_record_describe(record, &bytes) == EVOTE_OK);
    EXPECT(contains(&bytes, "\"registrars\":2,"));
    evote_bytes_free(&bytes);
    EXPECT(evote_voter_district(record, both, &bytes) == EVOTE_OK);
    EXPECT(contains(&bytes, "d"));
    evote_bytes_free(&bytes);
    evote_ballot* ballot;
    EXPECT(evote_ballot_prepare(record, both, "c: a\n", 0, &ballot) == EVOTE_OK);
    EXPECT(evote_ballot_cast(ballot, &bytes) == EVOTE_OK);
    evote_bytes_free(&bytes);
    evote_ballot_free(ballot);
    EXPECT(evote_ballot_prepare(record, first, "c: a\n", 0, &ballot) == EVOTE_REFUSED);
    EXPECT(last_code_is("bad-code"));
    snprintf(both, sizeof both, "%s\n%s", first, first);
    EXPECT(evote_voter_district(record, both, &bytes) == EVOTE_INVALID);
    EXPECT(last_code_is("other-registrar"));
    evote_record_free(record);
    free(fingerprint);
    free(first);
    free(second);
}

void test_openings(const struct election* election) {
    evote_ballot* ballot;
    uint8_t tracker[32];
    evote_bytes opening;
    evote_bytes json;
    EXPECT(evote_ballot_prepare(election->opened, election->code_b, NORTH, 0, &ballot) == EVOTE_OK);
    EXPECT(evote_ballot_tracker(ballot, tracker) == EVOTE_OK);
    EXPECT(evote_ballot_audit(ballot, &opening) == EVOTE_OK);
    used_up(ballot);
    const evote_record* const record = election->opened;
    EXPECT(evote_check_opening(record, opening.data, opening.size, tracker, &json) == EVOTE_OK);
    EXPECT(contains(&json, "\"district\":\"north\",\"choices\":[{\"contest\":\"mayor\","
                           "\"options\":[\"asan\"]},{\"contest\":\"list\","
                           "\"options\":[\"party\",\"p1\"]}]}"));
    evote_bytes_free(&json);
    EXPECT(evote_check_opening(record, opening.data, opening.size, election->tracker_a, &json) ==
           EVOTE_INVALID);
    EXPECT(last_code_is("other-ballot") && json.data == NULL);
    for (size_t size = 0; size < opening.size - 1; ++size) { // without its line feed it is one
        EXPECT(evote_check_opening(record, opening.data, size, tracker, &json) == EVOTE_MALFORMED);
        EXPECT(last_code_is("malformed") && json.data == NULL);
    }
    EXPECT(evote_check_opening(record, NULL, 0, tracker, &json) == EVOTE_MALFORMED);
    evote_bytes_free(&opening);
}

void test_receipts(const struct election* election) {
    size_t size;
    uint8_t* const receipt = read_file(election->folder, "receipt-a", &size);
    const evote_record* const record = election->opened;
    uint64_t index = 99;
    uint64_t log_size = 99;
    EXPECT(evote_check_receipt(record, receipt, size, election->tracker_a, &index, &log_size) ==
           EVOTE_OK);
    EXPECT(index == 0 && log_size == 3);
    uint8_t other[32] = {0};
    index = 99;
    EXPECT(evote_check_receipt(record, receipt, size, other, &index, &log_size) == EVOTE_INVALID);
    EXPECT(last_code_is("other-ballot") && index == 0 && log_size == 0);
    for (size_t shorter = 0; shorter < size; shorter += 5) {
        EXPECT(evote_check_receipt(record, receipt, shorter, election->tracker_a, &index,
                                   &log_size) != EVOTE_OK);
        EXPECT(!no_error());
    }
    EXPECT(evote_check_receipt(record, NULL, 0, other, &index, &log_size) == EVOTE_MALFORMED);
    free(receipt);
}
