// SPDX-License-Identifier: Apache-2.0
#include "registrar/private_list.h"

#include "base/text.h"
#include "evote/check.h"

#include <algorithm>
#include <numeric>
#include <optional>
#include <unordered_map>
#include <unordered_set>

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

Result<protocol::VoterPlace> read_row(std::string_view row, std::uint64_t number,
                                      const protocol::Manifest& manifest) {
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
    return protocol::read_voter_place(values[2], values[3], manifest);
}

} // namespace

Result<Bytes> PrivateList::draw(std::span<const NamedVoter> voters,
                                const protocol::Manifest& manifest, crypto::Random& random) {
    std::unordered_set<std::string_view> names;
    std::uint64_t weight = 0;
    for (const auto& voter : voters) {
        EVOTE_TRY_VOID(check_name(voter.name));
        if (!names.insert(voter.name).second)
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

Result<PrivateList> PrivateList::parse(Bytes file, const protocol::Manifest& manifest) {
    PrivateList list(std::move(file));
    EVOTE_TRY_VOID(list.read_rows(manifest));
    EVOTE_TRY_VOID(list.names_differ());
    EVOTE_TRY(list.hash_, board::tree_root(list.size(), [&](unsigned level, std::uint64_t index) {
                  return list.subtree(level, index);
              }));
    return list;
}

Outcome PrivateList::read_rows(const protocol::Manifest& manifest) {
    const std::string_view text = text_of(file_);
    const std::size_t first = text.find('\n');
    if (text.substr(0, first) != header)
        return fail(ErrorCode::malformed, msg("the first line must be: {0}", header),
                    msg("line {0}", 1));
    if (!text.ends_with('\n'))
        return fail(ErrorCode::malformed, msg("the last line has no line end"),
                    msg("line {0}", std::ranges::count(text, '\n') + 1));
    begin_ = first + 1;
    std::uint64_t weight = 0;
    for (std::size_t at = begin_; at < text.size(); at = ends_.back() + 1) {
        const std::size_t end = text.find('\n', at);
        auto place = read_row(text.substr(at, end - at), ends_.size() + 1, manifest);
        Outcome fits = place ? protocol::add_weight(weight, place->weight())
                             : Outcome(fail(std::move(place).take_error()));
        if (!fits)
            return fail(std::move(fits).take_error().at(msg("line {0}", ends_.size() + 2)));
        places_.push_back(*place);
        ends_.push_back(end);
    }
    return {};
}

std::string_view PrivateList::text_of_row(std::uint64_t index) const {
    EVOTE_CHECK(index < ends_.size());
    const std::uint64_t begin = index == 0 ? begin_ : ends_[index - 1] + 1;
    return text_of(ByteView(file_).subspan(begin, ends_[index] - begin));
}

ListRow PrivateList::row(std::uint64_t number) const {
    EVOTE_CHECK(number >= 1);
    const std::string_view text = text_of_row(number - 1);
    return {number, split(text, ',')[1], places_[number - 1], text};
}

Outcome PrivateList::names_differ() const {
    std::unordered_map<std::string_view, std::uint64_t> numbers;
    numbers.reserve(ends_.size());
    for (std::uint64_t number = 1; number <= size(); ++number) {
        const auto [first, is_new] = numbers.emplace(row(number).voter, number);
        if (!is_new)
            return fail(ErrorCode::bad_voters,
                        msg("voter {0} is on line {1} already", first->first, first->second + 1),
                        msg("line {0}", number + 1));
    }
    return {};
}

// The perfect subtree over the rows [index * 2^level, (index + 1) * 2^level).
Digest32 PrivateList::subtree(unsigned level, std::uint64_t index) const {
    if (level == 0)
        return board::leaf_hash(bytes_of(text_of_row(index)));
    return board::node_hash(subtree(level - 1, 2 * index), subtree(level - 1, 2 * index + 1));
}

RowOpening PrivateList::open_row(std::uint64_t number) const {
    auto path = board::inclusion_path(number - 1, size(),
                                      [&](unsigned level, std::uint64_t index) -> Result<Digest32> {
                                          return subtree(level, index);
                                      });
    return {number, size(), std::string(row(number).text), *std::move(path)};
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
