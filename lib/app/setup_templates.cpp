// SPDX-License-Identifier: Apache-2.0
#include "app/setup_templates.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <vector>

namespace evote::app {

namespace {

struct Words {
    std::string ky;
    std::string ru;
    std::string en;
};

using Parts = std::vector<std::string>;

std::string join_lines(const Parts& parts, unsigned indent) {
    return fmt::format("{:{}}{}", "", indent,
                       fmt::join(parts, fmt::format(",\n{:{}}", "", indent)));
}

std::string title(const Words& words) {
    return fmt::format(R"({{"ky": "{}", "ru": "{}", "en": "{}"}})", words.ky, words.ru, words.en);
}

// Texts that are to be replaced: evote-setup check finds those that were not.
Words to_replace(const Words& words) {
    return {"<" + words.ky + ">", "<" + words.ru + ">", "<" + words.en + ">"};
}

std::string option(std::string_view id, const Words& words) {
    return fmt::format(R"({{"id": "{}", "title": {}}})", id, title(words));
}

Parts candidates_and_against_all(unsigned count) {
    Parts out;
    for (unsigned i = 1; i <= count; ++i)
        out.push_back(
            option(fmt::format("candidate-{}", i),
                   to_replace({fmt::format("Талапкер {}", i), fmt::format("Кандидат {}", i),
                               fmt::format("Candidate {}", i)})));
    out.push_back(option("against-all", {"Баарына каршы", "Против всех", "Against all"}));
    return out;
}

std::string district(std::string_view id, const Words& words, std::string_view contest) {
    return fmt::format(R"({{
      "id": "{}",
      "title": {},
      "contests": ["{}"]
    }})",
                       id, title(words), contest);
}

std::string everybody(std::string_view contest) {
    return district("everybody", {"Бардык добуш берүүчүлөр", "Все избиратели", "All voters"},
                    contest);
}

struct Limits {
    unsigned min;
    unsigned max;
};

std::string contest(std::string_view id, const Words& words, Limits limits, const Parts& options,
                    const Parts& rules = {}) {
    return fmt::format(
        R"({{
      "id": "{}",
      "title": {},
      "min": {},
      "max": {},
      "options": [
{}
      ]{}
    }})",
        id, title(words), limits.min, limits.max, join_lines(options, 8),
        rules.empty() ? ""
                      : fmt::format(",\n      \"rules\": [\n{}\n      ]", join_lines(rules, 8)));
}

struct Trustees {
    unsigned count;
    unsigned threshold;
};

std::string manifest(const Words& words, Trustees trustees, const Parts& districts,
                     const Parts& contests) {
    return fmt::format(R"({{
  "format": "evote-manifest-1",
  "id": "@ID@",
  "title": {},
  "group": "ristretto255",
  "trustees": {{"count": {}, "threshold": {}}},
  "revote": "last",
  "districts": [
{}
  ],
  "contests": [
{}
  ]
}}
)",
                       title(words), trustees.count, trustees.threshold, join_lines(districts, 4),
                       join_lines(contests, 4));
}

std::string local_council() {
    const Parts rules{R"({"coefficients": {"candidate-1": 1, "candidate-2": 1, "candidate-3": 1, )"
                      R"("candidate-4": 1,
                          "candidate-5": 1, "against-all": 3}, "min": 1, "max": 3})"};
    return manifest({"Айылдык кеңештин депутаттарын шайлоо", "Выборы депутатов айылного кенеша",
                     "Election of the village council"},
                    {3, 2}, {district("village", {"Айыл", "Айыл", "Village"}, "council")},
                    {contest("council",
                             {"Үчкө чейин талапкерди же «баарына каршыны» тандаңыз",
                              "Выберите до трёх кандидатов или «против всех»",
                              "Choose up to three candidates, or against all"},
                             {1, 3}, candidates_and_against_all(5), rules)});
}

std::string parliament_district() {
    Parts districts;
    Parts contests;
    for (unsigned i = 1; i <= 2; ++i) {
        const auto member = fmt::format("member-{}", i);
        districts.push_back(district(fmt::format("district-{}", i),
                                     {fmt::format("№ {} шайлоо округу", i),
                                      fmt::format("Избирательный округ № {}", i),
                                      fmt::format("Electoral district {}", i)},
                                     member));
        contests.push_back(contest(member,
                                   {fmt::format("№ {} округдун депутаты", i),
                                    fmt::format("Депутат от округа № {}", i),
                                    fmt::format("Member for district {}", i)},
                                   {1, 1}, candidates_and_against_all(3)));
    }
    return manifest({"Жогорку Кеңештин депутатын шайлоо", "Выборы депутата Жогорку Кенеша",
                     "Election of a member of parliament"},
                    {5, 3}, districts, contests);
}

std::string referendum() {
    return manifest(
        {"Референдум", "Референдум", "Referendum"}, {3, 2}, {everybody("question")},
        {contest("question",
                 to_replace({"Суроонун текстин ушул жерге жазыңыз", "Напишите здесь текст вопроса",
                             "Write the text of the question here"}),
                 {1, 1},
                 {option("yes", {"Ооба", "Да", "Yes"}), option("no", {"Жок", "Нет", "No"})})});
}

std::string list_with_preference() {
    Parts options;
    Parts candidates;
    Parts rules{R"({"coefficients": {"party-a": 1, "party-b": 1, "party-c": 1, "against-all": 1}, )"
                R"("min": 1, "max": 1})"};
    for (const auto& [id, name] : {std::pair{'a', 'A'}, {'b', 'B'}, {'c', 'C'}}) {
        options.push_back(
            option(fmt::format("party-{}", id),
                   to_replace({fmt::format("{} партиясы", name), fmt::format("Партия {}", name),
                               fmt::format("Party {}", name)})));
        for (unsigned i = 1; i <= 3; ++i)
            candidates.push_back(
                option(fmt::format("{}-{}", id, i),
                       to_replace({fmt::format("{} партиясы, {}-талапкер", name, i),
                                   fmt::format("Партия {}, кандидат {}", name, i),
                                   fmt::format("Party {}, candidate {}", name, i)})));
        rules.push_back(fmt::format(R"({{"coefficients": {{"party-{0}": -1, "{0}-1": 1, )"
                                    R"("{0}-2": 1, "{0}-3": 1}}, "min": -1, "max": 0}})",
                                    id));
    }
    for (auto& more : candidates_and_against_all(0))
        options.push_back(std::move(more));
    options.insert(options.end(), candidates.begin(), candidates.end());
    return manifest({"Партиялык тизмелер боюнча шайлоо", "Выборы по партийным спискам",
                     "Election by party lists"},
                    {5, 3}, {everybody("list")},
                    {contest("list",
                             {"Бир партияны жана кааласаңыз анын бир талапкерин тандаңыз",
                              "Выберите одну партию и, если хотите, одного её кандидата",
                              "Choose one party and, if you wish, one of its candidates"},
                             {1, 2}, options, rules)});
}

} // namespace

std::span<const ManifestTemplate> manifest_templates() {
    static const std::vector<ManifestTemplate> templates{
        {"local-council", local_council()},
        {"parliament-district", parliament_district()},
        {"referendum", referendum()},
        {"list-with-preference", list_with_preference()},
    };
    return templates;
}

} // namespace evote::app
