// SPDX-License-Identifier: Apache-2.0
#include "http/fetch.h"

#include "http/answer_head.h"
#include "http/tls.h"

#include <boost/asio/connect.hpp>

#include <algorithm>
#include <utility>

namespace evote::http {
namespace {

constexpr std::size_t bytes_at_once = std::size_t{16} * 1024;

bool is_loopback(const std::string& host) {
    return host == "127.0.0.1" || host == "::1" || host == "localhost";
}

bool is_safe_method(const std::string& method) {
    return method == "GET" || method == "HEAD";
}

bool is_sendable(const ClientRequest& request) {
    // A method is a token, as the name of a field is.
    return is_sendable(Field{request.method, {}}) &&
           std::all_of(request.fields.begin(), request.fields.end(), [](const Field& field) {
               return is_sendable(field) && !is_named(field, "Host");
           });
}

std::string request_text(const ClientRequest& request, const Url& url) {
    std::string out =
        request.method + " " + url.target + " HTTP/1.1\r\nHost: " + url.authority + "\r\n";
    for (const Field& field : request.fields)
        out.append(field.name).append(": ").append(field.value).append("\r\n");
    if (!request.body.empty() || !is_safe_method(request.method))
        out += "Content-Length: " + std::to_string(request.body.size()) + "\r\n";
    return out + "\r\n" + request.body;
}

} // namespace

ClientLoop::ClientLoop(ClientOptions the_options, std::shared_ptr<asio::ssl::context> the_tls)
    : options(std::move(the_options)),
      tls(std::move(the_tls)),
      kept(context, options.idle_time, options.kept_per_host) {}

void ClientLoop::end() {
    ended = true;
    const auto all = fetches;
    for (const auto& fetch : all)
        fetch->finish(fail(ErrorCode::stopped, msg("it was stopped before its end")));
    kept.close_all();
    work.reset();
}

Fetch::Fetch(ClientLoop& loop, ClientRequest request, Client::Callback done)
    : loop_(loop),
      request_(std::move(request)),
      done_(std::move(done)),
      timer_(loop.context),
      resolver_(loop.context) {}

void Fetch::start() {
    if (auto prepared = prepare(); !prepared)
        return finish(fail(std::move(prepared).take_error()));
    loop_.fetches.insert(shared_from_this());
    timer_.expires_after(loop_.options.total_time);
    timer_.async_wait([self = shared_from_this()](const ErrorNumber& error) {
        if (!error)
            self->time_out();
    });
    reader_.emplace(request_.method, loop_.options.answer_bytes);
    wire_ = loop_.kept.take(server());
    is_kept_wire_ = wire_ != nullptr;
    if (is_kept_wire_)
        send();
    else
        connect();
}

Outcome Fetch::prepare() {
    if (loop_.ended)
        return fail(ErrorCode::stopped, msg("it was stopped before its end"));
    if (loop_.fetches.size() >= loop_.options.at_once)
        return fail(ErrorCode::over_limit, msg("too many requests wait for answers"));
    EVOTE_TRY(url_, parse_url(request_.url));
    if (url_->scheme == Scheme::http &&
        (loop_.options.plain_http == PlainHttp::refused || !is_loopback(url_->server.host)))
        return fail(ErrorCode::usage, msg("the URL must begin with https://"));
    if (!is_sendable(request_))
        return fail(ErrorCode::usage, msg("this request cannot be sent"));
    out_ = request_text(request_, *url_);
    return {};
}

std::string Fetch::server() const {
    return (url_->scheme == Scheme::https ? "https " : "http ") + url_->server.host + " " +
           url_->server.port;
}

void Fetch::finish(Result<Response> result) {
    if (!done_)
        return;
    timer_.cancel();
    resolver_.cancel();
    if (wire_)
        wire_->close();
    const auto self = shared_from_this();
    loop_.fetches.erase(self);
    if (!result && url_)
        result = fail(std::move(result).take_error().in_file(url_->shown()));
    std::exchange(done_, nullptr)(std::move(result));
}

void Fetch::fail_with(ErrorCode code, Message message) {
    finish(fail(code, std::move(message)));
}

void Fetch::time_out() {
    fail_with(ErrorCode::unreachable, msg("this server does not answer in time"));
}

void Fetch::connect() {
    is_kept_wire_ = false;
    wire_ = std::make_unique<Wire>(loop_.context, *loop_.tls, url_->scheme);
    resolver_.async_resolve(
        url_->server.host, url_->server.port, Tcp::resolver::numeric_service,
        [self = shared_from_this()](const ErrorNumber& error,
                                    const Tcp::resolver::results_type& found) {
            if (!self->done_)
                return;
            if (error)
                return self->fail_with(
                    ErrorCode::unreachable,
                    msg("there is no server of this name: {0}", error.message()));
            self->on_resolved(found);
        });
}

void Fetch::on_resolved(const Tcp::resolver::results_type& found) {
    asio::async_connect(
        wire_->socket(), found,
        [self = shared_from_this()](const ErrorNumber& error, const Tcp::endpoint&) {
            if (!self->done_)
                return;
            if (error)
                return self->fail_with(ErrorCode::unreachable,
                                       msg("this server cannot be reached: {0}", error.message()));
            ErrorNumber ignored;
            self->wire_->socket().set_option(Tcp::no_delay(true), ignored);
            self->shake_hands();
        });
}

void Fetch::shake_hands() {
    if (wire_->scheme() == Scheme::http)
        return send();
    if (!expect_server(wire_->tls(), url_->server.host))
        return fail_with(ErrorCode::out_of_resources, msg("there is not enough memory"));
    wire_->tls().async_handshake(asio::ssl::stream_base::client,
                                 [self = shared_from_this()](const ErrorNumber& error) {
                                     if (self->done_)
                                         self->on_handshake(error);
                                 });
}

void Fetch::on_handshake(const ErrorNumber& error) {
    if (!error)
        return send();
    const std::string fault = certificate_fault(wire_->tls());
    if (!fault.empty())
        return fail_with(ErrorCode::invalid,
                         msg("this server's certificate is not valid: {0}", fault));
    fail_with(ErrorCode::unreachable, msg("this server cannot be reached: {0}", error.message()));
}

void Fetch::send() {
    wire_->async_write(out_, [self = shared_from_this()](const ErrorNumber& error, std::size_t) {
        if (!self->done_)
            return;
        // A server that refuses a request may answer before it has read all of it.
        if (error && error != asio::error::broken_pipe && error != asio::error::connection_reset)
            return self->on_broken_wire();
        self->read_more();
    });
}

void Fetch::read_more() {
    wire_->async_read_some(
        buffer_.prepare(bytes_at_once),
        [self = shared_from_this()](const ErrorNumber& error, std::size_t bytes) {
            if (self->done_)
                self->on_read(error, bytes);
        });
}

void Fetch::on_read(const ErrorNumber& error, std::size_t bytes) {
    buffer_.commit(bytes);
    if (error)
        on_end(error);
    else
        read_answer();
}

// The end of a connection is that of an answer without a length, if the server says so.
void Fetch::on_end(const ErrorNumber& error) {
    if (error != asio::error::eof || !reader_->has_begun())
        return on_broken_wire();
    reader_->end();
    if (reader_->state() != AnswerReader::State::done)
        return on_broken_wire();
    on_answer();
}

void Fetch::read_answer() {
    const auto data = buffer_.data();
    buffer_.consume(reader_->take({static_cast<const char*>(data.data()), data.size()}));
    switch (reader_->state()) {
    case AnswerReader::State::unfinished:
        return read_more();
    case AnswerReader::State::done:
        return on_answer();
    case AnswerReader::State::too_long:
        return fail_with(ErrorCode::over_limit, msg("this server's answer is too long"));
    case AnswerReader::State::malformed:
        return fail_with(ErrorCode::malformed, msg("this server's answer is not HTTP/1.1"));
    }
}

void Fetch::on_broken_wire() {
    if (is_kept_wire_ && is_safe_method(request_.method) && !reader_->has_begun()) {
        wire_->close();
        return connect();
    }
    fail_with(ErrorCode::unreachable, msg("this server broke off the connection"));
}

void Fetch::on_answer() {
    if (reader_->keeps_connection() && buffer_.size() == 0)
        loop_.kept.keep(server(), std::move(wire_));
    finish(std::move(*reader_).answer());
}

} // namespace evote::http
