// SPDX-License-Identifier: Apache-2.0
#include "evote/app/command.h"

#include "evote/base/text.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <thread>

namespace evote::app {

unsigned Console::threads() const {
    return threads_ != 0 ? threads_ : std::max(1U, std::thread::hardware_concurrency());
}

std::string Console::text(const Message& message) const {
    return printable(texts::translate(message, language_));
}

void Console::facts(const std::vector<Message>& lines, const json::JsonWriter& json) {
    if (facts_ == Facts::json)
        out_ << text_of(json::json_bytes(json));
    else
        for (const auto& line : lines)
            out_ << text(line) << '\n';
    out_.flush();
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

Status Console::complain(const Error& error) {
    if (!error.file.empty())
        talk_ << printable(error.file) << ": ";
    for (const Message& part : error.place)
        talk_ << text(part) << ": ";
    say(error.message);
    return status_of(error.code);
}

Status Console::end(const Outcome& outcome) {
    return outcome ? Status::done : complain(outcome.error());
}

Result<bool> Console::confirm(const Message& question) {
    EVOTE_TRY(const std::string answer, person_.ask(text(question)));
    static constexpr std::array<std::string_view, 6> yes{"yes", "да", "Да", "ооба", "Ооба", "Yes"};
    return std::ranges::find(yes, trim(answer)) != yes.end();
}

} // namespace evote::app
