// SPDX-License-Identifier: Apache-2.0
// What all commands share: where their output goes, who answers their questions, exit statuses.
#pragma once

#include "app/status.h"
#include "base/secret.h"
#include "evote/result.h"
#include "json/json.h"
#include "texts/texts.h"

#include <memory>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

namespace evote::app {

/// The person at the machine. The tools use the terminal; tests supply the answers. What is typed
/// before a question is shown is no answer to it.
class Person {
  public:
    Person() = default;
    Person(const Person&) = delete;
    Person& operator=(const Person&) = delete;
    virtual ~Person() = default;

    /// Asks and reads one line without showing it. ErrorCode::nobody_to_ask if nobody can be asked.
    virtual Result<SecretBytes> ask_secret(std::string_view question) = 0;
    /// Asks and reads one line, without its line end. ErrorCode::nobody_to_ask if nobody can be
    /// asked.
    virtual Result<std::string> ask(std::string_view question) = 0;

    /// Shows a line to this person only: it is in no file, wherever the output goes.
    /// ErrorCode::nobody_to_ask if there is nobody.
    virtual Outcome show(std::string_view line) = 0;
    /// Removes all that is on the person's screen.
    virtual void clear_screen() = 0;
};

/// The person at /dev/tty, so that questions work while stdin and stdout are files.
Person& person_at_terminal();

/// Whether a command asks before it does what cannot be undone.
enum class Consent {
    ask,
    given, ///< `--yes`
};

/// What a command that ends the voting or needs its end does while the hours last.
enum class BeforeCloses {
    refuse,
    allow, ///< `--before-closes`
};

/// How facts are printed.
enum class Facts {
    text, ///< lines for people
    json, ///< `--json`: one JSON object for programs, when the command is over
};

/// Whether somebody watches the talk as it appears.
enum class Audience {
    later, ///< stderr is a file or a pipe
    live,  ///< stderr is a terminal: progress is shown
};

/// What every command gets besides its own options: facts go to `out`, talk and progress to `talk`.
/// One thread at a time.
class Console {
  public:
    Console(std::ostream& out, std::ostream& talk, Person& person);
    Console(const Console&) = delete;
    Console& operator=(const Console&) = delete;
    ~Console();

    void set_language(texts::Language language) { language_ = language; }

    void set_facts(Facts facts) { facts_ = facts; }

    void set_audience(Audience audience) { audience_ = audience; }

    /// `--threads`; 0 means as many as the machine has.
    void set_threads(unsigned threads) { threads_ = threads; }

    /// How many threads parallel work may use; at least 1.
    unsigned threads() const;

    texts::Language language() const { return language_; }

    Person& person() { return person_; }

    /// The facts that a command found: as lines of text at once, or with `--json` as members of
    /// the object that finish() prints. They have no member "errors".
    void facts(const std::vector<Message>& lines, const json::JsonWriter& json);
    /// With `--json`, a line on stdout at once about something that happened, of a command that
    /// goes on; before the object that finish() prints.
    void event(const json::JsonWriter& json);
    /// Talk: one line on stderr.
    void say(const Message& message);
    /// A line on stderr that the next one overwrites; only for a live audience.
    void show_line(const Message& message);
    /// Removes the line of show_line.
    void clear_line();
    /// Prints an error as one line on stderr that does not keep the command from its work.
    void warn(const Error& error);
    /// Prints an error of the command as one line on stderr; with `--json` it is also one of
    /// "errors" (docs/errors.md). Returns its status, to be passed on.
    Status complain(const Error& error);
    /// The same without the line, for an error that warn() prints in other words.
    Status keep(const Error& error);
    /// The exit status of a command with this outcome; an error is printed.
    Status end(const Outcome& outcome);
    /// The command is over: with `--json`, prints the one object that has all facts and errors.
    void finish();

    /// Asks for one line in the chosen language. ErrorCode::nobody_to_ask if nobody can be asked.
    /// With `--json` the facts so far are printed on stderr first, since the answer is about them.
    Result<std::string> ask(const Message& question);
    /// Asks a yes-or-no question likewise. Anything but a clear yes is no.
    Result<bool> confirm(const Message& question);

    /// Whether an answer is a clear yes, in any of the languages.
    static bool is_yes(std::string_view answer);

    /// The message in the chosen language, harmless for a terminal whatever its values.
    std::string text(const Message& message) const;

  private:
    struct Json;

    std::ostream& out_;
    std::ostream& talk_;
    Person& person_;
    texts::Language language_ = texts::Language::english;
    Facts facts_ = Facts::text;
    Audience audience_ = Audience::later;
    unsigned threads_ = 0;
    std::unique_ptr<Json> json_;
};

} // namespace evote::app
