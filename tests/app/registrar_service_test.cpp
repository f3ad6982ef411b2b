// SPDX-License-Identifier: Apache-2.0
// What is done with the state of a registrar's service.
#include "app/registrar_service.h"
#include "app/scripted_person.h"
#include "os/file.h"
#include "service/registrar_tables.h"
#include "support/temporary_folder.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace evote;
using namespace evote::service;

namespace {

struct State {
    TemporaryFolder folder;
    CapturedConsole captured;
    std::filesystem::path path = folder.path() / "state";

    State() {
        must(RegistrarTables::create(path, {Digest32{1}, 2, Digest32{3}}));
        auto tables = must(RegistrarTables::open(path, Database::Access::write));
        for (const std::uint64_t number : {7U, 8U}) {
            ChangeRequest request;
            request.time = 1900000000;
            request.number = number;
            request.action = number == 7 ? ChangeAction::replace : ChangeAction::revoke;
            request.reason = "letter lost";
            request.clerk = "clerk-7";
            must(tables.add(request));
            Identification row;
            row.who = "somebody";
            row.number = number;
            must(tables.add(row));
        }
    }

    ErrorCode decided(std::uint64_t id, Decision decision) {
        const auto done = registrar_decide({path, id, decision}, captured.console);
        return done ? ErrorCode::stopped : done.error().code;
    }

    std::string listed(const std::filesystem::path& list = {}) {
        captured.take_out();
        must(registrar_requests({path, list}, captured.console));
        return captured.take_out();
    }
};

} // namespace

TEST_CASE("what clerks ask for is listed and decided once") {
    State state;
    CHECK(state.listed() ==
          "1: replace voter 7  - letter lost (asked by clerk-7 on 2030-03-17T17:46:40Z; queued)\n"
          "2: revoke voter 8  - letter lost (asked by clerk-7 on 2030-03-17T17:46:40Z; queued)\n");
    CHECK(state.decided(3, Decision::approve) == ErrorCode::refused);
    CHECK(state.decided(1, Decision::sent) == ErrorCode::refused);
    CHECK(state.decided(1, Decision::approve) == ErrorCode::stopped);
    CHECK(contains(state.captured.take_talk(), "--number 7 --replace --reason \"letter lost\""));
    CHECK(state.decided(1, Decision::decline) == ErrorCode::refused);
    CHECK(state.decided(1, Decision::sent) == ErrorCode::stopped);
    CHECK(state.decided(2, Decision::decline) == ErrorCode::stopped);
    const auto list = state.folder.path() / "list";
    std::string rows = "number,voter,district,weight,salt\n";
    for (int i = 1; i <= 7; ++i)
        rows += std::to_string(i) + ",Voter " + std::to_string(i) + ",d,1," + std::string(32, '0') +
                "\n";
    must(write_file(list, bytes_of(rows)));
    const auto said = state.listed(list);
    CHECK(contains(said, "1: replace voter 7 Voter 7 - letter lost"));
    CHECK(contains(said, "; sent)"));
    CHECK(contains(said, "; declined)"));
}

TEST_CASE("the log of identifications is written once it was checked") {
    State state;
    const auto csv = state.folder.path() / "log.csv";
    must(registrar_log({state.path, csv}, state.captured.console));
    const auto text = to_string(must(read_file(csv)));
    CHECK(text.starts_with("row,time,way,issuer,who,number,issue,hash\n"
                           "1,1970-01-01T00:00:00Z,provider,\"\",\"somebody\",7,0,"));
    CHECK_FALSE(is_open_to_others(csv));
    CHECK(contains(state.captured.take_out(), "2 rows, and none was changed"));
    CHECK(registrar_log({state.path, csv}, state.captured.console).error().code ==
          ErrorCode::file_exists);
    must(must(Database::open(state.path, Database::Access::write))
             .run("DROP TRIGGER identifications_stay;"
                  "UPDATE identifications SET number = 9 WHERE row = 1;"));
    const auto other = state.folder.path() / "other.csv";
    const auto damaged = registrar_log({state.path, other}, state.captured.console).error();
    CHECK(damaged.code == ErrorCode::damaged);
    CHECK(damaged.file == state.path);
    CHECK_FALSE(file_exists(other));
}

TEST_CASE("a state is copied while it is in use") {
    State state;
    const auto copy = state.folder.path() / "copy";
    auto in_use = must(RegistrarTables::open(state.path, Database::Access::write));
    must(in_use.run("BEGIN IMMEDIATE;"));
    must(registrar_backup({state.path, copy}, state.captured.console));
    CHECK(contains(state.captured.take_out(), "is a copy with 2 identifications"));
    CHECK(registrar_backup({state.path, copy}, state.captured.console).error().code ==
          ErrorCode::file_exists);
}
