// SPDX-License-Identifier: Apache-2.0
#include "evote/message.h"

namespace evote {

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

} // namespace evote
