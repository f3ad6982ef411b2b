// SPDX-License-Identifier: Apache-2.0
// An election in which two registrars make the codes, up to where the test wants it.
#pragma once

#include "app/registrar.h"
#include "app/scripted_person.h"
#include "app/setup.h"
#include "ballot/credential.h"
#include "base/text.h"
#include "os/file.h"
#include "record/open_record.h"
#include "record/registrar_files.h"
#include "registrar/private_list.h"
#include "registrar/registrar_secret.h"
#include "secretfile/age.h"
#include "support/file_size_limit.h"
#include "support/rooms.h"
#include "support/small_election.h"
#include "support/temporary_folder.h"
#include "support/two_districts.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <sys/stat.h>

#include <algorithm>

namespace evote {

inline constexpr unsigned quick_scrypt = 4;

inline std::string registrars_manifest(const std::string& id, unsigned registrars = 2) {
    return with_registrars(two_districts(id, R"({"en": "Voting", "ru": "Выборы"})", 1, 1),
                           registrars);
}

// An election with a ceremony, and a list of voters.
struct Office {
    TemporaryFolder folder;
    CapturedConsole captured;
    RecordFolder record{folder.path() / "record"};
    std::optional<SmallElection> trustees;
    SeededRandom random{bytes_of("office")}; // the same codes each time
    std::vector<std::string> keys;

    explicit Office(const std::string& id = "office") {
        trustees.emplace(record.path(), registrars_manifest(id));
        trustees->hold_ceremony();
        captured.console.set_facts(Facts::json);
        write("pass", "five random words or more\n");
        write("voters.csv", "Өмүр Үсөнов,north\nА. <Б> & 'В',south\n"
                            "Ң,south,3\n");
    }

    std::filesystem::path path(const std::string& name) const { return folder.path() / name; }

    void write(const std::string& name, std::string_view text) const {
        must(write_file(path(name), bytes_of(text), Existing::replace, Access::owner_only));
    }

    nlohmann::json facts() {
        captured.console.finish();
        const std::string text = captured.out.str();
        captured.out.str("");
        return nlohmann::json::parse(text);
    }

    Outcome list(const std::string& out = "list.csv") {
        return registrar_list({record.path(), path("voters.csv"), path(out)}, random,
                              captured.console);
    }

    RegistrarHalvesOptions halves_options(unsigned registrar) const {
        const std::string i = std::to_string(registrar);
        return {record.path(),
                path("list.csv"),
                registrar,
                "Registrar " + i,
                {path("s" + i), {path("pass")}, quick_scrypt},
                path("codes-" + i),
                {},
                true};
    }

    Outcome halves(const RegistrarHalvesOptions& options) {
        return registrar_halves(options, random, captured.console);
    }

    RegistrarSecretFile secret(unsigned registrar) const {
        return must(RegistrarSecretFile::open(
            path("s" + std::to_string(registrar)), must(read_manifest(record)),
            SecretBytes(bytes_of("five random words or more")), quick_scrypt));
    }

    void make_halves() {
        must(list());
        for (unsigned i = 1; i <= 2; ++i) {
            must(halves(halves_options(i)));
            keys.push_back(secret(i).secret().signer().verifier().text());
        }
    }

    Outcome seal() {
        SetupSealOptions options{record.path(), path("board.key")};
        options.registrars = keys;
        return setup_seal(options, random, captured.console);
    }

    RegistrarLettersOptions letters_options(unsigned registrar) const {
        const std::string i = std::to_string(registrar);
        return {record.path(),
                path("codes-" + i),
                path("list.csv"),
                registrar,
                path("letters-" + i + ".html"),
                "https://vote.example/x",
                "Call <us>",
                {}};
    }

    std::string text_of_halves(std::uint8_t registrar) const {
        return to_string(must(read_file(record.halves(registrar))));
    }

    // Other halves, signed by the registrar that they are said to be of.
    void publish(std::uint8_t registrar, const std::vector<std::string>& rows) {
        std::string csv;
        for (const auto& row : rows)
            csv += row + "\n";
        const auto manifest = must(read_manifest(record));
        auto note = must(read_registrar_note(record, manifest, registrar));
        note.halves = sha256(bytes_of(csv));
        must(write_file(record.halves(registrar), bytes_of(csv), Existing::replace));
        must(write_file(record.registrar_note(registrar),
                        note.sign(manifest, secret(registrar).secret().signer()),
                        Existing::replace));
    }

    std::string text_of_file(const std::string& name) const {
        return to_string(must(read_file(path(name))));
    }

    void nothing_of_registrar(unsigned i) const {
        CHECK_FALSE(file_exists(path("s" + std::to_string(i))));
        CHECK_FALSE(file_exists(path("codes-" + std::to_string(i))));
        CHECK_FALSE(file_exists(record.halves(static_cast<std::uint8_t>(i))));
        CHECK_FALSE(file_exists(record.registrar_note(static_cast<std::uint8_t>(i))));
    }
};

inline std::string code_of(const std::string& codes, std::size_t line) {
    const auto lines = split(codes, '\n');
    return std::string(split(lines[line], ',').back());
}

inline unsigned mode_of(const std::filesystem::path& path) {
    struct stat facts {};

    REQUIRE(::stat(path.c_str(), &facts) == 0);
    return facts.st_mode & 0777U;
}

} // namespace evote
