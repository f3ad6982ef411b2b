// SPDX-License-Identifier: Apache-2.0
#include "protocol/setup_faults.h"

#include "base/text.h"
#include "group/batch.h"
#include "group/ristretto255.h"
#include "protocol/choosable.h"

#include <algorithm>
#include <functional>
#include <map>
#include <set>

namespace evote::protocol {

namespace {

// Steps of choosable() for a contest, and for all of a manifest: a second or two.
constexpr std::uint64_t steps_of_contest = std::uint64_t{1} << 22;
constexpr std::uint64_t steps_of_manifest = std::uint64_t{1} << 25;
constexpr std::size_t most_bad_rows = 1000;

// "contests[3]"
std::string at(std::string_view list, std::size_t index) {
    return std::string(list) + "[" + std::to_string(index) + "]";
}

// Blanks do not make two titles different for a reader.
std::string as_read(std::string_view text) {
    std::string out;
    for (const auto word : split(trim(text), ' '))
        if (!word.empty())
            out += (out.empty() ? "" : " ") + std::string(word);
    return out;
}

struct SameTitle {
    std::size_t first;
    std::size_t second;
    std::string title;
};

// Those of a list that a reader of some language cannot tell apart; each but the first once.
std::vector<SameTitle> same_titles(const std::vector<const LocalText*>& titles) {
    std::set<std::string_view> languages;
    for (const auto* const title : titles)
        for (const auto& [tag, text] : title->texts)
            languages.insert(tag);
    std::vector<SameTitle> out;
    std::set<std::size_t> found;
    for (const auto language : languages) {
        std::map<std::string, std::size_t> seen;
        for (std::size_t i = 0; i < titles.size(); ++i) {
            std::string title = as_read(titles[i]->in(language));
            const auto [first, is_new] = seen.emplace(title, i);
            if (!is_new && found.insert(i).second)
                out.push_back({first->second, i, std::move(title)});
        }
    }
    return out;
}

class ManifestReview {
  public:
    explicit ManifestReview(const Manifest& manifest) : manifest_(manifest) {}

    SetupFindings run() {
        review_times();
        review_texts();
        for (std::size_t i = 0; i < manifest_.contests().size(); ++i) {
            review_options(i);
            review_rules(i);
        }
        review_districts();
        return std::move(out_);
    }

  private:
    void fault(Message message, std::string place) {
        out_.faults.push_back(
            {ErrorCode::unworkable, std::move(message), {}, {verbatim(std::move(place))}});
    }

    void review_times() {
        const auto& opens = manifest_.opens();
        const auto& closes = manifest_.closes();
        if (opens && closes && closes->unix_seconds <= opens->unix_seconds)
            fault(msg("voting closes at {0}, which is not after it opens at {1}", closes->text,
                      opens->text),
                  "closes");
    }

    void review_text(const LocalText& text, const std::string& place) {
        for (const auto& [language, value] : text.texts) {
            const auto words = trim(value);
            if (words.starts_with('<') && words.ends_with('>'))
                fault(msg("this text of the template is still to be replaced: {0}", words),
                      place + "." + language);
        }
    }

    void review_texts() {
        review_text(manifest_.title(), "title");
        const auto& districts = manifest_.districts();
        for (std::size_t i = 0; i < districts.size(); ++i)
            review_text(districts[i].title, at("districts", i) + ".title");
        const auto& contests = manifest_.contests();
        for (std::size_t i = 0; i < contests.size(); ++i) {
            review_text(contests[i].title, at("contests", i) + ".title");
            for (std::size_t k = 0; k < contests[i].options.size(); ++k)
                review_text(contests[i].options[k].title,
                            at("contests", i) + at(".options", k) + ".title");
        }
    }

    void review_options(std::size_t contest) {
        const auto& id = manifest_.contests()[contest].id;
        const auto& options = manifest_.contests()[contest].options;
        std::vector<const LocalText*> titles;
        for (const auto& option : options)
            titles.push_back(&option.title);
        for (const auto& same : same_titles(titles))
            fault(msg("contest {0}: options {1} and {2} have the same title: {3}", id,
                      options[same.first].id, options[same.second].id, same.title),
                  at("contests", contest) + at(".options", same.second) + ".title");
    }

    std::optional<Choosable> decide(std::size_t options, std::span<const ballot::Rule> rules) {
        std::uint64_t steps = std::min(steps_of_contest, steps_left_);
        const std::uint64_t given = steps;
        auto found = choosable(options, rules, steps);
        steps_left_ -= given - steps;
        return found;
    }

    void review_rules(std::size_t index) {
        const Contest& contest = manifest_.contests()[index];
        const auto found = decide(contest.options.size(), contest.rules);
        if (!found && !find_contradiction(index))
            out_.warnings.push_back(msg("contest {0}: whether its rules can be kept together is "
                                        "NOT CHECKED: it takes too long",
                                        contest.id));
        if (found && !found->any && !find_contradiction(index))
            fault(msg("contest {0}: no choice keeps all of its rules", contest.id),
                  at("contests", index) + ".rules");
        if (!found || !found->any)
            return;
        for (std::size_t i = 0; i < contest.options.size(); ++i)
            if (!found->options[i])
                fault(msg("contest {0}: nobody can choose option {1}: no choice with it keeps the "
                          "rules",
                          contest.id, contest.options[i].id),
                      at("contests", index) + at(".options", i));
    }

    // One or two rules that alone cannot be kept. Rule 1 is the contest's own min and max.
    bool find_contradiction(std::size_t index) {
        const Contest& contest = manifest_.contests()[index];
        const auto fails = [&](std::vector<ballot::Rule> rules) {
            const auto found = decide(contest.options.size(), rules);
            return found && !found->any;
        };
        const auto place = [&](std::size_t rule) {
            return rule == 0 ? at("contests", index) + ".min"
                             : at("contests", index) + at(".rules", rule - 1);
        };
        for (std::size_t i = 0; i < contest.rules.size(); ++i)
            if (fails({contest.rules[i]})) {
                fault(msg("contest {0}: no choice keeps rule {1}", contest.id, i + 1), place(i));
                return true;
            }
        for (std::size_t i = 0; i < contest.rules.size(); ++i)
            for (std::size_t k = i + 1; k < contest.rules.size(); ++k)
                if (fails({contest.rules[i], contest.rules[k]})) {
                    fault(msg("contest {0}: no choice keeps both rule {1} and rule {2}", contest.id,
                              i + 1, k + 1),
                          place(k));
                    return true;
                }
        return false;
    }

    void review_districts() {
        const auto& contests = manifest_.contests();
        const auto& districts = manifest_.districts();
        std::vector<bool> voted(contests.size(), false);
        std::vector<const LocalText*> titles;
        for (std::size_t i = 0; i < districts.size(); ++i) {
            titles.push_back(&districts[i].title);
            review_contests_of(i);
            for (const std::size_t contest : districts[i].contests)
                voted[contest] = true;
        }
        for (const auto& same : same_titles(titles))
            fault(msg("districts {0} and {1} have the same title: {2}", districts[same.first].id,
                      districts[same.second].id, same.title),
                  at("districts", same.second) + ".title");
        for (std::size_t i = 0; i < contests.size(); ++i)
            if (!voted[i])
                fault(msg("contest {0} is in no district: nobody can vote in it", contests[i].id),
                      at("contests", i));
    }

    void review_contests_of(std::size_t index) {
        const District& district = manifest_.districts()[index];
        const auto& contests = manifest_.contests();
        std::vector<const LocalText*> titles;
        for (const std::size_t contest : district.contests)
            titles.push_back(&contests[contest].title);
        for (const auto& same : same_titles(titles)) {
            const std::size_t second = district.contests[same.second];
            fault(msg("district {0}: contests {1} and {2} have the same title: {3}", district.id,
                      contests[district.contests[same.first]].id, contests[second].id, same.title),
                  at("contests", second) + ".title");
        }
    }

    const Manifest& manifest_;
    std::uint64_t steps_left_ = steps_of_manifest;
    SetupFindings out_;
};

// Calls back with the places of entries whose credential is no element.
void visit_bad_credentials(const Roll& roll, const std::function<void(std::size_t)>& visit) {
    constexpr std::size_t batch = 4096;
    std::vector<group::Ristretto255::Element> elements(batch);
    std::vector<std::uint8_t> valid(batch);
    Bytes encodings;
    const auto voters = roll.entries();
    for (std::size_t begin = 0; begin < voters.size(); begin += batch) {
        const std::size_t size = std::min(batch, voters.size() - begin);
        encodings.clear();
        for (const auto& voter : voters.subspan(begin, size))
            append(encodings, voter.credential);
        group::decode_batch_vartime<group::Ristretto255>(encodings, std::span(elements).first(size),
                                                         std::span(valid).first(size));
        for (std::size_t i = 0; i < size; ++i)
            if (valid[i] == 0)
                visit(begin + i);
    }
}

} // namespace

SetupFindings setup_faults(const Manifest& manifest) {
    return ManifestReview(manifest).run();
}

SetupFindings roll_faults(const Manifest& manifest, const Roll& roll) {
    SetupFindings out;
    visit_bad_credentials(roll, [&](std::size_t entry) {
        if (out.faults.size() < most_bad_rows)
            out.faults.push_back({ErrorCode::malformed,
                                  msg("this credential is not an element of the group"),
                                  {},
                                  {msg("line {0}", entry + 2)}});
    });
    std::vector<std::uint64_t> voters(manifest.districts().size(), 0);
    for (const auto& voter : roll.entries())
        ++voters[voter.district];
    if (roll.entries().empty()) {
        out.warnings.push_back(msg("WARNING: the roll is empty; nobody can vote"));
        return out;
    }
    for (std::size_t i = 0; i < voters.size(); ++i)
        if (voters[i] == 0)
            out.warnings.push_back(
                msg("WARNING: district {0} has no voters", manifest.districts()[i].id));
    return out;
}

} // namespace evote::protocol
