// SPDX-License-Identifier: Apache-2.0
// keys.json and the trustees' proofs of possession (docs/protocol.md, section 3).
#include "board/note.h"
#include "protocol/polynomials.h"
#include "support/ceremony_values.h"
#include "support/native_vectors.h"
#include "support/rooms.h"
#include "support/vector_ballot.h"
#include "vectors/refusals.h"

#include <fmt/format.h>

namespace evote {

namespace {

using G = Ristretto255;
using nlohmann::ordered_json;
// The trustee that is spoilt, from 0.
constexpr std::size_t spoilt_seat = 1;

using Coefficients = std::vector<std::vector<G::Scalar>>; // by key, then power

class KeysSpoiler {
  public:
    KeysSpoiler(Refusals& out, const ordered_json& election, Draw& draw)
        : draw_(draw),
          election_(election),
          manifest_(parsed_manifest(election["manifest.json"])),
          doc_(out, election["keys.json"]) {
        for (const auto& trustee : election["trustee_secrets"]) {
            auto& all = coefficients_.emplace_back();
            for (const auto& key : trustee["coefficients"]) {
                auto& powers = all.emplace_back();
                for (const auto& scalar : key)
                    powers.push_back(scalar_of_vector(nlohmann::json(scalar.get<std::string>())));
            }
        }
    }

    void all() {
        doc_.text("valid", "The keys as evote-ceremony finish writes them.", doc_.good());
        spoil_proof();
        spoil_commitments();
        deal_falsely();
        prove_falsely();
        add_up_falsely();
        spoil_people();
        spoil_lists();
        doc_.json_forms("valid", "/threshold");
    }

  private:
    static std::string trustee(const std::string& member) {
        return fmt::format("/trustees/{}/{}", spoilt_seat, member);
    }

    G::Scalar fresh() { return scalar_of_vector(nlohmann::json(draw_.scalar())); }

    void spoil_proof() {
        const std::string point = trustee("proof/commitment");
        const std::string response = trustee("proof/response");
        doc_.set("bad-proof", "The generator is added to T of trustee 2.", point,
                 plus_generator(doc_.at(point)));
        doc_.set("bad-proof", "T of trustee 2 is the identity.", point, identity_hex);
        doc_.set("bad-proof", "One is added to zeta of trustee 2.", response,
                 plus_one(doc_.at(response)));
        doc_.set("bad-proof", "zeta of trustee 2 is negated.", response,
                 negated_scalar(doc_.at(response)));
        doc_.bad_elements("bad-proof", point);
        doc_.bad_scalars("bad-proof", response);
        doc_.exchange("bad-proof", "The proofs of trustees 2 and 3 are exchanged.",
                      trustee("proof"), "/trustees/2/proof");
        doc_.set("malformed", "zeta of trustee 2 is a byte short.", response,
                 doc_.at(response).get<std::string>().substr(2));
        doc_.erase("malformed", "The proof of trustee 2 is missing.", trustee("proof"));
        doc_.erase("malformed", "zeta of trustee 2 is missing.", response);
        doc_.set("malformed", "The proof of trustee 2 is null.", trustee("proof"), nullptr);
    }

    // Only the bytes of the points; the proof is the old one.
    void spoil_commitments() {
        for (const auto* const at : {"commitments/0/0", "commitments/0/1", "commitments/4/1"})
            doc_.change("bad-proof",
                        fmt::format("The generator is added to {} of trustee 2; the joint keys are "
                                    "the sums.",
                                    at),
                        [&](ordered_json& value) {
                            auto& point = value[ordered_json::json_pointer(trustee(at))];
                            point = plus_generator(point);
                            add_up(value);
                        });
        doc_.bad_elements("bad-proof", trustee("commitments/0/0"));
        doc_.change("bad-proof",
                    "The commitments to the first two keys of trustee 2 are exchanged; the joint "
                    "keys are the sums.",
                    [&](ordered_json& value) {
                        auto& keys = value["trustees"][spoilt_seat]["commitments"];
                        std::swap(keys[0], keys[1]);
                        add_up(value);
                    });
    }

    // Dealings that are not valid though the trustee knows all secrets and proves it.
    void deal_falsely() {
        const G::Scalar zero{};
        Coefficients changed = coefficients_[spoilt_seat];
        changed[2][0] = zero;
        dealt("bad-proof", "The secret of key 3 of trustee 2 is 0, and its proof is right.",
              changed);
        changed = coefficients_[spoilt_seat];
        changed[2][1] = zero;
        dealt("bad-proof",
              "The highest coefficient of key 3 of trustee 2 is 0, and its proof is right.",
              changed);
        changed = coefficients_[spoilt_seat];
        changed[3][0] = changed[1][0];
        dealt("bad-proof", "Keys 2 and 4 of trustee 2 are equal, and its proof is right.", changed);
        changed = coefficients_[spoilt_seat];
        for (auto& key : changed)
            key = {fresh(), fresh()};
        dealt("valid", "Trustee 2 has dealt something else, and proves it.", changed);
        // The last mover makes joint key 1 the identity, or equal to joint key 2.
        changed = coefficients_[2];
        changed[0][0] = -(coefficients_[0][0][0] + coefficients_[1][0][0]);
        dealt("invalid", "The parts of joint key 1 add up to the identity; all proofs are right.",
              changed, 2);
        changed = coefficients_[2];
        changed[0][0] = coefficients_[0][1][0] + coefficients_[1][1][0] + coefficients_[2][1][0] +
                        -(coefficients_[0][0][0] + coefficients_[1][0][0]);
        dealt("invalid", "Joint keys 1 and 2 are equal; all proofs are right.", changed, 2);
    }

    void dealt(std::string_view reason, std::string_view comment, const Coefficients& coefficients,
               std::size_t seat = spoilt_seat) {
        doc_.change(reason, comment, [&](ordered_json& value) {
            put_dealing(
                value, seat,
                polynomials(manifest_, seat, coefficients).deal(Secret<G::Scalar>(fresh())));
            add_up(value);
        });
    }

    static Polynomials polynomials(const Manifest& manifest, std::size_t seat,
                                   const Coefficients& coefficients) {
        Bytes encoded;
        for (const auto& key : coefficients)
            for (const auto& scalar : key)
                append(encoded, scalar.encode());
        return Polynomials::restore(manifest, static_cast<std::uint16_t>(seat + 1), encoded)
            .value();
    }

    static void put_dealing(ordered_json& value, std::size_t seat, const Dealing& dealing) {
        auto& trustee = value["trustees"][seat];
        std::size_t at = 0;
        for (auto& key : trustee["commitments"])
            for (auto& point : key)
                point = hex_encode(dealing.commitments()[at++].encode());
        trustee["proof"] = {{"commitment", hex_encode(dealing.proof().commitment)},
                            {"response", hex_encode(dealing.proof().response)}};
    }

    // The joint keys are the sums of what the trustees have dealt.
    static void add_up(ordered_json& value) {
        for (std::size_t k = 0; k < value["keys"].size(); ++k) {
            G::Element sum;
            for (const auto& trustee : value["trustees"])
                sum = sum + G::Element::decode(
                                hex_decode(trustee["commitments"][k][0].get<std::string>()).value())
                                .value();
            value["keys"][k] = hex_encode(sum.encode());
        }
    }

    // Proofs for something else.
    void prove_falsely() {
        const auto& own = coefficients_[spoilt_seat];
        doc_.change("bad-proof", "The proof of trustee 2 is made with the number 3.",
                    [&](ordered_json& value) {
                        put_dealing(value, spoilt_seat,
                                    polynomials(manifest_, 2, own).deal(Secret(fresh())));
                    });
        std::string text = election_["manifest.json"];
        text.insert(text.size() - 1, " ");
        doc_.change(
            "bad-proof",
            "The proof of trustee 2 is made for a manifest.json with a blank at its end.",
            [&](ordered_json& value) {
                put_dealing(
                    value, spoilt_seat,
                    polynomials(parsed_manifest(text), spoilt_seat, own).deal(Secret(fresh())));
            });
        cancel();
        prove_partly();
    }

    // Secrets that nobody knows: points whose errors cancel where the keys are added up plainly.
    void cancel() {
        const G::Element unknown = G::Element::from_uniform(draw_.bytes<64>());
        doc_.change(
            "bad-proof",
            "A point that nobody knows the secret of is added to key 1 of trustee 2 and taken from "
            "key 2, and the proof is made for the sum of the keys without powers of c.",
            [&](ordered_json& value) {
                auto& keys = value["trustees"][spoilt_seat]["commitments"];
                const auto shift = [&](ordered_json& point, const G::Element& by) {
                    const auto old =
                        G::Element::decode(hex_decode(point.get<std::string>()).value()).value();
                    point = hex_encode((old + by).encode());
                };
                shift(keys[0][0], unknown);
                shift(keys[1][0], -unknown);
                add_up(value);
                std::vector<G::Scalar> plain;
                for (const auto& key : coefficients_[spoilt_seat])
                    plain.push_back(key[0]);
                put_folded_proof(value, plain, {.powers = false});
            });
    }

    struct Folding {
        bool powers = true;
    };

    // zeta = tau + sum_k c^k u_k, or with c^1 for all k.
    void put_folded_proof(ordered_json& value, const std::vector<G::Scalar>& secrets,
                          Folding folding) {
        auto& trustee = value["trustees"][spoilt_seat];
        Bytes commitments;
        for (const auto& key : trustee["commitments"])
            for (const auto& point : key)
                append(commitments, hex_decode(point.get<std::string>()).value());
        const G::Scalar tau = fresh();
        const auto t = G::mul_generator(tau).encode();
        const G::Scalar c = possession_challenge(manifest_.hash(), spoilt_seat + 1, commitments, t);
        G::Scalar zeta = tau;
        G::Scalar power = c;
        for (const auto& secret : secrets) {
            zeta = zeta + power * secret;
            if (folding.powers)
                power = power * c;
        }
        trustee["proof"] = {{"commitment", hex_encode(t)}, {"response", hex_encode(zeta.encode())}};
    }

    void prove_partly() {
        doc_.change("bad-proof", "The proof of trustee 2 leaves out its last key.",
                    [&](ordered_json& value) {
                        std::vector<G::Scalar> secrets;
                        for (const auto& key : coefficients_[spoilt_seat])
                            secrets.push_back(key[0]);
                        secrets.pop_back();
                        put_folded_proof(value, secrets, {});
                    });
        doc_.change(
            "bad-proof",
            "Trustee 2 has taken the others' parts from its own, so that key 1 would be its "
            "own alone, and proves what it can.",
            [&](ordered_json& value) {
                G::Element rogue = G::mul_generator(coefficients_[spoilt_seat][0][0]);
                for (const std::size_t other : {0U, 2U})
                    rogue = rogue + -G::mul_generator(coefficients_[other][0][0]);
                auto& keys = value["trustees"][spoilt_seat]["commitments"];
                keys[0][0] = hex_encode(rogue.encode());
                add_up(value);
                std::vector<G::Scalar> secrets;
                for (const auto& key : coefficients_[spoilt_seat])
                    secrets.push_back(key[0]);
                put_folded_proof(value, secrets, {});
            });
    }

    void add_up_falsely() {
        doc_.set("invalid", "The generator is added to joint key 1.", "/keys/0",
                 plus_generator(doc_.at("/keys/0")));
        doc_.exchange("invalid", "Joint keys 1 and 2 are exchanged.", "/keys/0", "/keys/1");
        doc_.set("invalid", "Joint key 5 is that of trustee 1 alone.", "/keys/4",
                 doc_.at("/trustees/0/commitments/4/0"));
        doc_.set("invalid", "Joint key 5 is the identity.", "/keys/4", identity_hex);
        doc_.bad_elements("invalid", "/keys/2");
    }

    void spoil_people() {
        const auto key = [&](const std::string& name, ByteView encoded) {
            Bytes marked{1};
            append(marked, encoded);
            Bytes hashed = to_bytes(bytes_of(name + "\n"));
            append(hashed, marked);
            return fmt::format("{}+{}+{}", name, hex_encode(ByteView(sha256(hashed)).first(4)),
                               base64_encode(marked));
        };
        const std::string name = trustee_key_name(manifest_, spoilt_seat + 1);
        const auto first =
            VerifierKey::parse(doc_.at("/trustees/0/signer").get<std::string>()).value();
        const std::string at = trustee("signer");
        const std::string good = doc_.at(at);
        doc_.set("invalid", "Trustee 2 has the signing key of trustee 1, under its own name.", at,
                 key(name, first.key().bytes()));
        doc_.set("malformed", "The signing key of trustee 2 has the name of trustee 3's.", at,
                 doc_.at("/trustees/2/signer"));
        ByteArray<32> small{};
        small[0] = 1;
        doc_.set("malformed", "The signing key of trustee 2 is the identity of Ed25519.", at,
                 key(name, small));
        std::string changed = good;
        char& digit = changed[name.size() + 1];
        digit = digit == '0' ? '1' : '0';
        doc_.set("malformed", "The id of the signing key of trustee 2 is another one.", at,
                 changed);
        const std::string label = trustee("name");
        doc_.set("malformed", "Trustee 2 has no name.", label, "");
        doc_.set("malformed", "The name of trustee 2 ends with a blank.", label, "Trustee 2 ");
        doc_.set("malformed", "The name of trustee 2 has a mark that turns the direction of text.",
                 label,
                 "Trustee \xE2\x80\xAE"
                 "2");
        doc_.set("malformed", "The name of trustee 2 has 129 bytes.", label, std::string(129, 'a'));
        doc_.set("valid", "The name of trustee 2 has 128 bytes.", label, std::string(128, 'a'));
    }

    void spoil_lists() {
        doc_.set("malformed", "The threshold is 3, which is not the manifest's.", "/threshold", 3);
        doc_.set("malformed", "The index of trustee 2 is 3.", trustee("index"), 3);
        doc_.exchange("malformed", "Trustees 2 and 3 are exchanged.", "/trustees/1", "/trustees/2");
        doc_.erase("malformed", "Trustee 3 is missing.", "/trustees/2");
        doc_.erase("malformed", "Joint key 5 is missing.", "/keys/4");
        doc_.erase("malformed", "Key 5 of trustee 2 is missing.", trustee("commitments/4"));
        doc_.erase("malformed", "A coefficient of key 5 of trustee 2 is missing.",
                   trustee("commitments/4/1"));
        doc_.change("malformed", "Key 1 of trustee 2 has a third coefficient.",
                    [](ordered_json& value) {
                        auto& key = value["trustees"][spoilt_seat]["commitments"][0];
                        key.push_back(key[1]);
                    });
        doc_.change("malformed", "Trustee 2 has a sixth key.", [](ordered_json& value) {
            auto& keys = value["trustees"][spoilt_seat]["commitments"];
            keys.push_back(keys[0]);
        });
        doc_.set("malformed", "Trustee 2 has a member too many.", trustee("note"), "");
    }

    Draw& draw_;
    const ordered_json& election_;
    Manifest manifest_;
    SpoiltJson doc_;
    std::vector<Coefficients> coefficients_;
};

} // namespace

ordered_json refused_keys(const std::string& seed) {
    const auto election = election_to_spoil(seed);
    Draw draw("refused keys " + seed);
    Refusals out("keys.json, with the trustees' proofs of possession", seed);
    out["manifest.json"] = election["manifest.json"];
    KeysSpoiler(out, election, draw).all();
    return std::move(out).take();
}

} // namespace evote
