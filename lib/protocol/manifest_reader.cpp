// SPDX-License-Identifier: Apache-2.0
#include "ballot/layout.h"
#include "base/text.h"
#include "crypto/sha2.h"
#include "json/json.h"
#include "protocol/manifest.h"
#include "protocol/syntax.h"

#include <algorithm>
#include <unordered_set>

namespace evote::protocol {

namespace {

constexpr std::int64_t largest_number = std::int64_t{1} << 16;
// Places are written as u16.
constexpr std::size_t most_places = std::size_t{1} << 16;
// No ballot has room for more options or rules; the exact bound is on the ballot.
constexpr std::size_t most_options = Manifest::largest_ballot / 96;
constexpr std::size_t most_rules = Manifest::largest_ballot / 32;

std::string read_id(const json::JsonValue& node) {
    std::string id = node.string();
    if (!is_id(id))
        node.refuse(msg("an id has 1 to 64 of the characters A-Z, a-z, 0-9, point, underscore "
                        "and hyphen"));
    return id;
}

LocalText read_text(const json::JsonValue& node) {
    LocalText out;
    std::unordered_set<std::string> languages;
    for (const auto& [tag, value] : node.members()) {
        std::string text = value.string();
        std::string small = tag; // tags are case-insensitive
        std::ranges::transform(small, small.begin(), [](unsigned char c) {
            return static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
        });
        if (!is_language_tag(tag))
            value.refuse(msg("this is not a language tag such as ky, ru or en"));
        else if (!languages.insert(small).second)
            value.refuse(msg("this language occurs twice"));
        else if (trim(text).empty())
            value.refuse(msg("this text is empty"));
        else if (printable(text) != text)
            value.refuse(msg("this text has characters that are invisible or change the direction "
                             "of writing: {0}",
                             printable(text)));
        out.texts.emplace_back(std::move(small), std::move(text));
    }
    if (out.texts.empty())
        node.refuse(msg("a text in at least one language is expected here"));
    return out;
}

std::optional<Instant> read_instant(const std::optional<json::JsonValue>& node) {
    if (!node)
        return std::nullopt;
    std::string text = node->string();
    const auto seconds = parse_date_time(text);
    if (!seconds)
        node->refuse(msg("a date and time such as 2026-10-04T08:00:00+06:00 is expected here"));
    return Instant{std::move(text), seconds.value_or(0)};
}

TrusteeNumbers read_trustees(const json::JsonValue& node) {
    const json::JsonValue threshold = node.member("threshold");
    const std::int64_t n = node.member("count").integer(1, UINT16_MAX);
    const std::int64_t t = threshold.integer(1, UINT16_MAX);
    if (t > n)
        threshold.refuse(msg("{0} trustees cannot be needed if there are only {1}", t, n));
    if (n >= 2 * t)
        threshold.refuse(msg("more than half of the {0} trustees must be needed", n));
    node.no_other_members();
    return {static_cast<std::uint16_t>(n), static_cast<std::uint16_t>(t)};
}

// The `min` and `max` members of a contest or a rule.
void read_bounds(const json::JsonValue& node, ballot::Rule& rule) {
    const json::JsonValue min = node.member("min");
    const json::JsonValue max = node.member("max");
    rule.min = min.integer(-largest_number, largest_number);
    rule.max = max.integer(-largest_number, largest_number);
    std::int64_t lowest = 0;
    std::int64_t highest = 0;
    for (const std::int64_t coefficient : rule.coefficients)
        (coefficient < 0 ? lowest : highest) += coefficient;
    if (rule.min > rule.max)
        max.refuse(msg("max is smaller than min"));
    if (rule.min > highest)
        min.refuse(msg("no choice can reach this: all options together give at most {0}", highest));
    if (rule.max < lowest)
        max.refuse(msg("no choice can stay below this: every choice gives at least {0}", lowest));
}

ballot::Rule read_rule(const json::JsonValue& node, const Contest& contest) {
    ballot::Rule rule{std::vector<std::int64_t>(contest.options.size(), 0), 0, 0};
    for (const auto& [option, value] : node.member("coefficients").members()) {
        const std::int64_t coefficient = value.integer(-largest_number, largest_number);
        if (const auto place = contest.find_option(option))
            rule.coefficients[*place] = coefficient;
        else
            value.refuse(msg("the contest has no option with this id"));
    }
    read_bounds(node, rule);
    node.no_other_members();
    return rule;
}

} // namespace

// Reads in two passes: first everything that can be wrong with single values, with the place in the
// document; then, if there is no fault, what they amount to together.
class ManifestReader {
  public:
    explicit ManifestReader(const json::JsonDocument& document) : document_(document) {}

    Result<Manifest> read() {
        const json::JsonValue root = document_.root();
        root.member("format").must_be("evote-manifest-1");
        manifest_.id_ = read_id(root.member("id"));
        manifest_.title_ = read_text(root.member("title"));
        root.member("group").must_be("ristretto255");
        manifest_.trustees_ = read_trustees(root.member("trustees"));
        read_revote(root.member("revote"));
        read_registrars(root.optional_member("registrars"));
        manifest_.opens_ = read_instant(root.optional_member("opens"));
        manifest_.closes_ = read_instant(root.optional_member("closes"));
        const json::JsonValue districts = root.member("districts");
        for (const json::JsonValue& node : root.member("contests").elements(1, most_places))
            read_contest(node);
        for (const json::JsonValue& node : districts.elements(1, most_places))
            read_district(node);
        root.no_other_members();
        EVOTE_TRY_VOID(document_.finish());
        check_commitments(root.member("trustees"));
        EVOTE_TRY_VOID(document_.finish());
        if (deniable_)
            return fail(ErrorCode::unsupported, msg("deniable revoting is not supported yet"),
                        verbatim("revote"));
        return std::move(manifest_);
    }

  private:
    void read_revote(const json::JsonValue& node) {
        const std::string revote = node.string();
        deniable_ = revote == "deniable";
        if (revote == "none")
            manifest_.revote_ = Revote::none;
        else if (revote != "last" && !deniable_)
            node.refuse(msg("\"last\" or \"none\" is expected here"));
    }

    void read_registrars(const std::optional<json::JsonValue>& node) {
        if (!node)
            return;
        manifest_.registrars_ =
            static_cast<std::uint8_t>(node->integer(1, Manifest::most_registrars));
        if (deniable_)
            node->refuse(msg("there can be no registrars where revoting is deniable"));
    }

    // A ceremony whose keys.json would be too long to read must not begin.
    void check_commitments(const json::JsonValue& node) {
        const std::size_t count = manifest_.trustees_.count *
                                  std::size_t{manifest_.trustees_.threshold} *
                                  manifest_.keys_needed();
        if (count > Manifest::most_commitments)
            node.refuse(msg("the trustees would deal {0} coefficients, but at most {1} are allowed",
                            count, Manifest::most_commitments));
    }

    void read_contest(const json::JsonValue& node) {
        Contest contest;
        const json::JsonValue id = node.member("id");
        contest.id = read_id(id);
        if (!manifest_.contest_index_.emplace(contest.id, manifest_.contests_.size()).second)
            id.refuse(msg("this id occurs twice"));
        contest.title = read_text(node.member("title"));
        read_options(node.member("options"), contest);
        contest.rules.push_back({std::vector<std::int64_t>(contest.options.size(), 1), 0, 0});
        read_bounds(node, contest.rules.front());
        if (const auto rules = node.optional_member("rules"))
            for (const json::JsonValue& rule : rules->elements(0, most_rules))
                contest.rules.push_back(read_rule(rule, contest));
        node.no_other_members();
        compile(node, contest);
        manifest_.contests_.push_back(std::move(contest));
    }

    static void read_options(const json::JsonValue& node, Contest& contest) {
        std::unordered_set<std::string> ids;
        for (const json::JsonValue& item : node.elements(1, most_options)) {
            const json::JsonValue id = item.member("id");
            Option option{read_id(id), read_text(item.member("title"))};
            if (!ids.insert(option.id).second)
                id.refuse(msg("this id occurs twice"));
            item.no_other_members();
            contest.options.push_back(std::move(option));
        }
    }

    // A contest that no ballot has room for is refused before it costs memory, even if no district
    // names it.
    void compile(const json::JsonValue& node, const Contest& contest) {
        if (!document_.finish())
            return;
        const std::size_t bits = ballot::count_bits(contest.options.size(), contest.rules);
        const ballot::ContestSize alone{bits, contest.rules.size()};
        const std::size_t size = ballot::ballot_size({&alone, 1});
        coefficients_ += bits * contest.rules.size();
        if (size > Manifest::largest_ballot)
            node.refuse(
                msg("a ballot with this contest would have {0} bytes, but at most {1} are allowed",
                    size, Manifest::largest_ballot));
        else if (coefficients_ > Manifest::most_coefficients)
            node.refuse(msg("the rules of all contests up to this one have {0} coefficients, but "
                            "at most {1} are allowed",
                            coefficients_, Manifest::most_coefficients));
        else
            manifest_.shapes_.push_back(std::make_shared<const proof::ContestShape>(
                ballot::compile_contest(contest.options.size(), contest.rules)));
    }

    void read_district(const json::JsonValue& node) {
        District district;
        const json::JsonValue id = node.member("id");
        district.id = read_id(id);
        if (!manifest_.district_index_.emplace(district.id, manifest_.districts_.size()).second)
            id.refuse(msg("this id occurs twice"));
        district.title = read_text(node.member("title"));
        std::unordered_set<std::size_t> named;
        for (const json::JsonValue& item : node.member("contests").elements(1)) {
            const auto contest = manifest_.find_contest(item.string());
            if (!contest)
                item.refuse(msg("there is no contest with this id"));
            else if (!named.insert(*contest).second)
                item.refuse(msg("the district names this contest twice"));
            else
                district.contests.push_back(*contest);
        }
        node.no_other_members();
        manifest_.districts_.push_back(std::move(district));
        if (!document_.finish())
            return;
        const std::size_t size = manifest_.ballot_size(manifest_.districts_.size() - 1);
        if (size > Manifest::largest_ballot)
            node.refuse(
                msg("a ballot of this district would have {0} bytes, but at most {1} are allowed",
                    size, Manifest::largest_ballot));
    }

    const json::JsonDocument& document_;
    Manifest manifest_;
    bool deniable_ = false;
    std::size_t coefficients_ = 0; // of all contests so far
};

Result<Manifest> Manifest::parse(ByteView bytes) {
    if (bytes.size() > largest_file)
        return fail(
            ErrorCode::file_too_large,
            msg("the file has {0} bytes, but at most {1} are allowed", bytes.size(), largest_file));
    EVOTE_TRY(const json::JsonDocument document, json::JsonDocument::parse(bytes));
    EVOTE_TRY(Manifest manifest, ManifestReader(document).read());
    manifest.hash_ = crypto::sha256(bytes);
    return manifest;
}

} // namespace evote::protocol
