// SPDX-License-Identifier: Apache-2.0
// evote-verify DIR --since OLD.
#include "app/verify.h"
#include "app/witnessed.h"
#include "base/text.h"
#include "support/damage.h"
#include "support/record_files.h"
#include "support/rooms.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace evote;
namespace fs = std::filesystem;

namespace {

// An election with two ballots, and what the checks about an older copy of it say.
struct Followed : Witnessed {
    Followed() {
        election.vote(0, {{0}});
        election.vote(1, {{1}});
        captured.console.set_facts(Facts::json);
        captured.take_out();
    }

    nlohmann::json compared(const fs::path& older) {
        VerifyOptions options{record().path()};
        options.since = older;
        verify_record(options, captured.console);
        return nlohmann::json::parse(captured.take_out())["sections"][3];
    }

    // "PASS PASS PASS", for instance.
    std::string states(const fs::path& older) {
        std::string out;
        const auto section = compared(older);
        for (const auto& check : section["checks"])
            out += (out.empty() ? "" : " ") + check["state"].get<std::string>();
        return out;
    }

    std::size_t kept() const {
        const auto folder = path("record.evidence");
        return file_exists(folder) ? files_of(folder).size() : 0;
    }
};

} // namespace

TEST_CASE("an older copy at any time is the beginning of the record") {
    Followed all;
    const auto open = all.copy_as("open");
    CHECK(all.states(open) == "PASS PASS PASS");
    all.election.vote(0, {{1}});
    CHECK(all.states(open) == "PASS PASS PASS");
    all.election.close();
    must(all.cosign(1, all.record().path()));
    all.captured.take_out();
    const auto closed = all.copy_as("closed");
    must(all.cosign(2, all.record().path()));
    all.captured.take_out();
    CHECK(all.states(closed) == "PASS PASS PASS");
    all.election.aggregate();
    const auto counted = all.copy_as("counted");
    all.election.decrypt(1);
    all.election.decrypt(2);
    all.election.combine({1, 2});
    for (const auto& copy : {open, closed, counted})
        CHECK(all.states(copy) == "PASS PASS PASS");
    CHECK(all.kept() == 0);
    VerifyOptions options{all.record().path()};
    options.since = all.path("nothing");
    CHECK(verify_record(options, all.captured.console) == Status::malformed);
}

TEST_CASE("attack 45 what was sealed and is now different from an older copy is named") {
    Followed all;
    const auto older = all.copy_as("older");
    for (const auto& file : {all.record().roll(), all.record().board(), all.record().election(),
                             all.record().keys(), all.record().note("seal", 1)}) {
        INFO(file);
        const Bytes before = must(read_file(file));
        Bytes changed = before;
        changed[5] ^= 1; // a signature may change
        overwrite(file, changed);
        CHECK(all.states(older).starts_with("FAIL "));
        fs::remove(file);
        const auto check = all.compared(older)["checks"][0];
        CHECK(check["state"] == "FAIL");
        CHECK(check["failures"][0]["file"] == file.string());
        overwrite(file, before);
    }
    CHECK(all.states(older) == "PASS PASS PASS");
}

TEST_CASE("attack 25 a board that contradicts an older copy leaves evidence") {
    Followed all;
    const auto fork = all.copy_as("fork");
    all.election.vote(2, {{0}});
    all.append_in(fork, {Bytes{1}, Bytes{2}});
    // The fork is larger, of the same size, and smaller.
    CHECK(all.states(fork) == "PASS FAIL PASS");
    all.election.append({Bytes{3}});
    auto check = all.compared(fork)["checks"][1];
    CHECK(check["state"] == "FAIL");
    CHECK(check["failures"][0]["place"] == "entry 2");
    CHECK(check["failures"].back()["code"] == "board-contradicts");
    all.election.append({Bytes{4}});
    CHECK(all.states(fork) == "PASS FAIL PASS");
    CHECK(all.kept() == 4); // three checkpoints of the record, one of the fork
}

TEST_CASE("attack 43 a record that is shorter than an older copy is named") {
    Followed all;
    const auto before = all.copy_as("before");
    all.election.vote(2, {{0}});
    const auto older = all.copy_as("older");
    fs::remove_all(all.record().log());
    fs::copy(RecordFolder(before).log(), all.record().log(), fs::copy_options::recursive);
    CHECK(all.states(older) == "PASS FAIL PASS");
    CHECK(all.kept() == 2);

    // A log that goes on after its end.
    Followed ended;
    ended.election.close();
    const auto closed = ended.copy_as("closed");
    fs::remove(ended.record().closed());
    ended.election.append({Bytes{1}});
    const auto check = ended.compared(closed)["checks"][1];
    CHECK(check["state"] == "FAIL");
    CHECK(contains(check.dump(), "says that it is closed"));
}

TEST_CASE("attack 27 a tally or a decryption that an older copy has and the record has not") {
    Followed all;
    all.election.close();
    all.election.aggregate();
    all.election.decrypt(1);
    const auto older = all.copy_as("older");
    CHECK(all.states(older) == "PASS PASS PASS");
    fs::remove(all.record().decryption(1));
    CHECK(all.states(older) == "PASS PASS FAIL");
    all.election.decrypt(1); // another proof is another file
    CHECK(all.states(older) == "PASS PASS FAIL");
    fs::copy_file(RecordFolder(older).decryption(1), all.record().decryption(1),
                  fs::copy_options::overwrite_existing);
    replace_in(all.record().tally(), "\"counted\":2", "\"counted\":1");
    CHECK(all.states(older) == "PASS PASS FAIL");
}
