// SPDX-License-Identifier: Apache-2.0
// evote-cast: see docs/record.md.
#include "app/cast.h"

#include "app/cast_send.h"
#include "tools.h"

using namespace evote::tools;

namespace {

void add_ballot_flags(Command& command, evote::app::CastOptions& options) {
    command.option("DIR", "The election's folder", options.folder).required();
    command
        .option("--code-file",
                "A file with the voter's code, or one for each registrar's; without it, you are "
                "asked",
                options.code_files)
        .repeatable();
    command.option("--choices",
                   "A file of lines contest: option, option; without it, you are asked",
                   options.choices);
    command.option("--counter",
                   "How many valid ballots of this voter the board has; otherwise it is looked up",
                   options.counter);
    command.fingerprint(options.anchor);
}

void add_send(Tool& tool, evote::app::SendOptions& options) {
    auto send =
        tool.command("send", "Send a ballot to the board, and check the receipt that it gives",
                     [&](evote::app::Console& console) {
                         return console.end(evote::app::cast_send(options, console));
                     });
    send.option("DIR", "The election's folder", options.folder).required();
    send.option("BALLOT", "The ballot", options.ballot).required();
    send.option("--url", "The address of the board: https://HOST[:PORT]", options.url).required();
    send.option("--receipt", "The receipt to write", options.receipt).required();
    send.option("--paper",
                "The receipt for people to write: a page to print if its name ends with .html, "
                "otherwise a text",
                options.paper);
    send.option("--authorities",
                "Who certifies the board's server (PEM); otherwise whom this computer trusts",
                options.authorities);
    send.option("--attempts", "How often to try before giving up", options.attempts)
        .between(1, 100);
    send.option("--wait", "How many seconds to wait for the witnesses of the board",
                options.wait_seconds)
        .between(0, 3600);
    send.fingerprint(options.anchor);
}

} // namespace

int evote::tools::with_cast(const Use& use) {
    Tool tool("evote-cast", "Makes a voter's ballot");
    evote::app::CastOptions options;
    evote::app::FinishOptions finish;
    std::filesystem::path state;
    std::filesystem::path out;

    auto prepare = tool.command(
        "prepare", "Encrypt the choices and show the tracker", [&](evote::app::Console& console) {
            return console.end(
                evote::app::cast_prepare(options, state, evote::crypto::system_random(), console));
        });
    add_ballot_flags(prepare, options);
    prepare.option("--state", "The prepared ballot, to be cast or audited", state).required();

    auto cast = tool.command("cast", "Finish a prepared ballot", [&](evote::app::Console& console) {
        return console.end(evote::app::cast_cast(finish, evote::crypto::system_random(), console));
    });
    cast.option("--state", "The prepared ballot; it can be used only once", finish.state)
        .required();
    cast.option("--out", "The ballot to write", finish.out).required();
    cast.fingerprint(finish.anchor);

    auto audit =
        tool.command("audit", "Open a prepared ballot: it can then be checked but never cast",
                     [&](evote::app::Console& console) {
                         return console.end(evote::app::cast_audit(finish, console));
                     });
    audit.option("--state", "The prepared ballot; it can be used only once", finish.state)
        .required();
    audit.option("--out", "The opening to write", finish.out).required();
    audit.fingerprint(finish.anchor);

    auto vote =
        tool.command("vote", "Prepare and cast in one step", [&](evote::app::Console& console) {
            return console.end(
                evote::app::cast_vote(options, out, evote::crypto::system_random(), console));
        });
    add_ballot_flags(vote, options);
    vote.option("--out", "The ballot to write", out).required();

    evote::app::SendOptions sending;
    add_send(tool, sending);
    return use(tool);
}
