// SPDX-License-Identifier: Apache-2.0
#include "app/ceremony.h"

#include "tools.h"

namespace {

using namespace evote::tools;

void add_folder(Command& command, std::filesystem::path& folder) {
    command.option("DIR", "The election's folder", folder).required();
}

void add_secret(Command& command, evote::app::SecretFileOptions& secret) {
    command.option("--secret", "The trustee's secret file", secret.file).required();
    command.option("--passphrase-file",
                   "A file with the passphrase of the secret file; without it, you are asked",
                   secret.passphrase.file);
}

void add_join(Tool& tool, evote::app::CeremonyJoinOptions& options) {
    auto command = tool.command(
        "join", "Round 1: make a trustee's secret file and join note",
        [&](evote::app::Console& console) { return evote::app::ceremony_join(options, console); });
    add_folder(command, options.folder);
    command.option("--trustee", "Number of the trustee, from 1", options.trustee).required();
    command.option("--name", "Name of the trustee", options.name).required();
    add_secret(command, options.secret);
}

void add_round(Tool& tool, evote::app::CeremonyTrusteeOptions& options, const char* name,
               const char* purpose,
               evote::app::Status (*run)(const evote::app::CeremonyTrusteeOptions&,
                                         evote::app::Console&)) {
    auto command = tool.command(name, purpose, [&options, run](evote::app::Console& console) {
        return run(options, console);
    });
    add_folder(command, options.folder);
    add_secret(command, options.secret);
}

void add_passphrase(Tool& tool, evote::app::CeremonyPassphraseOptions& options) {
    auto command = tool.command("passphrase", "Put a secret file under another passphrase",
                                [&](evote::app::Console& console) {
                                    return evote::app::ceremony_passphrase(options, console);
                                });
    add_secret(command, options.secret);
    command.option("--new-passphrase-file",
                   "A file with the new passphrase; without it, you are asked",
                   options.chosen.file);
}

void add_collect(Tool& tool, evote::app::CeremonyCollectOptions& options) {
    auto command = tool.command("collect", "Bring notes of other trustees into the record",
                                [&](evote::app::Console& console) {
                                    return evote::app::ceremony_collect(options, console);
                                });
    add_folder(command, options.folder);
    command.option("FROM", "Notes, or folders with notes", options.sources).required();
}

void add_finish(Tool& tool, evote::app::CeremonyFinishOptions& options) {
    auto command = tool.command("finish", "Check all rounds and write keys.json",
                                [&](evote::app::Console& console) {
                                    return evote::app::ceremony_finish(options, console);
                                });
    add_folder(command, options.folder);
}

void add_seal(Tool& tool, evote::app::CeremonySealOptions& options, bool& yes) {
    auto command = tool.command("seal", "Show what the election consists of, and sign it",
                                [&](evote::app::Console& console) {
                                    options.consent =
                                        yes ? evote::app::Consent::given : evote::app::Consent::ask;
                                    return evote::app::ceremony_seal(options, console);
                                });
    add_folder(command, options.folder);
    add_secret(command, options.secret);
    command.flag("--yes", "Sign without asking", yes);
    command.fingerprint(options.anchor);
}

} // namespace

int evote::tools::with_ceremony(const Use& use) {
    Tool tool("evote-ceremony", "The trustees make the keys of an election");
    evote::app::CeremonyJoinOptions join;
    evote::app::CeremonyTrusteeOptions round;
    evote::app::CeremonyPassphraseOptions passphrase;
    evote::app::CeremonyCollectOptions collect;
    evote::app::CeremonyFinishOptions finish;
    evote::app::CeremonySealOptions seal;
    bool yes = false;
    add_join(tool, join);
    add_round(tool, round, "deal", "Round 2: make the deal note", evote::app::ceremony_deal);
    add_round(tool, round, "check", "Round 3: check all shares and make the check note",
              evote::app::ceremony_check);
    add_round(tool, round, "answer", "Answer complaints against this trustee",
              evote::app::ceremony_answer);
    add_passphrase(tool, passphrase);
    add_collect(tool, collect);
    add_finish(tool, finish);
    add_seal(tool, seal, yes);
    return use(tool);
}
