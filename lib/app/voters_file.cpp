// SPDX-License-Identifier: Apache-2.0
#include "app/voters_file.h"

#include "evote/base/text.h"
#include "evote/protocol/roll.h"

#include <fmt/format.h>

#include <unordered_set>

namespace evote::app {

namespace {

constexpr std::size_t longest_name = 256;
constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

bool is_header(std::string_view line) {
    return line == "voter,district" || line == "voter,district,weight";
}

// Whether a name is the same on paper as in the file.
bool is_voter_name(std::string_view name) {
    return !name.empty() && name.size() <= longest_name && printable(name) == name &&
           trim(name) == name && name.find('"') == std::string_view::npos;
}

Result<ListedVoter> parse_voter(std::string_view line, const protocol::Manifest& manifest) {
    const auto fields = split(line, ',');
    if (fields.size() < 2 || fields.size() > 3)
        return fail(ErrorCode::malformed,
                    msg("a line has the form voter,district or voter,district,weight"));
    // A file of codes has this form too, so no message quotes the line.
    if (!is_voter_name(fields[0]))
        return fail(ErrorCode::malformed, msg("this cannot be the name of a voter"));
    const auto district = manifest.find_district(fields[1]);
    if (!district)
        return fail(ErrorCode::bad_voters,
                    msg("the election has no district with the name written here"));
    const auto weight = fields.size() == 3
                            ? decimal_decode(fields[2], protocol::Roll::largest_weight)
                            : std::optional<std::uint64_t>(1);
    if (weight.value_or(0) == 0)
        return fail(ErrorCode::bad_voters, msg("a weight is a whole number from 1 to {0}",
                                               protocol::Roll::largest_weight));
    return ListedVoter{std::string(fields[0]), *district, *weight};
}

} // namespace

Result<VotersFile> VotersFile::parse(ByteView file, const protocol::Manifest& manifest) {
    std::string_view text = text_of(file);
    if (text.starts_with(byte_order_mark))
        text.remove_prefix(byte_order_mark.size());
    VotersFile out;
    std::unordered_set<std::string> names;
    std::uint64_t sum = 0;
    auto lines = split(text, '\n');
    if (lines.back().empty())
        lines.pop_back();
    for (std::size_t i = 0; i < lines.size(); ++i) {
        std::string_view line = lines[i];
        if (line.ends_with('\r'))
            line.remove_suffix(1);
        if (i == 0 && is_header(line)) {
            out.has_header = true;
            continue;
        }
        const Message place = msg("line {0}", i + 1);
        auto voter = parse_voter(line, manifest);
        if (!voter)
            return fail(std::move(voter).take_error().at(place));
        if (!names.insert(voter->name).second)
            return fail(ErrorCode::bad_voters, msg("voter {0} is named twice", voter->name), place);
        sum += voter->weight;
        if (sum > protocol::Roll::largest_sum)
            return fail(ErrorCode::bad_voters,
                        msg("all weights together are more than {0}", protocol::Roll::largest_sum),
                        place);
        out.voters.push_back(std::move(*voter));
    }
    if (out.voters.empty())
        return fail(ErrorCode::bad_voters, msg("there are no voters in this file"));
    return out;
}

} // namespace evote::app
