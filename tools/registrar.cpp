// SPDX-License-Identifier: Apache-2.0
// evote-registrar: see docs/registrar.md.
#include "app/registrar_service.h"
#include "tools.h"

namespace {

using namespace evote::tools;
using evote::app::Console;
using evote::app::Decision;
using evote::crypto::system_random;

void add_config(Command& command, evote::app::RegistrarServeOptions& options) {
    command.option("CONFIG", "The file that sets the service up", options.config).required();
    command.option("--passphrase-file",
                   "A file with the passphrase of the secret file; without it, you are asked",
                   options.passphrase.file);
}

void add_state(Command& command, std::filesystem::path& state) {
    command.option("STATE", "The service's state", state).required();
}

void add_service(Tool& tool, evote::app::RegistrarServeOptions& options) {
    auto made = tool.command("new", "Make the empty state of a service", [&](Console& console) {
        return console.end(evote::app::registrar_new(options, system_random(), console));
    });
    add_config(made, options);
    auto serve = tool.command(
        "serve", "Identify voters and show them their codes, until it is ended",
        [&](Console& console) {
            return console.end(evote::app::registrar_serve(options, system_random(), console));
        });
    add_config(serve, options);
}

void add_log(Tool& tool, evote::app::RegistrarLogOptions& options) {
    auto command =
        tool.command("log", "Check who was identified when, and write it", [&](Console& console) {
            return console.end(evote::app::registrar_log(options, console));
        });
    add_state(command, options.state);
    command.option("--out", "The file to write (CSV), for the registrar only", options.out);
}

struct Deciding {
    evote::app::RegistrarDecideOptions options;
    bool approve = false;
    bool decline = false;
    bool sent = false;

    evote::app::Status run(Console& console) {
        if (int{approve} + int{decline} + int{sent} != 1)
            return console.end(evote::fail(evote::ErrorCode::usage,
                                           evote::msg("say one of --approve, --decline, --sent")));
        options.decision = approve   ? Decision::approve
                           : decline ? Decision::decline
                                     : Decision::sent;
        return console.end(evote::app::registrar_decide(options, console));
    }
};

void add_requests(Tool& tool, evote::app::RegistrarRequestsOptions& options, Deciding& deciding) {
    auto requests = tool.command(
        "requests", "List the changes that clerks have asked for", [&](Console& console) {
            return console.end(evote::app::registrar_requests(options, console));
        });
    add_state(requests, options.state);
    requests.option("--list", "The private list of voters, to see their names", options.list);
    auto decide = tool.command("decide", "Decide what clerks have asked for",
                               [&deciding](Console& console) { return deciding.run(console); });
    add_state(decide, deciding.options.state);
    decide.option("ID", "Number of the request", deciding.options.id).required();
    decide.flag("--approve", "The change will be made", deciding.approve);
    decide.flag("--decline", "The change will not be made", deciding.decline);
    decide.flag("--sent", "The change was made and sent to the board", deciding.sent);
}

void add_backup(Tool& tool, evote::app::RegistrarBackupOptions& options) {
    auto command = tool.command(
        "backup", "Copy the state of a service that may be running", [&](Console& console) {
            return console.end(evote::app::registrar_backup(options, console));
        });
    add_state(command, options.state);
    command.option("COPY", "The copy to write", options.copy).required();
}

} // namespace

int evote::tools::with_registrar(const Use& use) {
    Tool tool("evote-registrar", "Shows voters their codes, as one registrar's service");
    evote::app::RegistrarServeOptions serve;
    evote::app::RegistrarLogOptions log;
    evote::app::RegistrarRequestsOptions requests;
    Deciding deciding;
    evote::app::RegistrarBackupOptions backup;
    add_service(tool, serve);
    add_log(tool, log);
    add_requests(tool, requests, deciding);
    add_backup(tool, backup);
    return use(tool);
}
