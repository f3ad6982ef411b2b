// SPDX-License-Identifier: Apache-2.0
// evote-board: see docs/record.md.
#include "app/board.h"

#include "app/board_serve.h"
#include "app/witness.h"
#include "tools.h"

using namespace evote::tools;

namespace {

struct WitnessOptions {
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
    serve.fingerprint(options.anchor);
    tool.add_threads(serve);
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
    close.fingerprint(closing.anchor);
    close.flag("--yes", "Close without asking", yes);
    close.flag("--before-closes", "Close before the hours of voting are over", before_closes);
    tool.add_threads(close);

    evote::app::BoardServeOptions serving;
    add_serve(tool, serving);

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
