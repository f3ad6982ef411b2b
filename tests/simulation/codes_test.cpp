// SPDX-License-Identifier: Apache-2.0
// evote-simulate --codes: people vote in a simulated election.
#include "app/board.h"
#include "app/cast.h"
#include "base/text.h"
#include "record/sealed_record.h"
#include "simulation/simulated.h"

#include <catch2/catch.hpp>
#include <sys/stat.h>

using namespace evote;

namespace {

std::string code_of(const std::filesystem::path& codes, std::string_view voter) {
    const Bytes file = must(read_file(codes));
    for (const auto line : split(trim(text_of(file)), '\n'))
        if (line.starts_with(std::string(voter) + ","))
            return std::string(line.substr(voter.size() + 1)) + "\n";
    return "";
}

} // namespace

TEST_CASE("a person votes in a simulated election with one of its codes") {
    Simulation simulation;
    auto options = simulation.options("record");
    options.codes = simulation.path("codes.csv");
    options.until = SimulationStep::ballots;
    CHECK(simulation.facts(options)["codes"] == options.codes.string());
    REQUIRE(simulation.status == Status::done);

    // Voter 2 lives in the second district, and has voted by simulation.
    must(write_file(simulation.path("code"), bytes_of(code_of(options.codes, "voter-2")),
                    Existing::keep, Access::owner_only));
    must(write_file(simulation.path("choices"), bytes_of("mayor: usen\n")));
    auto& console = simulation.captured.console;
    must(cast_vote({options.folder, {simulation.path("code")}, simulation.path("choices"), {}},
                   simulation.path("ballot"), system_random(), console));
    const auto board_key = simulation.path("record.private") / "board.key";
    must(board_append({options.folder, {simulation.path("ballot")}, board_key, {}}, system_random(),
                      console));
    must(board_close({options.folder, board_key, {}, Consent::given}, system_random(), console));
    const auto record = must(SealedRecord::open(RecordFolder(options.folder), Anchor()));
    CHECK(must(record.open_log()).size() == 6 + 1 + 1);
}

TEST_CASE("attack 52 the codes of a simulated election are kept out of the record") {
    Simulation simulation;
    auto options = simulation.options("record");
    options.until = SimulationStep::seal;
    options.codes = simulation.path("record") / "codes.csv";
    CHECK(simulation.facts(options)["errors"][0]["code"] == "in-record");
    CHECK_FALSE(file_exists(simulation.path("record") / "manifest.json"));

    options.codes = simulation.path("codes.csv");
    must(write_file(options.codes, bytes_of("not to be lost\n")));
    CHECK(simulation.facts(options)["errors"][0]["code"] == "file-exists");
    CHECK(text_of(must(read_file(options.codes))) == "not to be lost\n");
    CHECK_FALSE(file_exists(simulation.path("record") / "manifest.json"));

    std::filesystem::remove(options.codes);
    simulation.facts(options);
    CHECK(simulation.status == Status::done);

    struct stat facts {};

    REQUIRE(::stat(options.codes.c_str(), &facts) == 0);
    CHECK((facts.st_mode & 0777U) == 0600U);
}

TEST_CASE("codes are given while people can vote") {
    Simulation simulation;
    for (const auto until : {SimulationStep::ceremony, SimulationStep::close, SimulationStep::tally,
                             SimulationStep::result}) {
        auto options = simulation.options("record");
        options.codes = simulation.path("codes.csv");
        options.until = until;
        CHECK(simulation.facts(options)["errors"][0]["code"] == "usage");
        CHECK_FALSE(file_exists(options.codes));
    }
}
