// SPDX-License-Identifier: Apache-2.0
// What the parts of the test in C share.
#ifndef EVOTE_TESTS_CAPI_USE_H
#define EVOTE_TESTS_CAPI_USE_H

#include <evote/evote.h>
#include <stdbool.h>

/// Where the election is that capi_election made, and what is read from there once.
struct election {
    const char* folder;
    char record[4096];
    char damaged[4096];
    char* fingerprint;
    char* code_a;
    char* code_b;
    char* code_c;
    evote_bytes ballots[3]; // of a, c and d
    uint8_t tracker_a[32];
    evote_record* opened;
};

struct election election_read(const char* folder);
void election_free(struct election* election);

/// The file in the election's folder; a zero byte follows it. Released with free().
uint8_t* read_file(const char* folder, const char* name, size_t* size);
char* read_text(const char* folder, const char* name);

/// Ends the program, with the place and the last error, unless the condition holds.
void expect(bool condition, const char* text, const char* file, int line);
#define EXPECT(condition) expect((condition), #condition, __FILE__, __LINE__)

/// Whether the last error has this code, and a message.
bool last_code_is(const char* code);
/// Whether there is no last error.
bool no_error(void);
bool contains(const evote_bytes* bytes, const char* text);

void test_records(const struct election* election);
void test_voter(const struct election* election);
void test_registrars(const struct election* election);
void test_openings(const struct election* election);
void test_receipts(const struct election* election);
void test_ballots(const struct election* election);
void test_audits(const struct election* election);
void test_misuse(const struct election* election);

#endif
