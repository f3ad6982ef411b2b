// SPDX-License-Identifier: Apache-2.0
// What a verification found: numbered checks, each PASS, FAIL or NOT CHECKED. A check passes only
// if it was explicitly finished.
#pragma once

#include "evote/bytes.h"
#include "evote/result.h"

#include <cstddef>
#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace evote::report {

enum class CheckState { not_checked, failed, passed };

/// What a report says as a whole.
enum class Conclusion {
    valid,      ///< every check passed
    invalid,    ///< a check failed
    incomplete, ///< nothing wrong, but something was not checked
};

/// The word for a state, the same in every language and in JSON: "PASS", "FAIL", "NOT CHECKED".
std::string_view word_for(CheckState state);

/// One numbered check. It starts as NOT CHECKED and passes only by finish(); a failure makes it
/// FAIL for good. One thread at a time.
class Check {
  public:
    /// The most failures that are kept with their places; of further ones only the number.
    static constexpr std::size_t most_failures = 1000;
    /// The same for remarks.
    static constexpr std::size_t most_remarks = 1000;

    Check(std::string number, Message title)
        : number_(std::move(number)), title_(std::move(title)) {}

    /// Something is wrong: of what kind, why, in which file, and where in it.
    void fail(Error failure);
    /// Worth knowing, but not wrong.
    void remark(Message text);
    /// Part of this check cannot be done, and why (the first reason is kept). It can then no longer
    /// pass.
    void skip(Message why);

    /// Everything that this check is about was checked.
    void finish() { finished_ = true; }

    CheckState state() const;

    /// "2.3": the third check of the second section.
    const std::string& number() const { return number_; }

    const Message& title() const { return title_; }

    const std::vector<Error>& failures() const { return failures_; }

    /// How many failures there were beyond those in failures().
    std::size_t more_failures() const { return more_failures_; }

    const std::vector<Message>& remarks() const { return remarks_; }

    std::size_t more_remarks() const { return more_remarks_; }

    /// Why it was not checked, if known.
    const std::optional<Message>& skipped() const { return skipped_; }

  private:
    std::string number_;
    Message title_;
    std::vector<Error> failures_;
    std::size_t more_failures_ = 0;
    std::vector<Message> remarks_;
    std::size_t more_remarks_ = 0;
    std::optional<Message> skipped_;
    bool finished_ = false;
};

/// Checks about one subject.
class Section {
  public:
    Section(std::size_t number, Message title) : number_(number), title_(std::move(title)) {}

    /// A new check, NOT CHECKED so far. The reference is valid as long as the report lives.
    Check& add_check(Message title);

    std::size_t number() const { return number_; }

    const Message& title() const { return title_; }

    const std::deque<Check>& checks() const { return checks_; }

  private:
    std::size_t number_;
    Message title_;
    std::deque<Check> checks_;
};

/// All sections of a verification. Add every check before running any, so that those which are
/// never reached are listed as NOT CHECKED.
class Report {
  public:
    /// A new section. The reference is valid as long as the report lives.
    Section& add_section(Message title);

    const std::deque<Section>& sections() const { return sections_; }

    /// How many checks are in this state.
    std::size_t count(CheckState state) const;

    /// Any FAIL: invalid. Otherwise any NOT CHECKED, or no checks at all: incomplete.
    Conclusion conclusion() const;

  private:
    std::deque<Section> sections_;
};

/// Renders a message in the reader's language.
using Translator = std::function<std::string(const Message&)>;

/// The report as lines for people, harmless for a terminal whatever names are in it.
std::string report_text(const Report& report, const Translator& translate);

/// The report as compact JSON with one LF at the end, for programs; only texts (titles, reasons,
/// remarks) depend on the language:
/// {"format":"evote-report-1","status":"valid"|"invalid"|"incomplete","passed":n,"failed":n,
///  "not_checked":n,"sections":[{"number":n,"title":text,"checks":[{"number":"1.2","title":text,
///  "state":"PASS"|"FAIL"|"NOT
///  CHECKED","failures":[{"code","file","place","reason"}],"more_failures":n, "skipped":text or
///  null,"notes":[text],"more_notes":n}]}]}
Bytes report_json(const Report& report);

} // namespace evote::report
