// SPDX-License-Identifier: Apache-2.0
#include "evote/check.h"
#include "page.h"

#include <algorithm>

namespace evote::tools {

namespace {

constexpr Term introductions[] = {
    {"evote-aggregate",
     Template("Verifies every ballot on the closed board and writes tally.json, the encrypted sum "
              "of those that count. Anyone can do this again, and gets the same file. With bad "
              "ballots on the board the sum of the others is written, and the exit status is 1.")},
    {"evote-board",
     Template("The board is the public log of ballots, to which entries are only ever added. It "
              "verifies ballots, takes the good ones, signs what the log is, and gives receipts. "
              "Witnesses sign what the board has signed, so that nobody can be shown another "
              "log.")},
    {"evote-cast",
     Template("Encrypts a voter's choices, and proves that they keep the rules without revealing "
              "them. A prepared ballot is either cast or audited: because the tracker is shown "
              "before that is decided, a device that encrypts something else can be caught.")},
    {"evote-ceremony",
     Template("In three rounds the trustees make the keys of an election: enough of them can "
              "decrypt together, and fewer cannot. Each has a secret file under a passphrase and "
              "gives public notes to the others. In the end they seal the election: each looks at "
              "what it consists of, and signs its fingerprint.")},
    {"evote-credentials",
     Template("Makes a secret code for each voter on a list, and the public roll, which has no "
              "names. List and codes must stay outside the election's folder, which is "
              "published.")},
    {"evote-decrypt",
     Template("Each trustee verifies every ballot, decrypts their sum and proves that the "
              "decryption is right. Once enough trustees have done so, anyone can combine the "
              "decryptions into the result. No single ballot is ever decrypted.")},
    {"evote-registrar",
     Template("The service of one registrar: it shows voters their codes after an identity "
              "provider or a clerk has identified them, and keeps who was identified when. Its "
              "state holds no codes and no names.")},
    {"evote-setup",
     Template("An election begins with a manifest: its contests, options, districts, hours and "
              "trustees. Once the trustees have made the keys and the roll exists, the election "
              "is sealed: from then on its fingerprint stands for all of it, and the board is "
              "open.")},
    {"evote-simulate",
     Template("Makes the whole record of an election with invented voters, for research, load "
              "tests and benchmarks. Nothing in it is secret: never hold a real election with "
              "it.")},
    {"evote-verify",
     Template("Verifies the whole record of an election, from the ceremony to the result. Each "
              "check is PASS, FAIL with place and reason, or NOT CHECKED. It needs nothing but "
              "the record, and trusts nobody who made it.")},
};

constexpr Term statuses[] = {
    {"0", Template("Done; what was checked is valid")},
    {"1", Template("Checked and found wrong")},
    {"2", Template("Cannot be done as asked")},
    {"3", Template("The input is not such a thing at all")},
    {"4", Template("The operating system failed")},
    {"5", Template("Nothing wrong, but something is missing yet or could not be checked")},
};

constexpr Term variables[] = {
    {R"(LC_ALL, LC_MESSAGES, LANG)",
     Template("The language, unless --lang is given: the first of them that is set counts")},
    {"EVOTE_BACKEND",
     Template("How this processor computes: portable, or a faster way by its name; unset, the "
              "fastest that it has")},
    {"TMPDIR", Template("The folder for temporary files of large elections; /tmp without it")},
};

struct File {
    std::string_view tools; // the names that it is for
    Term term;
};

constexpr File files[] = {
    {"evote-setup",
     {"DIR/manifest.json", Template("The manifest, which is to be edited before the keys exist")}},
    {"evote-ceremony", {"DIR/ceremony/", Template("The notes of the trustees")}},
    {"evote-ceremony", {"DIR/keys.json", Template("The keys of the election")}},
    {"evote-credentials", {"DIR/roll.csv", Template("The public roll")}},
    {"evote-credentials",
     {"SECRET.journal", Template("What a registrar has signed, when and why; private")}},
    {"evote-registrar",
     {"STATE", Template("Who was identified when, tickets, holds and requests; an SQLite "
                        "database. While the service runs, files -wal and -shm are beside it")}},
    {R"(evote-setup evote-board)",
     {"KEY.memory",
      Template("What the board's key remembers; copies of key and memory belong in a safe place")}},
    {"evote-board", {"KEY.index", Template("Makes appending faster; may be deleted at any time")}},
    {"evote-board", {"DIR/board/", Template("The log, with the checkpoint that the board signed")}},
    {R"(evote-aggregate evote-decrypt)", {"DIR/tally.json", Template("The encrypted sum")}},
    {"evote-decrypt", {"DIR/decryptions/", Template("The decryptions of the trustees")}},
    {"evote-decrypt", {"DIR/result.json", Template("The result")}},
};

} // namespace

Template introduction_of(std::string_view tool) {
    const auto found = std::ranges::find(introductions, tool, &Term::word);
    EVOTE_CHECK(found != std::end(introductions));
    return found->text;
}

std::vector<Term> files_of(std::string_view tool) {
    std::vector<Term> out;
    for (const File& file : files)
        if (file.tools.find(tool) != std::string_view::npos)
            out.push_back(file.term);
    return out;
}

std::span<const Term> exit_statuses() {
    return statuses;
}

std::span<const Term> environment() {
    return variables;
}

} // namespace evote::tools
