// SPDX-License-Identifier: Apache-2.0
#include "protocol/halves.h"
#include "registrar/codes_file.h"
#include "registrar/list_row.h"
#include "registrar/made_halves.h"
#include "registrar/registrar_secret.h"
#include "support/native_vectors.h"
#include "support/rooms.h"
#include "support/temporary_folder.h"

#include <catch2/catch.hpp>

using namespace evote;

namespace {

const Manifest& known_manifest() {
    static const auto made =
        must(Manifest::parse(text_bytes(native_vectors("registrars")["manifest.json"])));
    return made;
}

RegistrarSecret secret_of_list(const Digest32& list) {
    SeededRandom random(bytes_of("a registrar"));
    return RegistrarSecret::create(known_manifest(), 2, "Somebody", list, 9, random);
}

ByteArray<16> code(const RegistrarSecret& secret, std::uint64_t number, std::uint32_t issue) {
    CodeBytes out;
    secret.code_of(number, issue, out);
    return out.expose();
}

} // namespace

TEST_CASE("a registrar's secret is read as it was written") {
    auto secret = secret_of_list(Digest32{7});
    const auto check_same = [&] {
        const auto encoded = secret.encode();
        const auto again = must(RegistrarSecret::parse(encoded.expose(), known_manifest()));
        CHECK(equal(again.encode().expose(), encoded.expose()));
        CHECK(again.registrar() == 2);
        CHECK(again.name() == "Somebody");
        CHECK(again.list() == Digest32{7});
        CHECK(again.voters() == 9);
        CHECK(again.signer().verifier() == secret.signer().verifier());
        CHECK(again.election() == secret.election());
        CHECK(again.last_issue(4) == secret.last_issue(4));
        CHECK(code(again, 4, 1) == code(secret, 4, 1));
    };
    check_same();
    CHECK(must(secret.begin_issue(4)) == 1);
    check_same();
    CHECK(secret.remember_change(4, Digest32{1}));
    CHECK(secret.bind(Digest32{3}));
    check_same();
}

TEST_CASE("a registrar's secret of another form or election is refused") {
    auto secret = secret_of_list(Digest32{7});
    must(secret.begin_issue(1));
    must(secret.begin_issue(9));
    const auto bytes = to_bytes(secret.encode().expose());
    for (std::size_t size = 0; size < bytes.size(); ++size)
        CHECK_FALSE(RegistrarSecret::parse(ByteView(bytes).first(size), known_manifest()));
    auto longer = bytes;
    longer.push_back(0);
    CHECK(RegistrarSecret::parse(longer, known_manifest()).error().code == ErrorCode::malformed);
    std::string other = to_string(text_bytes(native_vectors("registrars")["manifest.json"]));
    other += " ";
    CHECK(RegistrarSecret::parse(bytes, must(Manifest::parse(bytes_of(other)))).error().code ==
          ErrorCode::wrong_election);
}

TEST_CASE("a registrar's secret with a part that cannot be is refused") {
    const auto secret = secret_of_list(Digest32{7});

    struct Parts {
        std::uint8_t registrar = 2;
        std::string name = "Somebody";
        Bytes root = Bytes(32, 1);
        Bytes list = Bytes(32, 7);
        std::vector<std::pair<std::uint64_t, std::uint32_t>> issues{{1, 1}, {9, 1000}};
    };

    const auto refused = [&](const Parts& parts, const std::string& key_name) {
        const NoteSigner signer(key_name, SigningKey::generate(system_random()));
        SecretBytes out(bytes_of("evote-registrar-secret-1\n"));
        append_value(out, known_manifest().hash());
        append_value(out, ByteArray<1>{parts.registrar});
        append_value(out, bytes_of(parts.name));
        append_value(out, signer.text().expose());
        append_value(out, parts.root);
        append_value(out, parts.list);
        Bytes voters;
        append_u64(voters, 9);
        append_value(out, voters);
        Bytes issues;
        for (const auto& [number, last] : parts.issues) {
            append_u64(issues, number);
            append_u32(issues, last);
            append(issues, Digest32{});
        }
        append_value(out, issues);
        append_value(out, {});
        return !RegistrarSecret::parse(out.expose(), known_manifest());
    };
    const std::string name = secret.signer().verifier().name();
    CHECK_FALSE(refused({}, name));
    CHECK(refused({}, "another"));
    for (const unsigned index : {0U, 1U, 3U}) {
        Parts parts;
        parts.registrar = static_cast<std::uint8_t>(index);
        CHECK(refused(parts, name));
        const auto own = registrar_key_name(known_manifest(), parts.registrar);
        CHECK(refused(parts, own) == (index != 1));
    }
    Parts parts;
    parts.name = " ";
    CHECK(refused(parts, name));
    parts = {};
    parts.root.pop_back();
    CHECK(refused(parts, name));
    parts = {};
    parts.list.clear();
    CHECK(refused(parts, name));
    using Issues = decltype(parts.issues);
    for (const Issues& issues : {Issues{{0, 1}}, Issues{{10, 1}}, Issues{{1, 0}}, Issues{{1, 1001}},
                                 Issues{{2, 1}, {1, 1}}, Issues{{1, 1}, {1, 2}}}) {
        parts = {};
        parts.issues = issues;
        CHECK(refused(parts, name));
    }
}

TEST_CASE("attack 54 another list or number or issue gives another code") {
    const auto secret = secret_of_list(Digest32{7});
    const auto other = secret_of_list(Digest32{8}); // the same root
    CHECK(secret.signer().verifier() == other.signer().verifier());
    CHECK(code(secret, 1, 0) == code(secret, 1, 0));
    CHECK(code(secret, 1, 0) != code(other, 1, 0));
    CHECK(code(secret, 1, 0) != code(secret, 2, 0));
    CHECK(code(secret, 1, 0) != code(secret, 1, 1));
    CHECK(secret.must_be_for_list(Digest32{7}));
    CHECK(secret.must_be_for_list(Digest32{8}).error().code == ErrorCode::wrong_election);
}

TEST_CASE("attack 54 a registrar's secret is bound to one election and signs a half once") {
    auto secret = secret_of_list(Digest32{7});
    CHECK_FALSE(secret.election());
    CHECK(secret.bind(Digest32{1}));
    CHECK(secret.bind(Digest32{1}));
    CHECK(secret.bind(Digest32{2}).error().code == ErrorCode::wrong_election);
    CHECK(secret.last_issue(3) == 0);
    CHECK(must(secret.begin_issue(3)) == 1);
    CHECK(secret.remember_change(3, Digest32{1}));
    CHECK(secret.remember_change(3, Digest32{1}));
    CHECK(secret.remember_change(3, Digest32{2}).error().code == ErrorCode::already_signed);
    CHECK(must(secret.begin_issue(3)) == 2);
    CHECK(secret.remember_change(3, Digest32{2}));
    for (unsigned issue = 3; issue <= 1000; ++issue)
        must(secret.begin_issue(3));
    CHECK(secret.begin_issue(3).error().code == ErrorCode::over_limit);
}

TEST_CASE("a registrar's secret file remembers what was saved") {
    const TemporaryFolder folder;
    const auto path = folder.path() / "secret";
    const auto passphrase = [] { return SecretBytes(bytes_of("words")); };
    must(RegistrarSecretFile::create(path, secret_of_list(Digest32{7}), passphrase(), 4));
    CHECK(RegistrarSecretFile::create(path, secret_of_list(Digest32{7}), passphrase(), 4)
              .error()
              .code == ErrorCode::file_exists);
    {
        auto file = must(RegistrarSecretFile::open(path, known_manifest(), passphrase(), 4));
        must(file.secret().bind(Digest32{5}));
        must(file.save());
    }
    CHECK(must(RegistrarSecretFile::open(path, known_manifest(), passphrase(), 4))
              .secret()
              .election() == Digest32{5});
    CHECK(RegistrarSecretFile::open(path, known_manifest(), SecretBytes(bytes_of("other")), 4)
              .error()
              .code == ErrorCode::wrong_passphrase);
}

TEST_CASE("halves of a list do not depend on the number of threads") {
    std::vector<NamedVoter> voters;
    for (int i = 0; i < 5000; ++i)
        voters.push_back({"Voter " + std::to_string(i), {}});
    const auto list = must(PrivateList::parse(
        must(PrivateList::draw(voters, known_manifest(), system_random())), known_manifest()));
    const auto secret = RegistrarSecret::create(known_manifest(), 1, "One", list.hash(),
                                                list.size(), system_random());
    std::uint64_t done = 0;
    const auto made = make_halves(secret, list, known_manifest(), system_random(),
                                  {2, [&](std::uint64_t now, std::uint64_t) { done = now; }});
    CHECK(done == 5000);
    CHECK(made.halves == make_halves(secret, list, known_manifest(), system_random(), {}).halves);
    const auto note = must(RegistrarNote::parse(made.note, known_manifest(), 1));
    CHECK(note.must_be_signed(secret.signer().verifier()));
    CHECK(note.list == list.hash());
}

TEST_CASE("an opened row is read strictly") {
    const RowOpening opening{2, 3, "2,A,east,1,00", {Digest32{1}, Digest32{2}}};
    const std::string text = list_row_text(opening);
    const auto again = must(parse_list_row(bytes_of(text)));
    CHECK(again.number == 2);
    CHECK(again.rows == 3);
    CHECK(again.text == opening.text);
    CHECK(again.path == opening.path);
    const auto place = [](const std::string& bad) {
        const auto read = parse_list_row(bytes_of(bad));
        return read ? std::string() : read.error().english();
    };
    CHECK(place("").starts_with("line 1: "));
    CHECK(place(text.substr(0, text.size() - 1)).starts_with("line 5: "));
    CHECK(place("evote-list-row-1\n").starts_with("line 2: "));
    CHECK(place("evote-list-row-1\nrows 03\n2,A\n").starts_with("line 2: "));
    CHECK(place("evote-list-row-1\nrows 3\n").starts_with("line 3: "));
    CHECK(place("evote-list-row-1\nrows 3\nA,2\n").starts_with("line 3: "));
    CHECK(place("evote-list-row-1\nrows 3\n2,A\nAAAA\n").starts_with("line 4: "));
    CHECK(place(text + "\n").starts_with("line 6: "));
    CHECK(place("evote-list-row-1\nrows 3\n2,A\x7f\n").starts_with("line 3: "));
    std::string long_path = "evote-list-row-1\nrows 3\n2,A\n";
    for (int i = 0; i < 33; ++i)
        long_path += base64_encode(Digest32{}) + "\n";
    CHECK(place(long_path).starts_with("line 3: "));
}
