// SPDX-License-Identifier: Apache-2.0
#include "app/board_machines.h"
#include "app/open_box.h"
#include "app/private_file.h"
#include "app/sealed_ground.h"
#include "app/service_end.h"
#include "http/server.h"
#include "service/standby_site.h"

namespace evote::app {

namespace {

// A piece of the log and its note. One entry more than the sender's limit may be in it.
constexpr std::size_t largest_request = std::size_t{5} * 1024 * 1024;
constexpr std::size_t most_connections = 16;

http::ServerOptions server_options(const BoardStandbyOptions& options, const http::Log& log) {
    http::ServerOptions out;
    out.address = options.listen;
    out.certificate = options.certificate;
    out.key = options.certificate_key;
    out.limits.body_bytes = largest_request;
    out.limits.connections = out.limits.connections_per_address = most_connections;
    out.log = &log;
    return out;
}

} // namespace

Outcome board_standby(const BoardStandbyOptions& options, crypto::Random& random,
                      Console& console) {
    EVOTE_TRY_VOID(keep_out_of_record(options.certificate_key, options.folder));
    const Signals signals;
    const http::Log log;
    EVOTE_TRY(const record::SealedRecord record,
              open_sealed(options.folder, options.anchor, console));
    EVOTE_TRY(box::BoardKey key, open_board_key(options.key, record, console));
    box::StandbyIndex index(record, key, console.threads(), random);
    EVOTE_TRY(auto standby, box::Standby::open(record, std::move(key), random));
    EVOTE_TRY(const auto site,
              service::StandbySite::open({std::move(standby), std::move(index), record, log}));
    EVOTE_TRY(auto server,
              http::Server::listen(server_options(options, log),
                                   [&site](http::Request request, const http::Respond& respond) {
                                       site->handle(std::move(request), respond);
                                   }));
    log.write("listening", {{"port", server.port()}, {"entries", site->entries()}});
    wait_for_end(signals, server, log);
    server.stop();
    site->finish();
    log.write("end", {{"port", server.port()}, {"entries", site->entries()}});
    return {};
}

} // namespace evote::app
