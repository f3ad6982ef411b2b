// SPDX-License-Identifier: Apache-2.0
// Which of two codes is wrong, by static files.
#include "app/sealed_office.h"
#include "base/text.h"
#include "record/half_lookup.h"

using namespace evote;

namespace {

struct Lookup : SealedOffice {
    using SealedOffice::SealedOffice;

    Outcome make(const std::string& name) {
        return credentials_lookup({made.record.path(), made.path(name)}, made.console());
    }

    FindHalfOptions where(const std::string& code, const std::string& lookup) const {
        FindHalfOptions out{{}, made.path(code)};
        out.lookup = made.path(lookup);
        return out;
    }

    std::string looked_up(const std::string& code, const std::string& lookup) {
        return standing(where(code, lookup));
    }

    std::string file(const std::string& lookup, std::string_view name) const {
        return to_string(must(read_file(made.path(lookup) / name)));
    }
};

} // namespace

TEST_CASE("a lookup says of every code what the whole record says") {
    Lookup office;
    office.made.write("lost", to_string(must(read_file(office.made.path("code-2-1")))));
    office.replace(3);
    REQUIRE(office.append("change"));
    std::filesystem::remove(office.made.path("change"));
    must(office.change(1, 2, ChangeAction::revoke));
    must(office.change(2, 2, ChangeAction::revoke));
    REQUIRE(office.append("change"));
    must(office.make("lookup"));
    CHECK(office.looked_up("lost", "lookup") == "replaced 3 1");
    for (const auto* code : {"lost", "code-0-1", "code-0-2", "code-1-1", "code-2-1", "code-2-2"})
        CHECK(office.looked_up(code, "lookup") == office.standing(code));
    CHECK(office.looked_up("code-1-2", "lookup") == "revoked 2 2");
    const auto facts = must(LookupFacts::parse(bytes_of(office.file("lookup", "about.txt"))));
    CHECK(facts.election == office.made.election.record().election.fingerprint());
    CHECK(facts.log.size == 2);
    const auto rows = must(parse_lookup_file(bytes_of(office.file("lookup", "h.csv"))));
    CHECK(rows.size() == 10); // of four voters and two registrars, and the new ones
    CHECK(std::ranges::count(rows, std::optional<std::uint64_t>(0), &LookupRow::entry) == 2);

    must(office.make("again"));
    CHECK(office.file("lookup", "h.csv") == office.file("again", "h.csv"));
    CHECK(office.file("lookup", "about.txt") == office.file("again", "about.txt"));
}

TEST_CASE("a lookup is there as a whole or not at all and never in the record") {
    Lookup office;
    CHECK(error_of(office.make("record/lookup")).code == ErrorCode::usage);
    must(office.make("lookup"));
    CHECK(error_of(office.make("lookup")).code == ErrorCode::file_exists);
    CHECK(error_of(office.make("nowhere/lookup")).code == ErrorCode::file_missing);
    for (const auto& entry : std::filesystem::directory_iterator(office.made.path("")))
        CHECK_FALSE(contains(entry.path().filename().string(), ".tmp"));
}

TEST_CASE("a lookup of another election or with other files is refused") {
    Lookup office;
    must(office.make("lookup"));
    auto options = office.where("code-0-1", "lookup");
    options.anchor = announced(hex_encode(office.made.election.record().election.fingerprint()));
    CHECK(credentials_find_half(options, office.made.console()));
    options.anchor = announced(hex_encode(Digest32{}));
    CHECK(error_of(credentials_find_half(options, office.made.console())).code ==
          ErrorCode::wrong_fingerprint);
    const auto refusal = [&](const std::string& code) {
        return error_of(credentials_find_half(office.where(code, "lookup"), office.made.console()));
    };
    office.made.write("foreign", to_string(encode_half_code(2, CodeBytes()).expose()));
    CHECK(refusal("foreign").code == ErrorCode::not_on_roll);
    std::filesystem::copy(office.made.path("code-0-1"), office.made.path("lookup/code"));
    CHECK(refusal("lookup/code").code == ErrorCode::in_record);
    office.made.write("lookup/h.csv", "registrar,half\n");
    const auto damaged = refusal("code-0-1");
    CHECK(damaged.code == ErrorCode::malformed);
    CHECK(damaged.file == office.made.path("lookup/h.csv").string());
    std::filesystem::remove(office.made.path("lookup/h.csv"));
    CHECK(refusal("code-0-1").code == ErrorCode::file_missing);
    std::filesystem::remove(office.made.path("lookup/about.txt"));
    CHECK(refusal("code-0-1").code == ErrorCode::file_missing);
    FindHalfOptions neither;
    neither.code_file = office.made.path("code-0-1");
    CHECK(error_of(credentials_find_half(neither, office.made.console())).code == ErrorCode::usage);
}
