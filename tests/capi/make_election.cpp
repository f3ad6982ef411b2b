// SPDX-License-Identifier: Apache-2.0
// Makes a finished election for those who use the C interface. Usage: capi_election FOLDER
//   record/             closed and counted; damaged/ is a copy whose result is wrong
//   fingerprint         64 hex digits
//   code-a to code-d    the voters' codes: a and b are in the district north, c and d in the south
//   ballot-a, ballot-c, ballot-d    what they have cast
//   tracker-a, receipt-a            the tracker of the first, and its receipt
//   registered/                     an open election with two registrars, one of whose voters has
//   new codes registered-fingerprint, codes-1, codes-2    that voter's codes, of registrars 1 and 2
#include "app/voting.h"
#include "protocol/decryption.h"
#include "record/log_verification.h"
#include "record/sealed_record.h"

#include <cstdio>
#include <exception>

using namespace evote;

namespace {

void vote_and_close(Voting& voting) {
    voting.console().set_facts(Facts::json);
    must(voting.vote("a", "mayor: asan\nlist: party\n", "ballot-a"));
    const std::string tracker = voting.facts()["tracker"];
    must(voting.vote("c", "mayor: usen\n", "ballot-c"));
    must(voting.vote("d", "mayor: usen\n", "ballot-d"));
    must(board_append({voting.record.path(),
                       {voting.path("ballot-a"), voting.path("ballot-c"), voting.path("ballot-d")},
                       voting.path("board.key"),
                       voting.path("receipts")},
                      system_random(), voting.console()));
    must(voting.close());
    voting.write("tracker-a", tracker);
    std::filesystem::rename(voting.path("receipts/" + tracker + ".receipt"),
                            voting.path("receipt-a"));
}

void count(Voting& voting) {
    const auto sealed = must(SealedRecord::open(voting.record, Anchor()));
    const auto log = must(sealed.open_log());
    const auto found =
        must(verify_log(sealed.election, sealed.roll, log, {1, {}}, system_random()));
    must(write_file(voting.record.tally(), found.tally.value().write(sealed.manifest())));
    const auto tally =
        must(TallyFile::parse(must(read_file(voting.record.tally())), sealed.election));
    const auto share =
        decrypt(sealed.election, tally, 1, voting.election->secret(1).share(), system_random());
    must(make_folders(voting.record.decryptions()));
    must(write_file(voting.record.decryption(1), share.write(sealed.manifest())));
    std::vector<CheckedShare> shares;
    shares.push_back(must(check_share(sealed.election, tally, share)));
    const auto result = must(combine(sealed.election, tally, shares));
    must(write_file(voting.record.result(), result.write(sealed.manifest())));
    voting.write("fingerprint", hex_encode(sealed.election.fingerprint()));
}

void damage_copy(const Voting& voting) {
    std::filesystem::copy(voting.record.path(), voting.path("damaged"),
                          std::filesystem::copy_options::recursive);
    std::string result = to_string(must(read_file(voting.path("damaged/result.json"))));
    result.replace(result.find("\"usen\":4"), 8, "\"usen\":5");
    voting.write("damaged/result.json", result);
}

void make_registered(const Voting& voting) {
    SmallElection election(voting.path("registered"), with_registrars(tiny_manifest(1, 1), 2));
    election.hold_ceremony();
    election.seal(std::vector<SmallVoter>(2));
    election.append({election.replace(0)});
    voting.write("registered-fingerprint", hex_encode(election.record().election.fingerprint()));
    voting.write("codes-1", election.code(0, 1));
    voting.write("codes-2", election.code(0, 2));
}

void make(const std::filesystem::path& folder) {
    Voting voting;
    make_registered(voting);
    vote_and_close(voting);
    count(voting);
    damage_copy(voting);
    std::filesystem::remove_all(folder);
    std::filesystem::copy(voting.path("."), folder, std::filesystem::copy_options::recursive);
}

} // namespace

int main(int argc, char** argv) {
    try {
        if (argc != 2)
            return 2;
        make(argv[1]);
        return 0;
    } catch (const std::exception& e) {
        std::fprintf(stderr, "capi_election: %s\n", e.what());
        return 1;
    }
}
