// SPDX-License-Identifier: Apache-2.0
#include "app/setup_description.h"

#include "app/setup_rules.h"

namespace evote::app {

namespace {

class Description {
  public:
    Description(const protocol::Manifest& manifest, texts::Language language)
        : manifest_(manifest), language_(texts::language_tag(language)) {}

    std::vector<Message> lines() {
        lines_.push_back(msg("Election {0}: {1}", manifest_.id(), title(manifest_.title())));
        const auto trustees = manifest_.trustees();
        lines_.push_back(msg("Trustees: {0}, of whom {1} are needed to decrypt", trustees.count,
                             trustees.threshold));
        lines_.push_back(manifest_.revote() == protocol::Revote::last
                             ? msg("A voter may vote again; the last ballot counts")
                             : msg("A voter votes once; a second ballot is refused"));
        times();
        for (std::size_t i = 0; i < manifest_.districts().size(); ++i)
            district(i);
        for (const auto& contest : manifest_.contests())
            describe(contest);
        return std::move(lines_);
    }

  private:
    std::string title(const protocol::LocalText& text) const {
        return std::string(text.in(language_));
    }

    void times() {
        if (manifest_.opens())
            lines_.push_back(msg("The box opens at {0}", manifest_.opens()->text));
        if (manifest_.closes())
            lines_.push_back(msg("The box closes at {0}", manifest_.closes()->text));
    }

    void district(std::size_t index) {
        const auto& district = manifest_.districts()[index];
        std::string contests;
        for (const auto contest : district.contests)
            contests += (contests.empty() ? "" : ", ") + manifest_.contests()[contest].id;
        lines_.push_back(msg("District {0}: {1}", district.id, title(district.title)));
        lines_.push_back(msg("    votes in: {0}", contests));
        lines_.push_back(msg("    a ballot has {0} bytes", manifest_.ballot_size(index)));
    }

    void describe(const protocol::Contest& contest) {
        lines_.push_back(msg("Contest {0}: {1}", contest.id, title(contest.title)));
        for (const auto& option : contest.options)
            lines_.push_back(msg("    {0}: {1}", option.id, title(option.title)));
        for (const auto& rule : contest.rules)
            lines_.push_back(rule_in_words(contest, rule, language_));
    }

    const protocol::Manifest& manifest_;
    std::string_view language_;
    std::vector<Message> lines_;
};

} // namespace

std::vector<Message> describe_election(const protocol::Manifest& manifest,
                                       texts::Language language) {
    return Description(manifest, language).lines();
}

} // namespace evote::app
