// SPDX-License-Identifier: Apache-2.0
#include "app/voters_file.h"

#include "base/text.h"
#include "os/file.h"
#include "people/people_text.h"
#include "protocol/roll.h"

#include <unordered_set>

namespace evote::app {

namespace {

constexpr std::size_t longest_name = 256;

bool is_header(std::string_view line) {
    return line == "voter,district" || line == "voter,district,weight";
}

// Whether a name is the same on paper as in the file.
bool is_voter_name(std::string_view name) {
    return !name.empty() && name.size() <= longest_name && printable(name) == name;
}

// A program that opens the list, or the codes that are made from it, would compute with such a name
// instead of showing it. Changing it in the codes would make two names of one.
bool begins_as_formula(std::string_view name) {
    return name.starts_with('=') || name.starts_with('+') || name.starts_with('-') ||
           name.starts_with('@');
}

// A file of codes has the form of a list too, so no message quotes the line.
Outcome check_name(std::string_view name) {
    if (begins_as_formula(name))
        return fail(ErrorCode::bad_voters,
                    msg("a name that begins with {0} is a formula for a spreadsheet; write it in "
                        "another way",
                        name.substr(0, 1)));
    if (!is_voter_name(name))
        return fail(ErrorCode::malformed, msg("this cannot be the name of a voter"));
    return {};
}

Outcome check_fields(std::string_view line, std::span<const std::string_view> fields) {
    EVOTE_TRY_VOID(people::check_unquoted(line));
    if (fields.size() < 2 || fields.size() > 3)
        return fail(ErrorCode::malformed,
                    msg("a line has the form voter,district or voter,district,weight"));
    for (const auto field : fields)
        if (trim(field) != field)
            return fail(ErrorCode::malformed,
                        msg("there is a blank at the beginning or the end of a field"));
    return {};
}

Result<ListedVoter> parse_voter(std::string_view line, const protocol::Manifest& manifest) {
    const auto fields = split(line, ',');
    EVOTE_TRY_VOID(check_fields(line, fields));
    std::string name = people::composed(fields[0]);
    EVOTE_TRY_VOID(check_name(name));
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
    return ListedVoter{std::move(name), *district, *weight};
}

class Reader {
  public:
    Reader(const protocol::Manifest& manifest, std::size_t most_faults)
        : manifest_(manifest), most_faults_(most_faults) {}

    void take(std::string_view line, std::size_t number) {
        if (auto outcome = take_voter(line); !outcome) {
            ++out_.wrong_lines;
            if (out_.faults.size() < most_faults_)
                out_.faults.push_back(std::move(outcome).take_error().at(msg("line {0}", number)));
        }
    }

    void take_header() { out_.has_header = true; }

    VotersFile take_list() { return std::move(out_); }

  private:
    Outcome take_voter(std::string_view line) {
        EVOTE_TRY(ListedVoter voter, parse_voter(line, manifest_));
        if (!names_.insert(people::comparable_name(voter.name)).second)
            return fail(ErrorCode::bad_voters, msg("voter {0} is named twice", voter.name));
        sum_ += voter.weight;
        if (sum_ > protocol::Roll::largest_sum)
            return fail(ErrorCode::bad_voters,
                        msg("all weights together are more than {0}", protocol::Roll::largest_sum));
        out_.voters.push_back(std::move(voter));
        return {};
    }

    const protocol::Manifest& manifest_;
    std::size_t most_faults_;
    VotersFile out_;
    std::unordered_set<std::string> names_;
    std::uint64_t sum_ = 0;
};

} // namespace

Result<VotersFile> VotersFile::parse(ByteView file, const protocol::Manifest& manifest,
                                     std::size_t most_faults) {
    EVOTE_TRY(const std::string_view text, people::people_text(file));
    auto lines = split(text, '\n');
    if (lines.back().empty())
        lines.pop_back();
    Reader reader(manifest, most_faults);
    for (std::size_t i = 0; i < lines.size(); ++i) {
        std::string_view line = lines[i];
        if (line.ends_with('\r'))
            line.remove_suffix(1);
        if (i == 0)
            if (auto outcome = people::check_separators(line); !outcome)
                return fail(std::move(outcome).take_error().at(msg("line {0}", i + 1)));
        if (i == 0 && is_header(line))
            reader.take_header();
        else
            reader.take(line, i + 1);
    }
    VotersFile out = reader.take_list();
    if (out.voters.empty() && out.faults.empty())
        return fail(ErrorCode::bad_voters, msg("there are no voters in this file"));
    return out;
}

Result<VotersFile> read_voters_file(const std::filesystem::path& path,
                                    const protocol::Manifest& manifest, Console& console,
                                    std::size_t most_faults) {
    EVOTE_TRY(const Bytes file, os::read_file(path));
    auto list = VotersFile::parse(file, manifest, most_faults);
    if (!list)
        return fail(std::move(list).take_error().in_file(path.string()));
    if (list->wrong_lines == 0)
        return list;
    if (list->wrong_lines == 1)
        return fail(std::move(list->faults.front()).in_file(path.string()));
    for (const Error& fault : list->faults)
        console.complain(Error(fault).in_file(path.string()));
    if (list->wrong_lines > list->faults.size())
        console.say(msg("and {0} more", list->wrong_lines - list->faults.size()));
    return fail(Error{ErrorCode::bad_voters,
                      msg("{0} lines of this list cannot be used", list->wrong_lines),
                      path.string(),
                      {}});
}

} // namespace evote::app
