// SPDX-License-Identifier: Apache-2.0
#include "http/answer_reader.h"

#include "evote/check.h"

#include <boost/asio/buffer.hpp>

#include <string>
#include <utility>

namespace evote::http {

namespace {

constexpr std::uint32_t answer_header_bytes = 16U * 1024;
constexpr unsigned most_interim_answers = 8;
constexpr unsigned first_interim_status = 100;
constexpr unsigned first_final_status = 200;

std::string text_of_view(boost::beast::string_view view) {
    return {view.data(), view.size()};
}

} // namespace

AnswerReader::AnswerReader(std::string_view method, std::size_t most_body_bytes)
    : has_no_body_(method == "HEAD"), most_body_bytes_(most_body_bytes) {
    begin();
}

void AnswerReader::begin() {
    parser_.emplace();
    parser_->header_limit(answer_header_bytes);
    parser_->body_limit(most_body_bytes_);
    parser_->skip(has_no_body_);
}

// A step at a time: an eager parser of Boost 1.74 forgets that a Content-Length is over the limit.
std::size_t AnswerReader::take(std::string_view bytes) {
    std::size_t used = 0;
    while (used < bytes.size() && state_ == State::unfinished) {
        boost::system::error_code error;
        Parser& parser = *parser_;
        used += parser.put(boost::asio::buffer(bytes.data() + used, bytes.size() - used), error);
        if (error == boost::beast::http::error::need_more)
            break;
        if (error)
            fail(error);
        else if (parser.is_done())
            on_whole();
    }
    return used;
}

void AnswerReader::end() {
    boost::system::error_code error;
    Parser& parser = *parser_;
    parser.put_eof(error);
    if (!error && parser.is_done() && parser.get().result_int() >= first_final_status)
        state_ = State::done;
}

void AnswerReader::on_whole() {
    const unsigned status = parser_->get().result_int();
    if (status >= first_final_status)
        state_ = State::done;
    else if (status < first_interim_status || ++interim_answers_ > most_interim_answers)
        state_ = State::malformed;
    else
        begin();
}

void AnswerReader::fail(const boost::system::error_code& error) {
    const bool too_long = error == boost::beast::http::error::body_limit ||
                          error == boost::beast::http::error::header_limit;
    state_ = too_long ? State::too_long : State::malformed;
}

Response AnswerReader::answer() && {
    EVOTE_CHECK(state_ == State::done);
    auto& message = parser_->get();
    Response out;
    out.status = message.result_int();
    for (const auto& one : message)
        out.fields.push_back({text_of_view(one.name_string()), text_of_view(one.value())});
    out.body = std::move(message.body());
    return out;
}

} // namespace evote::http
