// SPDX-License-Identifier: Apache-2.0
// bench_board_load [BALLOTS [CONNECTIONS [RATE [new] [standby]]]]: voters who send their ballots of
// 16 options to a board over TLS on loopback, each acknowledged when it is on the disk for good.
// Ballots are made beforehand. CONNECTIONS send at once, and are kept, or with "new" each ballot
// has one of its own; RATE ballots a second are sent, or with 0 as many as can be. Everything is in
// this process, the senders included, and with "standby" a second machine, which has each batch on
// the disk first. Prints how long an answer took, from when the ballot was due, and the memory.
#include "bench_election.h"
#include "box/board_memory.h"
#include "http/client.h"
#include "http/server.h"
#include "service/board_site.h"
#include "service/standby_line.h"
#include "service/standby_site.h"
#include "support/certificate.h"
#include "support/small_election.h"
#include "support/temporary_folder.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <fstream>
#include <mutex>
#include <string_view>
#include <thread>

using namespace evote;

namespace {

using Time = std::chrono::steady_clock;
using Milliseconds = std::chrono::duration<double, std::milli>;

constexpr std::size_t options = 16;
constexpr std::size_t made_at_once = 512;

struct Load {
    std::size_t ballots = 20'000;
    std::size_t connections = 256;
    double rate = 0;
    bool keeps_connections = true;
    bool has_standby = false;
};

std::vector<Bytes> make_ballots(const SmallElection& election, std::size_t count) {
    Maker maker(election.record().election.parameters(), system_random());
    std::vector<Bytes> out;
    while (out.size() < count) {
        std::vector<BallotRequest> requests;
        std::vector<const Credential*> credentials;
        for (std::size_t i = out.size(); i < std::min(count, out.size() + made_at_once); ++i) {
            SecretVector<std::uint8_t> selection(options);
            selection.expose()[i % options] = 1;
            requests.push_back(
                {&election.credential(i), 0, must(election.manifest().contest_bits(0, selection))});
            credentials.push_back(&election.credential(i));
        }
        for (auto& ballot : maker.cast(maker.prepare(0, requests), credentials))
            out.push_back(std::move(ballot));
    }
    return out;
}

// The second machine of a board.
class Second {
  public:
    Second(const SmallElection& election, const CertificateFiles& files) {
        std::filesystem::copy(election.folder().path(), folder_.path() / "record",
                              std::filesystem::copy_options::recursive);
        must(write_file(folder_.path() / "key", election.board().text().expose()));
        record_.emplace(
            must(SealedRecord::open(RecordFolder(folder_.path() / "record"), Anchor())));
        box::StandbyIndex index(*record_, key(), 1, system_random());
        site_ = must(
            service::StandbySite::open({must(box::Standby::open(*record_, key(), system_random())),
                                        std::move(index), *record_, log_}));
        http::ServerOptions served;
        served.address = "127.0.0.1:0";
        served.certificate = files.certificate;
        served.key = files.key;
        served.limits.body_bytes = std::size_t{5} * 1024 * 1024;
        server_.emplace(must(http::Server::listen(
            served, [this](http::Request request, const http::Respond& respond) {
                site_->handle(std::move(request), respond);
            })));
        line_ = must(service::StandbyLine::create(
            "https://localhost:" + std::to_string(server_->port()), files.certificate));
    }

    box::SendToStandby line() const {
        return [line = line_](ByteView sent) { return line->send(sent); };
    }

  private:
    BoardKey key() const {
        return must(read_board_key(folder_.path() / "key", record_->board.key.name()));
    }

    TemporaryFolder folder_;
    std::optional<SealedRecord> record_;
    http::Log log_;
    std::unique_ptr<service::StandbySite> site_;
    std::optional<http::Server> server_;
    std::shared_ptr<service::StandbyLine> line_;
};

// An election whose board is served.
struct Board {
    explicit Board(const Load& load)
        : election(folder.path() / "record", bench_manifest(options)),
          files(make_certificate(folder.path())) {
        election.hold_ceremony();
        election.seal(std::vector<SmallVoter>(load.ballots));
        ballots = make_ballots(election, load.ballots);
        const auto key = folder.path() / "key";
        must(write_file(key, election.board().text().expose()));
        const std::string& name = election.board().verifier().name();
        must(BoardMemory::create(must(read_board_key(key, name)),
                                 election.record().election.fingerprint()));
        if (load.has_standby)
            second.emplace(election, files);
        auto record = must(SealedRecord::open(election.folder(), Anchor()));
        auto box =
            must(Box::open(std::move(record), must(read_board_key(key, name)), system_random(),
                           {.threads = std::thread::hardware_concurrency(),
                            .clock = [time = time] { return *time; },
                            .standby = second ? second->line() : SendToStandby()}));
        const auto& its_record = box.record();
        published.emplace(box.checkpoint());
        desk = must(service::BallotDesk::open({std::move(box), time, its_record,
                                               std::move(must(read_board_key(key, name)).signer),
                                               clock, *published, log}));
        const http::RateLimit::Rate any{UINT32_MAX, std::chrono::milliseconds(1)};
        site.emplace(service::BoardSite::Parts{*desk, clock, *published},
                     service::BoardRates{any, any});
        server.emplace(must(http::Server::listen(
            options_of(load), [this](http::Request request, const http::Respond& respond) {
                site->handle(std::move(request), respond);
            })));
    }

    http::ServerOptions options_of(const Load& load) const {
        http::ServerOptions out;
        out.address = "127.0.0.1:0";
        out.certificate = files.certificate;
        out.key = files.key;
        out.limits.connections = out.limits.connections_per_address = 4 * load.connections;
        return out;
    }

    TemporaryFolder folder;
    SmallElection election;
    CertificateFiles files;
    std::vector<Bytes> ballots;
    std::optional<Second> second;
    std::shared_ptr<std::int64_t> time = std::make_shared<std::int64_t>(0);
    service::VotingClock clock;
    http::Log log;
    std::optional<service::PublishedLog> published;
    std::unique_ptr<service::BallotDesk> desk;
    std::optional<service::BoardSite> site;
    std::optional<http::Server> server;
};

// Sends all ballots, so many at once, and notes how long each took.
class Senders {
  public:
    Senders(Board& board, const Load& load)
        : board_(board), load_(load), client_(must(http::Client::create(client_options()))) {}

    void run() {
        took_.reserve(load_.ballots);
        begin_ = Time::now();
        for (std::size_t i = 0; i < load_.ballots; ++i) {
            const auto due = load_.rate > 0 ? due_time(i) : Time::now();
            std::this_thread::sleep_until(due);
            std::unique_lock lock(mutex_);
            changed_.wait(lock, [&] { return under_way_ < load_.connections; });
            ++under_way_;
            lock.unlock();
            send(i, load_.rate > 0 ? due : Time::now());
            if (i == load_.ballots / 10)
                early_memory_ = memory();
        }
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [&] { return under_way_ == 0; });
        seconds_ = std::chrono::duration<double>(Time::now() - begin_).count();
    }

    std::size_t print() {
        std::ranges::sort(took_);
        const auto at = [&](double part) {
            return took_[static_cast<std::size_t>(part * static_cast<double>(took_.size() - 1))];
        };
        const auto counts = board_.desk->counts();
        fmt::print("{} ballots in {:.1f} s: {:.0f} per second, {} failed, {} batches\n"
                   "p50 {:.1f} ms, p90 {:.1f} ms, p99 {:.1f} ms, longest {:.1f} ms\n"
                   "memory of all, the ballots made beforehand included: {} KiB after a tenth of "
                   "the ballots, {} KiB at the end\n",
                   took_.size(), seconds_, static_cast<double>(took_.size()) / seconds_, failed_,
                   counts.batches, at(0.5), at(0.9), at(0.99), took_.back(), early_memory_,
                   memory());
        return failed_;
    }

  private:
    http::ClientOptions client_options() const {
        http::ClientOptions out;
        out.authorities = board_.files.certificate;
        out.at_once = load_.connections;
        out.kept_per_host = load_.keeps_connections ? load_.connections : 0;
        out.total_time = std::chrono::seconds(60);
        return out;
    }

    Time::time_point due_time(std::size_t i) const {
        return begin_ + std::chrono::duration_cast<Time::duration>(
                            std::chrono::duration<double>(static_cast<double>(i) / load_.rate));
    }

    void send(std::size_t i, Time::time_point due) {
        const std::string url =
            "https://localhost:" + std::to_string(board_.server->port()) + "/ballots";
        client_.fetch({"POST", url, {}, to_string(board_.ballots[i])},
                      [this, due](const Result<http::Response>& answer) {
                          const double took = Milliseconds(Time::now() - due).count();
                          const std::lock_guard lock(mutex_);
                          took_.push_back(took);
                          failed_ += answer && answer->status == 201 ? 0U : 1U;
                          --under_way_;
                          changed_.notify_one();
                      });
    }

    // In KiB.
    static std::uint64_t memory() {
        std::ifstream status("/proc/self/status");
        for (std::string line; std::getline(status, line);)
            if (line.starts_with("VmRSS:"))
                return std::stoull(line.substr(line.find_first_of("0123456789")));
        return 0;
    }

    Board& board_;
    const Load& load_;
    Time::time_point begin_;
    double seconds_ = 0;
    std::uint64_t early_memory_ = 0;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::size_t under_way_ = 0;
    std::size_t failed_ = 0;
    std::vector<double> took_;
    http::Client client_; // last: its answers need the rest
};

} // namespace

int main(int argc, char** argv) {
    Load load;
    if (argc > 1)
        load.ballots = std::stoul(argv[1]);
    if (argc > 2)
        load.connections = std::stoul(argv[2]);
    if (argc > 3)
        load.rate = std::stod(argv[3]);
    for (int i = 4; i < argc; ++i) {
        load.keeps_connections = load.keeps_connections && argv[i] != std::string_view("new");
        load.has_standby = load.has_standby || argv[i] == std::string_view("standby");
    }
    Board board(load);
    Senders senders(board, load);
    senders.run();
    return senders.print() == 0 ? 0 : 1;
}
