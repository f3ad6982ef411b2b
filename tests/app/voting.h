// SPDX-License-Identifier: Apache-2.0
// A sealed election with voters' codes in files, made by the commands themselves.
#pragma once

#include "app/board.h"
#include "app/cast.h"
#include "app/credentials.h"
#include "app/scripted_person.h"
#include "app/setup.h"
#include "base/text.h"
#include "os/file.h"
#include "support/rooms.h"
#include "support/small_election.h"
#include "support/temporary_folder.h"
#include "support/two_districts.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

namespace evote {

/// One trustee.
inline std::string voting_manifest() {
    return two_districts("voting", R"({"en": "Voting", "ru": "Выборы"})", 1, 1);
}

class Voting {
  public:
    /// `change` replaces a part of the manifest.
    explicit Voting(const std::pair<std::string, std::string>& change = {"last", "last"}) {
        std::string manifest = voting_manifest();
        manifest.replace(manifest.find(change.first), change.first.size(), change.second);
        SmallElection& trustees = election.emplace(record.path(), manifest);
        trustees.hold_ceremony();
        write("voters.csv", "a,north\nb,north\nc,south\nd,south,3\n");
        must(credentials_issue({record.path(), path("voters.csv"), path("codes.csv"), {}, true},
                               system_random(), console()));
        must(setup_seal({record.path(), path("board.key")}, system_random(), console()));
        trustees.put_seals();
        const auto codes = must(read_file(path("codes.csv")));
        for (const auto line : split(trim(text_of(codes)), '\n'))
            write("code-" + std::string(line.substr(0, 1)), line.substr(2));
        captured.take_out();
        captured.take_talk();
    }

    std::filesystem::path path(const std::string& name) const { return folder_.path() / name; }

    Console& console() { return captured.console; }

    void write(const std::string& name, std::string_view text) const {
        must(write_file(path(name), bytes_of(text), Existing::replace, Access::owner_only));
    }

    /// What the ballot of voter a, b, c or d is made from.
    CastOptions options(const std::string& voter, std::string_view choices) const {
        write("choices-" + voter, choices);
        return {record.path(), {path("code-" + voter)}, path("choices-" + voter), {}};
    }

    Outcome vote(const std::string& voter, std::string_view choices, const std::string& ballot) {
        return cast_vote(options(voter, choices), path(ballot), system_random(), console());
    }

    Outcome append(const std::vector<std::string>& ballots) {
        std::vector<std::filesystem::path> files;
        for (const auto& ballot : ballots)
            files.push_back(path(ballot));
        return board_append({record.path(), files, path("board.key"), {}}, system_random(),
                            console());
    }

    Outcome close() { return close({record.path(), path("board.key"), {}, Consent::given}); }

    Outcome close(const BoardCloseOptions& options) {
        return board_close(options, system_random(), console());
    }

    /// The facts of the last command, which was given Facts::json.
    nlohmann::json facts() { return nlohmann::json::parse(captured.take_out()); }

    LogReader log() const { return must(must(OpenRecord::open(record)).open_log()); }

  private:
    TemporaryFolder folder_;

  public:
    RecordFolder record{folder_.path() / "record"};
    CapturedConsole captured;
    std::optional<SmallElection> election; ///< its ceremony and its trustees
};

} // namespace evote
