// SPDX-License-Identifier: Apache-2.0
#include "app/verify.h"

#include "tools.h"

int evote::tools::with_verify(const Use& use) {
    evote::tools::Tool tool("evote-verify", "Verifies the record of an election");

    evote::app::VerifyOptions record;
    auto whole = tool.without_command([&record](evote::app::Console& console) {
        return evote::app::verify_record(record, console);
    });
    whole.option("DIR", "The election's folder", record.folder);
    whole.fingerprint(record.anchor);
    whole
        .option("--since", "An older copy of the record, which must be the beginning of this one",
                record.since)
        .folder();
    tool.add_threads(whole);

    evote::app::VerifyOpeningOptions opening;
    auto audited = tool.command("opening", "Verify a ballot that was audited instead of cast",
                                [&opening](evote::app::Console& console) {
                                    return evote::app::verify_opening(opening, console);
                                });
    audited.option("DIR", "The election's folder", opening.folder).required();
    audited.option("OPENING", "The opening of the ballot", opening.opening).required();
    audited.option("--tracker", "The tracker noted before the audit", opening.tracker).required();
    audited.option("--code-file",
                   "A file with the voter's code; with registrars, with one of the codes",
                   opening.code_file);
    audited.fingerprint(opening.anchor);

    return use(tool);
}
