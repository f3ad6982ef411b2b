// SPDX-License-Identifier: Apache-2.0
// A sealed election with two registrars, and voters' codes in files.
#pragma once

#include "app/cast.h"
#include "app/scripted_person.h"
#include "board/log_writer.h"
#include "box/board_memory.h"
#include "os/file.h"
#include "support/rooms.h"
#include "support/small_election.h"
#include "support/temporary_folder.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <functional>

namespace evote {

inline Error error_of(const Outcome& outcome) {
    REQUIRE_FALSE(outcome);
    return outcome.error();
}

/// Voters 0 to 3, of one district; the contest "c" has the options "a" and "b".
class Registered {
  public:
    /// `prepare` is called before the election is sealed.
    explicit Registered(
        const std::string& revote = "last",
        const std::function<void(SmallElection&)>& prepare = [](SmallElection& /*election*/) {})
        : election(folder_.path() / "record", with_registrars(tiny_manifest(1, 1, revote), 2)) {
        election.hold_ceremony();
        prepare(election);
        election.seal(std::vector<SmallVoter>(4));
        must(write_file(path("key"), election.board().text().expose(), Existing::keep,
                        Access::owner_only));
        must(BoardMemory::create(
            must(read_board_key(path("key"), election.board().verifier().name())),
            election.record().election.fingerprint()));
        write("choices", "c: a\n");
        write_codes(4);
    }

    /// The files code-VOTER-REGISTRAR, with the codes that voters have now.
    void write_codes(std::size_t voters) const {
        for (std::size_t voter = 0; voter < voters; ++voter)
            for (const std::uint8_t registrar : {std::uint8_t{1}, std::uint8_t{2}})
                write(code(voter, registrar), election.code(voter, registrar) + "\n");
    }

    static std::string code(std::size_t voter, std::uint8_t registrar) {
        return "code-" + std::to_string(voter) + "-" + std::to_string(registrar);
    }

    std::filesystem::path path(const std::string& name) const { return folder_.path() / name; }

    void write(const std::string& name, std::string_view text) const {
        must(write_file(path(name), bytes_of(text), Existing::replace, Access::owner_only));
    }

    Console& console() { return captured.console; }

    Outcome vote(const std::vector<std::string>& codes, const std::string& ballot) {
        CastOptions options{record.path(), {}, path("choices"), {}};
        for (const auto& name : codes)
            options.code_files.push_back(path(name));
        return cast_vote(options, path(ballot), system_random(), console());
    }

    /// The facts of the last command, which was given Facts::json.
    nlohmann::json facts() { return nlohmann::json::parse(captured.take_out()); }

  private:
    TemporaryFolder folder_;

  public:
    RecordFolder record{folder_.path() / "record"};
    CapturedConsole captured;
    SmallElection election;
};

} // namespace evote
