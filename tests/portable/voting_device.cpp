// SPDX-License-Identifier: Apache-2.0
// What a voter's device and a verifier of ballots do without an operating system: voting_device
// FOLDER, the one with the test vectors, makes the ballots of the native vectors from their codes
// and nonces, byte for byte, says of each invalid one why, and makes ballots with the system's
// randomness and checks them.
#include "ballot/opening.h"
#include "base/text.h"
#include "portable/device_election.h"
#include "support/vector_ballot.h"

#include <cstdio>
#include <fstream>
#include <iterator>

using namespace evote;
using Json = nlohmann::json;

namespace {

class Checks {
  public:
    void expect(bool holds, const std::string& what) {
        ++count_;
        if (holds)
            return;
        ++faults_;
        std::printf("FAILED: %s\n", what.c_str());
    }

    /// The exit status.
    int finish() const {
        std::printf("%d checks, %d faults\n", count_, faults_);
        return count_ > 0 && faults_ == 0 ? 0 : 1;
    }

  private:
    int count_ = 0;
    int faults_ = 0;
};

Json read_vectors(const std::string& folder, const std::string& name) {
    std::ifstream file(folder + "/" + name);
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    Json vectors = Json::parse(text, nullptr, false);
    if (vectors.is_discarded())
        check_failed(("cannot be read: " + name).c_str(), __FILE__, __LINE__);
    return vectors;
}

Bytes unhex(const Json& text) {
    return hex_decode(text.get<std::string>()).value();
}

void expect_valid(Checks& checks, const DeviceElection& election, const std::vector<Bytes>& entries,
                  const std::string& what) {
    for (const Verdict verdict : election.verdicts_on(entries))
        checks.expect(verdict == Verdict::valid, what + ": " + std::string(verdict_text(verdict)));
}

// From the nonces that the vector states.
void check_known_ballots(Checks& checks, const Json& vector) {
    const DeviceElection election(vector);
    std::vector<Bytes> entries;
    for (const auto& ballot : vector["ballots"]) {
        const Credential credential = election.credential_of(ballot);
        checks.expect(credential.secret.expose() == scalar_of_vector(ballot["u"]), "code");
        const BallotBits bits = election.bits_of(ballot);
        entries.push_back(ballot_of_vector(election.parameters(), election.district_of(ballot),
                                           ballot, bits.expose()));
        checks.expect(hex_encode(entries.back()) == ballot["ballot"], "bytes of a ballot");
    }
    expect_valid(checks, election, entries, "known ballot");
}

std::vector<PreparedBallot> prepare(Maker& maker, const DeviceElection& election,
                                    const Credential& credential, const Json& ballot) {
    std::vector<BallotRequest> request;
    request.push_back({&credential, ballot["counter"], election.bits_of(ballot)});
    return maker.prepare(election.district_of(ballot), request);
}

// The choices of the vector's voters, cast and audited with nonces of the system.
void check_fresh_ballots(Checks& checks, const Json& vector) {
    const DeviceElection election(vector);
    Maker maker(election.parameters(), system_random());
    std::vector<Bytes> entries;
    for (const auto& ballot : vector["ballots"]) {
        const Credential credential = election.credential_of(ballot);
        const Credential* const voter = &credential;
        auto audited = prepare(maker, election, credential, ballot);
        const Digest32 tracker = audited.front().tracker();
        const Opening opening = open_ballot(std::move(audited.front()));
        const auto recomputed = recompute(election.parameters(), opening);
        checks.expect(recomputed && tracker_of(*recomputed) == tracker, "tracker of an opening");
        checks.expect(could_be_cast(election.parameters(), opening), "rules in an opening");
        entries.push_back(
            maker.cast(prepare(maker, election, credential, ballot), {&voter, 1}).front());
        checks.expect(hex_encode(entries.back()) != ballot["ballot"], "nonces are fresh");
    }
    expect_valid(checks, election, entries, "fresh ballot");
}

void check_invalid_ballots(Checks& checks, const Json& vector) {
    const DeviceElection election(vector);
    std::vector<Bytes> entries;
    for (const auto& invalid : vector["invalid"])
        entries.push_back(unhex(invalid["ballot"]));
    const auto verdicts = election.verdicts_on(entries);
    for (std::size_t i = 0; i < verdicts.size(); ++i)
        checks.expect(verdict_text(verdicts[i]) == vector["invalid"][i]["reason"],
                      vector["invalid"][i]["name"]);
    expect_valid(checks, election, {unhex(vector["valid"])}, "valid ballot");
}

void check_batches(Checks& checks, const Json& vector) {
    const DeviceElection election(vector);
    for (const auto& batch : vector["batches"]) {
        std::vector<Bytes> entries;
        for (const auto& ballot : batch["ballots"])
            entries.push_back(unhex(ballot));
        const auto verdicts = election.verdicts_on(entries);
        for (std::size_t i = 0; i < verdicts.size(); ++i)
            checks.expect(verdict_text(verdicts[i]) == batch["verdicts"][i], batch["name"]);
    }
}

} // namespace

int main(int count, char** arguments) {
    EVOTE_CHECK(count == 2);
    const std::string folder = arguments[1];
    Checks checks;
    for (const auto* const name :
         {"native/one-of-three.json", "native/districts-rules-weights.json"}) {
        const Json vector = read_vectors(folder, name);
        check_known_ballots(checks, vector);
        check_fresh_ballots(checks, vector);
    }
    check_invalid_ballots(checks, read_vectors(folder, "native/invalid-ballots.json"));
    check_batches(checks, read_vectors(folder, "native/batches.json"));
    return checks.finish();
}
