// SPDX-License-Identifier: Apache-2.0
// Registrars set an election up together: list, halves, roll, seal.
#include "app/office.h"

using namespace evote;

TEST_CASE("two registrars lead from a list of voters to a sealed roll") {
    Office office;
    office.make_halves();
    for (const auto* name : {"list.csv", "s1", "s2", "codes-1", "codes-2"})
        CHECK(mode_of(office.path(name)) == 0600);
    REQUIRE(registrar_roll(office.record.path(), office.captured.console));
    std::ranges::reverse(office.keys); // their names say whose they are
    REQUIRE(office.seal());
    const auto record = must(OpenRecord::open(office.record));
    REQUIRE(record.board.registrars.size() == 2);
    CHECK(record.board.registrars[0].text() == office.keys[1]);
    const std::string codes_1 = office.text_of_file("codes-1");
    const std::string codes_2 = office.text_of_file("codes-2");
    for (std::size_t line = 1; line <= 3; ++line) {
        std::vector<Half> halves;
        halves.push_back(*Half::from_code(record.manifest().hash(), 1,
                                          must(decode_half_code(1, 2, code_of(codes_1, line)))));
        halves.push_back(*Half::from_code(record.manifest().hash(), 2,
                                          must(decode_half_code(2, 2, code_of(codes_2, line)))));
        CHECK(record.roll.find(Credential::from_halves(halves)->encoding).has_value());
    }
}

TEST_CASE("a list says its hash and how many voters each district has") {
    Office office;
    REQUIRE(office.list());
    const auto facts = office.facts();
    CHECK(facts["voters"] == 3);
    CHECK(facts["districts"][1]["voters"] == 2);
    CHECK(facts["districts"][1]["weight"] == 4);
    const auto list = must(PrivateList::parse(must(read_file(office.path("list.csv"))),
                                              must(read_manifest(office.record))));
    CHECK(facts["list_hash"] == hex_encode(list.hash()));
    CHECK(facts["spoken"] == spoken_fingerprint(list.hash()));
    CHECK(office.list().error().code == ErrorCode::file_exists);
}

TEST_CASE("attack 54 one voter twice in whatever form is named with both lines") {
    Office office;
    office.write("voters.csv", "\xEF\xBB\xBFvoter,district\r\nИ\u0306  Б,north\r\nЙ Б,south\r\n");
    const auto outcome = office.list();
    REQUIRE_FALSE(outcome);
    CHECK(outcome.error().code == ErrorCode::bad_voters);
    CHECK(contains(outcome.error().english(), "line 3: voter Й Б is named twice"));
    CHECK_FALSE(file_exists(office.path("list.csv")));
}

TEST_CASE("attack 51 every wrong line of a private list is named in one run") {
    Office office;
    std::string voters;
    for (int i = 0; i < 30; ++i)
        voters += "=v" + std::to_string(i) + ",north\n";
    office.write("voters.csv", voters);
    REQUIRE_FALSE(office.list());
    CHECK(std::ranges::count(office.captured.take_talk(), '\n') == 30);
    office.write("voters.csv", "a;north\n");
    CHECK(contains(office.list().error().english(), "separated by semicolons"));
}

TEST_CASE("attack 52 lists and secrets and codes are kept out of the record") {
    Office office;
    CHECK(office.list("record/list.csv").error().code == ErrorCode::in_record);
    must(office.list());
    auto options = office.halves_options(1);
    options.codes = office.record.path() / "codes";
    CHECK(office.halves(options).error().code == ErrorCode::in_record);
    options = office.halves_options(1);
    options.secret.file = office.record.path() / "secret";
    CHECK(office.halves(options).error().code == ErrorCode::in_record);
    office.nothing_of_registrar(1);
}

TEST_CASE("attack 54 halves of another list or number or name are refused and nothing is written") {
    Office office;
    must(office.list());
    auto options = office.halves_options(3);
    CHECK(office.halves(options).error().code == ErrorCode::usage);
    options = office.halves_options(1);
    options.name = " ";
    CHECK(office.halves(options).error().code == ErrorCode::usage);
    options = office.halves_options(1);
    options.plain = false;
    CHECK(office.halves(options).error().code == ErrorCode::usage);
    options = office.halves_options(1);
    office.write("list.csv", "number,voter,district,weight,salt\n");
    CHECK(office.halves(options).error().code == ErrorCode::bad_voters);
    office.nothing_of_registrar(1);

    std::filesystem::remove(office.path("list.csv"));
    must(office.list());
    must(office.halves(office.halves_options(1)));
    CHECK(office.halves(office.halves_options(1)).error().code == ErrorCode::file_exists);
    std::filesystem::remove(office.path("list.csv"));
    must(office.list()); // the same voters, drawn again
    const auto other = office.halves(office.halves_options(2));
    REQUIRE_FALSE(other);
    CHECK(other.error().code == ErrorCode::registrars_differ);
    CHECK(contains(other.error().english(), "registrar 1 was given another list"));
    office.nothing_of_registrar(2);
}

TEST_CASE("a full disk leaves nothing of a registrar") {
    Office office;
    std::string voters;
    for (int i = 0; i < 40; ++i)
        voters += "Voter " + std::to_string(i) + ",north\n";
    office.write("voters.csv", voters);
    must(office.list());
    const FileSizeLimit limit(3000); // more than the secret and the codes, less than the halves
    const auto outcome = office.halves(office.halves_options(1));
    REQUIRE_FALSE(outcome);
    office.nothing_of_registrar(1);
}

TEST_CASE("attack 54 halves that are missing or differ make no roll") {
    Office office;
    must(office.list());
    must(office.halves(office.halves_options(1)));
    const auto missing = registrar_roll(office.record.path(), office.captured.console);
    REQUIRE_FALSE(missing);
    CHECK(missing.error().code == ErrorCode::step_missing);
    CHECK(contains(missing.error().message.english(), "evote-credentials halves"));
    must(office.halves(office.halves_options(2)));
    const auto file = office.record.halves(2);
    std::string text = to_string(must(read_file(file)));
    text.replace(text.find(",1,"), 3, ",2,");
    must(write_file(file, bytes_of(text), Existing::replace));
    CHECK(registrar_roll(office.record.path(), office.captured.console).error().code ==
          ErrorCode::changed);
    CHECK_FALSE(file_exists(office.record.roll()));
}

TEST_CASE(
    "attack 54 halves that cancel out or are there twice or disagree are named in their file") {
    Office office;
    office.make_halves();
    const std::string file_1 = office.text_of_halves(1);
    const std::string file_2 = office.text_of_halves(2);
    const auto halves = split(file_1, '\n');
    const auto own = split(file_2, '\n');
    const auto half = [](std::string_view row) { return std::string(split(row, ',').back()); };
    const auto with_half = [&](std::string_view row, const std::string& other) {
        return std::string(row.substr(0, row.rfind(',') + 1)) + other;
    };
    const auto refusal = [&](const std::vector<std::string>& rows, ErrorCode code) {
        office.publish(2, rows);
        const auto outcome = registrar_roll(office.record.path(), office.captured.console);
        REQUIRE_FALSE(outcome);
        CHECK(outcome.error().code == code);
        CHECK_FALSE(file_exists(office.record.roll()));
        CHECK(contains(outcome.error().file, "registrars"));
        return outcome.error().english();
    };
    const std::vector<std::string> good(own.begin(), own.end() - 1);
    auto rows = good;
    const auto first = Ristretto255::Element::decode(hex_decode(half(halves[2])).value());
    rows[2] = with_half(rows[2], hex_encode((-*first).encode()));
    CHECK(contains(refusal(rows, ErrorCode::bad_half),
                   "the halves of voter 2 cancel each other out"));
    rows = good;
    rows[3] = with_half(rows[3], half(own[2]));
    CHECK(contains(refusal(rows, ErrorCode::bad_half), "2.csv: line 4"));
    rows = good;
    rows[1] = with_half(rows[1], half(own[2]));
    rows[2] = with_half(rows[2], half(own[1]));
    CHECK(contains(refusal(rows, ErrorCode::bad_proof), "registrar 2 did not prove"));
    rows = good;
    rows[1] = with_half("1,south,9,x", half(own[1]));
    CHECK(contains(refusal(rows, ErrorCode::registrars_differ), "line 2"));
    rows = good;
    rows.pop_back();
    refusal(rows, ErrorCode::registrars_differ);
}

TEST_CASE("attack 54 a private list with a voter twice makes no halves") {
    Office office;
    must(office.list());
    std::string text = office.text_of_file("list.csv");
    const auto name = std::string(split(split(text, '\n')[1], ',')[1]);
    const auto other = std::string(split(split(text, '\n')[3], ',')[1]);
    text.replace(text.find("," + other + ","), other.size() + 2, ", " + name + ",");
    office.write("list.csv", text);
    CHECK(office.halves(office.halves_options(1)).error().code == ErrorCode::bad_voters);
    text.replace(text.rfind(", " + name), 2, ",");
    office.write("list.csv", text);
    const auto outcome = office.halves(office.halves_options(1));
    REQUIRE_FALSE(outcome);
    CHECK(outcome.error().code == ErrorCode::bad_voters);
    CHECK(contains(outcome.error().english(), "line 4: voter " + name + " is on line 2 already"));
    office.nothing_of_registrar(1);
}

TEST_CASE("attack 54 an election is sealed with the keys of all its registrars only") {
    Office office;
    office.make_halves();
    const auto no_roll = office.seal();
    REQUIRE_FALSE(no_roll);
    CHECK(contains(no_roll.error().message.english(), "evote-credentials roll"));
    must(registrar_roll(office.record.path(), office.captured.console));
    const auto right = office.keys;
    const auto refusal = [&](std::vector<std::string> keys) {
        office.keys = std::move(keys);
        const auto outcome = office.seal();
        REQUIRE_FALSE(outcome);
        CHECK_FALSE(file_exists(office.record.board()));
        return outcome.error().code;
    };
    CHECK(refusal({}) == ErrorCode::usage);
    CHECK(refusal({right[0]}) == ErrorCode::usage);
    CHECK(refusal({right[0], right[0]}) == ErrorCode::usage);
    CHECK(refusal({right[0], right[1], right[1]}) == ErrorCode::usage);
    CHECK(refusal({right[0], "nonsense"}) == ErrorCode::usage);
    const VerifierKey stranger("office/registrar-2",
                               SigningKey::generate(system_random()).public_key());
    CHECK(refusal({right[0], stranger.text()}) == ErrorCode::bad_signature);
    office.keys = right;
    CHECK(office.seal());
}

TEST_CASE("a row is opened and checked against a hash or the registrars' notes") {
    Office office;
    office.make_halves();
    office.captured.take_out();
    const OpenRowOptions open{office.path("list.csv"), 2, office.path("row")};
    REQUIRE(registrar_open_row(open, office.captured.console));
    const std::string hash = hex_encode(office.secret(1).secret().list());
    const auto check = [&](const CheckRowOptions& options) {
        return registrar_check_row(options, office.captured.console);
    };
    const std::string row = office.path("row").string();
    CHECK(check({{row}, hash}));
    CHECK(check({{office.record.path().string(), row}, {}}));
    CHECK(check({{row}, {}}).error().code == ErrorCode::usage);
    CHECK(check({{row}, "nonsense"}).error().code == ErrorCode::usage);
    CHECK(check({{office.record.path().string(), row}, hash}).error().code == ErrorCode::usage);
    CHECK(check({{row}, hex_encode(Digest32{})}).error().code == ErrorCode::invalid);
    CHECK(registrar_open_row({office.path("list.csv"), 4, {}}, office.captured.console)
              .error()
              .code == ErrorCode::usage);
    CHECK(registrar_open_row({office.path("list.csv"), 0, {}}, office.captured.console)
              .error()
              .code == ErrorCode::usage);
    std::string text = office.text_of_file("row");
    text.replace(text.find("\n2,") + 1, 1, "1");
    office.write("row", text);
    CHECK(check({{row}, hash}).error().code == ErrorCode::invalid);
    office.write("row", "evote-list-row-2\n");
    CHECK(check({{row}, hash}).error().code == ErrorCode::malformed);
}

TEST_CASE("attack 54 a registrar's secret of another election is named") {
    Office office;
    office.make_halves();
    Office other("other");
    const auto opened =
        RegistrarSecretFile::open(office.path("s1"), must(read_manifest(other.record)),
                                  SecretBytes(bytes_of("five random words or more")), quick_scrypt);
    REQUIRE_FALSE(opened);
    CHECK(opened.error().code == ErrorCode::wrong_election);
    CHECK(opened.error().file == office.path("s1").string());
}

TEST_CASE("an election without registrars has none of their commands") {
    TemporaryFolder folder;
    CapturedConsole captured;
    REQUIRE(setup_new({folder.path() / "record", "referendum", "r"}, captured.console));
    CHECK(registrar_list({folder.path() / "record", "voters", folder.path() / "list"},
                         system_random(), captured.console)
              .error()
              .code == ErrorCode::refused);
    CHECK(registrar_roll(folder.path() / "record", captured.console).error().code ==
          ErrorCode::refused);
}
