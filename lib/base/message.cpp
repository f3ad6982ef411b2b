// SPDX-License-Identifier: Apache-2.0
#include "evote/message.h"

namespace evote {

Message::Message() = default;

Message::Message(Template text, std::vector<std::string> values)
    : english_(text.english()), values_(std::move(values)) {}

Message::Message(const Message& other) = default;
Message::Message(Message&& other) noexcept = default;
Message& Message::operator=(const Message& other) = default;
Message& Message::operator=(Message&& other) noexcept = default;
Message::~Message() = default;

std::string Message::with_template(std::string_view text) const {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '{' && i + 2 < text.size() && text[i + 2] == '}' && text[i + 1] >= '0' &&
            text[i + 1] <= '9') {
            const auto index = static_cast<std::size_t>(text[i + 1] - '0');
            if (index < values_.size()) {
                out += values_[index];
                i += 2;
                continue;
            }
        }
        out += text[i];
    }
    return out;
}

std::string MessageValue::text() const {
    if (!is_number_)
        return std::string(text_);
    return (negative_ ? "-" : "") + std::to_string(magnitude_);
}

Message message_of(Template text, std::initializer_list<MessageValue> values) {
    std::vector<std::string> texts;
    texts.reserve(values.size());
    for (const MessageValue& value : values)
        texts.push_back(value.text());
    return Message(text, std::move(texts));
}

Message verbatim(std::string text) {
    return message_of("{0}", {MessageValue(text)});
}

} // namespace evote
