// SPDX-License-Identifier: Apache-2.0
// A voter's device: encrypts a ballot and shows its tracker; then the voter decides whether the
// ballot is cast, or audited on another device.
//
//     device RECORD FINGERPRINT CODE_FILE CHOICES_FILE (cast|audit) OUT
//
// The choices are lines "contest: option, option". A real device would ask for all of this.
#include <evote/evote.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static evote_record* record;
static evote_ballot* ballot;
static evote_bytes out;
static char code[256];
static char choices[65536];

static void end(int status) {
    evote_bytes_free(&out);
    evote_ballot_free(ballot);
    evote_record_free(record);
    for (volatile char* c = code; c != code + sizeof code; ++c)
        *c = 0;
    for (volatile char* c = choices; c != choices + sizeof choices; ++c)
        *c = 0;
    exit(status);
}

static void must(evote_status status) {
    if (status == EVOTE_OK)
        return;
    evote_error error;
    evote_last_error(&error);
    fprintf(stderr, "%s %s %s\n", error.file, error.place, error.message);
    end(status);
}

static void read_secret(const char* path, char* text, size_t room) {
    FILE* const file = fopen(path, "rb");
    if (file == NULL || setvbuf(file, NULL, _IONBF, 0) != 0) {
        perror(path);
        end(EVOTE_SYSTEM);
    }
    text[fread(text, 1, room - 1, file)] = '\0';
    fclose(file);
}

int main(int argc, char** argv) {
    if (argc != 7) {
        fputs("Usage: device RECORD FINGERPRINT CODE_FILE CHOICES_FILE (cast|audit) OUT\n", stderr);
        return EVOTE_REFUSED;
    }
    if (evote_lock_secrets() != EVOTE_OK)
        fputs("Memory for secrets cannot be locked here\n", stderr);
    must(evote_record_open(argv[1], argv[2], &record));
    read_secret(argv[3], code, sizeof code);
    read_secret(argv[4], choices, sizeof choices);
    must(evote_ballot_prepare(record, code, choices, 0, &ballot));

    uint8_t tracker[32];
    must(evote_ballot_tracker(ballot, tracker));
    for (size_t i = 0; i < sizeof tracker; ++i)
        printf("%02x", tracker[i]);
    puts("");

    const int is_cast = strcmp(argv[5], "cast") == 0;
    must(is_cast ? evote_ballot_cast(ballot, &out) : evote_ballot_audit(ballot, &out));
    FILE* const file = fopen(argv[6], "wbx");
    if (file == NULL || fwrite(out.data, 1, out.size, file) != out.size || fclose(file) != 0) {
        perror(argv[6]);
        end(EVOTE_SYSTEM);
    }
    end(EVOTE_OK);
}
