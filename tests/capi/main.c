// SPDX-License-Identifier: Apache-2.0
// Uses every function of the C interface, rightly and wrongly. Usage: capi_use FOLDER
#include "use.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void expect(bool condition, const char* text, const char* file, int line) {
    if (condition)
        return;
    evote_error error;
    evote_last_error(&error);
    fprintf(stderr, "%s:%d: %s\nlast error: %s: %s (%s: %s)\n", file, line, text, error.code,
            error.message, error.file, error.place);
    exit(1);
}

bool last_code_is(const char* code) {
    evote_error error;
    evote_last_error(&error);
    return strcmp(error.code, code) == 0 && error.message[0] != '\0';
}

bool no_error(void) {
    evote_error error;
    evote_last_error(&error);
    return *error.code == '\0' && *error.message == '\0' && *error.file == '\0' &&
           *error.place == '\0';
}

bool contains(const evote_bytes* bytes, const char* text) {
    return bytes->data != NULL && bytes->data[bytes->size] == 0 &&
           strlen((const char*)bytes->data) == bytes->size &&
           strstr((const char*)bytes->data, text) != NULL;
}

uint8_t* read_file(const char* folder, const char* name, size_t* size) {
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE* const file = fopen(path, "rb");
    EXPECT(file != NULL);
    uint8_t* const data = malloc(65536);
    EXPECT(data != NULL);
    *size = fread(data, 1, 65535, file);
    data[*size] = 0;
    fclose(file);
    return data;
}

char* read_text(const char* folder, const char* name) {
    size_t size = 0;
    return (char*)read_file(folder, name, &size);
}

struct election election_read(const char* folder) {
    struct election out = {.folder = folder};
    snprintf(out.record, sizeof out.record, "%s/record", folder);
    snprintf(out.damaged, sizeof out.damaged, "%s/damaged", folder);
    out.fingerprint = read_text(folder, "fingerprint");
    out.code_a = read_text(folder, "code-a");
    out.code_b = read_text(folder, "code-b");
    out.code_c = read_text(folder, "code-c");
    const char* const names[3] = {"ballot-a", "ballot-c", "ballot-d"};
    for (size_t i = 0; i < 3; ++i)
        out.ballots[i].data = read_file(folder, names[i], &out.ballots[i].size);
    char* const tracker = read_text(folder, "tracker-a");
    for (size_t i = 0; i < 32; ++i) {
        unsigned byte = 256;
        EXPECT(sscanf(tracker + 2 * i, "%2x", &byte) == 1);
        out.tracker_a[i] = (uint8_t)byte;
    }
    free(tracker);
    EXPECT(evote_record_open(out.record, out.fingerprint, &out.opened) == EVOTE_OK);
    return out;
}

void election_free(struct election* election) {
    evote_record_free(election->opened);
    for (size_t i = 0; i < 3; ++i)
        free(election->ballots[i].data);
    free(election->fingerprint);
    free(election->code_a);
    free(election->code_b);
    free(election->code_c);
}

int main(int argc, char** argv) {
    if (argc != 2)
        return 2;
    EXPECT(no_error());
    const evote_status locked = evote_lock_secrets();
    EXPECT(locked == EVOTE_OK || locked == EVOTE_INCOMPLETE);
    EXPECT(no_error());
    EXPECT(evote_lock_secrets() == locked);
    struct election election = election_read(argv[1]);
    test_records(&election);
    test_voter(&election);
    test_registrars(&election);
    test_openings(&election);
    test_receipts(&election);
    test_ballots(&election);
    test_audits(&election);
    test_misuse(&election);
    election_free(&election);
    puts("everything was used");
    return 0;
}
