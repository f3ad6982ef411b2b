// SPDX-License-Identifier: Apache-2.0
#include "protocol/syntax.h"

#include "base/text.h"

#include <algorithm>
#include <chrono>
#include <vector>

namespace evote::protocol {

namespace {

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool is_alphanumeric(char c) {
    return is_digit(c) || is_letter(c);
}

bool has_size(std::string_view part, std::size_t least, std::size_t most) {
    return part.size() >= least && part.size() <= most;
}

// The subtags of a language tag, consumed from the front.
class Subtags {
  public:
    explicit Subtags(std::string_view text) : parts_(split(text, '-')) {}

    bool at_end() const { return next_ == parts_.size(); }

    bool take_letters(std::size_t least, std::size_t most) {
        return take([&](std::string_view part) {
            return has_size(part, least, most) && std::ranges::all_of(part, is_letter);
        });
    }

    bool take_alphanumerics(std::size_t least, std::size_t most) {
        return take([&](std::string_view part) {
            return has_size(part, least, most) && std::ranges::all_of(part, is_alphanumeric);
        });
    }

    template <class Test>
    bool take(Test test) {
        if (at_end() || !test(parts_[next_]))
            return false;
        ++next_;
        return true;
    }

  private:
    std::vector<std::string_view> parts_;
    std::size_t next_ = 0;
};

bool take_language(Subtags& tags) {
    if (tags.take_letters(2, 3)) {
        for (int extended = 0; extended < 3 && tags.take_letters(3, 3);)
            ++extended;
        return true;
    }
    return tags.take_letters(4, 8);
}

bool take_region(Subtags& tags) {
    return tags.take_letters(2, 2) || tags.take([](std::string_view part) {
        return part.size() == 3 && std::ranges::all_of(part, is_digit);
    });
}

bool take_variant(Subtags& tags) {
    return tags.take_alphanumerics(5, 8) || tags.take([](std::string_view part) {
        return part.size() == 4 && is_digit(part.front()) &&
               std::ranges::all_of(part, is_alphanumeric);
    });
}

bool is_private(std::string_view part) {
    return part == "x" || part == "X";
}

// A singleton, known not to be x, followed by at least one subtag. False also for half of one: the
// rest then makes the tag ill-formed, because nothing else takes it.
bool take_extension(Subtags& tags) {
    const bool singleton = tags.take(
        [](std::string_view part) { return part.size() == 1 && is_alphanumeric(part.front()); });
    return singleton && tags.take_alphanumerics(2, 8);
}

bool take_private_use(Subtags& tags) {
    if (!tags.take(is_private) || !tags.take_alphanumerics(1, 8))
        return false;
    while (tags.take_alphanumerics(1, 8)) {
    }
    return tags.at_end();
}

bool take_extensions(Subtags& tags) {
    while (!tags.at_end()) {
        Subtags ahead = tags;
        if (ahead.take(is_private))
            return take_private_use(tags);
        if (!take_extension(tags))
            return false;
        while (tags.take_alphanumerics(2, 8)) {
        }
    }
    return true;
}

// Fixed-width fields of a date, consumed from the front.
class Fields {
  public:
    explicit Fields(std::string_view text) : rest_(text) {}

    bool at_end() const { return rest_.empty(); }

    bool literal(std::string_view any_of) {
        if (rest_.empty() || any_of.find(rest_.front()) == std::string_view::npos)
            return false;
        rest_.remove_prefix(1);
        return true;
    }

    // Exactly `digits` decimal digits, a number up to `most`.
    bool number(std::size_t digits, int most, int& out) {
        if (rest_.size() < digits || !std::ranges::all_of(rest_.substr(0, digits), is_digit))
            return false;
        out = 0;
        for (const char c : rest_.substr(0, digits))
            out = out * 10 + (c - '0');
        rest_.remove_prefix(digits);
        return out <= most;
    }

    // Nothing, or a point and at least one digit.
    bool fraction() {
        if (!literal("."))
            return true;
        const std::size_t size = rest_.size();
        while (!rest_.empty() && is_digit(rest_.front()))
            rest_.remove_prefix(1);
        return rest_.size() < size;
    }

    // Z, or a sign with hours and minutes.
    bool offset(int& minutes) {
        minutes = 0;
        if (literal("Zz"))
            return true;
        const bool west = literal("-");
        int hour = 0;
        int minute = 0;
        if ((!west && !literal("+")) || !number(2, 23, hour) || !literal(":") ||
            !number(2, 59, minute))
            return false;
        minutes = (hour * 60 + minute) * (west ? -1 : 1);
        return true;
    }

  private:
    std::string_view rest_;
};

} // namespace

bool is_id(std::string_view text) {
    return has_size(text, 1, 64) && std::ranges::all_of(text, [](char c) {
               return is_alphanumeric(c) || c == '.' || c == '_' || c == '-';
           });
}

bool is_language_tag(std::string_view text) {
    Subtags tags(text);
    if (Subtags alone = tags; take_private_use(alone))
        return true;
    if (!take_language(tags))
        return false;
    (void)tags.take_letters(4, 4); // script
    (void)take_region(tags);
    while (take_variant(tags)) {
    }
    return take_extensions(tags);
}

std::optional<std::int64_t> parse_date_time(std::string_view text) {
    Fields fields(text);
    int year = 0;
    int month = 0;
    int day = 0;
    int hour = 0;
    int minute = 0;
    int second = 0;
    int offset = 0;
    const bool well_formed =
        fields.number(4, 9999, year) && fields.literal("-") && fields.number(2, 12, month) &&
        fields.literal("-") && fields.number(2, 31, day) && fields.literal("Tt") &&
        fields.number(2, 23, hour) && fields.literal(":") && fields.number(2, 59, minute) &&
        fields.literal(":") && fields.number(2, 60, second) && fields.fraction() &&
        fields.offset(offset) && fields.at_end();
    const std::chrono::year_month_day date{std::chrono::year(year),
                                           std::chrono::month(static_cast<unsigned>(month)),
                                           std::chrono::day(static_cast<unsigned>(day))};
    if (!well_formed || !date.ok())
        return std::nullopt;
    const std::int64_t days = std::chrono::sys_days(date).time_since_epoch().count();
    return ((days * 24 + hour) * 60 + minute - offset) * 60 + second;
}

} // namespace evote::protocol
