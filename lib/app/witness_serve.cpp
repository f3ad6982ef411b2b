// SPDX-License-Identifier: Apache-2.0
#include "app/witness_serve.h"

#include "app/named_witness.h"
#include "app/private_file.h"
#include "app/sealed_ground.h"
#include "app/service_end.h"
#include "http/server.h"
#include "service/witness_desk.h"

namespace evote::app {

namespace {

constexpr unsigned http_threads = 2;
constexpr std::size_t longest_question = std::size_t{64} * 1024;

Result<board::VerifierKey> log_of(const WitnessServeOptions& options,
                                  const board::Cosigner& cosigner, Console& console) {
    if (options.folder.empty() == options.log.empty())
        return fail(ErrorCode::usage, msg("exactly one of --election and --log is given"));
    if (!options.log.empty()) {
        auto key = board::VerifierKey::parse(options.log);
        if (!key)
            return fail(ErrorCode::usage, msg("this is not the public key of a board"),
                        verbatim(options.log));
        return key;
    }
    EVOTE_TRY(const record::SealedRecord record,
              open_sealed(options.folder, options.anchor, console));
    for (const auto& file : {options.key, options.state, options.certificate_key})
        EVOTE_TRY_VOID(keep_out_of_record(file, options.folder));
    EVOTE_TRY_VOID(must_be_named(cosigner.verifier(), record.board, options.key));
    return record.board.key;
}

http::ServerOptions server_options(const WitnessServeOptions& options, const http::Log& log) {
    http::ServerOptions out;
    out.address = options.listen;
    out.certificate = options.certificate;
    out.key = options.certificate_key;
    out.threads = http_threads;
    out.limits.body_bytes = longest_question;
    out.log = &log;
    return out;
}

} // namespace

Outcome witness_serve(const WitnessServeOptions& options, Console& console) {
    const Signals signals;
    const http::Log journal;
    warn_if_open_to_others(options.key, console);
    EVOTE_TRY(board::Cosigner cosigner, service::read_cosigner(options.key));
    EVOTE_TRY(const board::VerifierKey log, log_of(options, cosigner, console));
    const std::string name = cosigner.verifier().name();
    EVOTE_TRY(const auto desk,
              service::WitnessDesk::open({std::move(cosigner), log,
                                          service::WitnessFiles(options.key, options.state),
                                          options.clock, journal}));
    EVOTE_TRY(auto server, http::Server::listen(
                               server_options(options, journal),
                               [&desk](const http::Request& request, const http::Respond& respond) {
                                   respond(desk->answer(request));
                               }));
    journal.write("listening", {{"port", server.port()}, {"witness", name}, {"log", log.name()}});
    wait_for_end(signals, server, journal);
    server.stop();
    journal.write("end");
    return {};
}

} // namespace evote::app
