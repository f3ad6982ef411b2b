// SPDX-License-Identifier: Apache-2.0
// evote-setup: see docs/record.md.
#include "evote/app/setup.h"

#include "tool.h"

using namespace evote;

int main(int argc, char** argv) {
    Tool tool("evote-setup", "Makes an election: its manifest, its seal and its board");

    SetupNewOptions made;
    auto& new_command = tool.command("new", "Write a manifest to edit", [&](Console& console) {
        return console.end(setup_new(made, console));
    });
    new_command.add_option("DIR", made.folder, "The election's folder")->required();
    new_command
        .add_option(
            "--template", made.template_name,
            "The template: local-council, parliament-district, referendum or list-with-preference")
        ->required();
    new_command.add_option("--id", made.id, "The election's id; otherwise the folder's name");

    std::filesystem::path checked;
    auto& check =
        tool.command("check", "Check the manifest and say what a voter may choose",
                     [&](Console& console) { return console.end(setup_check(checked, console)); });
    check.add_option("DIR", checked, "The election's folder")->required();

    SetupSealOptions sealed;
    auto& seal = tool.command("seal", "Fix manifest, keys and roll, and open the board",
                              [&](Console& console) {
                                  return console.end(setup_seal(sealed, system_random(), console));
                              });
    seal.add_option("DIR", sealed.folder, "The election's folder")->required();
    seal.add_option("--key", sealed.key, "The board's private key; made if it is not there")
        ->required();

    return tool.run(argc, argv);
}
