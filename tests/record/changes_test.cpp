// SPDX-License-Identifier: Apache-2.0
// Logs with roll changes, verified and audited.
#include "board/log_writer.h"
#include "os/file.h"
#include "record/audit.h"
#include "record/verdict_text.h"
#include "support/native_vectors.h"
#include "support/small_election.h"
#include "support/temporary_folder.h"

#include <catch2/catch.hpp>

using namespace evote;

namespace {

LogReader log_with(const std::filesystem::path& folder, const std::vector<Bytes>& entries) {
    const NoteSigner signer("log", SigningKey(Secret<ByteArray<32>>(ByteArray<32>{3})));
    const auto copy = [&] { return must(NoteSigner::parse(signer.text().expose())); };
    must(LogWriter::create(folder, signer));
    auto writer = must(LogWriter::open(folder, copy()));
    must(writer.append(std::vector<ByteView>(entries.begin(), entries.end())));
    return must(LogReader::open(folder, signer.verifier()));
}

// An election with two registrars and voters of different weights in two districts.
std::string two_districts() {
    std::string manifest = with_registrars(tiny_manifest(1, 1), 2);
    const std::string before = R"("contests":["c"]})";
    return manifest.insert(manifest.find(before) + before.size(),
                           R"(,{"id":"e","title":{"en":"E"},"contests":["c"]})");
}

struct Changed {
    Changed() : election(folder.path() / "record", two_districts()) {
        election.hold_ceremony();
        election.seal(std::vector<SmallVoter>{{0, 1}, {0, 2}, {1, 4}, {1, 8}});
    }

    std::string audit() const {
        const auto found = must(audit_record(election.folder(), {}, system_random()));
        std::string out;
        for (const auto& section : found.report.sections())
            for (const auto& check : section.checks()) {
                out += check.number() + " " + check.title().english() + ": ";
                out += check.state() == report::CheckState::passed   ? "PASS"
                       : check.state() == report::CheckState::failed ? "FAIL"
                                                                     : "NOT CHECKED";
                out += "\n";
                for (const auto& failure : check.failures())
                    out += "  " + failure.english() + "\n";
                for (const auto& remark : check.remarks())
                    out += "  " + remark.english() + "\n";
            }
        return out;
    }

    TemporaryFolder folder;
    SmallElection election;
};

bool has(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

} // namespace

TEST_CASE("native vector logs with roll changes are verified") {
    const nlohmann::json vectors = native_vectors("roll-changes");
    for (const auto& vector : vectors["cases"]) {
        const NativeElection native(vector);
        for (const auto& log : vector["logs"]) {
            INFO(vector["registrars"] << " " << vector["revote"] << ": " << log["name"]);
            const TemporaryFolder folder;
            std::vector<Bytes> entries;
            for (const auto& entry : log["entries"])
                entries.push_back(unhex(entry));
            const auto reader = log_with(folder.path() / "board", entries);
            const auto found =
                must(verify_log(native.election, native.roll, reader, {}, system_random()));
            CHECK(found.findings.faults.empty());
            std::map<std::uint64_t, std::string> bad;
            for (const auto& run : found.bad)
                for (auto i = run.first; i <= run.last; ++i) {
                    bad.emplace(i, verdict_text(run.verdict));
                    CHECK((run.kind == EntryKind::roll_change) ==
                          (native.election.manifest().registrars() > 0 &&
                           is_kind(entries[i], EntryKind::roll_change)));
                }
            std::uint64_t changes = 0;
            for (std::size_t i = 0; i < entries.size(); ++i) {
                const std::string verdict = log["verdicts"][i];
                const bool good = verdict == "valid" || verdict == "closing entry";
                CHECK(bad.contains(i) == !good);
                if (!good)
                    CHECK(bad[i] == verdict);
                changes += good && is_kind(entries[i], EntryKind::roll_change) ? 1U : 0U;
            }
            CHECK(found.changes.size() == changes);
            CHECK(found.turnout == log["counted"].size());
            CHECK(found.is_good() == log["record_valid"].get<bool>());
            std::uint64_t ballots = 0;
            for (const auto& district : found.districts)
                ballots += district.ballots;
            CHECK(ballots == log["counted"].size());
            if (found.tally)
                CHECK(found.tally->counted == log["counted"].size());
        }
    }
}

TEST_CASE("changes and revotes across chunks are counted with any number of threads") {
    Changed changed;
    auto& election = changed.election;
    std::vector<Bytes> entries;
    std::vector<std::uint64_t> counters(4);
    const auto vote = [&](std::size_t voter, std::size_t option) {
        entries.push_back(election.ballot(voter, {{option}}, counters[voter]++));
    };
    // More than a chunk lies between what is displaced or revoked and what does it.
    for (std::size_t voter = 0; voter < 4; ++voter)
        vote(voter, 0);
    entries.push_back(election.replace(0));
    for (int i = 0; i < 1100; ++i)
        vote(3, 0);
    vote(0, 1); // displaces a ballot by another credential
    entries.push_back(election.revoke(1));
    entries.push_back(election.replace(2));
    for (int i = 0; i < 1100; ++i)
        vote(3, 1);
    entries.push_back(election.replace(0));
    entries.push_back(election.revoke(2)); // its ballot is by the credential before
    vote(0, 1);
    election.append(entries);
    election.close();
    DistrictTurnout first;
    first.add(1);
    DistrictTurnout second;
    second.add(8);
    std::optional<Bytes> tally;
    for (const unsigned threads : {1U, 2U, 5U}) {
        const auto found = election.verify(threads);
        REQUIRE(found.is_good());
        CHECK(found.turnout == 2);
        CHECK(found.displaced == 2202);
        CHECK(found.districts == std::vector{first, second});
        CHECK(found.tally->counted == 2);
        CHECK(found.tally->weight == 9);
        CHECK(found.changes.size() == 5);
        const Bytes written = found.tally->write(election.manifest());
        CHECK((!tally || *tally == written));
        tally = written;
    }
    // What is left is the sum of the two ballots that count.
    EntryVerifier verifier(election.record().election, election.record().roll, system_random());
    const auto last = verifier.verify(std::vector<ByteView>{entries.back()});
    CHECK(last[0].verdict == Verdict::not_on_roll);
    REQUIRE(last[0].unplaced);
    CHECK(last[0].proofs_hold());
}

TEST_CASE("an audit shows the roll changes and who made the roll") {
    Changed changed;
    auto& election = changed.election;
    election.vote(0, {{0}});
    election.append({election.replace(0), election.revoke(2)});
    election.vote(3, {{1}});
    const std::string report = changed.audit();
    INFO(report);
    CHECK(has(report, "the roll is that of the registrars' halves: PASS\n  2 registrars made the "
                      "roll together from the list with the hash 0000"));
    CHECK(has(report, "every roll change in the log is valid: PASS\n"
                      "  district d: 1 credentials replaced, 0 revoked\n"
                      "  district e: 0 credentials replaced, 1 revoked\n"));
    CHECK_FALSE(has(report, "FAIL"));
}

TEST_CASE("attack 54 an audit names a roll that is not that of the halves and bad changes") {
    Changed changed;
    auto& election = changed.election;
    auto bad = election.revoke(0);
    bad.back() ^= 1;
    const auto late = election.revoke(1, 1);
    const auto old_ballot = election.ballot(0, {{0}}, 0);
    election.append({bad, late, election.replace(0), old_ballot});
    std::string report = changed.audit();
    INFO(report);
    CHECK(has(report, "every ballot in the log is valid: PASS"));
    CHECK(has(report, "entry 0: registrar signature: not all registrars signed this roll change"));
    CHECK(has(report, "entry 1: stale: this roll change came too late"));
    CHECK(has(report, "every ballot in the log is in its place: FAIL"));
    CHECK(has(report, "entry 3: credential replaced: the voter had been given new codes"));
    // A registrar's file that was changed.
    const auto path = election.folder().halves(2);
    std::string file = to_string(must(read_file(path)));
    file.replace(file.find(",1,") + 3, 2, "00");
    must(write_file(path, bytes_of(file), Existing::replace));
    report = changed.audit();
    CHECK(has(report, "the roll is that of the registrars' halves: FAIL"));
    CHECK(has(report, "this is not the file that registrar 2 signed"));
}

TEST_CASE("what a district counts can be taken out again") {
    DistrictTurnout turnout;
    for (const std::uint64_t weight : {3U, 3U, 7U})
        turnout.add(weight);
    turnout.remove(7);
    CHECK(turnout.weights.largest() == 3);
    turnout.remove(3);
    DistrictTurnout one;
    one.add(3);
    CHECK(turnout == one);
    turnout.remove(3);
    CHECK(turnout == DistrictTurnout());
    // Beyond what is kept apart.
    for (std::uint64_t weight = 1; weight <= WeightCounts::most_different + 1; ++weight)
        turnout.add(weight);
    CHECK(turnout.weights.others() == 1);
    turnout.remove(WeightCounts::most_different + 1);
    CHECK(turnout.weights.others() == 0);
    CHECK(turnout.weights.largest() == WeightCounts::most_different);
}
