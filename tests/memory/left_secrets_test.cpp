// SPDX-License-Identifier: Apache-2.0
// What is left of secrets in memory after the work that needed them.
#include "ballot/code.h"
#include "ballot/maker.h"
#include "crypto/sha2.h"
#include "evote/check.h"
#include "memory/memory_image.h"
#include "protocol/decryption.h"
#include "registrar/codes_file.h"
#include "registrar/made_halves.h"
#include "registrar/registrar_secret.h"
#include "registrar/unfinished_change.h"
#include "secretfile/age.h"
#include "support/ceremony_record.h"
#include "support/native_vectors.h"
#include "support/rooms.h"

#include <catch2/catch.hpp>

using namespace evote;
using namespace evote::memory_test;

namespace {

using G = Ristretto255;
using Left = std::vector<std::string>;

/// The nonces of a ballot's proofs, as Maker::cast draws them.
void see_nonces(Witness& witness, const Credential& credential, const PreparedBallot& ballot,
                ByteView cast, ByteView from_random) {
    Bytes secret = to_bytes(credential.secret.expose().encode());
    append(secret, ballot.bits.expose());
    for (const auto& r : ballot.randomness.expose())
        append(secret, r.encode());
    Bytes statement = to_bytes(bytes_of("cast"));
    append(statement, ballot.header_and_cipher);

    class Repeated final : public Random {
      public:
        explicit Repeated(ByteView bytes) : bytes_(bytes) {}

        void fill(MutableByteView out) override {
            std::ranges::copy(bytes_.first(out.size()), out.begin());
        }

      private:
        ByteView bytes_;
    } repeated(from_random);

    HedgedNonces nonces(repeated, secret, statement);
    const std::size_t contests = ballot.randomness.size(); // s; then a for each bit, kappa, d0, d1
    for (std::size_t i = 0; i < contests + ballot.bits.size() + 3; ++i) {
        ByteArray<64> wide{};
        nonces.next(wide);
        witness.see("nonce before reduction", wide);
        // The response for a bit that is 0 is its nonce a: f = 0 x + a.
        const bool is_published = i >= contests && i < contests + ballot.bits.size() &&
                                  ballot.bits.expose()[i - contests] == 0;
        const auto nonce = G::Scalar::from_uniform(wide).encode();
        if (!is_published)
            witness.see("nonce", nonce);
        else // and shows that these are the right nonces
            EVOTE_CHECK(text_of(cast).find(text_of(nonce)) != std::string_view::npos);
    }
}

/// How many options must be chosen.
std::size_t fewest(const Contest& contest) {
    return static_cast<std::size_t>(std::max<std::int64_t>(0, contest.rules.front().min));
}

void vote(Witness& witness) {
    KnownRandom random(1001);
    CodeBytes code;
    random.fill(code.expose());
    witness.see("code", code.expose());
    const SecretBytes printed = encode_code(code);
    witness.see("printed code", printed.expose());
    const auto typed = must(decode_code(text_of(printed.expose())));
    const auto& manifest = rules_election().election.manifest();
    const auto credential = Credential::from_code(manifest.hash(), typed);
    witness.see_scalars("credential", std::span(&credential->secret.expose(), 1));

    const std::size_t district = 0;
    BallotBits bits;
    for (const std::size_t place : manifest.districts()[district].contests) {
        SecretVector<std::uint8_t> selection(manifest.contests()[place].options.size());
        for (std::size_t i = 0; i < fewest(manifest.contests()[place]); ++i)
            selection.expose()[i] = 1;
        bits.append(must(manifest.contest_bits(place, selection)).expose());
    }
    Maker maker(rules_election().election.parameters(), random);
    std::vector<BallotRequest> requests;
    requests.push_back({&*credential, 0, std::move(bits)});
    auto prepared = maker.prepare(district, requests);
    witness.see_scalars("randomness", prepared[0].randomness.expose());
    const std::vector<const Credential*> credentials{&*credential};
    if (!witness.is_there()) {
        maker.cast(std::move(prepared), credentials);
        return;
    }
    const PreparedBallot copy{district, prepared[0].header_and_cipher,
                              BallotBits(prepared[0].bits.expose()),
                              SecretVector<G::Scalar>(prepared[0].randomness.expose())};
    random.record();
    const auto cast = maker.cast(std::move(prepared), credentials);
    see_nonces(witness, *credential, copy, cast.front(), random.recorded().front());
}

/// All secrets of a trustee, as they follow the public part in its secret file.
void see_file(Witness& witness, const TrusteeSecret& secret) {
    const SecretBytes signer = secret.signer().text();
    witness.see("signing key", ByteView(signer.expose()).last(40)); // base64 of the seed's end
    const MacKey derived = secret.signer().derive_key("a purpose");
    witness.see("derived key", derived.expose());
    (void)hmac_sha256(derived, {bytes_of("a text")});
    const SecretBytes identity = secret.identity().text();
    witness.see("age key", ByteView(identity.expose()).last(58));
    witness.see("age scalar", secret.identity().scalar().expose());
    const SecretBytes coefficients = secret.polynomials()->encode();
    witness.see("polynomials", coefficients.expose());
    const auto share = secret.polynomials()->share(secret.trustee() == 1 ? 2 : 1);
    witness.see_scalars("share for another", share.expose());
}

/// Two trustees make their keys and write and read their files, and one decrypts.
void hold_ceremony(Witness& witness) {
    KnownRandom random(1002);
    CeremonyRecord ceremony(2, 2);
    SecretBytes passphrase(40);
    random.fill(passphrase.expose());
    witness.see("passphrase", passphrase.expose());
    for (std::uint16_t i = 1; i <= ceremony.count(); ++i) {
        ceremony.secret(i) =
            TrusteeSecret::create(ceremony.manifest, i, "Trustee " + std::to_string(i), random);
        see_file(witness, ceremony.secret(i));
    }
    ceremony.join_all();
    ceremony.deal_all();
    auto received =
        receive_shares(ceremony.secret(1), ceremony.notes(), ceremony.manifest, nullptr);
    witness.see_scalars("sum of shares", received.sum->expose());
    ceremony.secret(1).keep_share(std::move(*received.sum));
    ceremony.check_all();

    const auto path = ceremony.temporary.path() / "secret.age";
    must(TrusteeSecretFile::create(path, ceremony.secret(1), passphrase, 4));
    auto file = must(TrusteeSecretFile::open(path, ceremony.manifest, std::move(passphrase), 4));
    file.secret().forget_polynomials();
    EVOTE_CHECK(file.secret().can_decrypt(must(ceremony.keys())));
    must(file.save());
}

/// A trustee's decryption with arbitrary numbers as its secrets.
void decrypt_tally(Witness& witness) {
    KnownRandom random(1003);
    const auto& manifest = rules_election().election.manifest();
    const auto& text = rules_vectors()["tally.json"];
    const auto tally = must(TallyFile::parse(text_bytes(text), rules_election().election));
    SecretBytes encoded(manifest.keys_needed() * G::Scalar::encoded_size);
    random.fill(encoded.expose());
    for (std::size_t i = 1; i <= manifest.keys_needed(); ++i) // below the order
        encoded.expose()[i * G::Scalar::encoded_size - 1] &= 0x0f;
    const auto secrets = decode_share(encoded.expose(), manifest.keys_needed());
    witness.see_scalars("share of the key", secrets->expose());
    decrypt(rules_election().election, tally, 1, secrets->expose(), random);
}

const NativeElection& registered_election() {
    static const NativeElection made(native_vectors("roll-changes")["cases"][0]);
    return made;
}

/// All secrets of a voter's code of an issue.
void see_code(Witness& witness, const RegistrarSecret& secret, std::uint64_t number,
              std::uint32_t issue) {
    CodeBytes code;
    secret.code_of(number, issue, code);
    witness.see("code", code.expose());
    const SecretBytes printed = encode_half_code(secret.registrar(), code);
    witness.see("printed code", printed.expose());
    const Half half = secret.half_of(number, issue);
    witness.see_scalars("secret of a half", std::span(&half.secret.expose(), 1));
}

/// A registrar makes codes and halves, writes and reads them, and signs a replacement.
void register_voters(Witness& witness) {
    KnownRandom random(1004);
    const auto& made = registered_election();
    const Manifest& manifest = made.election.manifest();
    const std::vector<NamedVoter> voters{{"A", {}}, {"B", {}}, {"C", {}}};
    const auto list =
        must(PrivateList::parse(must(PrivateList::draw(voters, manifest, random)), manifest));
    SecretBytes passphrase(40);
    random.fill(passphrase.expose());
    witness.see("passphrase", passphrase.expose());
    if (witness.is_there())
        random.record();
    auto created = RegistrarSecret::create(manifest, 1, "One", list.hash(), list.size(), random);
    if (witness.is_there())
        witness.see("root", random.recorded().back());
    const SecretBytes signer = created.signer().text();
    witness.see("signing key", ByteView(signer.expose()).last(40)); // base64 of the seed's end

    const TemporaryFolder folder;
    const auto path = folder.path() / "secret.age";
    must(RegistrarSecretFile::create(path, created, passphrase, 4));
    auto file = must(RegistrarSecretFile::open(path, manifest, std::move(passphrase), 4));
    auto& secret = file.secret();
    see_code(witness, secret, 2, must(secret.begin_issue(2)));
    see_code(witness, secret, 3, 0);
    const SecretBytes codes = codes_file(secret, list);
    must(read_codes_file(codes.expose(), list, {1, 2, CodesOf::everybody},
                         [](const ListRow&, const CodeBytes&, ByteView) { return Outcome(); }));
    make_halves(secret, list, manifest, random, {});
    auto change = UnfinishedChange::begin(
        made.election, {9, made.roll.entries().front().credential, ChangeAction::replace});
    const ByteView header = ByteView(change.bytes()).first(ChangeLayout::header_size);
    const auto part = prove_replacement(header, 1, secret.half_of(2, 1), random);
    for (const std::uint8_t i : {std::uint8_t{1}, std::uint8_t{2}})
        change.put_half(i, part);
    must(secret.remember_change(2, change.hash()));
    change.sign(1, secret.signer());
    must(file.save());
}

/// A different seed for each place: the test itself forgets the secrets that it was told of.
SecretBytes planted_secret(std::uint64_t seed) {
    KnownRandom random(seed);
    SecretBytes secret(4096);
    random.fill(secret.expose());
    return secret;
}

bool one_is_in(const Left& left, std::string_view memory) {
    return std::ranges::any_of(left, [memory](const std::string& place) {
        return place == "planted in " + std::string(memory);
    });
}

} // namespace

TEST_CASE("nothing of a vote is left in memory") {
    rules_election();
    CHECK(secrets_left_by(vote) == Left{});
}

TEST_CASE("nothing of a ceremony is left in the memory of a trustee") {
    CHECK(secrets_left_by(hold_ceremony) == Left{});
}

TEST_CASE("nothing of a decryption is left in memory") {
    rules_election();
    CHECK(secrets_left_by(decrypt_tally) == Left{});
}

TEST_CASE("nothing of a registrar is left in memory") {
    registered_election();
    CHECK(secrets_left_by(register_voters) == Left{});
}

TEST_CASE("copies of a secret that are not wiped are found") {
    const auto on_the_heap = secrets_left_by([](Witness& witness) {
        const SecretBytes secret = planted_secret(3001);
        witness.see("planted", secret.expose());
        static Bytes forgotten;
        forgotten = to_bytes(secret.expose());
    });
    CHECK(one_is_in(on_the_heap, "[heap]"));

    const auto given_back = secrets_left_by([](Witness& witness) {
        const SecretBytes secret = planted_secret(3002);
        witness.see("planted", secret.expose());
        // Freed memory: only its first bytes are reused.
        Bytes copy(secret.size());
        volatile std::uint8_t* const kept = copy.data(); // the compiler must not remove it
        std::ranges::copy(secret.expose(), kept);
    });
    CHECK(one_is_in(given_back, "[heap]"));

    const auto on_the_stack = secrets_left_by([](Witness& witness) {
        const SecretBytes secret = planted_secret(3003);
        witness.see("planted", secret.expose());
        volatile std::uint8_t copy[4096];
        std::ranges::copy(secret.expose(), copy + 0);
    });
    CHECK(one_is_in(on_the_stack, "[stack]"));

    const auto in_secret_memory = secrets_left_by([](Witness& witness) {
        static SecretBytes held;
        held = planted_secret(3004);
        witness.see("planted", held.expose());
    });
    CHECK(in_secret_memory.size() == 1); // in memory from secret_allocate, nowhere else
    CHECK(!one_is_in(in_secret_memory, "[heap]"));
}
