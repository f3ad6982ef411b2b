// SPDX-License-Identifier: Apache-2.0
#include "http/server.h"

#include "http/address.h"
#include "http/connection.h"
#include "http/rate_limit.h"
#include "http/signals_blocked.h"
#include "http/tls.h"
#include "os/file.h"
#include "os/workers.h"

#include <boost/asio/post.hpp>

#include <condition_variable>
#include <thread>
#include <typeinfo>
#include <vector>

namespace evote::http {
namespace {

constexpr std::chrono::milliseconds pause_of_accepting{100};

std::string text_of_address(asio::ip::address address) {
    if (address.is_v6() && address.to_v6().is_v4_mapped())
        address = asio::ip::make_address_v4(asio::ip::v4_mapped, address.to_v6());
    ErrorNumber ignored;
    return address.to_string(ignored);
}

Error listening_error(const std::string& address, const ErrorNumber& error) {
    if (error == asio::error::address_in_use)
        return {
            ErrorCode::system, msg("another program listens at this address already"), address, {}};
    if (error.category() != asio::error::get_system_category())
        return {ErrorCode::system, msg("this computer has no such address"), address, {}};
    return os::file_error(address, {error.value(), std::generic_category()});
}

Result<Tcp::endpoint> find_endpoint(asio::io_context& context, const std::string& address) {
    EVOTE_TRY(const auto parts, parse_host_port(address));
    ErrorNumber error;
    const auto flags = Tcp::resolver::passive | Tcp::resolver::numeric_service;
    const auto found = Tcp::resolver(context).resolve(parts.host, parts.port, flags, error);
    if (error)
        return fail(listening_error(address, error));
    return found.begin()->endpoint();
}

Outcome open_acceptor(Acceptor& acceptor, const Tcp::endpoint& endpoint,
                      const std::string& address) {
    ErrorNumber error;
    acceptor.open(endpoint.protocol(), error);
    if (!error)
        acceptor.set_option(Acceptor::reuse_address(true), error);
    if (!error)
        acceptor.bind(endpoint, error);
    if (!error)
        acceptor.listen(Acceptor::max_listen_connections, error);
    if (error)
        return fail(listening_error(address, error));
    return {};
}

} // namespace

class Server::Impl {
  public:
    Impl(ServerOptions options, Handler handler);
    Impl(const Impl&) = delete;
    Impl& operator=(const Impl&) = delete;
    ~Impl(); // NOLINT(bugprone-exception-escape): without memory the program ends

    Outcome listen();
    Outcome reload_certificate();
    void stop();

    std::uint16_t port() const { return port_; }

  private:
    void run(Loop& loop);
    void accept();
    void on_accepted(const ErrorNumber& error, std::size_t index, Socket socket);
    void pause();
    void admit(const std::shared_ptr<Loop>& loop, Socket socket);
    std::shared_ptr<asio::ssl::context> tls();

    ServerOptions options_;
    Handler handler_;
    Service service_{handler_, options_.limits, options_.log};
    ConnectionLimits places_{options_.limits.connections, options_.limits.connections_per_address};
    std::uint16_t port_ = 0;

    std::mutex mutex_; // of what follows
    std::condition_variable changed_;
    std::shared_ptr<asio::ssl::context> tls_;
    std::size_t ended_ = 0; // threads

    std::vector<std::shared_ptr<Loop>> loops_;
    Acceptor acceptor_; // in the first loop, as what follows
    Timer pause_;
    std::size_t next_loop_ = 0;
    std::vector<std::thread> threads_;
};

namespace {

std::vector<std::shared_ptr<Loop>> make_loops(unsigned count) {
    std::vector<std::shared_ptr<Loop>> loops;
    for (unsigned i = 0; i < std::max(1U, count); ++i)
        loops.push_back(std::make_shared<Loop>());
    return loops;
}

} // namespace

Server::Impl::Impl(ServerOptions options, Handler handler)
    : options_(std::move(options)),
      handler_(std::move(handler)),
      loops_(make_loops(options_.threads)),
      acceptor_(loops_[0]->context),
      pause_(loops_[0]->context) {}

Outcome Server::Impl::listen() {
    EVOTE_TRY_VOID(reload_certificate());
    EVOTE_TRY(const auto endpoint, find_endpoint(loops_[0]->context, options_.address));
    EVOTE_TRY_VOID(open_acceptor(acceptor_, endpoint, options_.address));
    ErrorNumber error;
    port_ = acceptor_.local_endpoint(error).port();
    accept();
    const SignalsBlocked blocked;
    for (const auto& loop : loops_) {
        EVOTE_TRY(std::thread thread, os::new_thread([this, &loop = *loop] { run(loop); }));
        threads_.push_back(std::move(thread));
    }
    return {};
}

void Server::Impl::run(Loop& loop) {
    for (bool over = false; !over;) {
        try {
            loop.context.run();
            over = true;
        } catch (const std::exception& thrown) { // out of memory
            service_.report("server-failed", typeid(thrown).name());
        }
    }
    const std::lock_guard lock(mutex_);
    ++ended_;
    changed_.notify_all();
}

Outcome Server::Impl::reload_certificate() {
    EVOTE_TRY(auto read, server_tls(options_.certificate, options_.key));
    const std::lock_guard lock(mutex_);
    tls_ = std::move(read);
    return {};
}

std::shared_ptr<asio::ssl::context> Server::Impl::tls() {
    const std::lock_guard lock(mutex_);
    return tls_;
}

void Server::Impl::accept() {
    const std::size_t index = next_loop_++ % loops_.size();
    acceptor_.async_accept(loops_[index]->context,
                           [this, index](const ErrorNumber& error, Socket socket) {
                               on_accepted(error, index, std::move(socket));
                           });
}

void Server::Impl::on_accepted(const ErrorNumber& error, std::size_t index, Socket socket) {
    if (!acceptor_.is_open())
        return;
    if (error && error != asio::error::connection_aborted) {
        service_.report("accept-failed", error.message());
        return pause();
    }
    accept();
    if (!error)
        admit(loops_[index], std::move(socket));
}

// As long as there are too many open files, trying again at once would only take time.
void Server::Impl::pause() {
    pause_.expires_after(pause_of_accepting);
    pause_.async_wait([this](const ErrorNumber& error) {
        if (!error && acceptor_.is_open())
            accept();
    });
}

void Server::Impl::admit(const std::shared_ptr<Loop>& loop, Socket socket) {
    ErrorNumber error;
    const auto endpoint = socket.remote_endpoint(error);
    if (error)
        return;
    socket.set_option(Tcp::no_delay(true), error);
    auto peer = text_of_address(endpoint.address());
    auto place = places_.enter(address_key(peer));
    if (!place)
        return;
    const auto connection = std::make_shared<Connection>(service_, loop, std::move(socket), *tls(),
                                                         *std::move(place), std::move(peer));
    asio::post(loop->context, [connection] { connection->start(); });
}

void Server::Impl::stop() {
    if (threads_.empty())
        return;
    asio::post(loops_[0]->context, [this] {
        ErrorNumber ignored;
        acceptor_.close(ignored);
        pause_.cancel();
    });
    for (const auto& loop : loops_)
        asio::post(loop->context, [loop = loop.get()] { loop->stop(); });
    {
        std::unique_lock lock(mutex_);
        changed_.wait_for(lock, options_.limits.stop_time,
                          [&] { return ended_ == threads_.size(); });
    }
    for (const auto& loop : loops_)
        loop->context.stop();
    for (std::thread& thread : threads_)
        thread.join();
    threads_.clear();
}

// What still waits for something in the loops ends with an error and lets go of its connection.
Server::Impl::~Impl() { // NOLINT(bugprone-exception-escape)
    stop();
    ErrorNumber ignored;
    acceptor_.close(ignored);
    for (const auto& loop : loops_) {
        loop->stopping = true;
        loop->context.restart();
        const auto left = loop->connections;
        for (const auto& connection : left)
            connection->close();
        loop->context.poll();
    }
}

Server::Server(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

Server::Server(Server&&) noexcept = default;
Server& Server::operator=(Server&&) noexcept = default;
Server::~Server() = default;

Result<Server> Server::listen(ServerOptions options, Handler handler) {
    auto impl = std::make_unique<Impl>(std::move(options), std::move(handler));
    EVOTE_TRY_VOID(impl->listen());
    return Server(std::move(impl));
}

std::uint16_t Server::port() const {
    return impl_->port();
}

Outcome Server::reload_certificate() {
    return impl_->reload_certificate();
}

void Server::stop() {
    impl_->stop();
}

} // namespace evote::http
