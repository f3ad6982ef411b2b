// SPDX-License-Identifier: Apache-2.0
#include "http/connection.h"

#include "http/answer_head.h"
#include "http/file_part.h"
#include "http/problem.h"

#include <boost/asio/dispatch.hpp>
#include <boost/asio/write.hpp>

#include <array>
#include <atomic>
#include <exception>
#include <typeinfo>

namespace evote::http {
namespace {

using SteadyClock = std::chrono::steady_clock;

constexpr std::size_t piece_bytes = std::size_t{64} * 1024; // of an answer, under one deadline
constexpr std::size_t short_bytes =
    std::size_t{16} * 1024; // a body up to this size is written with its head
constexpr std::size_t least_read = std::size_t{4} * 1024;
constexpr std::string_view end_of_head = "\r\n\r\n";

// What a handler answers with. If it never does, nor will, the client learns that.
class Answer {
  public:
    Answer(std::weak_ptr<Connection> connection, std::shared_ptr<Loop> loop)
        : connection_(std::move(connection)), loop_(std::move(loop)) {}

    Answer(const Answer&) = delete;
    Answer& operator=(const Answer&) = delete;

    ~Answer() {
        if (given_)
            return;
        try {
            give(problem(500, reason_of(500), "The request was not answered."));
        } catch (...) { // out of memory, and the client waits until it gives up
            return;
        }
    }

    void give(Response response) {
        if (given_.exchange(true))
            return;
        // Nothing that is queued here keeps the connection, and so the loop, alive.
        asio::dispatch(loop_->context,
                       [connection = connection_, response = std::move(response)]() mutable {
                           if (const auto there = connection.lock())
                               there->answer(std::move(response));
                       });
    }

  private:
    std::weak_ptr<Connection> connection_;
    std::shared_ptr<Loop> loop_;
    std::atomic<bool> given_ = false;
};

} // namespace

void Loop::stop() {
    stopping = true;
    const auto all = connections;
    for (const auto& connection : all)
        connection->stop();
    if (connections.empty())
        work.reset();
}

void Loop::forget(const std::shared_ptr<Connection>& connection) {
    connections.erase(connection);
    if (stopping && connections.empty())
        work.reset();
}

void Service::report(std::string_view event, std::string_view what) const {
    if (log != nullptr)
        log->write(event, {{"what", what}});
}

Connection::Connection(const Service& service, std::shared_ptr<Loop> loop, Socket socket,
                       asio::ssl::context& tls, ConnectionLimits::Place place, std::string peer)
    : service_(service),
      loop_(std::move(loop)),
      stream_(std::move(socket), tls),
      place_(std::move(place)),
      peer_(std::move(peer)),
      timer_(loop_->context) {}

void Connection::start() {
    loop_->connections.insert(shared_from_this());
    if (loop_->stopping)
        return close();
    await_until_deadline(service_.limits.header_time);
    stream_.async_handshake(asio::ssl::stream_base::server,
                            [self = shared_from_this()](const ErrorNumber& error) {
                                if (error)
                                    return self->close();
                                self->state_ = State::header;
                                self->read_more();
                            });
}

void Connection::stop() {
    if (state_ == State::handshake)
        return close();
    if (state_ == State::idle || (state_ == State::header && buffer_.size() == 0)) {
        interrupted_ = true;
        ErrorNumber ignored;
        stream_.next_layer().cancel(ignored);
    }
}

void Connection::close() {
    if (state_ == State::closed)
        return;
    state_ = State::closed;
    ErrorNumber ignored;
    stream_.next_layer().close(ignored);
    timer_.cancel();
    loop_->forget(shared_from_this());
}

// One timer for all deadlines: it is set anew only for one that is earlier than what it waits for.
void Connection::await_until_deadline(std::chrono::milliseconds time) {
    deadline_ = SteadyClock::now() + time;
    if (!watching_ || deadline_ < timer_.expiry())
        watch_deadline();
}

void Connection::watch_deadline() {
    watching_ = true;
    timer_.expires_at(deadline_);
    timer_.async_wait([self = shared_from_this()](const ErrorNumber& error) {
        if (error || self->state_ == State::closed)
            return;
        self->watching_ = false;
        if (self->deadline_ == SteadyClock::time_point::max())
            return;
        if (SteadyClock::now() < self->deadline_)
            return self->watch_deadline();
        self->deadline_passed();
    });
}

void Connection::deadline_passed() {
    if (state_ != State::idle && state_ != State::header && state_ != State::body)
        return close();
    interrupted_ = true;
    ErrorNumber ignored;
    stream_.next_layer().cancel(ignored);
}

std::string_view Connection::received() const {
    return {static_cast<const char*>(buffer_.data().data()), buffer_.size()};
}

void Connection::begin_request() {
    head_.reset();
    searched_ = 0;
    state_ = buffer_.size() == 0 ? State::idle : State::header;
    if (state_ == State::idle) {
        await_until_deadline(service_.limits.idle_time);
        return read_more();
    }
    await_until_deadline(service_.limits.header_time);
    go_on();
}

void Connection::read_more() {
    std::size_t wanted = least_read;
    if (state_ == State::body)
        wanted = std::max<std::size_t>(
            wanted, std::min<std::size_t>(head_->body_bytes - buffer_.size(), piece_bytes));
    stream_.async_read_some(
        buffer_.prepare(wanted),
        [self = shared_from_this()](const ErrorNumber& error, std::size_t bytes) {
            self->on_read(error, bytes);
        });
}

void Connection::on_read(const ErrorNumber& error, std::size_t bytes) {
    if (state_ == State::closed)
        return;
    buffer_.commit(bytes);
    // What came at the last moment is not lost.
    const bool goes_on = !error && (state_ == State::idle || loop_->stopping);
    if (std::exchange(interrupted_, false) && !goes_on)
        return on_interruption();
    if (error)
        return close();
    const bool begun = state_ == State::idle;
    if (begun)
        state_ = State::header;
    go_on();
    if (begun && state_ == State::header)
        await_until_deadline(service_.limits.header_time);
}

// Time is up, or the server stops.
void Connection::on_interruption() {
    if (buffer_.size() == 0 && state_ != State::body)
        return say_goodbye();
    refuse({408, "The request did not come in time."});
}

void Connection::go_on() {
    if (!head_)
        read_head();
    else if (buffer_.size() >= head_->body_bytes)
        handle();
    else
        read_more();
}

void Connection::read_head() {
    const std::string_view text = received();
    const auto end = text.find(end_of_head, searched_);
    const auto size = end == text.npos ? text.size() : end + end_of_head.size();
    if (size > service_.limits.header_bytes ||
        (end == text.npos && size == service_.limits.header_bytes)) {
        const bool one_line = text.substr(0, size).find('\n') == text.npos;
        return one_line ? refuse({414, "The target is too long."})
                        : refuse({431, "The header is too long."});
    }
    if (end != text.npos)
        return take_head(size);
    if (!may_become_head(text, searched_))
        return refuse({400, "Lines end with CR LF."});
    searched_ = size < end_of_head.size() ? 0 : size - end_of_head.size() + 1;
    read_more();
}

void Connection::take_head(std::size_t size) {
    auto read = read_request_head(received().substr(0, size));
    if (const auto* const refusal = std::get_if<Refusal>(&read))
        return refuse(*refusal);
    head_ = std::move(std::get<RequestHead>(read));
    buffer_.consume(size);
    persistence_ = head_->persistence;
    if (head_->body_bytes > service_.limits.body_bytes)
        return refuse({413, "The body is too long."});
    if (buffer_.size() >= head_->body_bytes)
        return handle();
    state_ = State::body;
    await_until_deadline(service_.limits.body_time);
    if (head_->expectation == Expectation::to_continue)
        return expect_body();
    read_more();
}

void Connection::expect_body() {
    static constexpr std::string_view go_ahead = "HTTP/1.1 100 Continue\r\n\r\n";
    asio::async_write(stream_, asio::buffer(go_ahead),
                      [self = shared_from_this()](const ErrorNumber& error, std::size_t) {
                          if (error)
                              return self->close();
                          self->read_more();
                      });
}

void Connection::handle() {
    state_ = State::handling;
    deadline_ = SteadyClock::time_point::max();
    Request request = std::move(head_->request);
    head_->request.method = request.method; // for its answer
    request.body = received().substr(0, head_->body_bytes);
    request.peer = peer_;
    buffer_.consume(head_->body_bytes);
    const auto given = std::make_shared<Answer>(weak_from_this(), loop_);
    try {
        service_.handler(std::move(request),
                         [given](Response response) { given->give(std::move(response)); });
    } catch (const std::exception& thrown) {
        // Its text may have something of the request in it.
        service_.report("handler-failed", typeid(thrown).name());
        given->give(problem(500, reason_of(500)));
    } catch (...) {
        service_.report("handler-failed", "?");
        given->give(problem(500, reason_of(500)));
    }
}

void Connection::answer(Response answer) {
    if (state_ != State::handling)
        return;
    if (!is_sendable(answer)) {
        service_.report("handler-failed", "an answer that cannot be sent");
        answer = problem(500, reason_of(500));
    }
    write(std::move(answer));
}

void Connection::refuse(const Refusal& refusal) {
    persistence_ = Persistence::close;
    write(problem(refusal.status, reason_of(refusal.status), refusal.detail));
}

void Connection::write(Response answer) {
    state_ = State::writing;
    if (loop_->stopping)
        persistence_ = Persistence::close;
    out_ = answer_head(answer, persistence_);
    body_.clear();
    piece_ = 0;
    file_.reset();
    const bool has_body =
        may_have_body(answer.status) && !(head_ && head_->request.method == "HEAD");
    if (has_body && answer.file) {
        file_ = std::move(answer.file);
        if (file_->size <= short_bytes) {
            if (!read_piece())
                return close();
            out_ += body_;
        }
    } else if (has_body && answer.body.size() <= short_bytes)
        out_ += answer.body;
    else if (has_body)
        body_ = std::move(answer.body);
    write_piece(out_);
}

// The next piece of a file; false if it is not there.
bool Connection::read_piece() {
    auto piece = take_piece(*file_, piece_bytes);
    if (!piece) {
        service_.report("file-failed", "a file is shorter than it was");
        return false;
    }
    body_ = *std::move(piece);
    return true;
}

void Connection::write_piece(std::string_view piece) {
    await_until_deadline(service_.limits.write_time);
    asio::async_write(stream_, asio::buffer(piece.data(), piece.size()),
                      [self = shared_from_this()](const ErrorNumber& error, std::size_t) {
                          if (self->state_ == State::closed)
                              return;
                          if (error)
                              return self->close();
                          self->on_written();
                      });
}

void Connection::on_written() {
    if (file_) {
        if (file_->size > 0)
            return read_piece() ? write_piece(body_) : close();
        file_.reset();
        body_.clear();
    }
    if (piece_ < body_.size()) {
        const auto piece = std::string_view(body_).substr(piece_, piece_bytes);
        piece_ += piece.size();
        return write_piece(piece);
    }
    if (persistence_ == Persistence::close || loop_->stopping)
        return say_goodbye();
    begin_request();
}

// Whoever closes a connection while the other side still sends loses what it wrote before: so this
// side says that it will write no more, and reads until the client has closed.
void Connection::say_goodbye() {
    state_ = State::closing;
    await_until_deadline(service_.limits.close_time);
    stream_.async_shutdown([self = shared_from_this()](const ErrorNumber&) {
        if (self->state_ == State::closed)
            return;
        ErrorNumber ignored;
        self->stream_.next_layer().shutdown(Socket::shutdown_send, ignored);
        self->drain();
    });
}

void Connection::drain() {
    buffer_.clear();
    stream_.next_layer().async_read_some(
        buffer_.prepare(least_read),
        [self = shared_from_this()](const ErrorNumber& error, std::size_t) {
            if (error)
                return self->close();
            self->drain();
        });
}

} // namespace evote::http
