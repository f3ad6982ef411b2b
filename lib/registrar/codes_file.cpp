// SPDX-License-Identifier: Apache-2.0
#include "registrar/codes_file.h"

#include "base/text.h"
#include "evote/check.h"
#include "people/people_text.h"

#include <optional>

namespace evote::registrar {

namespace {

constexpr std::string_view codes_header = "number,voter,code";

// The number and name of a voter, as they begin a line of codes.
std::string beginning(std::uint64_t number, std::string_view voter) {
    return std::to_string(number) + "," + std::string(voter) + ",";
}

void append_header(SecretBytes& out) {
    out.append(bytes_of(codes_header));
    out.append(bytes_of("\n"));
}

void append_line(SecretBytes& out, std::uint64_t number, std::string_view voter,
                 const RegistrarSecret& secret, std::uint32_t issue) {
    ballot::CodeBytes code;
    secret.code_of(number, issue, code);
    out.append(bytes_of(beginning(number, voter)));
    out.append(ballot::encode_half_code(secret.registrar(), code).expose());
    out.append(bytes_of("\n"));
}

// The lines of a file, one by one.
class Lines {
  public:
    explicit Lines(std::string_view text) : rest_(text) {}

    bool at_end() const { return rest_.empty(); }

    // Nothing for what is left without a line end.
    std::optional<std::string_view> take() {
        ++number_;
        const std::size_t end = rest_.find('\n');
        if (end == std::string_view::npos)
            return std::nullopt;
        std::string_view line = rest_.substr(0, end);
        if (line.ends_with('\r'))
            line.remove_suffix(1);
        rest_.remove_prefix(end + 1);
        return line;
    }

    Message place() const { return msg("line {0}", number_); }

  private:
    std::string_view rest_;
    std::uint64_t number_ = 0;
};

Outcome check_header(std::optional<std::string_view> line) {
    if (line == codes_header)
        return {};
    EVOTE_TRY_VOID(people::check_separators(line.value_or(std::string_view())));
    return fail(ErrorCode::malformed, msg("the first line must be: {0}", codes_header));
}

class Reader {
  public:
    Reader(const PrivateList& list, const CodesWanted& wanted) : list_(list), wanted_(wanted) {}

    Outcome read_line(std::string_view line, const TakeCode& take) {
        EVOTE_TRY(const ListRow row, row_of(line));
        last_ = row.number;
        EVOTE_TRY(const ballot::CodeBytes code,
                  ballot::decode_half_code(wanted_.registrar, wanted_.registrars,
                                           line.substr(line.rfind(',') + 1)));
        const SecretBytes printed = ballot::encode_half_code(wanted_.registrar, code);
        return take(row, code, printed.expose());
    }

    Outcome check_end() const {
        if (wanted_.voters == CodesOf::everybody && last_ < list_.size())
            return fail(must_be_next());
        if (last_ == 0)
            return fail(ErrorCode::malformed, msg("there are no codes in this file"));
        return {};
    }

  private:
    Error must_be_next() const {
        const ListRow row = list_.row(last_ + 1);
        return {ErrorCode::changed,
                msg("the code of number {0} of the list is missing here, for {1}: codes of some "
                    "voters need --only",
                    row.number, row.voter),
                {},
                {}};
    }

    // No message quotes the line: it has a code.
    Result<ListRow> row_of(std::string_view line) const {
        EVOTE_TRY_VOID(people::check_unquoted(line));
        const auto fields = split(line, ',');
        const auto number = decimal_decode(fields.front(), UINT32_MAX);
        if (fields.size() != 3 || !number)
            return fail(ErrorCode::malformed, msg("a line has the form {0}", codes_header));
        if (wanted_.voters == CodesOf::everybody && last_ == list_.size())
            return fail(ErrorCode::malformed,
                        msg("there are more codes than the {0} voters of the list", list_.size()));
        if (wanted_.voters == CodesOf::everybody && *number != last_ + 1)
            return fail(must_be_next());
        if (*number < 1 || *number > list_.size())
            return fail(ErrorCode::changed,
                        msg("the list has numbers 1 to {0}, not {1}", list_.size(), *number));
        if (*number <= last_)
            return fail(ErrorCode::malformed,
                        msg("the numbers of voters must rise from line to line"));
        const ListRow row = list_.row(*number);
        if (!fields[1].empty() && fields[1] != row.voter)
            return fail(ErrorCode::changed,
                        msg("number {0} of the list is {1}, and not who is named here", *number,
                            row.voter));
        return row;
    }

    const PrivateList& list_;
    CodesWanted wanted_;
    std::uint64_t last_ = 0; // number
};

} // namespace

SecretBytes codes_file(const RegistrarSecret& secret, const PrivateList& list) {
    EVOTE_CHECK(list.hash() == secret.list());
    const WipedStack wiped;
    SecretBytes out;
    append_header(out);
    for (std::uint64_t number = 1; number <= list.size(); ++number)
        append_line(out, number, list.row(number).voter, secret, 0);
    return out;
}

SecretBytes last_code_file(const RegistrarSecret& secret, std::uint64_t number,
                           std::string_view voter) {
    const WipedStack wiped;
    SecretBytes out;
    append_header(out);
    append_line(out, number, voter, secret, secret.last_issue(number));
    return out;
}

Outcome read_codes_file(ByteView file, const PrivateList& list, const CodesWanted& wanted,
                        const TakeCode& take) {
    EVOTE_TRY(const std::string_view text, people::people_text(file));
    Lines lines(text);
    if (auto header = check_header(lines.take()); !header)
        return fail(std::move(header).take_error().at(lines.place()));
    Reader reader(list, wanted);
    while (!lines.at_end()) {
        const auto line = lines.take();
        auto read = line
                        ? reader.read_line(*line, take)
                        : Outcome(fail(ErrorCode::malformed, msg("the last line has no line end")));
        if (!read)
            return fail(std::move(read).take_error().at(lines.place()));
    }
    return reader.check_end();
}

} // namespace evote::registrar
