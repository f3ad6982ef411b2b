// SPDX-License-Identifier: Apache-2.0
// ask RECORD FINGERPRINT: the C interface on a record.
#include "evote/evote.h"

#include <stdio.h>
#include <string.h>

static int failed(const char* what) {
    evote_error error;
    evote_last_error(&error);
    fprintf(stderr, "%s: %s\n", what, error.message);
    return 1;
}

int main(int argc, char** argv) {
    evote_record* record = NULL;
    evote_bytes report = {NULL, 0};
    evote_status status;
    if (argc != 3)
        return 2;
    if (evote_record_open(argv[1], argv[2], &record) != EVOTE_OK)
        return failed("open");
    evote_record_free(record);
    status = evote_audit(argv[1], argv[2], 1, NULL, NULL, &report, NULL);
    if (status != EVOTE_OK || strlen((const char*)report.data) != report.size)
        return failed("audit");
    evote_bytes_free(&report);
    return strlen(evote_version()) > 0 ? 0 : 1;
}
