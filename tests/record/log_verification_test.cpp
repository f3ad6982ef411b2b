// SPDX-License-Identifier: Apache-2.0
#include "ballot/proving.h"
#include "board/log_writer.h"
#include "support/native_vectors.h"
#include "support/rooms.h"
#include "support/small_election.h"
#include "support/temporary_folder.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <functional>
#include <map>

using namespace evote;
namespace fs = std::filesystem;

namespace {

// A log of any entries, signed by its own key.
LogReader log_of(const fs::path& folder, const std::vector<Bytes>& entries) {
    const auto signer = [] {
        return NoteSigner("evote/test", SigningKey(Secret<ByteArray<32>>(ByteArray<32>{1, 2, 3})));
    };
    must(LogWriter::create(folder, signer()));
    auto writer = must(LogWriter::open(folder, signer()));
    const std::vector<ByteView> views(entries.begin(), entries.end());
    if (!views.empty())
        must(writer.append(views));
    return must(LogReader::open(folder, signer().verifier()));
}

std::map<std::uint64_t, std::string> bad_of(const LogVerification& log) {
    std::map<std::uint64_t, std::string> out;
    for (const auto& entries : log.bad)
        for (std::uint64_t i = entries.first; i <= entries.last; ++i)
            out[i] = verdict_text(entries.verdict);
    return out;
}

bool same(const LogVerification& a, const LogVerification& b) {
    return a.bad == b.bad && a.turnout == b.turnout && a.displaced == b.displaced &&
           a.districts == b.districts && a.repeated_alphas == b.repeated_alphas &&
           a.first_repeated_alphas == b.first_repeated_alphas;
}

// An election with many ballots of few voters, made in batches.
struct Crowd {
    explicit Crowd(const fs::path& folder) : election(folder, tiny_manifest(1, 1)) {
        election.hold_ceremony();
        election.seal(std::vector<SmallVoter>{{0, 1}, {0, 5}, {0, 1'000'000}});
    }

    // Votes in turn; ballot i chooses option (i + first) % 2.
    std::vector<Bytes> ballots(std::size_t count, std::size_t first = 0) {
        Maker maker(election.record().election.parameters(), system_random());
        std::vector<BallotRequest> requests;
        std::vector<const Credential*> credentials;
        for (std::size_t i = 0; i < count; ++i) {
            const std::uint8_t second = (i + first) % 2 == 1 ? 1 : 0;
            const std::array<std::uint8_t, 2> bits{static_cast<std::uint8_t>(1 - second), second};
            credentials.push_back(&election.credential(i % 3));
            requests.push_back({credentials.back(), i / 3, BallotBits(bits)});
        }
        return maker.cast(maker.prepare(0, requests), credentials);
    }

    SmallElection election;
};

} // namespace

TEST_CASE("the logs of the vectors get the verdicts of the vectors") {
    const auto vectors = native_vectors("log-rules");
    for (const auto& vector : vectors["cases"]) {
        const NativeElection native(vector);
        for (const auto& log : vector["logs"]) {
            const TemporaryFolder folder;
            std::vector<Bytes> entries;
            for (const auto& entry : log["entries"])
                entries.push_back(unhex(entry));
            const auto reader = log_of(folder.path() / "board", entries);
            const auto found =
                must(verify_log(native.election, native.roll, reader, {}, system_random()));
            INFO(log["name"].get<std::string>());
            CHECK(found.findings.faults.empty());
            CHECK(found.judged == entries.size());
            const auto bad = bad_of(found);
            std::size_t i = 0;
            for (const auto& verdict : log["verdicts"]) {
                const bool good = verdict == "valid" || verdict == "closing entry";
                CHECK(bad.contains(i) == !good);
                if (!good && bad.contains(i))
                    CHECK(bad.at(i) == verdict);
                ++i;
            }
            CHECK(i == entries.size());
            CHECK(found.turnout == log["counted"].size());
            CHECK(found.closed == (log["verdicts"].back() == "closing entry"));
            CHECK(found.is_good() == log["record_valid"].get<bool>());
            CHECK(found.tally.has_value() == found.closed);
        }
    }
}

TEST_CASE("revotes across chunks are counted once with any number of threads") {
    const TemporaryFolder folder;
    Crowd crowd(folder.path());
    constexpr std::size_t count = 3200;
    const auto ballots = crowd.ballots(count);
    crowd.election.append(ballots);
    crowd.election.close();
    const auto one = crowd.election.verify(1);
    REQUIRE(one.tally);
    CHECK(one.turnout == 3);
    CHECK(one.displaced == count - 3);
    CHECK(one.tally->counted == 3);
    CHECK(one.tally->weight == 1'000'006);
    DistrictTurnout turnout;
    for (const std::uint64_t weight : {1U, 5U, 1'000'000U})
        turnout.add(weight);
    CHECK(turnout.weight == 1'000'006);
    CHECK(one.districts == std::vector{turnout});
    CHECK(one.is_good());

    const auto& record = crowd.election.record();
    EntryVerifier verifier(record.election, record.roll, system_random());
    const std::vector<ByteView> last(ballots.end() - 3, ballots.end());
    const auto log = must(record.open_log());
    EncryptedTally expected{
        record.election.fingerprint(),      log.size(), log.checkpoint().root(), 3, 1'000'006,
        {VectorCiphertext<Ristretto255>(2)}};
    for (const auto& checked : verifier.verify(last))
        add_scaled_vartime(expected.contests[0], checked.ballot->weight(),
                           checked.ballot->ballot().cipher());
    CHECK(one.tally->write(record.manifest()) == expected.write(record.manifest()));

    for (const unsigned threads : {2U, 5U}) {
        const auto more = crowd.election.verify(threads);
        CHECK(same(one, more));
        REQUIRE(more.tally);
        CHECK(more.tally->write(record.manifest()) == expected.write(record.manifest()));
    }
}

TEST_CASE("progress increases to the end") {
    const TemporaryFolder folder;
    Crowd crowd(folder.path());
    crowd.election.append(crowd.ballots(1500));
    const auto log = must(crowd.election.record().open_log());
    std::vector<std::uint64_t> seen;
    const LogWork work{2, [&](std::uint64_t done, std::uint64_t total) {
                           CHECK(total == 1500);
                           seen.push_back(done);
                       }};
    const auto& record = crowd.election.record();
    const auto found = must(verify_log(record.election, record.roll, log, work, system_random()));
    CHECK_FALSE(found.closed);
    CHECK_FALSE(found.tally);
    CHECK(seen == std::vector<std::uint64_t>{1024, 1500});
}

TEST_CASE("what follows a missing part of the log is not judged") {
    const TemporaryFolder folder;
    Crowd crowd(folder.path());
    crowd.election.append(crowd.ballots(1500));
    crowd.election.close();
    fs::remove(crowd.election.folder().log() / "tile/entries/001");
    const auto found = crowd.election.verify(2);
    CHECK(found.judged == 256);
    CHECK(found.size == 1501);
    CHECK(found.bad.empty());
    CHECK_FALSE(found.closed);
    CHECK_FALSE(found.tally);
    CHECK_FALSE(found.findings.faults.empty());
}

TEST_CASE("a log that changes while it is verified is an error and not a verdict") {
    const auto error_after = [](std::size_t count, const std::string& tile,
                                const std::function<void(const fs::path&)>& change) {
        const TemporaryFolder folder;
        Crowd crowd(folder.path());
        auto ballots = crowd.ballots(count);
        ballots.push_back(Bytes(ballots.front()));
        crowd.election.append(ballots);
        const auto& record = crowd.election.record();
        const auto file = crowd.election.folder().log() / "tile/entries" / tile;
        const LogWork work{1, [&](std::uint64_t done, std::uint64_t total) {
                               if (done == total)
                                   change(file);
                           }};
        const auto found = verify_log(record.election, record.roll, must(record.open_log()), work,
                                      system_random());
        return found ? std::nullopt : std::optional(found.error().code);
    };
    const auto nothing = [](const fs::path& tile) { REQUIRE(fs::exists(tile)); };
    const auto remove = [](const fs::path& tile) { REQUIRE(fs::remove(tile)); };
    const auto damage = [](const fs::path& tile) {
        Bytes bytes = must(read_file(tile));
        bytes.back() ^= 1; // of the proofs of its last ballot
        must(write_file(tile, bytes, Existing::replace));
    };
    // A repeated alpha is read again, to be compared.
    CHECK(error_after(3, "000.p/4", nothing) == std::nullopt);
    CHECK(error_after(3, "000.p/4", remove) == ErrorCode::log_changed);
    CHECK(error_after(3, "000.p/4", damage) == ErrorCode::log_changed);
    // The last ballots of three voters among the first 1,024 are taken out of the sum again.
    CHECK(error_after(1100, "003", nothing) == std::nullopt);
    CHECK(error_after(1100, "003", remove) == ErrorCode::log_changed);
    CHECK(error_after(1100, "003", damage) == ErrorCode::log_changed);
    CHECK(error_after(1100, "002", remove) == std::nullopt);
}

TEST_CASE("finding 6 a displaced ballot that is another one when it is read again is noticed") {
    const TemporaryFolder folder;
    Crowd crowd(folder.path());
    // The last ballots of the three voters in the first chunk are in this bundle.
    const std::string name = "tile/entries/003";
    crowd.election.append(crowd.ballots(1100));
    Bytes others;
    const auto other_choices = crowd.ballots(1024, 1);
    for (std::size_t i = 768; i < 1024; ++i) {
        append_u16(others, static_cast<std::uint16_t>(other_choices[i].size()));
        append(others, other_choices[i]);
    }
    crowd.election.close();
    const auto& record = crowd.election.record();
    const auto file = crowd.election.folder().log() / name;
    bool is_changed = false;
    const LogWork work{1, [&](std::uint64_t done, std::uint64_t total) {
                           if (done == total && is_changed)
                               must(write_file(file, others, Existing::replace));
                       }};
    const auto found = [&] {
        return verify_log(record.election, record.roll, must(record.open_log()), work,
                          system_random());
    };
    CHECK(must(found()).tally.has_value());
    is_changed = true;
    CHECK(found().error().code == ErrorCode::log_changed);
}

TEST_CASE("attack 28 a log that may continue after its closing entry is not closed") {
    const TemporaryFolder folder;
    Crowd crowd(folder.path());
    auto entries = crowd.ballots(255);
    entries.push_back(closing_entry(crowd.election.record().election.fingerprint()));
    entries.push_back(entries.front());
    crowd.election.append(entries);
    REQUIRE(fs::remove(crowd.election.folder().log() / "tile/entries/001.p/1"));
    const auto found = crowd.election.verify();
    CHECK(found.judged == 256);
    CHECK_FALSE(found.closed);
    CHECK_FALSE(found.tally);
}

TEST_CASE("attack 12 and 24 a duplicated ballot is noticed by alpha and tracker") {
    const TemporaryFolder folder;
    Crowd crowd(folder.path());
    auto ballots = crowd.ballots(3);
    ballots.push_back(ballots[1]);
    crowd.election.append(ballots);
    const auto found = crowd.election.verify();
    CHECK(bad_of(found) == std::map<std::uint64_t, std::string>{{3, "stale"}});
    CHECK(found.repeated_alphas == 1);
    CHECK(found.first_repeated_alphas == std::vector<RepeatedAlpha>{{{1, 0}, {3, 0}, true}});
}

TEST_CASE("attack 12 and 24 a duplicated ballot is noticed however far apart") {
    const TemporaryFolder folder;
    Crowd crowd(folder.path());
    auto ballots = crowd.ballots(600); // three tiles
    std::vector<RepeatedAlpha> expected;
    for (const std::size_t first : {0U, 300U, 255U, 599U, 256U}) {
        expected.push_back({{first, 0}, {ballots.size(), 0}, true});
        ballots.push_back(Bytes(ballots[first]));
    }
    crowd.election.append(ballots);
    auto found = crowd.election.verify();
    CHECK(found.repeated_alphas == expected.size());
    const auto second = [](const RepeatedAlpha& repeated) { return repeated.second.entry; };
    std::ranges::sort(found.first_repeated_alphas, {}, second);
    CHECK(found.first_repeated_alphas == expected);
}

TEST_CASE("attack 12 two voters and two contests with one alpha are noted") {
    const TemporaryFolder folder;
    auto manifest = tiny_manifest(1, 1);
    const std::string contest = R"({"id":"c",)";
    manifest.replace(manifest.find(R"("contests":["c"])"), 16, R"("contests":["c","e"])");
    const auto begin = manifest.find(contest);
    auto second = manifest.substr(begin, manifest.rfind("]}") - begin);
    second.replace(0, contest.size(), R"({"id":"e",)");
    manifest.insert(begin, second + ",");
    SmallElection election(folder.path(), manifest);
    election.hold_ceremony();
    election.seal(std::vector<SmallVoter>(2));

    using G = Ristretto255;
    const auto& record = election.record();
    const auto& layout = record.election.layout(0);
    BallotWitness<G> witness(layout.shape(), 2);
    BallotNonces<G> nonces(layout.shape(), 2);
    for (auto* list : {&nonces.s, &nonces.a, &nonces.kappa, &nonces.d0, &nonces.d1})
        for (auto& nonce : list->expose())
            nonce = random_scalar<G>(system_random());
    std::vector<Bytes> headers;
    for (std::size_t k = 0; k < 2; ++k) {
        // Both options are bits 0 and 1 of each contest: the first one is chosen.
        witness.bits.expose()[0 * 2 + k] = 1;
        witness.bits.expose()[2 * 2 + k] = 1;
        witness.randomness.expose()[0 * 2 + k] = G::Scalar::from_u64(5);
        witness.randomness.expose()[1 * 2 + k] = G::Scalar::from_u64(k == 0 ? 5 : 6);
        witness.credential.expose()[k] = election.credential(k).secret.expose();
        headers.push_back(
            write_header(record.election.fingerprint(), {0, 0, election.credential(k).encoding}));
    }
    const BaseTables<G> bases(record.election.parameters().bases());
    election.append(prove_ballots(bases, layout, witness, std::move(nonces),
                                  encrypt_ballots(bases, layout, witness, std::move(headers))));
    election.close();
    const auto found = election.verify();
    CHECK(found.is_good());
    CHECK(found.repeated_alphas == 2);
    const auto& contests = record.manifest().districts()[0].contests;
    CHECK(found.first_repeated_alphas ==
          std::vector<RepeatedAlpha>{{{0, contests[0]}, {0, contests[1]}, false},
                                     {{0, contests[0]}, {1, contests[0]}, false}});
}

TEST_CASE("what is thrown in one thread comes out and leaves no other waiting") {
    const TemporaryFolder folder;
    SmallElection election(folder.path() / "record", tiny_manifest(1, 1));
    election.hold_ceremony();
    election.seal(std::vector<SmallVoter>(1));
    const auto log =
        log_of(folder.path() / "log", std::vector<Bytes>(6000, to_bytes(bytes_of("no ballot"))));
    const auto& record = election.record();
    for (const std::uint64_t last : {1U, 2000U, 6000U}) {
        const auto no_memory = [&](std::uint64_t done, std::uint64_t) {
            if (done >= last)
                throw std::bad_alloc();
        };
        CHECK_THROWS_AS(
            verify_log(record.election, record.roll, log, {4, no_memory}, system_random()),
            std::bad_alloc);
    }
}
