// SPDX-License-Identifier: Apache-2.0
#include "app/command.h"

#include "base/text.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <thread>
#include <utility>

namespace evote::app {

namespace {

// The same in every language. A name may be no UTF-8, and must not play tricks.
json::JsonWriter json_of(const Error& error) {
    json::JsonWriter out{{"code", error_name(error.code)},
                         {"status", static_cast<int>(status_of(error.code))},
                         {"message", printable(error.message.english())},
                         {"file", nullptr},
                         {"place", nullptr}};
    if (!error.file.empty())
        out["file"] = printable(error.file);
    if (!error.place.empty())
        out["place"] = printable(english_place(error.place));
    return out;
}

} // namespace

// What goes to stdout at the end with `--json`.
struct Console::Json {
    json::JsonWriter object = json::JsonWriter::object();
    std::vector<Message> lines; ///< of the facts in it, until somebody was asked about them
};

Console::Console(std::ostream& out, std::ostream& talk, Person& person)
    : out_(out), talk_(talk), person_(person), json_(std::make_unique<Json>()) {}

Console::~Console() = default;

unsigned Console::threads() const {
    return threads_ != 0 ? threads_ : std::max(1U, std::thread::hardware_concurrency());
}

std::string Console::text(const Message& message) const {
    return printable(texts::translate(message, language_));
}

void Console::facts(const std::vector<Message>& lines, const json::JsonWriter& json) {
    if (facts_ == Facts::json) {
        json_->object.update(json);
        json_->lines = lines;
        return;
    }
    for (const auto& line : lines)
        out_ << text(line) << '\n';
    out_.flush();
}

void Console::event(const json::JsonWriter& json) {
    if (facts_ != Facts::json)
        return;
    out_ << text_of(json::json_bytes(json));
    out_.flush();
}

void Console::finish() {
    if (facts_ == Facts::json)
        out_ << text_of(json::json_bytes(json_->object));
    out_.flush();
    json_ = std::make_unique<Json>();
}

void Console::say(const Message& message) {
    talk_ << text(message) << '\n';
    talk_.flush();
}

void Console::show_line(const Message& message) {
    if (audience_ != Audience::live)
        return;
    talk_ << '\r' << text(message) << "\x1b[K";
    talk_.flush();
}

void Console::clear_line() {
    if (audience_ != Audience::live)
        return;
    talk_ << "\r\x1b[K";
    talk_.flush();
}

void Console::warn(const Error& error) {
    if (!error.file.empty())
        talk_ << printable(error.file) << ": ";
    for (const Message& part : error.place)
        talk_ << text(part) << ": ";
    say(error.message);
}

Status Console::complain(const Error& error) {
    warn(error);
    return keep(error);
}

Status Console::keep(const Error& error) {
    if (facts_ == Facts::json)
        json_->object["errors"].push_back(json_of(error));
    return status_of(error.code);
}

Status Console::end(const Outcome& outcome) {
    return outcome ? Status::done : complain(outcome.error());
}

Result<std::string> Console::ask(const Message& question) {
    for (const auto& line : std::exchange(json_->lines, {}))
        say(line);
    return person_.ask(text(question));
}

Result<bool> Console::confirm(const Message& question) {
    EVOTE_TRY(const std::string answer, ask(question));
    return is_yes(answer);
}

bool Console::is_yes(std::string_view answer) {
    static constexpr std::array<std::string_view, 6> yes{"yes", "да", "Да", "ооба", "Ооба", "Yes"};
    return std::ranges::find(yes, trim(answer)) != yes.end();
}

} // namespace evote::app
