// SPDX-License-Identifier: Apache-2.0
#include "support/ceremony_record.h"
#include "support/rooms.h"

#include <catch2/catch.hpp>

#include <filesystem>

using namespace evote;

namespace {

constexpr unsigned quick = 4;

SecretBytes passphrase(std::string_view text) {
    return SecretBytes(bytes_of(text));
}

} // namespace

TEST_CASE("a trustee's secret is read as it was written") {
    CeremonyRecord record(3, 2);
    TrusteeSecret& secret = record.secret(2);
    const auto check_same = [&] {
        const auto encoded = secret.encode();
        const auto again = must(TrusteeSecret::parse(encoded.expose(), record.manifest));
        CHECK(equal(again.encode().expose(), encoded.expose()));
        CHECK(again.trustee() == 2);
        CHECK(again.name() == "Trustee 2");
        CHECK(again.signer().verifier() == secret.signer().verifier());
        CHECK(again.identity().recipient() == secret.identity().recipient());
        CHECK(again.polynomials().has_value() == secret.polynomials().has_value());
        CHECK(again.share().size() == secret.share().size());
        CHECK(again.tally() == secret.tally());
        CHECK(again.sealed() == secret.sealed());
        CHECK(equal(again.note(CeremonyRound::deal), secret.note(CeremonyRound::deal)));
    };
    check_same();
    secret.remember_note(CeremonyRound::deal, to_bytes(bytes_of("a note")));
    check_same();
    secret.keep_share(secret.polynomials()->share(2));
    secret.forget_polynomials();
    check_same();
    CHECK(secret.remember_seal(Digest32{2}));
    check_same();
    CHECK(secret.remember_tally(Digest32{1}));
    check_same();
}

TEST_CASE("a secret of another form or election is refused") {
    CeremonyRecord record(3, 2);
    const auto bytes = to_bytes(record.secret(2).encode().expose());
    const auto other = parsed_manifest(small_manifest(3, 2, "other"));
    CHECK(TrusteeSecret::parse(bytes, other).error().code == ErrorCode::wrong_election);
    for (std::size_t size = 0; size < bytes.size(); ++size)
        CHECK_FALSE(TrusteeSecret::parse(ByteView(bytes).first(size), record.manifest));
    auto longer = bytes;
    longer.push_back(0);
    CHECK(TrusteeSecret::parse(longer, record.manifest).error().code == ErrorCode::malformed);
}

TEST_CASE("attack 8 an extended field of a secret is refused or kept") {
    CeremonyRecord record(3, 2);
    REQUIRE(record.secret(2).remember_tally(Digest32{1}));
    const auto bytes = to_bytes(record.secret(2).encode().expose());
    std::size_t refused = 0;
    for (std::size_t at = bytes_of("evote-trustee-2\n").size(); at < bytes.size();) {
        const std::uint32_t size = *ByteCursor(ByteView(bytes).subspan(at)).take_u32();
        Bytes longer = to_bytes(ByteView(bytes).first(at));
        append_u32(longer, size + 1);
        append(longer, ByteView(bytes).subspan(at + 4, size));
        longer.push_back('x');
        append(longer, ByteView(bytes).subspan(at + 4 + size));
        const auto parsed = TrusteeSecret::parse(longer, record.manifest);
        refused += parsed ? 0U : 1U;
        CHECK((!parsed || equal(parsed->encode().expose(), longer)));
        at += 4 + size;
    }
    CHECK(refused == 8); // all but the name and the notes
}

TEST_CASE("attack 8 every field of a secret must be valid") {
    CeremonyRecord record(3, 2);
    REQUIRE(record.secret(2).remember_tally(Digest32{1}));
    const auto bytes = to_bytes(record.secret(2).encode().expose());
    // Magic, manifest, index, name, signer, identity, coefficients, share, seal, tally, notes.
    std::vector<Bytes> fields;
    const auto magic = bytes_of("evote-trustee-2\n");
    for (ByteCursor cursor(ByteView(bytes).subspan(magic.size())); !cursor.at_end();)
        fields.push_back(to_bytes(*cursor.take(*cursor.take_u32())));
    const auto status_of = [&](const std::vector<Bytes>& values) {
        Bytes secret = to_bytes(magic);
        for (const Bytes& value : values) {
            append_u32(secret, static_cast<std::uint32_t>(value.size()));
            append(secret, value);
        }
        const auto parsed = TrusteeSecret::parse(secret, record.manifest);
        return parsed ? std::nullopt : std::optional(parsed.error().code);
    };
    const auto error_with = [&](std::size_t field, ByteView value) {
        auto changed = fields;
        changed[field] = to_bytes(value);
        return status_of(changed);
    };
    for (std::size_t field = 0; field < fields.size(); ++field)
        CHECK(error_with(field, fields[field]) == std::nullopt);
    const Bytes none(32, 0xff); // not a scalar, a key or an index
    CHECK(error_with(0, none) == ErrorCode::wrong_election);
    for (const Bytes& index : {Bytes{0, 0}, Bytes{0, 4}, Bytes{0, 1}, Bytes{2}, Bytes{}})
        CHECK(error_with(1, index) == ErrorCode::malformed);
    for (const auto* name : {"", " ", "a\nb"})
        CHECK(error_with(2, bytes_of(name)) == ErrorCode::malformed);
    CHECK(error_with(3, record.secret(1).signer().text().expose()) == ErrorCode::malformed);
    // Of seats that the election does not have, the signing key too.
    for (const auto index : {std::uint8_t{0}, std::uint8_t{4}}) {
        const NoteSigner signer(trustee_key_name(record.manifest, index),
                                SigningKey(Secret<ByteArray<32>>(ByteArray<32>{9})));
        auto changed = fields;
        changed[1] = {0, index};
        changed[3] = to_bytes(signer.text().expose());
        changed[5] = {};
        CHECK(status_of(changed) == ErrorCode::malformed);
    }
    for (const std::size_t field : {3U, 4U, 5U, 6U})
        CHECK(error_with(field, none) == ErrorCode::malformed);
    for (const std::size_t field : {7U, 8U})
        CHECK(error_with(field, Bytes(31)) == ErrorCode::malformed);
    Bytes other = bytes;
    other[0] ^= 1;
    CHECK(TrusteeSecret::parse(other, record.manifest).error().code == ErrorCode::malformed);
}

TEST_CASE("finding 8 a secret remembers the one fingerprint that it seals") {
    CeremonyRecord record(3, 2);
    TrusteeSecret& secret = record.secret(1);
    CHECK_FALSE(secret.sealed());
    CHECK(secret.remember_seal(Digest32{1}));
    CHECK(secret.remember_seal(Digest32{1}));
    const auto second = secret.remember_seal(Digest32{2});
    CHECK(second.error().code == ErrorCode::already_signed);
    CHECK(secret.sealed() == Digest32{1});
}

TEST_CASE("a secret by the version that did not remember its seal is named as such") {
    CeremonyRecord record(3, 2);
    auto bytes = to_bytes(record.secret(2).encode().expose());
    bytes[std::string_view("evote-trustee-").size()] = '1';
    const auto parsed = TrusteeSecret::parse(bytes, record.manifest);
    REQUIRE_FALSE(parsed);
    CHECK(parsed.error().code == ErrorCode::unsupported);
}

TEST_CASE("attack 18 a secret file remembers the one tally that it decrypts") {
    CeremonyRecord record(3, 2);
    const TemporaryFolder folder;
    const auto path = folder.path() / "secret.age";
    must(TrusteeSecretFile::create(path, record.secret(1), passphrase("p"), quick));
    {
        auto file = must(TrusteeSecretFile::open(path, record.manifest, passphrase("p"), quick));
        CHECK(file.secret().remember_tally(Digest32{1}));
        must(file.save());
    }
    auto file = must(TrusteeSecretFile::open(path, record.manifest, passphrase("p"), quick));
    CHECK(file.secret().tally() == Digest32{1});
    CHECK(file.secret().remember_tally(Digest32{1}));
    CHECK(file.secret().remember_tally(Digest32{2}).error().code == ErrorCode::already_signed);
}

TEST_CASE("attack 18 through a link it is the secret file itself that remembers") {
    CeremonyRecord record(3, 2);
    const TemporaryFolder folder;
    const auto path = folder.path() / "stick/secret.age";
    const auto link = folder.path() / "secret.age";
    must(make_folders(path.parent_path()));
    must(TrusteeSecretFile::create(path, record.secret(1), passphrase("p"), quick));
    std::filesystem::create_symlink("stick/secret.age", link);
    const auto open = [&](const std::filesystem::path& name) {
        return TrusteeSecretFile::open(name, record.manifest, passphrase("p"), quick);
    };
    {
        auto file = must(open(link));
        CHECK(file.secret().remember_tally(Digest32{1}));
        // The link is resolved once: what was locked and read is replaced.
        std::filesystem::remove(link);
        std::filesystem::create_symlink("elsewhere", link);
        must(file.save());
    }
    CHECK(std::filesystem::read_symlink(link) == "elsewhere");
    CHECK(must(open(path)).secret().tally() == Digest32{1});
    CHECK(open(link).error().code == ErrorCode::file_missing);
    CHECK_FALSE(file_exists(folder.path() / "elsewhere"));
}

TEST_CASE("a secret file is opened only with its passphrase and readable only by its owner") {
    CeremonyRecord record(3, 2);
    const TemporaryFolder folder;
    const auto path = folder.path() / "secret.age";
    must(TrusteeSecretFile::create(path, record.secret(1), passphrase("right"), quick));
    const auto permissions = std::filesystem::status(path).permissions();
    CHECK((permissions & std::filesystem::perms(0077)) == std::filesystem::perms::none);
    const auto open = [&](std::string_view text) {
        return TrusteeSecretFile::open(path, record.manifest, passphrase(text), quick);
    };
    CHECK(open("right"));
    const auto wrong = open("wrong");
    REQUIRE_FALSE(wrong);
    CHECK(wrong.error().code == ErrorCode::wrong_passphrase);
    CHECK(wrong.error().file == path.string());
    // An existing file is left alone.
    CHECK_FALSE(TrusteeSecretFile::create(path, record.secret(2), passphrase("right"), quick));
    CHECK(must(open("right")).secret().trustee() == 1);
    CHECK(TrusteeSecretFile::open(folder.path() / "none", record.manifest, passphrase("p"), quick)
              .error()
              .code == ErrorCode::file_missing);
}
