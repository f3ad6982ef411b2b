// SPDX-License-Identifier: Apache-2.0
// A voter's choices, asked for on the terminal.
#include "app/choices.h"
#include "app/setup_rules.h"
#include "base/text.h"

#include <algorithm>
#include <array>

namespace evote::app {

namespace {

enum class Answer {
    given, // what was asked for
    back,  // to the contest before
    no,
};

template <std::size_t N>
bool is_one_of(const std::array<std::string_view, N>& words, std::string_view answer) {
    return std::ranges::find(words, trim(answer)) != words.end();
}

bool is_back(std::string_view answer) {
    static constexpr std::array<std::string_view, 8> words{"b",     "B",     "back",  "Back",
                                                           "назад", "Назад", "артка", "Артка"};
    return is_one_of(words, answer);
}

bool is_no(std::string_view answer) {
    static constexpr std::array<std::string_view, 6> words{"no", "No", "нет", "Нет", "жок", "Жок"};
    return is_one_of(words, answer);
}

bool is_number(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

// Numbers of options, separated by commas. Only the voter sees the messages, so they quote.
Result<Selection> select_numbers(std::string_view typed, const protocol::Contest& contest) {
    const std::size_t options = contest.options.size();
    Selection selection(options);
    if (trim(typed).empty())
        return selection;
    for (const auto part : split(typed, ',')) {
        const auto text = trim(part);
        if (!is_number(text))
            return fail(ErrorCode::bad_choice, msg("\"{0}\" is not a number", text));
        const auto number = decimal_decode(text, options).value_or(0);
        if (number == 0)
            return fail(ErrorCode::bad_choice,
                        msg("there is no option {0}; the options are 1 to {1}", text, options));
        auto& chosen = selection.expose()[number - 1];
        if (chosen == 1)
            return fail(ErrorCode::bad_choice, msg("option {0} is named twice", number));
        chosen = 1;
    }
    return selection;
}

class Dialogue {
  public:
    Dialogue(const protocol::Manifest& manifest, std::size_t district, Console& console)
        : manifest_(manifest),
          contests_(manifest.districts()[district].contests),
          console_(console),
          language_(texts::language_tag(console.language())),
          selections_(contests_.size()) {}

    Outcome hold() {
        std::size_t at = 0;
        for (;;) {
            EVOTE_TRY(const Answer answer, at < contests_.size() ? ask_contest(at) : ask_consent());
            if (answer == Answer::no)
                return fail(ErrorCode::declined, msg("no ballot was made"));
            if (answer == Answer::given && at == contests_.size())
                return {};
            at = answer == Answer::given ? at + 1 : at - 1;
        }
    }

    Result<ballot::BallotBits> bits() const {
        ballot::BallotBits out;
        for (std::size_t i = 0; i < contests_.size(); ++i) {
            EVOTE_TRY(const auto more,
                      bits_of(manifest_, contests_[i], *selections_[i], language_));
            out.append(more.expose());
        }
        return out;
    }

  private:
    Outcome show(const Message& line) { return console_.person().show(console_.text(line)); }

    Result<SecretBytes> ask(const Message& question) {
        EVOTE_TRY(std::string typed, console_.person().ask(console_.text(question)));
        SecretBytes answer(bytes_of(typed));
        wipe(typed.data(), typed.size());
        return answer;
    }

    // What is wrong with an answer, after which the question comes again.
    Outcome complain(const Error& error) {
        std::string line;
        for (const Message& part : error.place)
            line += console_.text(part) + ": ";
        return console_.person().show(line + console_.text(error.message));
    }

    const protocol::Contest& contest(std::size_t at) const {
        return manifest_.contests()[contests_[at]];
    }

    Outcome show_contest(std::size_t at) {
        const protocol::Contest& shown = contest(at);
        EVOTE_TRY_VOID(show(msg("Contest {0}: {1}", shown.id, shown.title.in(language_))));
        for (std::size_t i = 0; i < shown.options.size(); ++i)
            EVOTE_TRY_VOID(show(msg("    {0}  {1}", i + 1, shown.options[i].title.in(language_))));
        for (const auto& rule : shown.rules)
            EVOTE_TRY_VOID(show(rule_in_words(shown, rule, language_)));
        return {};
    }

    Result<Answer> ask_contest(std::size_t at) {
        EVOTE_TRY_VOID(show_contest(at));
        const Message question =
            at == 0 ? msg("The numbers of your choices, separated by commas:")
                    : msg("The numbers of your choices, separated by commas, or b to go back:");
        for (;;) {
            EVOTE_TRY(const SecretBytes answer, ask(question));
            const auto typed = text_of(answer.expose());
            if (at > 0 && is_back(typed))
                return Answer::back;
            const Outcome taken = take(at, typed);
            if (taken)
                return Answer::given;
            EVOTE_TRY_VOID(complain(taken.error()));
        }
    }

    Outcome take(std::size_t at, std::string_view typed) {
        EVOTE_TRY(Selection selection, select_numbers(typed, contest(at)));
        EVOTE_TRY(const auto bits, bits_of(manifest_, contests_[at], selection, language_));
        selections_[at] = std::move(selection);
        return {};
    }

    Outcome show_summary() {
        EVOTE_TRY_VOID(show(msg("Your choices:")));
        for (std::size_t at = 0; at < contests_.size(); ++at) {
            const protocol::Contest& shown = contest(at);
            EVOTE_TRY_VOID(show(msg("Contest {0}: {1}", shown.id, shown.title.in(language_))));
            const auto chosen = selections_[at]->expose();
            for (std::size_t i = 0; i < chosen.size(); ++i)
                if (chosen[i] == 1)
                    EVOTE_TRY_VOID(
                        show(msg("    {0}  {1}", i + 1, shown.options[i].title.in(language_))));
            if (std::ranges::find(chosen, 1) == chosen.end())
                EVOTE_TRY_VOID(show(msg("    nothing is chosen")));
        }
        return {};
    }

    Result<Answer> ask_consent() {
        EVOTE_TRY_VOID(show_summary());
        for (;;) {
            EVOTE_TRY(const SecretBytes answer,
                      ask(msg("Is this what you choose? Type yes, no, or b to go back:")));
            const auto typed = text_of(answer.expose());
            if (Console::is_yes(typed))
                return Answer::given;
            if (is_back(typed))
                return Answer::back;
            if (is_no(typed))
                return Answer::no;
        }
    }

    const protocol::Manifest& manifest_;
    const std::vector<std::size_t>& contests_;
    Console& console_;
    std::string_view language_;
    Selections selections_;
};

} // namespace

Result<ballot::BallotBits> ask_choices(const protocol::Manifest& manifest, std::size_t district,
                                       Console& console) {
    Dialogue dialogue(manifest, district, console);
    EVOTE_TRY_VOID(dialogue.hold());
    return dialogue.bits();
}

} // namespace evote::app
