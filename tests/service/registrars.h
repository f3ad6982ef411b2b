// SPDX-License-Identifier: Apache-2.0
// A sealed election whose two registrars have secrets and a private list, and the service of the
// first of them without a network.
#pragma once

#include "http/log.h"
#include "os/file.h"
#include "registrar/change_maker.h"
#include "registrar/private_list.h"
#include "registrar/registrar_secret.h"
#include "service/registrar_desk.h"
#include "support/must.h"
#include "support/rooms.h"
#include "support/small_election.h"
#include "support/temporary_folder.h"

#include <fcntl.h>

#include <atomic>
#include <deque>
#include <functional>
#include <future>
#include <stdexcept>

namespace evote::service {}

namespace evote {
using namespace service;

inline std::vector<NamedVoter> four_voters() {
    return {{"Өмүр Үсөнов", {}}, {"Анна Иванова", {}}, {"Анна Ильина", {}}, {"Voter 4", {}}};
}

/// Numbers are by the order of the list.
class TwoRegistrars {
  public:
    explicit TwoRegistrars(const std::vector<NamedVoter>& voters = four_voters())
        : election(folder_.path() / "record", with_registrars(tiny_manifest(1, 1), 2)) {
        election.hold_ceremony();
        SeededRandom random(bytes_of("list"));
        list_file = must(PrivateList::draw(voters, election.manifest(), random));
        list.emplace(must(PrivateList::parse(list_file, election.manifest())));
        std::vector<SmallElection::KnownRegistrar> known;
        for (const std::uint8_t i : {std::uint8_t{1}, std::uint8_t{2}}) {
            secrets.push_back(RegistrarSecret::create(election.manifest(), i,
                                                      "Registrar " + std::to_string(i),
                                                      list->hash(), list->size(), random));
            known.push_back({must(NoteSigner::parse(secrets.back().signer().text().expose())),
                             [secret = &secrets.back()](std::size_t voter, CodeBytes& out) {
                                 secret->code_of(voter + 1, 0, out);
                             },
                             list->hash()});
        }
        election.know_registrars(std::move(known));
        election.seal(std::vector<SmallVoter>(list->size()));
    }

    const std::filesystem::path& folder() const { return folder_.path(); }

    /// The number of the voter with this name.
    std::uint64_t number(std::string_view name) const {
        for (std::uint64_t i = 1; i <= list->size(); ++i)
            if (list->row(i).voter == name)
                return i;
        throw std::runtime_error("no such voter");
    }

    /// A copy of a registrar's secret, as it is in its file.
    RegistrarSecret secret(std::uint8_t registrar) const {
        const auto& secret = secrets[registrar - std::size_t{1}];
        return must(RegistrarSecret::parse(secret.encode().expose(), election.manifest()));
    }

    /// The code of an issue, as letters have it.
    std::string code(std::uint64_t number, std::uint32_t issue = 0) const {
        CodeBytes bytes;
        secrets.front().code_of(number, issue, bytes);
        return to_string(encode_half_code(1, bytes).expose());
    }

    /// A change by both registrars, in the log.
    void change(std::uint64_t number, ChangeAction action) {
        const auto record = must(SealedRecord::open(election.folder(), {}));
        const auto history = must(RollHistory::read(record, system_random()));
        const auto voters = must(NumberedVoters::read(record));
        const RegistrarsView view{record, voters, history, history.entries()};
        auto change = UnfinishedChange::begin(
            record.election, {UINT64_MAX, must(present_credential(number, view)), action});
        for (const std::size_t i : {0U, 1U, 0U})
            must(add_parts(change, number, secrets[i], view, system_random()));
        if (!change.is_complete())
            throw std::runtime_error("the change is not complete");
        election.append({change.bytes()});
    }

  private:
    TemporaryFolder folder_;

  public:
    SmallElection election;
    Bytes list_file;
    std::optional<PrivateList> list;
    std::deque<RegistrarSecret> secrets;
};

/// The desk of registrar 1.
class DeskScene {
  public:
    explicit DeskScene(const DeskRules& the_rules = {}, std::string_view persons = {},
                       const std::vector<NamedVoter>& voters = four_voters())
        : made(voters),
          rules(the_rules),
          codes(must(PresentCodes::read(must(SealedRecord::open(made.election.folder(), {})),
                                        made.secret(1), system_random()))),
          index(*made.list),
          log(::open((made.folder() / "log").c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600)) {
        if (!persons.empty()) {
            std::vector<Error> faults;
            must(index.read_persons(bytes_of(persons), faults));
        }
        must(RegistrarTables::create(state(), owner()));
        open();
    }

    std::filesystem::path state() const { return made.folder() / "state"; }

    StateOwner owner() const {
        return owner_of(codes->secret(), codes->record().election.fingerprint());
    }

    /// Opens the state, as a service does that was started again.
    void open() {
        desk.reset();
        store.reset();
        store = must(RegistrarStore::open(state(), owner()));
        desk.emplace(RegistrarDesk::Parts{*codes, *made.list, index, *store, system_random(),
                                          [this] { return now.load(); }, log},
                     rules);
    }

    static Identified person(const std::string& name, const std::string& subject) {
        return {"https://id.example", subject, name, {}, 0};
    }

    static Identified clerk() { return person("", "clerk-7"); }

    /// What was shown, or why not.
    std::string shown(const Identified& voter) {
        return text(wait<ShownCode>([&](const Tell<ShownCode>& tell) { desk->show(voter, tell); }));
    }

    std::string shown_for(std::string_view ticket) {
        return text(wait<ShownCode>([&](const Tell<ShownCode>& tell) {
            desk->show(TicketText::parse(ticket).value(), tell);
        }));
    }

    /// A ticket, or why there is none.
    std::string ticket(std::uint64_t number) {
        const auto answer = wait<MadeTicket>(
            [&](const Tell<MadeTicket>& tell) { desk->make_ticket(clerk(), number, tell); });
        if (const auto* const refusal = std::get_if<Refusal>(&answer))
            return std::string(word_for(*refusal));
        return std::get<MadeTicket>(answer).text.shown();
    }

    /// "done", or why not.
    std::string done(const std::function<void(const Tell<std::uint64_t>&)>& ask) {
        const auto answer = wait<std::uint64_t>(ask);
        const auto* const refusal = std::get_if<Refusal>(&answer);
        return refusal == nullptr ? "done" : std::string(word_for(*refusal));
    }

    template <class T>
    static Answer<T> wait(const std::function<void(const Tell<T>&)>& ask) {
        std::promise<Answer<T>> told;
        ask([&](Answer<T> answer) { told.set_value(std::move(answer)); });
        return told.get_future().get();
    }

    std::string text_of_log() const { return to_string(must(read_file(made.folder() / "log"))); }

    TwoRegistrars made;
    DeskRules rules;
    std::unique_ptr<PresentCodes> codes;
    VoterIndex index;
    http::Log log;
    std::atomic<std::int64_t> now = 1900000000;
    std::unique_ptr<RegistrarStore> store;
    std::optional<RegistrarDesk> desk;

  private:
    // The code, and how often it was shown before if that is to be told.
    static std::string text(const Answer<ShownCode>& answer) {
        if (const auto* const refusal = std::get_if<Refusal>(&answer))
            return std::string(word_for(*refusal));
        const auto& shown = std::get<ShownCode>(answer);
        return to_string(shown.code.expose()) +
               (shown.shown_before == 0 ? "" : " " + std::to_string(shown.shown_before));
    }
};

} // namespace evote
