// SPDX-License-Identifier: Apache-2.0
#include "registrar/private_list.h"

#include "base/text.h"
#include "evote/check.h"
#include "people/people_text.h"

#include <algorithm>
#include <deque>
#include <numeric>
#include <unordered_map>

namespace evote::registrar {

namespace {

constexpr std::string_view header = "number,voter,district,weight,salt";
using Salt = ByteArray<16>;

// A uniform number below `bound`.
std::uint64_t draw_below(std::uint64_t bound, crypto::Random& random) {
    const std::uint64_t usable = UINT64_MAX - UINT64_MAX % bound;
    for (;;) {
        ByteArray<8> bytes{};
        random.fill(bytes);
        const std::uint64_t value = *ByteCursor(bytes).take_u64();
        if (value < usable)
            return value % bound;
    }
}

// What stands between the commas of a row as it is, and what a spreadsheet does not compute with.
Outcome check_name(std::string_view name) {
    if (name.empty() || name.size() > longest_voter_name || trim(name) != name ||
        printable(name) != name || name.find_first_of(",\"") != std::string_view::npos)
        return fail(ErrorCode::bad_voters, msg("this cannot be the name of a voter"));
    if (std::string_view("=+-@").find(name.front()) != std::string_view::npos)
        return fail(ErrorCode::bad_voters,
                    msg("a name that begins with {0} is a formula for a spreadsheet; write it in "
                        "another way",
                        name.substr(0, 1)));
    return {};
}

// What is hashed is the list as it was drawn, byte for byte.
Outcome check_header(std::string_view line) {
    if (line.starts_with("\xEF\xBB\xBF"))
        return fail(ErrorCode::malformed,
                    msg("this file begins with a byte order mark: a program has saved it anew; use "
                        "the list as it was given to you"));
    if (line == std::string(header) + "\r")
        return fail(ErrorCode::malformed,
                    msg("the lines of this file end with CR LF: a program has saved it anew; use "
                        "the list as it was given to you"));
    EVOTE_TRY_VOID(people::check_separators(line));
    if (line != header)
        return fail(ErrorCode::malformed, msg("the first line must be: {0}", header));
    return {};
}

// Its five values are numbered from 0.
Outcome check_values(std::string_view row, std::uint64_t number) {
    EVOTE_TRY_VOID(people::check_unquoted(row));
    const auto values = split(row, ',');
    if (values.size() != 5)
        return fail(ErrorCode::malformed, msg("five values are expected here: number, voter, "
                                              "district, weight, salt"));
    if (values[0] != std::to_string(number))
        return fail(ErrorCode::malformed, msg("the number {0} is expected here", number));
    EVOTE_TRY_VOID(check_name(values[1]));
    if (!hex_decode_array<sizeof(Salt)>(values[4]))
        return fail(ErrorCode::malformed,
                    msg("a salt of {0} lower-case hex digits is expected here, followed by a line "
                        "feed",
                        2 * sizeof(Salt)));
    return {};
}

Message line_of(std::uint64_t number) {
    return msg("line {0}", number + 1);
}

// Which voters were there before. A name in its plain form is not copied.
class NamesSoFar {
  public:
    explicit NamesSoFar(std::size_t most) { numbers_.reserve(most); }

    // Whose number it was before; otherwise this one.
    std::uint64_t add(std::string_view name, std::uint64_t number) {
        std::string form = people::comparable_name(name);
        if (form != name)
            name = forms_.emplace_back(std::move(form));
        return numbers_.emplace(name, number).first->second;
    }

  private:
    std::deque<std::string> forms_;
    std::unordered_map<std::string_view, std::uint64_t> numbers_;
};

} // namespace

Result<Bytes> PrivateList::draw(std::span<const NamedVoter> voters,
                                const protocol::Manifest& manifest, crypto::Random& random) {
    NamesSoFar names(voters.size());
    std::uint64_t weight = 0;
    std::uint64_t place = 0;
    for (const auto& voter : voters) {
        EVOTE_TRY_VOID(check_name(voter.name));
        ++place;
        if (names.add(voter.name, place) != place)
            return fail(ErrorCode::bad_voters, msg("voter {0} is named twice", voter.name));
        EVOTE_TRY_VOID(protocol::add_weight(weight, voter.place.weight()));
    }
    std::vector<std::size_t> order(voters.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    for (std::size_t i = order.size(); i > 1; --i)
        std::swap(order[i - 1], order[draw_below(i, random)]);
    Bytes out = to_bytes(bytes_of(header));
    out.push_back('\n');
    for (std::size_t i = 0; i < order.size(); ++i) {
        const NamedVoter& voter = voters[order[i]];
        Salt salt{};
        random.fill(salt);
        append(out, bytes_of(std::to_string(i + 1) + "," + voter.name + "," +
                             protocol::voter_place_text(voter.place, manifest) + "," +
                             hex_encode(salt) + "\n"));
    }
    return out;
}

Result<ListRows> ListRows::parse(Bytes file) {
    ListRows rows(std::move(file));
    EVOTE_TRY_VOID(rows.read());
    EVOTE_TRY(rows.hash_, board::tree_root(rows.size(), [&](unsigned level, std::uint64_t index) {
                  return rows.subtree(level, index);
              }));
    return rows;
}

Outcome ListRows::read() {
    const std::string_view all = text_of(file_);
    const std::size_t first = all.find('\n');
    if (auto text = people::people_text(file_); !text)
        return fail(std::move(text).take_error());
    if (auto fits = check_header(all.substr(0, first)); !fits)
        return fail(std::move(fits).take_error().at(msg("line {0}", 1)));
    if (!all.ends_with('\n'))
        return fail(ErrorCode::malformed, msg("the last line has no line end"),
                    msg("line {0}", std::ranges::count(all, '\n') + 1));
    begin_ = first + 1;
    for (std::size_t at = begin_; at < all.size(); at = ends_.back() + 1) {
        const std::size_t end = all.find('\n', at);
        const std::uint64_t number = ends_.size() + 1;
        if (auto fits = check_values(all.substr(at, end - at), number); !fits)
            return fail(std::move(fits).take_error().at(line_of(number)));
        ends_.push_back(end);
    }
    return {};
}

std::string_view ListRows::text(std::uint64_t number) const {
    EVOTE_CHECK(number >= 1 && number <= size());
    const std::uint64_t begin = number == 1 ? begin_ : ends_[number - 2] + 1;
    return text_of(ByteView(file_).subspan(begin, ends_[number - 1] - begin));
}

// The perfect subtree over the rows [index * 2^level, (index + 1) * 2^level).
Digest32 ListRows::subtree(unsigned level, std::uint64_t index) const {
    if (level == 0)
        return board::leaf_hash(bytes_of(text(index + 1)));
    return board::node_hash(subtree(level - 1, 2 * index), subtree(level - 1, 2 * index + 1));
}

RowOpening ListRows::open_row(std::uint64_t number) const {
    const std::string row(text(number));
    auto path = board::inclusion_path(number - 1, size(),
                                      [&](unsigned level, std::uint64_t index) -> Result<Digest32> {
                                          return subtree(level, index);
                                      });
    return {number, size(), row, *std::move(path)};
}

Result<PrivateList> PrivateList::parse(Bytes file, const protocol::Manifest& manifest) {
    EVOTE_TRY(ListRows rows, ListRows::parse(std::move(file)));
    PrivateList list(std::move(rows));
    EVOTE_TRY_VOID(list.read_places(manifest));
    EVOTE_TRY_VOID(list.names_differ());
    return list;
}

Outcome PrivateList::read_places(const protocol::Manifest& manifest) {
    std::uint64_t weight = 0;
    for (std::uint64_t number = 1; number <= size(); ++number) {
        const auto values = split(rows_.text(number), ',');
        auto place = protocol::read_voter_place(values[2], values[3], manifest);
        Outcome fits = place ? protocol::add_weight(weight, place->weight())
                             : Outcome(fail(std::move(place).take_error()));
        if (!fits)
            return fail(std::move(fits).take_error().at(line_of(number)));
        places_.push_back(*place);
    }
    return {};
}

ListRow PrivateList::row(std::uint64_t number) const {
    const std::string_view text = rows_.text(number);
    return {number, split(text, ',')[1], places_[number - 1], text};
}

Outcome PrivateList::names_differ() const {
    NamesSoFar names(size());
    for (std::uint64_t number = 1; number <= size(); ++number) {
        const std::string_view voter = row(number).voter;
        if (const std::uint64_t before = names.add(voter, number); before != number)
            return fail(ErrorCode::bad_voters,
                        msg("voter {0} is on line {1} already", voter, before + 1),
                        line_of(number));
    }
    return {};
}

Outcome check_row(const RowOpening& opening, const Digest32& list_hash) {
    const auto values = split(opening.text, ',');
    const bool in_list =
        values[0] == std::to_string(opening.number) && opening.number >= 1 &&
        board::verify_inclusion(board::leaf_hash(bytes_of(opening.text)), opening.number - 1,
                                opening.rows, opening.path, list_hash);
    if (!in_list)
        return fail(
            ErrorCode::invalid,
            msg("this is not row {0} of the list that the registrars signed", opening.number));
    return {};
}

} // namespace evote::registrar
