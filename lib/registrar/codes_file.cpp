// SPDX-License-Identifier: Apache-2.0
#include "registrar/codes_file.h"

#include "base/text.h"
#include "evote/check.h"

namespace evote::registrar {

namespace {

constexpr std::string_view codes_header = "number,voter,code\n";

// The number and name of a row, as they begin a line of codes.
std::string beginning(const ListRow& row) {
    return std::to_string(row.number) + "," + std::string(row.voter) + ",";
}

Outcome read_line(std::string_view line, const ListRow& row, std::uint8_t registrar,
                  std::uint8_t registrars, const TakeCode& take) {
    const std::string begin = beginning(row);
    if (!line.starts_with(begin))
        return fail(ErrorCode::changed,
                    msg("the code of number {0} of the list is expected here, for {1}", row.number,
                        row.voter));
    EVOTE_TRY(const ballot::CodeBytes code,
              ballot::decode_half_code(registrar, registrars, line.substr(begin.size())));
    const SecretBytes printed = ballot::encode_half_code(registrar, code);
    return take(row, code, printed.expose());
}

} // namespace

SecretBytes codes_file(const RegistrarSecret& secret, const PrivateList& list) {
    EVOTE_CHECK(list.hash() == secret.list());
    const WipedStack wiped;
    SecretBytes out;
    out.append(bytes_of(codes_header));
    ballot::CodeBytes code;
    for (std::uint64_t number = 1; number <= list.size(); ++number) {
        secret.code_of(number, 0, code);
        out.append(bytes_of(beginning(list.row(number))));
        out.append(ballot::encode_half_code(secret.registrar(), code).expose());
        out.append(bytes_of("\n"));
    }
    return out;
}

Outcome read_codes_file(ByteView file, const PrivateList& list, std::uint8_t registrar,
                        std::uint8_t registrars, const TakeCode& take) {
    const std::string_view text = text_of(file);
    if (!text.starts_with(codes_header))
        return fail(ErrorCode::malformed, msg("the first line must be: {0}", trim(codes_header)),
                    msg("line {0}", 1));
    std::size_t at = codes_header.size();
    for (std::uint64_t number = 1; number <= list.size(); ++number) {
        const std::size_t end = text.find('\n', at);
        if (end == std::string_view::npos)
            return fail(ErrorCode::malformed,
                        msg("there are fewer codes than the {0} voters of the list", list.size()),
                        msg("line {0}", number + 1));
        if (auto read =
                read_line(text.substr(at, end - at), list.row(number), registrar, registrars, take);
            !read)
            return fail(std::move(read).take_error().at(msg("line {0}", number + 1)));
        at = end + 1;
    }
    if (at != text.size())
        return fail(ErrorCode::malformed,
                    msg("there are more codes than the {0} voters of the list", list.size()),
                    msg("line {0}", list.size() + 2));
    return {};
}

} // namespace evote::registrar
