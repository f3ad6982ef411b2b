// SPDX-License-Identifier: Apache-2.0
#include "app/verify.h"

#include "tools.h"

int evote::tools::with_verify(const Use& use) {
    evote::tools::Tool tool("evote-verify", "Verifies the record of an election");

    evote::app::VerifyOptions record;
    bool followed = false;
    auto whole = tool.without_command([&](evote::app::Console& console) {
        if (followed)
            record.followed = evote::app::FollowedProofs::rely_on;
        return evote::app::verify_record(record, console);
    });
    whole.option("DIR", "The election's folder, or the address of its board, https://...",
                 record.folder);
    whole.fingerprint(record.anchor);
    whole.flag("--followed",
               "Rely on what evote-board follow has verified for you on this computer", followed);
    whole.option("--mirror", "The folder in which the record of an address is kept", record.mirror)
        .folder();
    whole.option("--authorities",
                 "Who certifies the board's server (PEM); otherwise whom this computer trusts",
                 record.authorities);
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
