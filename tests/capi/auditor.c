// SPDX-License-Identifier: Apache-2.0
// Ballots verified in batches, and records audited.
#include "use.h"

#include <string.h>

void test_ballots(const struct election* election) {
    evote_view views[5];
    for (size_t i = 0; i < 3; ++i)
        views[i] = (evote_view){election->ballots[i].data, election->ballots[i].size};
    uint8_t wrong[65535];
    memcpy(wrong, views[0].data, views[0].size);
    wrong[views[0].size - 1] ^= 1;
    views[3] = (evote_view){wrong, views[0].size};
    views[4] = (evote_view){NULL, 0};
    const char* reasons[5] = {NULL};
    EXPECT(evote_verify_ballots(election->opened, views, 5, reasons) == EVOTE_OK && no_error());
    EXPECT(reasons[0] == NULL && reasons[1] == NULL && reasons[2] == NULL);
    EXPECT(reasons[3] != NULL && strcmp(reasons[3], "credential proof") == 0);
    EXPECT(reasons[4] != NULL && strcmp(reasons[4], "malformed") == 0);

    // Every other length is no ballot.
    for (size_t size = 0; size < sizeof wrong; size += size < 2 * views[0].size ? 1 : 997) {
        const evote_view view = {wrong, size};
        EXPECT(evote_verify_ballots(election->opened, &view, 1, reasons) == EVOTE_OK);
        EXPECT(reasons[0] != NULL);
    }
    EXPECT(evote_verify_ballots(election->opened, NULL, 0, NULL) == EVOTE_OK);

    // What was not verified is not valid.
    views[1].data = NULL;
    memset(reasons, 0, sizeof reasons);
    EXPECT(evote_verify_ballots(election->opened, views, 5, reasons) == EVOTE_MISUSE);
    for (size_t i = 0; i < 5; ++i)
        EXPECT(strcmp(reasons[i], "not verified") == 0);
}

struct watch {
    int calls;
    int answer;
    uint64_t done;
    uint64_t total;
};

static int watching(void* context, uint64_t done, uint64_t total) {
    struct watch* const watch = context;
    ++watch->calls;
    watch->done = done;
    watch->total = total;
    // Other functions can be called from here.
    evote_record* none = NULL;
    EXPECT(evote_record_open("", "", &none) == EVOTE_REFUSED && none == NULL);
    return watch->answer;
}

static void test_progress(const struct election* election) {
    evote_bytes report;
    evote_bytes totals;
    struct watch watch = {0, 0, 0, 0};
    EXPECT(evote_audit(election->record, election->fingerprint, 4000000000U, watching, &watch,
                       &report, &totals) == EVOTE_OK);
    EXPECT(watch.calls > 0 && watch.done == 4 && watch.total == 4 && no_error());
    evote_bytes_free(&report);
    evote_bytes_free(&totals);
    watch = (struct watch){0, -1, 0, 0};
    report = (evote_bytes){(uint8_t*)1, 1};
    totals = report;
    EXPECT(evote_audit(election->record, NULL, 2, watching, &watch, &report, &totals) ==
           EVOTE_REFUSED);
    EXPECT(last_code_is("stopped") && watch.calls == 1);
    EXPECT(report.data == NULL && report.size == 0 && totals.data == NULL && totals.size == 0);
}

void test_audits(const struct election* election) {
    evote_bytes report;
    evote_bytes totals;
    EXPECT(evote_audit(election->record, election->fingerprint, 1, NULL, NULL, &report, &totals) ==
           EVOTE_OK);
    EXPECT(contains(&report, "\"format\":\"evote-report-1\",\"status\":\"valid\"") && no_error());
    EXPECT(contains(&totals, "[{\"contest\":\"mayor\",\"option\":\"asan\",\"votes\":1},"
                             "{\"contest\":\"mayor\",\"option\":\"usen\",\"votes\":4},"));
    evote_bytes_free(&report);
    evote_bytes_free(&totals);
    EXPECT(evote_audit(election->record, NULL, 1, NULL, NULL, &report, NULL) == EVOTE_INCOMPLETE);
    EXPECT(contains(&report, "\"status\":\"incomplete\"") && no_error());
    evote_bytes_free(&report);
    EXPECT(evote_audit(election->damaged, election->fingerprint, 1, NULL, NULL, &report, &totals) ==
           EVOTE_INVALID);
    EXPECT(contains(&report, "\"status\":\"invalid\"") && totals.data == NULL && no_error());
    evote_bytes_free(&report);
    EXPECT(evote_audit(election->folder, NULL, 1, NULL, NULL, &report, &totals) == EVOTE_MALFORMED);
    EXPECT(last_code_is("not-a-record") && report.data == NULL);
    EXPECT(evote_audit("\xff\x01", NULL, 1, NULL, NULL, &report, NULL) == EVOTE_MALFORMED);
    EXPECT(evote_audit(election->record, "12", 1, NULL, NULL, &report, &totals) == EVOTE_REFUSED);
    EXPECT(last_code_is("usage") && report.data == NULL);
    EXPECT(evote_audit(election->record, "", 1, NULL, NULL, &report, NULL) == EVOTE_MISUSE);
    EXPECT(evote_audit(election->record, NULL, 0, NULL, NULL, &report, NULL) == EVOTE_MISUSE);
    test_progress(election);
}
