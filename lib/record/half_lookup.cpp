// SPDX-License-Identifier: Apache-2.0
#include "record/half_lookup.h"

#include "base/text.h"
#include "evote/check.h"

#include <algorithm>
#include <set>

namespace evote::record {

namespace {

using Kind = protocol::CredentialStanding::Kind;

constexpr std::string_view format = "evote-lookup-1";
constexpr std::string_view header = "registrar,half,number,standing,entry";
constexpr unsigned most_digits = 8;
constexpr std::uint8_t most_registrars = 8;

Failed refuse(Message message, std::size_t line) {
    return fail(ErrorCode::malformed, std::move(message), msg("line {0}", line));
}

// The values of lines "<word> <value>...", which come in this order.
class Values {
  public:
    explicit Values(std::span<const std::string_view> lines) : lines_(lines) {}

    // Split at blanks; nothing unless the next line begins with this word and has `count` values.
    std::vector<std::string_view> take(std::string_view word, std::size_t count) {
        if (next_ >= lines_.size())
            return {};
        auto parts = split(lines_[next_++], ' ');
        if (parts.front() != word || parts.size() != count + 1)
            return {};
        parts.erase(parts.begin());
        return parts;
    }

    std::size_t line() const { return next_; }

  private:
    std::span<const std::string_view> lines_;
    std::size_t next_ = 0;
};

std::optional<Digest32> hash_of(std::string_view text) {
    return hex_decode_array<sizeof(Digest32)>(text);
}

// Whether a line said what was expected there.
template <class T>
bool set(T& out, const std::optional<T>& value) {
    if (value)
        out = *value;
    return value.has_value();
}

template <class Number>
bool set_number(Number& out, std::string_view text, std::uint64_t least, std::uint64_t most) {
    const auto number = decimal_decode(text, most);
    if (!number || *number < least)
        return false;
    out = static_cast<Number>(*number);
    return true;
}

std::string row_text(const LookupRow& row) {
    return std::to_string(row.registrar) + "," + hex_encode(row.half) + "," +
           std::to_string(row.number) + "," + std::string(word_of(row.kind)) + "," +
           (row.entry ? std::to_string(*row.entry) : std::string()) + "\n";
}

std::optional<Kind> kind_of(std::string_view word) {
    for (const Kind kind : {Kind::current, Kind::replaced, Kind::revoked})
        if (word == word_of(kind))
            return kind;
    return std::nullopt;
}

std::optional<LookupRow> parse_row(std::string_view line) {
    const auto fields = split(line, ',');
    LookupRow out;
    if (fields.size() != 5 || !set_number(out.registrar, fields[0], 1, most_registrars) ||
        !set(out.half, hash_of(fields[1])) || !set_number(out.number, fields[2], 1, UINT32_MAX) ||
        !set(out.kind, kind_of(fields[3])))
        return std::nullopt;
    if (fields[4].empty())
        return out;
    out.entry = decimal_decode(fields[4], UINT64_MAX);
    return out.entry ? std::optional(out) : std::nullopt;
}

bool comes_before(const LookupRow& a, const LookupRow& b) {
    return std::pair(a.half, a.registrar) < std::pair(b.half, b.registrar);
}

unsigned digits_for(std::uint64_t halves) {
    unsigned digits = 0;
    for (std::uint64_t least = 16 * HalfLookup::halves_a_file;
         digits < most_digits && halves >= least; least *= 16)
        ++digits;
    return digits;
}

std::string name_of(std::string_view prefix) {
    return "h" + std::string(prefix) + ".csv";
}

} // namespace

std::string_view word_of(Kind kind) {
    switch (kind) {
    case Kind::current:
        return "current";
    case Kind::replaced:
        return "replaced";
    case Kind::revoked:
        return "revoked";
    case Kind::unknown:
        break;
    }
    EVOTE_CHECK(false);
}

std::string LookupFacts::text() const {
    return std::string(format) + "\nelection " + hex_encode(election) + "\nmanifest " +
           hex_encode(manifest) + "\nregistrars " + std::to_string(registrars) + "\nlog " +
           std::to_string(log.size) + " " + hex_encode(log.root) + "\ndigits " +
           std::to_string(digits) + "\n";
}

Result<LookupFacts> LookupFacts::parse(ByteView file) {
    const auto lines = split(text_of(file), '\n');
    if (lines.front() != format)
        return refuse(msg("the first line must be: {0}", format), 1);
    Values values(std::span<const std::string_view>(lines).subspan(1));
    const auto wrong = [&] {
        return refuse(msg("this is not a line of a lookup of halves"), values.line() + 1);
    };
    LookupFacts out;
    auto line = values.take("election", 1);
    if (line.empty() || !set(out.election, hash_of(line[0])))
        return wrong();
    line = values.take("manifest", 1);
    if (line.empty() || !set(out.manifest, hash_of(line[0])))
        return wrong();
    line = values.take("registrars", 1);
    if (line.empty() || !set_number(out.registrars, line[0], 1, most_registrars))
        return wrong();
    line = values.take("log", 2);
    if (line.empty() || !set_number(out.log.size, line[0], 0, UINT64_MAX) ||
        !set(out.log.root, hash_of(line[1])))
        return wrong();
    line = values.take("digits", 1);
    if (line.empty() || !set_number(out.digits, line[0], 0, most_digits))
        return wrong();
    if (lines.size() != 7 || !lines.back().empty()) // after the last line end
        return refuse(msg("this is not a line of a lookup of halves"), 7);
    return out;
}

std::string LookupFacts::file_of(const ByteArray<32>& half) const {
    return name_of(std::string_view(hex_encode(half)).substr(0, digits));
}

std::string lookup_file_text(std::span<const LookupRow> rows) {
    std::string out(header);
    out += "\n";
    for (const LookupRow& row : rows)
        out += row_text(row);
    return out;
}

Result<std::vector<LookupRow>> parse_lookup_file(ByteView file) {
    auto lines = split(text_of(file), '\n');
    if (lines.front() != header)
        return refuse(msg("the first line must be: {0}", header), 1);
    if (lines.size() < 2 || !lines.back().empty())
        return refuse(msg("the last line has no line end"), lines.size());
    lines.pop_back();
    std::vector<LookupRow> out;
    for (std::size_t i = 1; i < lines.size(); ++i) {
        const auto row = parse_row(lines[i]);
        if (!row || (!out.empty() && !comes_before(out.back(), *row)))
            return refuse(msg("this is not a line of a lookup of halves"), i + 1);
        out.push_back(*row);
    }
    return out;
}

Result<HalfLookup> HalfLookup::make(const OpenRecord& record, const NumberedVoters& voters,
                                    const RollHistory& history) {
    EVOTE_CHECK(history.log().has_value());
    HalfLookup out(voters, history);
    out.facts_.election = record.election.fingerprint();
    out.facts_.manifest = record.manifest().hash();
    out.facts_.registrars = record.manifest().registrars();
    out.facts_.log = *history.log();
    EVOTE_TRY_VOID(out.find_changed());
    out.collect();
    out.facts_.digits = digits_for(out.size());
    return out;
}

// The numbers of the voters whose codes were replaced or revoked.
Outcome HalfLookup::find_changed() {
    std::set<std::uint32_t> unique;
    for (const LoggedChange& change : history_->changes())
        unique.insert(change.voter);
    const std::vector<std::uint32_t> places(unique.begin(), unique.end());
    EVOTE_TRY(const auto numbers, voters_->numbers(places));
    for (std::size_t i = 0; i < places.size(); ++i) {
        changed_.emplace(numbers[i], places[i]);
        numbers_.emplace(places[i], numbers[i]);
    }
    return {};
}

void HalfLookup::collect() {
    order_.reserve(voters_->size() * facts_.registrars);
    const auto add = [&](Place place) {
        place.key = *ByteCursor(half_at(place)).take_u64();
        order_.push_back(place);
    };
    for (std::uint8_t i = 1; i <= facts_.registrars; ++i) {
        for (std::uint64_t number = 1; number <= voters_->size(); ++number)
            add({0, static_cast<std::uint32_t>(number), i, false});
        for (std::uint32_t at = 0; at < history_->changes().size(); ++at)
            if (history_->changes()[at].change.action == ballot::ChangeAction::replace)
                add({0, at, i, true});
    }
    std::ranges::sort(order_, [&](const Place& a, const Place& b) {
        if (a.key != b.key)
            return a.key < b.key;
        return std::pair(half_at(a), a.registrar) < std::pair(half_at(b), b.registrar);
    });
}

ByteArray<32> HalfLookup::half_at(const Place& place) const {
    if (place.in_log)
        return *half_in(history_->changes()[place.index], place.registrar, facts_.registrars);
    return *ByteCursor(voters_->half(place.registrar, place.index)).take_array<32>();
}

LookupRow HalfLookup::row_at(const Place& place) const {
    LookupRow row{half_at(place), place.registrar, place.index, Kind::current, std::nullopt};
    if (place.in_log) {
        const LoggedChange& change = history_->changes()[place.index];
        row.number = numbers_.at(change.voter);
        row.kind = history_->of(change.change.replacement).kind;
        row.entry = change.entry;
    } else if (const auto found = changed_.find(place.index); found != changed_.end()) {
        row.kind = history_->roll().of_voter(found->second).kind;
    }
    return row;
}

Outcome HalfLookup::write(const Put& put) const {
    const unsigned digits = facts_.digits;
    std::size_t at = 0;
    std::vector<LookupRow> rows;
    for (std::uint64_t prefix = 0; prefix < std::uint64_t{1} << (4 * digits); ++prefix) {
        rows.clear();
        while (at < order_.size() && (digits == 0 || order_[at].key >> (64 - 4 * digits) == prefix))
            rows.push_back(row_at(order_[at++]));
        ByteArray<8> big_endian{};
        for (std::size_t i = 0; i < big_endian.size(); ++i)
            big_endian[i] = static_cast<std::uint8_t>(prefix >> (8 * (7 - i)));
        EVOTE_TRY_VOID(put(name_of(std::string_view(hex_encode(big_endian)).substr(16 - digits)),
                           bytes_of(lookup_file_text(rows))));
    }
    return put(std::string(LookupFacts::file_name), bytes_of(facts_.text()));
}

std::optional<LookupRow> find_half(std::span<const LookupRow> rows, std::uint8_t registrar,
                                   const ByteArray<32>& half) {
    const auto found = std::ranges::find_if(
        rows, [&](const LookupRow& row) { return row.half == half && row.registrar == registrar; });
    return found == rows.end() ? std::nullopt : std::optional(*found);
}

} // namespace evote::record
