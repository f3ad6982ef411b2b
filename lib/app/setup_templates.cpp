// SPDX-License-Identifier: Apache-2.0
#include "app/setup_templates.h"

#include <array>

namespace evote {

namespace {

constexpr std::string_view local_council = R"json({
  "format": "evote-manifest-1",
  "id": "@ID@",
  "title": {
    "ky": "Айылдык кеңештин депутаттарын шайлоо",
    "ru": "Выборы депутатов айылного кенеша",
    "en": "Election of the village council"
  },
  "group": "ristretto255",
  "trustees": {"count": 3, "threshold": 2},
  "revote": "last",
  "districts": [
    {
      "id": "village",
      "title": {"ky": "Айыл", "ru": "Айыл", "en": "Village"},
      "contests": ["council"]
    }
  ],
  "contests": [
    {
      "id": "council",
      "title": {
        "ky": "Үчкө чейин талапкерди же «баарына каршыны» тандаңыз",
        "ru": "Выберите до трёх кандидатов или «против всех»",
        "en": "Choose up to three candidates, or against all"
      },
      "min": 1,
      "max": 3,
      "options": [
        {"id": "candidate-1", "title": {"ky": "Талапкер 1", "ru": "Кандидат 1", "en": "Candidate 1"}},
        {"id": "candidate-2", "title": {"ky": "Талапкер 2", "ru": "Кандидат 2", "en": "Candidate 2"}},
        {"id": "candidate-3", "title": {"ky": "Талапкер 3", "ru": "Кандидат 3", "en": "Candidate 3"}},
        {"id": "candidate-4", "title": {"ky": "Талапкер 4", "ru": "Кандидат 4", "en": "Candidate 4"}},
        {"id": "candidate-5", "title": {"ky": "Талапкер 5", "ru": "Кандидат 5", "en": "Candidate 5"}},
        {"id": "against-all", "title": {"ky": "Баарына каршы", "ru": "Против всех", "en": "Against all"}}
      ],
      "rules": [
        {"coefficients": {"candidate-1": 1, "candidate-2": 1, "candidate-3": 1, "candidate-4": 1,
                          "candidate-5": 1, "against-all": 3}, "min": 1, "max": 3}
      ]
    }
  ]
}
)json";

constexpr std::string_view parliament_district = R"json({
  "format": "evote-manifest-1",
  "id": "@ID@",
  "title": {
    "ky": "Жогорку Кеңештин депутатын шайлоо",
    "ru": "Выборы депутата Жогорку Кенеша",
    "en": "Election of a member of parliament"
  },
  "group": "ristretto255",
  "trustees": {"count": 5, "threshold": 3},
  "revote": "last",
  "districts": [
    {
      "id": "district-1",
      "title": {"ky": "№ 1 шайлоо округу", "ru": "Избирательный округ № 1", "en": "Electoral district 1"},
      "contests": ["member-1"]
    },
    {
      "id": "district-2",
      "title": {"ky": "№ 2 шайлоо округу", "ru": "Избирательный округ № 2", "en": "Electoral district 2"},
      "contests": ["member-2"]
    }
  ],
  "contests": [
    {
      "id": "member-1",
      "title": {
        "ky": "№ 1 округдун депутаты",
        "ru": "Депутат от округа № 1",
        "en": "Member for district 1"
      },
      "min": 1,
      "max": 1,
      "options": [
        {"id": "candidate-1", "title": {"ky": "Талапкер 1", "ru": "Кандидат 1", "en": "Candidate 1"}},
        {"id": "candidate-2", "title": {"ky": "Талапкер 2", "ru": "Кандидат 2", "en": "Candidate 2"}},
        {"id": "candidate-3", "title": {"ky": "Талапкер 3", "ru": "Кандидат 3", "en": "Candidate 3"}},
        {"id": "against-all", "title": {"ky": "Баарына каршы", "ru": "Против всех", "en": "Against all"}}
      ]
    },
    {
      "id": "member-2",
      "title": {
        "ky": "№ 2 округдун депутаты",
        "ru": "Депутат от округа № 2",
        "en": "Member for district 2"
      },
      "min": 1,
      "max": 1,
      "options": [
        {"id": "candidate-1", "title": {"ky": "Талапкер 1", "ru": "Кандидат 1", "en": "Candidate 1"}},
        {"id": "candidate-2", "title": {"ky": "Талапкер 2", "ru": "Кандидат 2", "en": "Candidate 2"}},
        {"id": "candidate-3", "title": {"ky": "Талапкер 3", "ru": "Кандидат 3", "en": "Candidate 3"}},
        {"id": "against-all", "title": {"ky": "Баарына каршы", "ru": "Против всех", "en": "Against all"}}
      ]
    }
  ]
}
)json";

constexpr std::string_view referendum = R"json({
  "format": "evote-manifest-1",
  "id": "@ID@",
  "title": {
    "ky": "Референдум",
    "ru": "Референдум",
    "en": "Referendum"
  },
  "group": "ristretto255",
  "trustees": {"count": 3, "threshold": 2},
  "revote": "last",
  "districts": [
    {
      "id": "everybody",
      "title": {"ky": "Бардык добуш берүүчүлөр", "ru": "Все избиратели", "en": "All voters"},
      "contests": ["question"]
    }
  ],
  "contests": [
    {
      "id": "question",
      "title": {
        "ky": "Суроонун текстин ушул жерге жазыңыз",
        "ru": "Напишите здесь текст вопроса",
        "en": "Write the text of the question here"
      },
      "min": 1,
      "max": 1,
      "options": [
        {"id": "yes", "title": {"ky": "Ооба", "ru": "Да", "en": "Yes"}},
        {"id": "no", "title": {"ky": "Жок", "ru": "Нет", "en": "No"}}
      ]
    }
  ]
}
)json";

constexpr std::string_view list_with_preference = R"json({
  "format": "evote-manifest-1",
  "id": "@ID@",
  "title": {
    "ky": "Партиялык тизмелер боюнча шайлоо",
    "ru": "Выборы по партийным спискам",
    "en": "Election by party lists"
  },
  "group": "ristretto255",
  "trustees": {"count": 5, "threshold": 3},
  "revote": "last",
  "districts": [
    {
      "id": "everybody",
      "title": {"ky": "Бардык добуш берүүчүлөр", "ru": "Все избиратели", "en": "All voters"},
      "contests": ["list"]
    }
  ],
  "contests": [
    {
      "id": "list",
      "title": {
        "ky": "Бир партияны жана кааласаңыз анын бир талапкерин тандаңыз",
        "ru": "Выберите одну партию и, если хотите, одного её кандидата",
        "en": "Choose one party and, if you wish, one of its candidates"
      },
      "min": 1,
      "max": 2,
      "options": [
        {"id": "party-a", "title": {"ky": "A партиясы", "ru": "Партия A", "en": "Party A"}},
        {"id": "party-b", "title": {"ky": "B партиясы", "ru": "Партия B", "en": "Party B"}},
        {"id": "party-c", "title": {"ky": "C партиясы", "ru": "Партия C", "en": "Party C"}},
        {"id": "against-all", "title": {"ky": "Баарына каршы", "ru": "Против всех", "en": "Against all"}},
        {"id": "a-1", "title": {"ky": "A партиясы, 1-талапкер", "ru": "Партия A, кандидат 1", "en": "Party A, candidate 1"}},
        {"id": "a-2", "title": {"ky": "A партиясы, 2-талапкер", "ru": "Партия A, кандидат 2", "en": "Party A, candidate 2"}},
        {"id": "a-3", "title": {"ky": "A партиясы, 3-талапкер", "ru": "Партия A, кандидат 3", "en": "Party A, candidate 3"}},
        {"id": "b-1", "title": {"ky": "B партиясы, 1-талапкер", "ru": "Партия B, кандидат 1", "en": "Party B, candidate 1"}},
        {"id": "b-2", "title": {"ky": "B партиясы, 2-талапкер", "ru": "Партия B, кандидат 2", "en": "Party B, candidate 2"}},
        {"id": "b-3", "title": {"ky": "B партиясы, 3-талапкер", "ru": "Партия B, кандидат 3", "en": "Party B, candidate 3"}},
        {"id": "c-1", "title": {"ky": "C партиясы, 1-талапкер", "ru": "Партия C, кандидат 1", "en": "Party C, candidate 1"}},
        {"id": "c-2", "title": {"ky": "C партиясы, 2-талапкер", "ru": "Партия C, кандидат 2", "en": "Party C, candidate 2"}},
        {"id": "c-3", "title": {"ky": "C партиясы, 3-талапкер", "ru": "Партия C, кандидат 3", "en": "Party C, candidate 3"}}
      ],
      "rules": [
        {"coefficients": {"party-a": 1, "party-b": 1, "party-c": 1, "against-all": 1}, "min": 1, "max": 1},
        {"coefficients": {"party-a": -1, "a-1": 1, "a-2": 1, "a-3": 1}, "min": -1, "max": 0},
        {"coefficients": {"party-b": -1, "b-1": 1, "b-2": 1, "b-3": 1}, "min": -1, "max": 0},
        {"coefficients": {"party-c": -1, "c-1": 1, "c-2": 1, "c-3": 1}, "min": -1, "max": 0}
      ]
    }
  ]
}
)json";

constexpr std::array<ManifestTemplate, 4> templates{{
    {"local-council", local_council},
    {"parliament-district", parliament_district},
    {"referendum", referendum},
    {"list-with-preference", list_with_preference},
}};

} // namespace

std::span<const ManifestTemplate> manifest_templates() {
    return templates;
}

} // namespace evote
