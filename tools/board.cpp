// SPDX-License-Identifier: Apache-2.0
// evote-board: see docs/record.md.
#include "app/board.h"

#include "app/board_follow.h"
#include "app/board_machines.h"
#include "app/board_serve.h"
#include "app/witness.h"
#include "app/witness_serve.h"
#include "tools.h"

using namespace evote::tools;

namespace {

struct WitnessOptions {
    evote::app::WitnessServeOptions serve;
    evote::app::WitnessKeyOptions made;
    evote::app::CosignOptions cosign;
    evote::app::BoardCollectOptions collected;
};

void add_witness_commands(Tool& tool, WitnessOptions& options) {
    auto key =
        tool.command("witness-key", "Make a witness's key", [&](evote::app::Console& console) {
            return console.end(evote::app::board_witness_key(
                options.made, evote::crypto::system_random(), console));
        });
    key.option("NAME", "The witness's name, such as witness.example/1", options.made.name)
        .required();
    key.option("--key", "The witness's private key; made if missing", options.made.key).required();

    auto cosign = tool.command(
        "cosign", "Sign as a witness what the board has signed", [&](evote::app::Console& console) {
            return console.end(evote::app::board_cosign(options.cosign, console));
        });
    cosign.option("DIR", "The election's folder", options.cosign.folder).required();
    cosign.option("--key", "The witness's private key", options.cosign.key).required();
    cosign
        .option("--state", "The file in which the witness remembers what it signed",
                options.cosign.state)
        .required();
    cosign.fingerprint(options.cosign.anchor);

    auto serve = tool.command(
        "witness", "Sign as a witness what is sent over the network, until it is ended",
        [&](evote::app::Console& console) {
            return console.end(evote::app::witness_serve(options.serve, console));
        });
    serve.option("--key", "The witness's private key", options.serve.key).required();
    serve
        .option("--state", "The file in which the witness remembers what it signed",
                options.serve.state)
        .required();
    serve.option("--election", "The election's folder; its sealed files are enough",
                 options.serve.folder);
    serve.option("--log", "In place of --election: the public key of the board", options.serve.log);
    serve.option("--listen", "The address to listen at: HOST:PORT", options.serve.listen)
        .required();
    serve
        .option("--tls-cert", "The server's certificate and those between it and a root (PEM)",
                options.serve.certificate)
        .required();
    serve
        .option("--tls-key", "The private key of the certificate (PEM)",
                options.serve.certificate_key)
        .required();
    serve.fingerprint(options.serve.anchor);

    auto collect =
        tool.command("collect", "Bring lines of witnesses and decryptions into the record",
                     [&](evote::app::Console& console) {
                         return evote::app::board_collect(options.collected, console);
                     });
    collect.option("DIR", "The election's folder", options.collected.folder).required();
    collect
        .option("FROM", "Copies of the record, folders or single files", options.collected.sources)
        .required();
}

void add_standby_options(Command& command, evote::app::StandbyOptions& options) {
    command.option("--standby", "The board's second machine: https://HOST[:PORT]", options.url);
    command.option("--standby-authorities",
                   "Who certifies the second machine (PEM), instead of whom the system trusts",
                   options.authorities);
}

struct MachineOptions {
    evote::app::BoardStandbyOptions standby;
    evote::app::BoardMachineOptions change;
    bool yes = false;
};

void add_standby(Tool& tool, evote::app::BoardStandbyOptions& options) {
    auto standby = tool.command(
        "standby", "Be the board's second machine: take what the first one is about to sign",
        [&](evote::app::Console& console) {
            return console.end(
                evote::app::board_standby(options, evote::crypto::system_random(), console));
        });
    standby.option("DIR", "The election's folder", options.folder).required();
    standby.option("--key", "The board's private key", options.key).required();
    standby.option("--listen", "The address to listen at: HOST:PORT", options.listen).required();
    standby
        .option("--tls-cert", "The server's certificate and those between it and a root (PEM)",
                options.certificate)
        .required();
    standby.option("--tls-key", "The private key of the certificate (PEM)", options.certificate_key)
        .required();
    standby.fingerprint(options.anchor);
    tool.add_threads(standby);
}

using ChangeMachine = evote::Outcome (*)(const evote::app::BoardMachineOptions&,
                                         evote::app::Console&);

Command add_change(Tool& tool, MachineOptions& options, const std::string& name,
                   const std::string& purpose, ChangeMachine change) {
    auto command = tool.command(name, purpose, [&options, change](evote::app::Console& console) {
        options.change.consent =
            options.yes ? evote::app::Consent::given : evote::app::Consent::ask;
        return console.end(change(options.change, console));
    });
    command.option("DIR", "The election's folder", options.change.folder).required();
    command.option("--key", "The board's private key", options.change.key).required();
    command.fingerprint(options.change.anchor);
    return command;
}

void add_machine_commands(Tool& tool, MachineOptions& options) {
    add_standby(tool, options.standby);
    auto takeover =
        add_change(tool, options, "takeover", "Make the second machine the one that signs",
                   evote::app::board_takeover);
    takeover.flag("--yes", "Take over without asking", options.yes);
    auto release =
        add_change(tool, options, "release", "End a second machine for good, with a note of that",
                   evote::app::board_release);
    release.option("--out", "The note to write", options.change.note).required();
    release.flag("--yes", "Release without asking", options.yes);
    auto alone = add_change(tool, options, "alone", "Go on without the second machine",
                            evote::app::board_alone);
    alone.option("--release", "The note of the second machine that it is none any more",
                 options.change.note);
    alone.flag("--yes", "Go on without asking", options.yes);
}

void add_serve(Tool& tool, evote::app::BoardServeOptions& options) {
    auto serve = tool.command(
        "serve", "Take ballots over the network and serve the record, until it is ended",
        [&](evote::app::Console& console) {
            return console.end(
                evote::app::board_serve(options, evote::crypto::system_random(), console));
        });
    serve.option("DIR", "The election's folder", options.folder).required();
    serve.option("--key", "The board's private key", options.key).required();
    serve.option("--listen", "The address to listen at: HOST:PORT", options.listen).required();
    serve
        .option("--tls-cert", "The server's certificate and those between it and a root (PEM)",
                options.certificate)
        .required();
    serve.option("--tls-key", "The private key of the certificate (PEM)", options.certificate_key)
        .required();
    add_standby_options(serve, options.standby);
    serve.option("--metrics", "The address for metrics of Prometheus: HOST:PORT", options.metrics);
    serve
        .option("--per-minute", "How often one address may send ballots, and ask for counters",
                options.entries_per_minute)
        .between(1, 60'000);
    serve.option("--waiting", "How many ballots may wait for the box at the most", options.waiting)
        .between(1, 1'000'000);
    serve.option("--connections", "How many connections there may be", options.connections)
        .between(1, 1'000'000);
    serve
        .option("--connections-per-address", "How many of them may be of one address",
                options.connections_per_address)
        .between(1, 1'000'000);
    serve
        .option("--witness",
                "A witness of board.json and where it is: NAME=https://HOST[:PORT]; once for each",
                options.witnesses)
        .repeatable();
    serve
        .option("--witness-every", "How often witnesses are to sign what is new, in seconds",
                options.witness_seconds)
        .between(1, 60);
    serve.option("--witness-ca",
                 "Who certifies the witnesses' servers (PEM); otherwise whom this computer trusts",
                 options.witness_authorities);
    serve.fingerprint(options.anchor);
    tool.add_threads(serve);
}

void add_follow(Tool& tool, evote::app::BoardFollowOptions& options, bool& once) {
    auto follow = tool.command(
        "follow", "Mirror a served board and verify what comes, until the result is there",
        [&](evote::app::Console& console) {
            if (once)
                options.following = evote::app::Following::once;
            return evote::app::board_follow(options, console);
        });
    follow.option("URL", "The board's address, https://...", options.url).required();
    follow.option("DIR", "The mirror: a folder that is made if it is missing", options.folder)
        .required();
    follow.flag("--once", "Bring the mirror up to date, and end", once);
    follow.option("--every", "Seconds between two looks at the board", options.every_seconds)
        .between(1, 86'400);
    follow
        .option("--witness-age",
                "Seconds for which a checkpoint may have fewer witnesses than it needs",
                options.witness_seconds)
        .between(1, 31'536'000);
    follow
        .option("--stale-age",
                "How many seconds old the witnesses' word may be in the hours of voting",
                options.stale_seconds)
        .between(1, 31'536'000);
    follow.option("--receipts", "A folder with voters' receipts to check", options.receipts)
        .folder();
    follow.option("--authorities",
                  "Who certifies the board's server (PEM); otherwise whom this computer trusts",
                  options.authorities);
    follow.fingerprint(options.anchor);
    tool.add_threads(follow);
}

} // namespace

int evote::tools::with_board(const Use& use) {
    Tool tool("evote-board", "Runs the board, the public ballot box");
    evote::app::BoardAppendOptions options;
    evote::app::BoardCloseOptions closing;
    evote::app::CheckReceiptOptions checked;
    std::filesystem::path folder;
    std::string tracker;
    std::filesystem::path receipt;

    auto append = tool.command(
        "append", "Verify ballots and take the good ones", [&](evote::app::Console& console) {
            return console.end(
                evote::app::board_append(options, evote::crypto::system_random(), console));
        });
    append.option("DIR", "The election's folder", options.folder).required();
    append.option("BALLOTS", "Ballots, and folders of ballots", options.ballots).required();
    append.option("--key", "The board's private key", options.key).required();
    append.option("--receipts", "A folder for the receipts", options.receipts).folder();
    add_standby_options(append, options.standby);
    append.fingerprint(options.anchor);
    tool.add_threads(append);

    bool yes = false;
    bool before_closes = false;
    auto close = tool.command("close", "End the voting", [&](evote::app::Console& console) {
        closing.consent = yes ? evote::app::Consent::given : evote::app::Consent::ask;
        closing.before_closes =
            before_closes ? evote::app::BeforeCloses::allow : evote::app::BeforeCloses::refuse;
        return console.end(
            evote::app::board_close(closing, evote::crypto::system_random(), console));
    });
    close.option("DIR", "The election's folder", closing.folder).required();
    close.option("--key", "The board's private key", closing.key).required();
    add_standby_options(close, closing.standby);
    close.fingerprint(closing.anchor);
    close.flag("--yes", "Close without asking", yes);
    close.flag("--before-closes", "Close before the hours of voting are over", before_closes);
    tool.add_threads(close);

    evote::app::BoardServeOptions serving;
    add_serve(tool, serving);

    evote::app::BoardFollowOptions following;
    bool once = false;
    add_follow(tool, following, once);

    evote::app::BoardResumeOptions resuming;
    auto resume = tool.command(
        "resume", "Go on after a loss, for everybody to see", [&](evote::app::Console& console) {
            resuming.consent = yes ? evote::app::Consent::given : evote::app::Consent::ask;
            return console.end(evote::app::board_resume(resuming, console));
        });
    resume.option("DIR", "The election's folder", resuming.folder).required();
    resume.option("--key", "The board's private key", resuming.key).required();
    resume.fingerprint(resuming.anchor);
    resume.flag("--yes", "Go on without asking", yes);

    MachineOptions machines;
    add_machine_commands(tool, machines);

    auto make = tool.command("receipt", "Make evidence that a ballot is on the board",
                             [&](evote::app::Console& console) {
                                 return console.end(
                                     evote::app::board_receipt(folder, tracker, receipt, console));
                             });
    make.option("DIR", "The election's folder", folder).required();
    make.option("--tracker", "The tracker of the ballot", tracker).required();
    make.option("--out", "The receipt to write", receipt).required();

    auto check =
        tool.command("check-receipt", "Check that the board still has a ballot",
                     [&](evote::app::Console& console) {
                         return console.end(evote::app::board_check_receipt(checked, console));
                     });
    check.option("DIR", "The election's folder", checked.folder).required();
    check.option("RECEIPT", "The receipt", checked.receipt).required();
    check.option("--code-file",
                 "A file with the voter's code; with registrars, with one of the codes",
                 checked.code_file);
    check.option("--paper",
                 "The receipt for people to write: a page to print if its name ends with .html, "
                 "otherwise a text",
                 checked.paper);
    check.fingerprint(checked.anchor);

    WitnessOptions witnesses;
    add_witness_commands(tool, witnesses);
    return use(tool);
}
