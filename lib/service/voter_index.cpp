// SPDX-License-Identifier: Apache-2.0
#include "service/voter_index.h"

#include "base/text.h"
#include "people/people_text.h"

#include <algorithm>

namespace evote::service {

namespace {

constexpr std::string_view persons_header = "voter,person";
constexpr std::size_t longest_person = 256;
constexpr std::size_t most_faults = 20;

std::size_t characters_in(std::string_view text) {
    return static_cast<std::size_t>(std::ranges::count_if(
        text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

// The persons of a file so far, and which voters have one.
struct Persons {
    const TextIndex& names;
    std::vector<bool> has_person;                               // by number
    std::vector<std::pair<std::string, std::size_t>> persons{}; // with their lines
    TextIndex index{};

    Outcome take(std::string_view row, std::size_t line) {
        const auto values = split(row, ',');
        if (values.size() != 2)
            return fail(ErrorCode::malformed, msg("two values are expected here: voter, person"));
        const std::string person = people::comparable_name(values[1]);
        if (person.empty() || person.size() > longest_person || printable(person) != person)
            return fail(ErrorCode::bad_voters,
                        msg("a person is called by 1 to {0} bytes of plain text", longest_person));
        const auto number = names.find(people::comparable_name(values[0]));
        if (!number)
            return fail(ErrorCode::bad_voters,
                        msg("voter {0} is not on the list", printable(values[0])));
        if (has_person[*number])
            return fail(ErrorCode::bad_voters,
                        msg("voter {0} is named twice", printable(values[0])));
        has_person[*number] = true;
        persons.emplace_back(person, line);
        index.add(person, *number);
        return {};
    }
};

} // namespace

void TextIndex::add(std::string_view text, std::uint64_t number) {
    entries_.push_back({texts_.size(), static_cast<std::uint32_t>(text.size()),
                        static_cast<std::uint32_t>(number)});
    texts_ += text;
}

void TextIndex::sort() {
    std::ranges::sort(entries_, {}, [this](const Entry& entry) { return text(entry); });
}

std::optional<std::uint64_t> TextIndex::find(std::string_view wanted) const {
    const auto found = std::ranges::lower_bound(entries_, wanted, {},
                                                [this](const Entry& entry) { return text(entry); });
    if (found == entries_.end() || text(*found) != wanted)
        return std::nullopt;
    return found->number;
}

std::vector<std::uint64_t> TextIndex::beginning_with(std::string_view begin,
                                                     std::size_t most) const {
    auto at = std::ranges::lower_bound(entries_, begin, {},
                                       [this](const Entry& entry) { return text(entry); });
    std::vector<std::uint64_t> out;
    for (; at != entries_.end() && text(*at).starts_with(begin) && out.size() < most; ++at)
        out.push_back(at->number);
    return out;
}

VoterIndex::VoterIndex(const registrar::PrivateList& list) : size_(list.size()) {
    for (std::uint64_t number = 1; number <= list.size(); ++number) {
        const std::string_view name = list.row(number).voter;
        names_.add(people::comparable_name(name), number);
        folded_.add(people::folded_name(name), number);
    }
    names_.sort();
    folded_.sort();
}

Outcome VoterIndex::read_persons(ByteView file, std::vector<Error>& faults) {
    EVOTE_TRY(std::string_view rest, people::people_text(file));
    Persons persons{names_, std::vector<bool>(size_ + 1)};
    for (std::size_t line = 1; !rest.empty(); ++line) {
        const std::size_t end = rest.find('\n');
        std::string_view row = rest.substr(0, end);
        rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
        if (row.ends_with('\r'))
            row.remove_suffix(1);
        if (line == 1) {
            if (row != persons_header)
                return fail(ErrorCode::malformed,
                            msg("the first line must be: {0}", persons_header), msg("line {0}", 1));
            continue;
        }
        if (auto taken = persons.take(row, line); !taken && faults.size() < most_faults)
            faults.push_back(std::move(taken).take_error().at(msg("line {0}", line)));
    }
    std::ranges::sort(persons.persons);
    for (std::size_t i = 1; i < persons.persons.size() && faults.size() < most_faults; ++i)
        if (persons.persons[i].first == persons.persons[i - 1].first)
            faults.push_back(
                {ErrorCode::bad_voters,
                 msg("this person is on line {0} already", persons.persons[i - 1].second),
                 {},
                 {msg("line {0}", persons.persons[i].second)}});
    if (!faults.empty())
        return fail(ErrorCode::bad_voters, msg("lines of this file are wrong"));
    persons.index.sort();
    persons_ = std::move(persons.index);
    return {};
}

std::optional<std::uint64_t> VoterIndex::person(std::string_view name) const {
    return (persons_ ? *persons_ : names_).find(people::comparable_name(name));
}

std::vector<std::uint64_t> VoterIndex::search(std::string_view typed, std::size_t most) const {
    const auto number = decimal_decode(trim(typed), size_);
    if (number && *number >= 1)
        return {*number};
    const std::string begin = people::folded_name(typed);
    if (characters_in(begin) < least_typed)
        return {};
    return folded_.beginning_with(begin, most);
}

} // namespace evote::service
