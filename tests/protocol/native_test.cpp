// SPDX-License-Identifier: Apache-2.0
// The native vectors, byte for byte: made by another implementation of the same protocol.
#include "crypto/sha2.h"
#include "protocol/decryption.h"
#include "protocol/log_rules.h"
#include "support/rooms.h"
#include "support/vector_election.h"
#include "support/vectors.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <set>

using namespace evote;
using Json = nlohmann::json;

namespace {

Digest32 root_in(const std::string& checkpoint) {
    const auto lines = split(checkpoint, '\n');
    const auto root = base64_decode(lines[2]).value();
    Digest32 out{};
    std::ranges::copy(root, out.begin());
    return out;
}

void check_decryptions(const Json& vector, const Election& election, const TallyFile& tally) {
    std::vector<CheckedShare> shares;
    for (const auto& expected : vector["decryptions"]) {
        const std::string& text = expected["decryption.json"].get_ref<const std::string&>();
        auto share = must(DecryptionShare::parse(bytes_of(text), election.manifest()));
        CHECK(wrong_contests(election, tally, share).empty());

        const auto made =
            share_of_vector(vector, election, tally, share.trustee, expected["nonces"]);
        CHECK(text_of(made.write(election.manifest())) == text);
        // With nonces of its own the library makes another proof that holds as well.
        const auto secrets = trustee_secrets_of_vector(vector, share.trustee);
        const auto fresh = decrypt(election, tally, share.trustee, secrets, system_random());
        CHECK(wrong_contests(election, tally, fresh).empty());
        shares.push_back(must(check_share(election, tally, std::move(share))));
    }
    const auto result = must(combine(election, tally, shares));
    CHECK(text_of(result.write(election.manifest())) == vector["result.json"]);
    CHECK(must(Tally::parse(text_bytes(vector["result.json"]), election.manifest())).totals ==
          result.totals);
}

void check_election(const std::string& name) {
    const Json vector = test_vectors(name);
    const NativeElection native(vector);
    CHECK(hex_encode(native.election.fingerprint()) == vector["fingerprint"]);
    std::vector<Bytes> entries;
    for (const auto& ballot : vector["ballots"]) {
        entries.push_back(ballot_of_vector(native.election, ballot));
        const auto& layout = native.election.layout(district_of_vector(native.election, ballot));
        CHECK(
            hex_encode(tracker_of(ByteView(entries.back()).first(layout.begin_of(Part::first)))) ==
            ballot["tracker"]);
        CHECK(hex_encode(entries.back()) == ballot["ballot"]);
    }
    entries.push_back(closing_entry(native.election.fingerprint()));
    CHECK(hex_encode(entries.back()) == vector["closing_entry"]);

    const auto tally = tally_of(native, entries, root_in(vector["checkpoint"]));
    const Bytes tally_json = tally.write(native.election.manifest());
    CHECK(text_of(tally_json) == vector["tally.json"]);
    const auto parsed = must(TallyFile::parse(tally_json, native.election));
    CHECK(parsed.tally().write(native.election.manifest()) == tally_json);
    check_decryptions(vector, native.election, TallyFile::of(native.election, tally));
}

} // namespace

TEST_CASE("native vector one of three") {
    check_election("native/one-of-three.json");
}

TEST_CASE("native vector districts rules weights") {
    check_election("native/districts-rules-weights.json");
}

TEST_CASE("made vector elections") {
    for (const auto& name : known_elections) {
        INFO(name);
        check_election(name);
    }
}

namespace {

void check_invalid_ballots(const std::string& name) {
    INFO(name);
    const Json vector = test_vectors(name);
    const NativeElection native(vector);
    EntryVerifier verifier(native.election, native.roll, system_random());
    std::vector<Bytes> ballots{unhex(vector["valid"])};
    for (const auto& invalid : vector["invalid"])
        ballots.push_back(unhex(invalid["ballot"]));
    const std::vector<ByteView> views(ballots.begin(), ballots.end());
    // All at once, and each alone.
    const auto together = verifier.verify(views);
    std::vector<Verdict> verdicts;
    for (const auto& entry : together)
        verdicts.push_back(entry.verdict);
    CHECK(verdicts.front() == Verdict::valid);
    for (std::size_t i = 0; i < vector["invalid"].size(); ++i) {
        INFO(vector["invalid"][i]["name"].get<std::string>());
        CHECK(verdict_text(verdicts[i + 1]) == vector["invalid"][i]["reason"]);
        const auto alone = verifier.verify(std::span(views).subspan(i + 1, 1));
        CHECK(alone[0].verdict == verdicts[i + 1]);
        CHECK_FALSE(alone[0].ballot.has_value());
    }
}

} // namespace

TEST_CASE("native vector invalid ballots are refused with their reasons") {
    check_invalid_ballots("native/invalid-ballots.json");
}

TEST_CASE("made vector invalid ballots are refused with their reasons") {
    check_invalid_ballots("made/invalid-ballots-2.json");
}

TEST_CASE("native vector batches name every bad ballot") {
    const Json vector = native_vectors("batches");
    const NativeElection native(vector);
    EntryVerifier verifier(native.election, native.roll, system_random());
    for (const auto& batch : vector["batches"]) {
        INFO(batch["name"].get<std::string>());
        std::vector<Bytes> ballots;
        for (const auto& ballot : batch["ballots"])
            ballots.push_back(unhex(ballot));
        const auto checked = verifier.verify(std::vector<ByteView>(ballots.begin(), ballots.end()));
        for (std::size_t i = 0; i < ballots.size(); ++i)
            CHECK(verdict_text(checked[i].verdict) == batch["verdicts"][i]);
    }
}

namespace {

// The verdict on each entry of a log, and what counts and whether the log is closed and good.
void check_log(const NativeElection& native, const Json& log) {
    EntryVerifier verifier(native.election, native.roll, system_random());
    std::vector<Bytes> entries;
    for (const auto& entry : log["entries"])
        entries.push_back(unhex(entry));
    const std::vector<ByteView> views(entries.begin(), entries.end());
    const auto checked = verifier.verify(views);
    LogRules rules(native.election, native.roll);
    TallySum sum(native.election, rules);
    std::set<std::uint64_t> counted;
    bool all_valid = true;
    for (std::size_t i = 0; i < entries.size(); ++i) {
        auto step = rules.next(views[i], checked[i]);
        CHECK(verdict_text(step.verdict) == log["verdicts"][i]);
        all_valid &= step.verdict == Verdict::valid || step.verdict == Verdict::closing_entry;
        if (step.counted) {
            counted.insert(i);
            sum.add(std::move(*step.counted));
        }
        if (step.displaced) {
            const std::size_t entry = step.displaced->entry();
            counted.erase(entry);
            const auto again = step.displaced->again(checked[entry], native.roll);
            sum.remove(std::move(*step.displaced), again);
        }
    }
    CHECK(counted == log["counted"].get<std::set<std::uint64_t>>());
    CHECK(rules.counted() == counted.size());
    CHECK(sum.finish(entries.size(), {}).counted == counted.size());
    CHECK((all_valid && rules.closed()) == log["record_valid"].get<bool>());
}

void check_logs(const std::string& name) {
    const Json vector = native_vectors(name);
    for (const auto& rules_case : vector["cases"]) {
        const NativeElection native(rules_case);
        for (const auto& log : rules_case["logs"]) {
            INFO(rules_case["revote"] << ": " << log["name"]);
            check_log(native, log);
        }
    }
}

} // namespace

TEST_CASE("native vector log rules give every verdict and what counts") {
    check_logs("log-rules");
}

TEST_CASE("native vector roll changes give every verdict and what counts") {
    check_logs("roll-changes");
}
