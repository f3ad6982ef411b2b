// SPDX-License-Identifier: Apache-2.0
#include "base/text.h"
#include "registrars.h"
#include "service/identification_log.h"
#include "service/registrar_store.h"
#include "support/file_size_limit.h"

#include <catch2/catch.hpp>

#include <thread>

using namespace evote;

namespace {

const StateOwner owner{Digest32{1}, 2, Digest32{3}};

Identification row(std::uint64_t number, const std::string& who = "somebody") {
    Identification out;
    out.time = 1900000000;
    out.issuer = "https://id.example";
    out.who = who;
    out.number = number;
    return out;
}

// A state of its own.
struct State {
    TemporaryFolder folder;
    std::filesystem::path path = folder.path() / "state";

    State() { must(RegistrarTables::create(path, owner)); }

    RegistrarTables tables(Database::Access access = Database::Access::write) const {
        return must(RegistrarTables::open(path, access));
    }

    Database database() const { return must(Database::open(path, Database::Access::write)); }

    Result<CheckedLog> check() const {
        auto open = tables(Database::Access::read);
        return check_log(open, [](const Identification&) -> Outcome { return {}; });
    }

    void add(std::uint64_t count) const {
        auto open = tables();
        for (std::uint64_t i = 1; i <= count; ++i) {
            auto next = row(i);
            must(open.add(next));
            CHECK(next.row == i);
        }
    }

    // What the row is after somebody with the file has changed it.
    std::string after(const std::string& statement) const {
        must(database().run("DROP TRIGGER identifications_stay;"
                            "DROP TRIGGER identifications_remain;"
                            "DROP TRIGGER identifications_follow;" +
                            statement));
        const auto checked = check();
        return checked ? "fine" : checked.error().message.english();
    }
};

Result<std::uint64_t> add_row(RegistrarTables& tables, std::uint64_t number) {
    auto next = row(number);
    EVOTE_TRY_VOID(tables.add(next));
    return next.row;
}

} // namespace

TEST_CASE("identifications are a chain that begins with registrar and election") {
    const State state;
    CHECK(must(state.check()).head == first_hash(owner.fingerprint, owner.registrar));
    state.add(3);
    const auto checked = must(state.check());
    CHECK(checked.rows == 3);
    CHECK(checked.head == must(state.tables().last())->hash);
    CHECK(first_hash(Digest32{1}, 1) != first_hash(Digest32{1}, 2));
    CHECK(first_hash(Digest32{2}, 2) != first_hash(Digest32{1}, 2));
    // No two rows have one hash: every field counts, and where it ends.
    auto one = row(1, "ab");
    one.issuer = "c";
    auto other = row(1, "b");
    other.issuer = "ca";
    CHECK(row_hash({}, one) != row_hash({}, other));
    CHECK(log_line(one) ==
          "0,2030-03-17T17:46:40Z,provider,\"c\",\"ab\",1,0," + hex_encode(Digest32{}) + "\n");
    one.who = "=\"x";
    CHECK(log_line(one).find("\"'=\"\"x\"") != std::string::npos);
}

TEST_CASE("the database itself refuses to change and to remove identifications") {
    const State state;
    state.add(2);
    auto database = state.database();
    for (const auto* statement :
         {"UPDATE identifications SET number = 7", "DELETE FROM identifications",
          "REPLACE INTO identifications SELECT * FROM identifications WHERE row = 1",
          "INSERT INTO identifications SELECT row + 7, time, way, issuer, who, number, issue, hash "
          "FROM identifications WHERE row = 1"})
        CHECK_FALSE(database.run(statement));
    CHECK(must(state.check()).rows == 2);
}

TEST_CASE("a log that somebody changed says which row is wrong") {
    for (const auto* field : {"time = 1", "way = 'ticket'", "issuer = 'x'", "who = 'x'",
                              "number = 9", "issue = 9", "hash = zeroblob(32)"}) {
        const State state;
        state.add(3);
        CHECK(state.after("UPDATE identifications SET " + std::string(field) + " WHERE row = 2;") ==
              "row 2 of the log, or the one before, was changed");
    }
    const State removed;
    removed.add(3);
    CHECK(removed.after("DELETE FROM identifications WHERE row = 2;") ==
          "row 2 of the log is missing");
    const State moved;
    moved.add(3);
    CHECK(moved.after("DELETE FROM identifications WHERE row = 2;"
                      "UPDATE identifications SET row = 2 WHERE row = 3;") ==
          "row 2 of the log, or the one before, was changed");
    // The end that is cut off shows in the number of rows and the hash of the last one alone.
    const State cut;
    cut.add(3);
    CHECK(cut.after("DELETE FROM identifications WHERE row = 3;") == "fine");
    CHECK(must(cut.check()).rows == 2);
}

TEST_CASE("only the state of this election and secret is opened") {
    const State state;
    auto open = state.tables();
    CHECK(open.must_belong_to(owner));
    CHECK(open.must_belong_to({Digest32{2}, 2, Digest32{3}}).error().code ==
          ErrorCode::wrong_election);
    CHECK(open.must_belong_to({Digest32{1}, 1, Digest32{3}}).error().code == ErrorCode::wrong_key);
    CHECK(open.must_belong_to({Digest32{1}, 2, Digest32{4}}).error().code == ErrorCode::wrong_key);
    CHECK(RegistrarTables::create(state.path, owner).error().code == ErrorCode::file_exists);
    const auto opened = [&](const std::filesystem::path& path) {
        return RegistrarTables::open(path, Database::Access::write).error().code;
    };
    CHECK(opened(state.folder.path() / "none") == ErrorCode::file_missing);
    must(write_file(state.folder.path() / "text", bytes_of("no database at all")));
    CHECK(opened(state.folder.path() / "text") == ErrorCode::damaged);
    must(write_file(state.folder.path() / "empty", {}));
    CHECK(opened(state.folder.path() / "empty") == ErrorCode::malformed);
    must(state.database().run("PRAGMA user_version=9;"));
    CHECK(opened(state.path) == ErrorCode::unsupported);
}

TEST_CASE("many writers at once are committed together and in turn") {
    const State state;
    constexpr std::uint64_t writers = 8;
    constexpr std::uint64_t each = 50;
    {
        const auto store = must(RegistrarStore::open(state.path, owner));
        std::vector<std::thread> threads;
        std::atomic<std::uint64_t> acknowledged = 0;
        for (std::uint64_t i = 0; i < writers; ++i)
            threads.emplace_back([&, i] {
                for (std::uint64_t j = 0; j < each; ++j)
                    if (store->write_now<std::uint64_t>(
                            [&](RegistrarTables& tables) { return add_row(tables, i + 1); }))
                        ++acknowledged;
            });
        for (auto& thread : threads)
            thread.join();
        CHECK(acknowledged == writers * each);
        const auto showings = store->read(
            [](RegistrarTables& tables) { return must(tables.showings(1, 0, 1900000000)); });
        CHECK(showings.of_issue == each);
        CHECK(showings.since == each);
    }
    CHECK(must(state.check()).rows == writers * each);
}

TEST_CASE("what fails is undone and leaves alone what waits beside it") {
    const State state;
    const auto store = must(RegistrarStore::open(state.path, owner));
    std::promise<void> begun;
    std::promise<void> go_on;
    std::vector<std::string> told;
    // The first one holds the writer until the others wait.
    store->write<int>(
        [&](RegistrarTables& tables) -> Result<int> {
            begun.set_value();
            go_on.get_future().wait();
            EVOTE_TRY(const auto added, add_row(tables, 1));
            return static_cast<int>(added);
        },
        [&](const Result<int>& result) { told.emplace_back(result ? "kept" : "lost"); });
    begun.get_future().wait();
    for (const bool fails : {false, true, false})
        store->write<int>(
            [fails](RegistrarTables& tables) -> Result<int> {
                EVOTE_TRY(const auto added, add_row(tables, 2));
                if (fails)
                    return fail(ErrorCode::refused, verbatim("no"));
                return static_cast<int>(added);
            },
            [&](const Result<int>& result) { told.emplace_back(result ? "kept" : "lost"); });
    go_on.set_value();
    store->finish();
    CHECK(told == std::vector<std::string>{"kept", "kept", "lost", "kept"});
    CHECK(must(state.check()).rows == 3);
    const auto late =
        store->write_now<std::uint64_t>([](RegistrarTables& tables) { return add_row(tables, 1); });
    CHECK(late.error().code == ErrorCode::stopped);
}

TEST_CASE("nothing is acknowledged that a full disk did not take") {
    const State state;
    const auto store = must(RegistrarStore::open(state.path, owner));
    const auto add = [&] {
        return store->write_now<std::uint64_t>(
            [](RegistrarTables& tables) { return add_row(tables, 1); });
    };
    must(add());
    std::uint64_t acknowledged = 1;
    {
        const FileSizeLimit limit(1 << 16);
        for (int i = 0; i < 100; ++i)
            if (add())
                ++acknowledged;
        CHECK(acknowledged < 101);
    }
    must(add());
    CHECK(must(state.check()).rows == acknowledged + 1);
}

TEST_CASE("a copy of a state that is in use is whole") {
    const State state;
    const auto store = must(RegistrarStore::open(state.path, owner));
    must(store->write_now<std::uint64_t>(
        [](RegistrarTables& tables) { return add_row(tables, 1); }));
    const auto copy = state.folder.path() / "copy";
    must(state.tables(Database::Access::read).back_up(copy));
    CHECK_FALSE(is_open_to_others(copy));
    must(store->write_now<std::uint64_t>(
        [](RegistrarTables& tables) { return add_row(tables, 1); }));
    auto open = must(RegistrarTables::open(copy, Database::Access::read));
    CHECK(must(open.last())->row == 1);
    CHECK(open.must_belong_to(owner));
    CHECK(state.tables().back_up(copy).error().code == ErrorCode::file_exists);
}
