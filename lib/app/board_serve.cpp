// SPDX-License-Identifier: Apache-2.0
#include "app/board_serve.h"

#include "app/board_witnesses.h"
#include "app/open_box.h"
#include "app/private_file.h"
#include "app/progress.h"
#include "app/sealed_ground.h"
#include "app/service_end.h"
#include "http/server.h"
#include "protocol/manifest.h"
#include "service/board_site.h"
#include "service/standby_site.h"

namespace evote::app {

namespace {

constexpr std::uint32_t clock_seconds = 2; // between two looks at the clock
constexpr unsigned http_threads = 2;

// The board: with its box, or closed.
struct ServedBoard {
    std::optional<box::Box> box;
    std::optional<record::SealedRecord> record; // of a closed one
    std::shared_ptr<std::int64_t> box_time = std::make_shared<std::int64_t>(0);

    const record::SealedRecord& its_record() const { return box ? box->record() : *record; }
};

Result<ServedBoard> open_board(const BoardServeOptions& options, crypto::Random& random,
                               Console& console) {
    EVOTE_TRY(record::SealedRecord record, open_sealed(options.folder, options.anchor, console));
    EVOTE_TRY(box::BoardKey key, open_board_key(options.key, record, console));
    EVOTE_TRY(auto send, reach_standby(options.standby));
    ServedBoard out;
    Progress progress(console);
    auto box =
        box::Box::open(std::move(record), std::move(key), random,
                       {.threads = console.threads(),
                        .clock = [time = out.box_time] { return *time; },
                        .standby = std::move(send)},
                       [&](std::uint64_t done, std::uint64_t total) { progress(done, total); });
    if (box) {
        out.box.emplace(*std::move(box));
        return out;
    }
    if (box.error().code != ErrorCode::closed)
        return fail(std::move(box).take_error());
    EVOTE_TRY(out.record,
              record::SealedRecord::open(record::RecordFolder(options.folder), options.anchor));
    return out;
}

Result<board::SignedCheckpoint> checkpoint_of(const ServedBoard& board) {
    if (board.box)
        return board.box->checkpoint();
    EVOTE_TRY(const board::LogReader log, board.record->open_log());
    return log.checkpoint();
}

http::ServerOptions server_options(const BoardServeOptions& options, const http::Log& log) {
    http::ServerOptions out;
    out.address = options.listen;
    out.certificate = options.certificate;
    out.key = options.certificate_key;
    out.threads = http_threads;
    out.limits.body_bytes = protocol::Manifest::largest_ballot;
    out.limits.connections = options.connections;
    out.limits.connections_per_address = options.connections_per_address;
    out.log = &log;
    return out;
}

// For a board that was a second machine before it took over.
Result<service::FormerStandby> former_standby(const BoardServeOptions& options,
                                              const ServedBoard& board,
                                              const service::PublishedLog& published) {
    const auto& record = board.its_record();
    EVOTE_TRY(auto key, box::read_key_of_board(options.key, record.board.key));
    return service::FormerStandby({board.box ? board.box->pairing() : board::Pairing{},
                                   record.election.fingerprint(), std::move(key.signer),
                                   published});
}

Result<std::optional<http::Server>> serve_metrics(const BoardServeOptions& options,
                                                  const service::BoardSite& site,
                                                  const http::Log& log) {
    if (options.metrics.empty())
        return std::optional<http::Server>();
    auto server_of = server_options(options, log);
    server_of.address = options.metrics;
    server_of.threads = 1;
    EVOTE_TRY(auto server,
              http::Server::listen(std::move(server_of), [&site](const http::Request& request,
                                                                 const http::Respond& respond) {
                  respond(site.metrics(request));
              }));
    return std::optional(std::move(server));
}

// Until somebody ends it.
void wait_for_end(const Signals& signals, service::VotingClock& clock, http::Server& server,
                  std::optional<http::Server>& metrics, const http::Log& log) {
    for (;;) {
        switch (signals.wait(clock_seconds)) {
        case 0:
            clock.watch(log);
            break;
        case SIGHUP:
            reload_certificate(server, log);
            if (metrics)
                reload_certificate(*metrics, log);
            break;
        default:
            return;
        }
    }
}

// Ballots are taken all the same.
void warn_of_too_few(const BoardServeOptions& options, const record::BoardFile& board,
                     Console& console) {
    if (board.witnesses && options.witnesses.size() < board.witnesses->quorum())
        console.say(
            msg("Only {0} witnesses are asked, and {1} must sign: the receipts of voters will not "
                "have enough signatures",
                options.witnesses.size(), board.witnesses->quorum()));
}

void write_state(std::string_view event, const service::PublishedLog& published, unsigned port,
                 const http::Log& log) {
    log.write(event, {{"port", port}, {"entries", published.now()->size()}});
}

} // namespace

Outcome board_serve(const BoardServeOptions& options, crypto::Random& random, Console& console) {
    EVOTE_TRY_VOID(keep_out_of_record(options.certificate_key, options.folder));
    const Signals signals;
    const http::Log log;
    EVOTE_TRY(auto board, open_board(options, random, console));
    EVOTE_TRY(auto checkpoint, checkpoint_of(board));
    EVOTE_TRY(auto signer, box::read_key_of_board(options.key, board.its_record().board.key));
    service::VotingClock clock;
    service::PublishedLog published(std::move(checkpoint));
    EVOTE_TRY(const auto former, former_standby(options, board, published));
    const record::SealedRecord& record = board.its_record();
    EVOTE_TRY_VOID(read_witness_places(options, record.board));
    warn_of_too_few(options, record.board, console);
    EVOTE_TRY(const auto desk,
              service::BallotDesk::open({std::move(board.box), board.box_time, record,
                                         std::move(signer.signer), clock, published, log},
                                        {.waiting = options.waiting}));
    const auto every = std::chrono::milliseconds(60'000 / options.entries_per_minute);
    const http::RateLimit::Rate rate{static_cast<std::uint32_t>(options.entries_per_minute), every};
    service::BoardSite site({*desk, clock, published}, {rate, rate});
    EVOTE_TRY(auto server,
              http::Server::listen(server_options(options, log),
                                   [&](http::Request request, const http::Respond& respond) {
                                       if (!former.answer(request, respond))
                                           site.handle(std::move(request), respond);
                                   }));
    EVOTE_TRY(auto metrics, serve_metrics(options, site, log));
    write_state("listening", published, server.port(), log);
    if (metrics)
        log.write("metrics", {{"port", metrics->port()}});
    EVOTE_TRY(auto witnesses, AskedWitnesses::start(options, {*desk, published, clock, log}));
    wait_for_end(signals, clock, server, metrics, log);
    server.stop();
    witnesses.reset();
    desk->finish();
    write_state("end", published, server.port(), log);
    return {};
}

} // namespace evote::app
