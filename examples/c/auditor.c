// SPDX-License-Identifier: Apache-2.0
// Audits the record of an election and shows how far it is.
//
//     auditor FOLDER [FINGERPRINT] >report.json
//
// The fingerprint is what the trustees announced. The exit status is that of evote-verify: 0 valid,
// 1 invalid, 5 not everything could be checked.
#include <evote/evote.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>

static volatile sig_atomic_t interrupted = 0;

static void interrupt(int signal) {
    (void)signal;
    interrupted = 1;
}

static int show_progress(void* context, uint64_t done, uint64_t total) {
    fprintf(context, "%" PRIu64 " of %" PRIu64 " entries of the log\n", done, total);
    return interrupted;
}

int main(int argc, char** argv) {
    if (argc < 2 || argc > 3) {
        fputs("Usage: auditor FOLDER [FINGERPRINT]\n", stderr);
        return EVOTE_REFUSED;
    }
    signal(SIGINT, interrupt);

    evote_bytes report;
    evote_bytes totals;
    const char* const fingerprint = argc == 3 ? argv[2] : NULL;
    const evote_status status =
        evote_audit(argv[1], fingerprint, 2, show_progress, stderr, &report, &totals);
    if (report.data == NULL) {
        evote_error error;
        evote_last_error(&error);
        fprintf(stderr, "%s %s %s\n", error.file, error.place, error.message);
        return status;
    }
    fwrite(report.data, 1, report.size, stdout);
    if (totals.data != NULL)
        fprintf(stderr, "The result is correct: %s\n", (const char*)totals.data);
    evote_bytes_free(&report);
    evote_bytes_free(&totals);
    return status;
}
