// SPDX-License-Identifier: Apache-2.0
// evote-credentials: see docs/record.md.
#include "evote/app/credentials.h"

#include "tool.h"

using namespace evote;

int main(int argc, char** argv) {
    Tool tool("evote-credentials", "Makes the voters' codes and the roll");
    CredentialsOptions options;
    auto& issue = tool.command("issue", "Make a code for every voter", [&](Console& console) {
        return console.end(credentials_issue(options, system_random(), console));
    });
    issue.add_option("DIR", options.folder, "The election's folder")->required();
    issue
        .add_option("--voters", options.voters,
                    "A file of lines voter,district or voter,district,weight")
        ->required();
    issue.add_option("--codes", options.codes, "The file of codes that is made")->required();
    issue
        .add_option("--recipient", options.recipients,
                    "An age recipient that can read the codes; may be given again")
        ->allow_extra_args(false);
    issue.add_flag("--plain", options.plain, "Do not encrypt the codes");
    return tool.run(argc, argv);
}
