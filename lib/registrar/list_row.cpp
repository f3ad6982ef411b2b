// SPDX-License-Identifier: Apache-2.0
#include "registrar/list_row.h"

#include "base/text.h"

namespace evote::registrar {

namespace {

constexpr std::string_view row_format = "evote-list-row-1";
constexpr std::string_view rows_word = "rows ";
constexpr std::uint64_t most_rows = UINT32_MAX;
constexpr std::size_t longest_path = 32;

Failed refuse(Message message, std::size_t line) {
    return fail(ErrorCode::malformed, std::move(message), msg("line {0}", line));
}

Result<std::uint64_t> read_rows(std::string_view line) {
    if (line.starts_with(rows_word))
        if (const auto rows = decimal_decode(line.substr(rows_word.size()), most_rows))
            return *rows;
    return refuse(msg("how many rows the list has is expected here: {0}", "rows N"), 2);
}

} // namespace

std::string list_row_text(const RowOpening& opening) {
    std::string out(row_format);
    out +=
        "\n" + std::string(rows_word) + std::to_string(opening.rows) + "\n" + opening.text + "\n";
    for (const Digest32& hash : opening.path)
        out += base64_encode(hash) + "\n";
    return out;
}

Result<RowOpening> parse_list_row(ByteView file) {
    const std::string_view text = text_of(file);
    auto lines = split(text, '\n');
    if (lines.front() != row_format)
        return refuse(msg("the first line must be: {0}", row_format), 1);
    if (!text.ends_with('\n'))
        return refuse(msg("the last line has no line end"), lines.size());
    lines.pop_back();
    RowOpening out;
    EVOTE_TRY(out.rows, read_rows(lines.size() > 1 ? lines[1] : std::string_view()));
    if (lines.size() < 3 || lines.size() > 3 + longest_path)
        return refuse(msg("a row of the list and the hashes of its path are expected here"), 3);
    out.text = lines[2];
    const auto number = decimal_decode(split(lines[2], ',').front(), most_rows);
    if (!number || printable(out.text) != out.text)
        return refuse(msg("a row of the list and the hashes of its path are expected here"), 3);
    out.number = *number;
    for (std::size_t i = 3; i < lines.size(); ++i) {
        const auto hash = base64_decode(lines[i]);
        if (!hash || hash->size() != sizeof(Digest32))
            return refuse(msg("a hash in base64 is expected here"), i + 1);
        out.path.push_back(*ByteCursor(*hash).take_array<sizeof(Digest32)>());
    }
    return out;
}

} // namespace evote::registrar
