// SPDX-License-Identifier: Apache-2.0
#include "evote/app/verify.h"

#include "tool.h"

int main(int argc, char** argv) {
    evote::Tool tool("evote-verify", "Verifies the record of an election");

    evote::VerifyOptions record;
    auto& whole = tool.without_command(
        [&record](evote::Console& console) { return verify_record(record, console); });
    whole.add_option("DIR", record.folder, "The election's folder");
    whole.add_option(
        "--fingerprint", record.fingerprint,
        "The fingerprint that the trustees announced: in hex, or eight groups of five digits");
    tool.add_threads(whole);

    evote::VerifyOpeningOptions opening;
    auto& audited = tool.command(
        "opening", "Verify a ballot that was audited instead of cast",
        [&opening](evote::Console& console) { return verify_opening(opening, console); });
    audited.add_option("DIR", opening.folder, "The election's folder")->required();
    audited.add_option("OPENING", opening.opening, "The opening of the ballot")->required();
    audited.add_option("--tracker", opening.tracker, "The tracker noted before the audit")
        ->required();

    return tool.run(argc, argv);
}
