// SPDX-License-Identifier: Apache-2.0
#include "base/text.h"
#include "json/json.h"
#include "report/report.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace evote::report {

namespace {

class TextWriter {
  public:
    explicit TextWriter(const Translator& translate) : translate_(translate) {}

    void write(const Section& section) {
        line(fmt::format("{}. {}", section.number(), translate_(section.title())));
        for (const Check& check : section.checks())
            write(check);
    }

    void write(const Message& message) { line(translate_(message)); }

    std::string finish() && { return std::move(out_); }

  private:
    void write(const Check& check) {
        line(fmt::format("  {:<5} {:<11}  {}", check.number(), word_for(check.state()),
                         translate_(check.title())));
        for (const Error& failure : check.failures()) {
            std::string where = failure.file.empty() ? "" : failure.file + ": ";
            for (const Message& part : failure.place)
                where += translate_(part) + ": ";
            detail(where + translate_(failure.message));
        }
        if (check.more_failures() > 0)
            detail(translate_(msg("and {0} more failures like these, which are not listed",
                                  check.more_failures())));
        if (check.skipped())
            detail(translate_(msg("not checked: {0}", translate_(*check.skipped()))));
        for (const Message& remark : check.remarks())
            detail(translate_(msg("note: {0}", translate_(remark))));
        if (check.more_remarks() > 0)
            detail(
                translate_(msg("and {0} more notes, which are not listed", check.more_remarks())));
    }

    void detail(const std::string& text) { line("        " + text); }

    void line(const std::string& text) {
        out_ += printable(text);
        out_ += '\n';
    }

    const Translator& translate_;
    std::string out_;
};

Message verdict(const Report& report) {
    const std::size_t failed = report.count(CheckState::failed);
    const std::size_t passed = report.count(CheckState::passed);
    const std::size_t open = report.count(CheckState::not_checked);
    switch (report.conclusion()) {
    case Conclusion::valid:
        return msg("Result: valid. All {0} checks passed.", passed);
    case Conclusion::invalid:
        return msg("Result: INVALID. {0} checks failed, {1} passed, {2} were not done.", failed,
                   passed, open);
    case Conclusion::incomplete:
        break;
    }
    return msg("Result: incomplete. Nothing wrong was found, but {0} checks were not done; {1} "
               "passed.",
               open, passed);
}

std::string_view word_for(Conclusion conclusion) {
    switch (conclusion) {
    case Conclusion::valid:
        return "valid";
    case Conclusion::invalid:
        return "invalid";
    case Conclusion::incomplete:
        break;
    }
    return "incomplete";
}

json::JsonWriter texts(const std::vector<Message>& messages) {
    json::JsonWriter out = json::JsonWriter::array();
    for (const Message& message : messages)
        out.push_back(printable(message.english()));
    return out;
}

json::JsonWriter json_of(const Check& check) {
    json::JsonWriter failures = json::JsonWriter::array();
    for (const Error& failure : check.failures())
        failures.push_back({{"code", error_name(failure.code)},
                            {"file", printable(failure.file)},
                            {"place", printable(english_place(failure.place))},
                            {"reason", printable(failure.message.english())}});
    json::JsonWriter skipped;
    if (check.skipped())
        skipped = printable(check.skipped()->english());
    return {{"number", check.number()},
            {"title", printable(check.title().english())},
            {"state", word_for(check.state())},
            {"failures", std::move(failures)},
            {"more_failures", check.more_failures()},
            {"skipped", std::move(skipped)},
            {"notes", texts(check.remarks())},
            {"more_notes", check.more_remarks()}};
}

} // namespace

std::string report_text(const Report& report, const Translator& translate) {
    TextWriter writer(translate);
    for (const Section& section : report.sections())
        writer.write(section);
    writer.write(verdict(report));
    return std::move(writer).finish();
}

Bytes report_json(const Report& report) {
    json::JsonWriter sections = json::JsonWriter::array();
    for (const Section& section : report.sections()) {
        json::JsonWriter checks = json::JsonWriter::array();
        for (const Check& check : section.checks())
            checks.push_back(json_of(check));
        sections.push_back({{"number", section.number()},
                            {"title", printable(section.title().english())},
                            {"checks", std::move(checks)}});
    }
    return json::json_bytes({{"format", "evote-report-1"},
                             {"status", word_for(report.conclusion())},
                             {"passed", report.count(CheckState::passed)},
                             {"failed", report.count(CheckState::failed)},
                             {"not_checked", report.count(CheckState::not_checked)},
                             {"sections", std::move(sections)}});
}

} // namespace evote::report
