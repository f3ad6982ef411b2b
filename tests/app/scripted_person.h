// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/command.h"
#include "record/stated_fingerprint.h"
#include "support/must.h"
#include "support/rooms.h"

#include <deque>
#include <sstream>
#include <string>

inline bool contains(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

/// What `--fingerprint TEXT` gives.
inline evote::record::Anchor announced(std::string_view text) {
    return evote::record::Anchor(evote::must(evote::record::StatedFingerprint::parse(text)));
}

/// A person with prepared answers; without one left, nobody can be asked.
class ScriptedPerson final : public evote::Person {
  public:
    std::deque<std::string> answers;
    std::string questions; ///< all that was asked, a line each

    std::string shown;    ///< all that was shown, a line each
    unsigned cleared = 0; ///< how often the screen was cleared

    evote::Outcome show(std::string_view line) override {
        shown += std::string(line) + "\n";
        return {};
    }

    void clear_screen() override { ++cleared; }

    evote::Result<evote::SecretBytes> ask_secret(std::string_view question) override {
        EVOTE_TRY(const std::string answer, ask(question));
        return evote::SecretBytes(evote::bytes_of(answer));
    }

    evote::Result<std::string> ask(std::string_view question) override {
        questions += std::string(question) + "\n";
        if (answers.empty())
            return evote::fail(evote::ErrorCode::nobody_to_ask, evote::msg("nobody is there"));
        std::string answer = answers.front();
        answers.pop_front();
        return answer;
    }
};

/// A console whose output is kept.
struct CapturedConsole {
    std::ostringstream out;
    std::ostringstream talk;
    ScriptedPerson person;
    evote::Console console{out, talk, person};

    /// All facts since the last call, as after a command.
    std::string take_out() {
        console.finish();
        return take(out);
    }

    /// All talk since the last call.
    std::string take_talk() { return take(talk); }

  private:
    static std::string take(std::ostringstream& stream) {
        std::string text = stream.str();
        stream.str({});
        return text;
    }
};
