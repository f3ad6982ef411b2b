// SPDX-License-Identifier: Apache-2.0
// Hedged nonces (docs/protocol.md, section 1): known answers, and what likely mistakes give.
#include "ballot/maker.h"
#include "crypto/sha2.h"
#include "protocol/decryption_proof.h"
#include "protocol/polynomials.h"
#include "support/ceremony_values.h"
#include "support/rooms.h"
#include "support/vector_ballot.h"
#include "support/vector_election.h"
#include "vectors/refusals.h"

#include <fmt/format.h>

#include <algorithm>

namespace evote {

namespace {

using G = Ristretto255;
using nlohmann::ordered_json;

// A generator that gives the same bytes again and again.
class RepeatedRandom final : public Random {
  public:
    explicit RepeatedRandom(const ByteArray<64>& bytes) : bytes_(bytes) {}

    void fill(MutableByteView out) override {
        for (std::size_t i = 0; i < out.size(); ++i)
            out[i] = bytes_[i % bytes_.size()];
    }

  private:
    ByteArray<64> bytes_;
};

// What a nonce follows from.
struct NonceInput {
    ByteArray<64> random{};
    Bytes secret;
    Bytes statement;
};

Digest64 number_of(const NonceInput& input, std::uint64_t number) {
    RepeatedRandom random(input.random);
    HedgedNonces nonces(random, input.secret, input.statement);
    ByteArray<64> out{};
    for (std::uint64_t i = 0; i <= number; ++i)
        nonces.next(out);
    return out;
}

Bytes big_endian(std::uint64_t number) {
    Bytes out;
    append_u64(out, number);
    return out;
}

class NonceSpoiler {
  public:
    NonceSpoiler(Refusals& out, Draw& draw, const ordered_json& election)
        : out_(out),
          draw_(draw),
          vector_(nlohmann::json::parse(election.dump())),
          native_(vector_) {}

    void all() {
        plain();
        of_polynomials();
        of_decryption();
        of_ballot();
        mistakes();
    }

  private:
    void add(std::string_view reason, std::string_view comment, const NonceInput& input,
             std::uint64_t number, const Digest64& nonce) {
        out_.add(reason, comment,
                 {{"random", hex_encode(input.random)},
                  {"secret", hex_encode(input.secret)},
                  {"statement", hex_encode(input.statement)},
                  {"index", number},
                  {"nonce", hex_encode(nonce)},
                  {"scalar", hex_encode(G::Scalar::from_uniform(nonce).encode())}});
    }

    // A nonce that the library has used: its scalar is known from there.
    void used(std::string_view what, const NonceInput& input, std::uint64_t number,
              const G::Scalar& scalar) {
        const auto nonce = number_of(input, number);
        EVOTE_CHECK(G::Scalar::from_uniform(nonce) == scalar);
        add("valid", fmt::format("{}, nonce {}.", what, number), input, number, nonce);
    }

    NonceInput input(std::size_t secret, std::size_t statement) {
        NonceInput out{draw_.bytes<64>(), Bytes(secret), Bytes(statement)};
        for (auto* const bytes : {&out.secret, &out.statement})
            for (auto& byte : *bytes)
                byte = static_cast<std::uint8_t>(draw_.below(256));
        return out;
    }

    void plain() {
        for (const std::size_t secret : {0U, 1U, 32U, 300U})
            for (const std::size_t statement : {0U, 5U, 128U}) {
                const auto drawn = input(secret, statement);
                add("valid",
                    fmt::format("A secret of {} bytes and a statement of {}.", secret, statement),
                    drawn, 0, number_of(drawn, 0));
            }
        const auto drawn = input(32, 32);
        for (const std::uint64_t number : {0U, 1U, 255U, 256U, 257U})
            add("valid", fmt::format("Nonce {} of a row.", number), drawn, number,
                number_of(drawn, number));
        NonceInput same = input(32, 32);
        same.random = drawn.random;
        add("valid", "The generator repeats its state; secret and statement are others.", same, 0,
            number_of(same, 0));
    }

    void of_polynomials() {
        const Manifest& manifest = native_.election.manifest();
        NonceInput drawn = input(90, 0);
        drawn.statement = to_bytes(bytes_of("ceremony/coefficients"));
        append(drawn.statement, manifest.hash());
        append_u16(drawn.statement, 3);
        RepeatedRandom random(drawn.random);
        const auto chosen = Polynomials::choose(manifest, 3, random, drawn.secret);
        const SecretBytes encoded = chosen.encode();
        const auto values = decode_share(encoded.expose(), encoded.size() / item_size).value();
        for (const std::size_t number : {std::size_t{0}, std::size_t{1}, values.size() - 1})
            used("A trustee's polynomials", drawn, number, values.expose()[number]);
        NonceInput possession{draw_.bytes<64>(), to_bytes(encoded.expose()),
                              to_bytes(bytes_of("ceremony/possession"))};
        append(possession.statement, manifest.hash());
        append_u16(possession.statement, 3);
        append(possession.statement, chosen.commitments());
        RepeatedRandom again(possession.random);
        used("A proof of possession", possession, 0, chosen.possession_nonce(again).expose());
    }

    // tau is not shown by the proof, but T_g is.
    void of_decryption() {
        const auto file =
            must(TallyFile::parse(text_bytes(vector_["tally.json"]), native_.election));
        const auto secrets = trustee_secrets_of_vector(vector_, 1);
        const auto bytes = draw_.bytes<64>();
        RepeatedRandom random(bytes);
        const auto share = decrypt(native_.election, file, 1, secrets, random);
        const auto share_keys = native_.election.keys().share_keys(1);
        for (std::size_t n = 0; n < share.contests.size(); ++n) {
            const auto& cipher = file.tally().contests[n];
            const auto e = decryption_weights(native_.election, file.hash(), 1, n, cipher.alpha,
                                              std::span(share_keys).first(cipher.betas.size()),
                                              share.contests[n].shares);
            const NonceInput drawn{
                bytes,
                to_bytes(encode_share(std::span(secrets).first(cipher.betas.size())).expose()),
                to_bytes(e)};
            const auto nonce = number_of(drawn, 0);
            EVOTE_CHECK(G::mul_generator(G::Scalar::from_uniform(nonce)) ==
                        share.contests[n].commitments.on_generator);
            add("valid", fmt::format("The decryption of contest {} by trustee 1, nonce 0.", n),
                drawn, 0, nonce);
        }
    }

    void of_ballot() {
        const auto& stated = vector_["ballots"][0];
        const auto code = hex_decode_array<16>(stated["code_bytes"].get<std::string>()).value();
        const auto credential =
            Credential::from_code(native_.election.manifest().hash(), CodeBytes(code)).value();
        const auto district = district_of_vector(native_.election, stated);
        NonceInput drawn{draw_.bytes<64>(), to_bytes(credential.secret.expose().encode()),
                         to_bytes(bytes_of("prepare"))};
        RepeatedRandom random(drawn.random);
        Maker maker(native_.election.parameters(), random);
        std::vector<BallotRequest> requests;
        requests.push_back({&credential, 0, bits_of_vector(native_.election, stated)});
        append(drawn.secret, requests[0].bits.expose());
        const auto prepared = maker.prepare(district, requests);
        const ByteView text = prepared[0].header_and_cipher;
        append(drawn.statement, text.first(header_size));
        const auto randomness = prepared[0].randomness.expose();
        for (std::size_t c = 0; c < randomness.size(); ++c)
            used("A ballot's encryption", drawn, c, randomness[c]);
        for (const auto& r : randomness)
            append(drawn.secret, r.encode());
        drawn.statement = to_bytes(bytes_of("cast"));
        append(drawn.statement, text);
        add("valid", "A ballot's proof, nonce 0.", drawn, 0, number_of(drawn, 0));
    }

    // What implementations might compute instead.
    void mistakes() {
        const NonceInput drawn = input(32, 48);
        constexpr std::uint64_t number = 1;
        add("valid", "A nonce that the next ones are not.", drawn, number,
            number_of(drawn, number));
        const auto wrong = [&](std::string_view comment, const Digest64& nonce) {
            add("invalid", comment, drawn, number, nonce);
        };
        const Bytes length = big_endian(drawn.secret.size());
        const Digest64 context =
            Sha512().add(length).add(drawn.secret).add(drawn.statement).finish();
        const Bytes place = big_endian(number);
        const auto tagged = [&](std::string_view tag, const Digest64& hashed, ByteView at) {
            return tagged_hash(tag, {drawn.random, hashed, at});
        };
        EVOTE_CHECK(tagged("nonce", context, place) == number_of(drawn, number));
        wrong("The length of the secret is left out.",
              tagged("nonce", Sha512().add(drawn.secret).add(drawn.statement).finish(), place));
        Bytes little = length;
        std::ranges::reverse(little);
        wrong("The length of the secret is little-endian.",
              tagged("nonce", Sha512().add(little).add(drawn.secret).add(drawn.statement).finish(),
                     place));
        wrong("Statement and secret are exchanged.",
              tagged("nonce", Sha512().add(length).add(drawn.statement).add(drawn.secret).finish(),
                     place));
        little = place;
        std::ranges::reverse(little);
        wrong("The number is little-endian.", tagged("nonce", context, little));
        wrong("The number has 4 bytes.", tagged("nonce", context, ByteView(place).subspan(4)));
        wrong("Numbers begin with 1.", number_of(drawn, number + 1));
        wrong("The tag is another one.", tagged("nonces", context, place));
        wrong("Secret and statement are not hashed first.",
              tagged_hash("nonce", {drawn.random, length, drawn.secret, drawn.statement, place}));
        wrong("The hash of secret and statement stands before the random bytes.",
              tagged_hash("nonce", {context, drawn.random, place}));
        leave_out(drawn, number);
    }

    void leave_out(const NonceInput& drawn, std::uint64_t number) {
        const auto wrong = [&](std::string_view comment, const Digest64& nonce) {
            add("invalid", comment, drawn, number, nonce);
        };
        NonceInput without = drawn;
        without.random.fill(0);
        wrong("The random bytes are zeros.", number_of(without, number));
        without = drawn;
        without.secret.clear();
        wrong("The secret is left out.", number_of(without, number));
        without = drawn;
        without.statement.clear();
        wrong("The statement is left out.", number_of(without, number));
    }

    Refusals& out_;
    Draw& draw_;
    nlohmann::json vector_;
    NativeElection native_;
};

} // namespace

ordered_json refused_nonces(const std::string& seed) {
    const auto election = election_to_spoil(seed);
    Draw draw("refused nonces " + seed);
    Refusals out("hedged nonces", seed);
    NonceSpoiler(out, draw, election).all();
    return std::move(out).take();
}

} // namespace evote
