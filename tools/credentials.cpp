// SPDX-License-Identifier: Apache-2.0
// evote-credentials: see docs/record.md.
#include "app/credentials.h"

#include "tools.h"

using namespace evote::tools;

int evote::tools::with_credentials(const Use& use) {
    Tool tool("evote-credentials", "Makes the voters' codes and the roll");
    evote::app::CredentialsOptions options;
    auto issue =
        tool.command("issue", "Make a code for every voter", [&](evote::app::Console& console) {
            return console.end(
                evote::app::credentials_issue(options, evote::crypto::system_random(), console));
        });
    issue.option("DIR", "The election's folder", options.folder).required();
    issue
        .option("--voters", "A file of lines voter,district or voter,district,weight",
                options.voters)
        .required();
    issue.option("--codes", "The file of codes to write", options.codes).required();
    issue
        .option("--recipient", "An age recipient who can read the codes; may be repeated",
                options.recipients)
        .repeatable();
    issue.flag("--plain", "Do not encrypt the codes", options.plain);
    return use(tool);
}
