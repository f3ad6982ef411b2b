// SPDX-License-Identifier: Apache-2.0
// Where there is no memory, the functions that make no JSON for their caller say so, and nothing
// ends the process. Usage: capi_no_memory FOLDER
#include "use.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// Every allocation from this one on fails, in this program and in its libraries; none if it is 0.
static long left;
static bool failed;

// The functions of glibc behind those that this program replaces.
extern void* __libc_malloc(size_t size);
extern void* __libc_calloc(size_t count, size_t size);
extern void* __libc_realloc(void* memory, size_t size);

static bool fails(void) {
    if (left > 1)
        --left;
    failed = failed || left == 1;
    return left == 1;
}

void* malloc(size_t size) {
    return fails() ? NULL : __libc_malloc(size);
}

void* calloc(size_t count, size_t size) {
    return fails() ? NULL : __libc_calloc(count, size);
}

void* realloc(void* memory, size_t size) {
    return fails() ? NULL : __libc_realloc(memory, size);
}

void expect(bool condition, const char* text, const char* file, int line) {
    left = 0;
    if (condition)
        return;
    evote_error error;
    evote_last_error(&error);
    fprintf(stderr, "%s:%d: %s\nlast error: %s: %s\n", file, line, text, error.code, error.message);
    exit(1);
}

struct facts {
    char record[4096];
    char fingerprint[65];
    char code[64];
    evote_record* opened;
    evote_view ballot;
};

static evote_status open_record(const struct facts* facts) {
    evote_record* record;
    const evote_status status = evote_record_open(facts->record, facts->fingerprint, &record);
    EXPECT((record != NULL) == (status == EVOTE_OK));
    evote_record_free(record);
    return status;
}

static evote_status prepare(const struct facts* facts) {
    evote_ballot* ballot;
    const evote_status status =
        evote_ballot_prepare(facts->opened, facts->code, "mayor: asan\nlist:", 0, &ballot);
    EXPECT((ballot != NULL) == (status == EVOTE_OK));
    evote_ballot_free(ballot);
    return status;
}

// A ballot is used up even where that fails.
static evote_status cast(const struct facts* facts) {
    const long allowed = left;
    left = 0;
    evote_ballot* ballot;
    EXPECT(evote_ballot_prepare(facts->opened, facts->code, "mayor: asan\nlist:", 0, &ballot) ==
           EVOTE_OK);
    left = allowed;
    evote_bytes bytes;
    const evote_status status = evote_ballot_cast(ballot, &bytes);
    EXPECT((bytes.data != NULL) == (status == EVOTE_OK));
    evote_bytes_free(&bytes);
    EXPECT(evote_ballot_cast(ballot, &bytes) == EVOTE_MISUSE);
    evote_ballot_free(ballot);
    return status;
}

static evote_status verify(const struct facts* facts) {
    const char* reason = NULL;
    const evote_status status = evote_verify_ballots(facts->opened, &facts->ballot, 1, &reason);
    EXPECT((reason == NULL) == (status == EVOTE_OK));
    return status;
}

// With no memory at all, then a little, then more, until it suffices.
static void with_little(const char* name, evote_status (*function)(const struct facts*),
                        const struct facts* facts) {
    int refusals = 0;
    for (long allowed = 1;; allowed += 1 + allowed / 64) {
        left = allowed;
        failed = false;
        const evote_status status = function(facts);
        left = 0;
        if (!failed) {
            EXPECT(status == EVOTE_OK);
            break;
        }
        if (status == EVOTE_OK)
            continue; // it did without
        ++refusals;
        evote_error error;
        evote_last_error(&error);
        EXPECT(*error.code != '\0' && *error.message != '\0');
    }
    printf("%s: %d times without memory\n", name, refusals);
    EXPECT(refusals > 0);
}

static void read_into(char* text, size_t room, const char* folder, const char* name, size_t* size) {
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE* const file = fopen(path, "rb");
    EXPECT(file != NULL);
    *size = fread(text, 1, room - 1, file);
    text[*size] = '\0';
    fclose(file);
}

int main(int argc, char** argv) {
    if (argc != 2)
        return 2;
    static struct facts facts;
    static char ballot[65536];
    size_t size;
    snprintf(facts.record, sizeof facts.record, "%s/record", argv[1]);
    read_into(facts.fingerprint, sizeof facts.fingerprint, argv[1], "fingerprint", &size);
    read_into(facts.code, sizeof facts.code, argv[1], "code-b", &size);
    read_into(ballot, sizeof ballot, argv[1], "ballot-a", &size);
    facts.ballot = (evote_view){(const uint8_t*)ballot, size};
    EXPECT(evote_record_open(facts.record, facts.fingerprint, &facts.opened) == EVOTE_OK);
    // What OpenSSL begins once for the process must not fail: it does not try again.
    EXPECT(cast(&facts) == EVOTE_OK);
    with_little("open", open_record, &facts);
    with_little("prepare", prepare, &facts);
    with_little("cast", cast, &facts);
    with_little("verify", verify, &facts);
    evote_record_free(facts.opened);
    return 0;
}
