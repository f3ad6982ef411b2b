// SPDX-License-Identifier: Apache-2.0
// evote-setup: see docs/record.md.
#include "app/setup.h"

#include "tools.h"

using namespace evote::tools;

int evote::tools::with_setup(const Use& use) {
    Tool tool("evote-setup", "Makes an election: its manifest, its seal and its board");

    evote::app::SetupNewOptions made;
    auto new_command =
        tool.command("new", "Write a manifest to edit", [&](evote::app::Console& console) {
            return console.end(evote::app::setup_new(made, console));
        });
    new_command.option("DIR", "The election's folder", made.folder).required();
    new_command
        .option(
            "--template",
            "The template: local-council, parliament-district, referendum or list-with-preference",
            made.template_name)
        .required()
        .suggest({"local-council", "parliament-district", "referendum", "list-with-preference"});
    new_command.option("--id", "The election's id; by default the folder's name", made.id);

    std::filesystem::path checked;
    auto check = tool.command("check", "Check the manifest and say what a voter may choose",
                              [&](evote::app::Console& console) {
                                  return console.end(evote::app::setup_check(checked, console));
                              });
    check.option("DIR", "The election's folder", checked).required();

    evote::app::SetupSealOptions sealed;
    auto seal = tool.command("seal", "Finalize manifest, keys and roll, and open the board",
                             [&](evote::app::Console& console) {
                                 return console.end(evote::app::setup_seal(
                                     sealed, evote::crypto::system_random(), console));
                             });
    seal.option("DIR", "The election's folder", sealed.folder).required();
    seal.option("--key", "The board's private key; made if missing", sealed.key).required();

    seal.option("--registrar",
                "The key of a registrar, as evote-credentials halves prints it; once for each",
                sealed.registrars)
        .repeatable();
    seal.option("--witness", "The key of a witness who signs checkpoints; once for each",
                sealed.witnesses)
        .repeatable();
    seal.option("--quorum", "How many witnesses must sign the final checkpoint", sealed.quorum);

    return use(tool);
}
