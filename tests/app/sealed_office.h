// SPDX-License-Identifier: Apache-2.0
// Two registrars of a sealed election, with their secrets and a list of four voters.
#pragma once

#include "app/board.h"
#include "app/registered.h"
#include "app/roll_changes.h"
#include "registrar/private_list.h"
#include "registrar/registrar_secret.h"

#include <deque>

namespace evote {

inline constexpr unsigned quick = 1; // work factor of scrypt

// Voters "Voter 0" to "Voter 3" in the order of the list: the voter at place i has number i + 1.
struct SealedOffice {
    explicit SealedOffice(const std::string& revote = "last")
        : made(revote, [this](SmallElection& election) { prepare(election); }) {
        made.write("passphrase", "a long enough passphrase\n");
    }

    void prepare(SmallElection& election) {
        SeededRandom random(bytes_of("list"));
        std::vector<NamedVoter> voters;
        for (int i = 0; i < 4; ++i)
            voters.push_back({"Voter " + std::to_string(i), {}});
        list = must(PrivateList::draw(voters, election.manifest(), random));
        const auto parsed = must(PrivateList::parse(list, election.manifest()));
        for (std::uint64_t number = 1; number <= 4; ++number)
            names.emplace_back(parsed.row(number).voter);
        std::vector<SmallElection::KnownRegistrar> known;
        for (const std::uint8_t i : {std::uint8_t{1}, std::uint8_t{2}}) {
            secrets.push_back(RegistrarSecret::create(election.manifest(), i,
                                                      "Registrar " + std::to_string(i),
                                                      parsed.hash(), 4, random));
            const auto& secret = secrets.back();
            known.push_back({must(NoteSigner::parse(secret.signer().text().expose())),
                             [secret = &secret](std::size_t voter, CodeBytes& out) {
                                 secret->code_of(voter + 1, 0, out);
                             },
                             parsed.hash()});
        }
        election.know_registrars(std::move(known));
    }

    // The registrars' files, made when they are needed first.
    std::filesystem::path secret(std::uint8_t registrar) {
        const auto path = made.path("secret-" + std::to_string(registrar));
        if (!file_exists(path))
            must(RegistrarSecretFile::create(path, secrets[registrar - std::size_t{1}],
                                             SecretBytes(bytes_of("a long enough passphrase")),
                                             quick));
        if (!file_exists(made.path("list")))
            made.write("list", text_of(list));
        return path;
    }

    RollChangeOptions options(std::uint8_t registrar, std::uint64_t number, ChangeAction action) {
        RollChangeOptions out;
        out.folder = made.record.path();
        out.change = made.path("change");
        out.secret = {secret(registrar), {made.path("passphrase")}, quick};
        out.number = number;
        out.action = action;
        out.reason = "lost, says \"the\" voter";
        out.anchor = announced(hex_encode(made.election.record().election.fingerprint()));
        out.consent = Consent::given;
        out.clock = [] { return std::int64_t{1000000000}; };
        return out;
    }

    Outcome change(const RollChangeOptions& options) {
        return credentials_change(options, system_random(), made.console());
    }

    Outcome change(std::uint8_t registrar, std::uint64_t number, ChangeAction action) {
        return change(options(registrar, number, action));
    }

    // By all, in the order in which they need each other; the new codes are in code-N-I.
    void replace(std::uint64_t number) {
        std::filesystem::remove(made.path("change"));
        for (const std::uint8_t i : {std::uint8_t{1}, std::uint8_t{2}}) {
            auto with_code = options(i, number, ChangeAction::replace);
            with_code.codes = made.path("new-" + std::to_string(i));
            with_code.plain = true;
            std::filesystem::remove(with_code.codes);
            must(change(with_code));
            const auto text = to_string(must(read_file(with_code.codes)));
            made.write(Registered::code(number - 1, i), text.substr(text.rfind(',') + 1));
        }
        must(change(1, number, ChangeAction::replace));
    }

    Outcome append(const std::string& file) {
        return board_append({made.record.path(), {made.path(file)}, made.path("key"), {}},
                            system_random(), made.console());
    }

    Outcome vote(std::size_t voter) {
        std::filesystem::remove(made.path("ballot"));
        EVOTE_TRY_VOID(
            made.vote({Registered::code(voter, 1), Registered::code(voter, 2)}, "ballot"));
        return append("ballot");
    }

    std::string standing(const std::string& code) {
        return standing({made.record.path(), made.path(code)});
    }

    std::string standing(const FindHalfOptions& where) {
        made.captured.take_out();
        made.console().set_facts(Facts::json);
        must(credentials_find_half(where, made.console()));
        const auto facts = made.facts();
        made.console().set_facts(Facts::text);
        return facts["standing"].get<std::string>() + " " + facts["number"].dump() + " " +
               facts["registrar"].dump();
    }

    std::deque<RegistrarSecret> secrets;
    Bytes list;
    std::vector<std::string> names; // by number - 1
    Registered made;
};

} // namespace evote
