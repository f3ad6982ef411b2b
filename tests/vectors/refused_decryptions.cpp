// SPDX-License-Identifier: Apache-2.0
// Decryptions of a tally by trustees (docs/protocol.md, section 7).
#include "crypto/sha2.h"
#include "proof/challenge.h"
#include "proof/elgamal.h"
#include "protocol/decryption_proof.h"
#include "support/rooms.h"
#include "support/vector_ballot.h"
#include "support/vector_election.h"
#include "vectors/refusals.h"

#include <fmt/format.h>

namespace evote {

namespace {

using G = Ristretto255;
using nlohmann::ordered_json;
constexpr std::uint16_t spoilt_trustee = 2;

// What goes into the weights of a proof besides the points. One of them can be wrong.
struct BoundTo {
    Digest32 election{};
    Digest32 tally{};
    std::uint16_t trustee = 0;
    std::uint16_t contest = 0;
};

// How a proof is made. An honest one has the trustee's own secrets everywhere.
struct ProofPlan {
    std::vector<G::Element> shares;
    std::vector<G::Scalar> answered; ///< whose response it is
    G::Scalar tau;
    bool weighed = true; ///< false: all weights of the shares are one
};

class DecryptionSpoiler {
  public:
    DecryptionSpoiler(Refusals& out, const ordered_json& election, Draw& draw)
        : out_(out),
          draw_(draw),
          vector_(nlohmann::json::parse(election.dump())),
          native_(vector_),
          file_(must(TallyFile::parse(text_bytes(vector_["tally.json"]), native_.election))),
          secrets_(trustee_secrets_of_vector(vector_, spoilt_trustee)),
          share_keys_(native_.election.keys().share_keys(spoilt_trustee)),
          doc_(out, decryption_of(spoilt_trustee), {{"trustee", spoilt_trustee}}) {}

    void all() {
        valid();
        for (std::size_t n = 0; n < contest_count(); ++n) {
            spoil_proof(n);
            spoil_shares(n);
            prove_falsely(n);
            bind_falsely(n);
        }
        exchange_contests();
        spoil_head();
        spoil_lists();
        doc_.json_forms("valid", "/trustee");
    }

    std::string decryption_of(std::uint16_t trustee) {
        const auto nonces = draw_.scalars(contest_count());
        const auto share =
            share_of_vector(vector_, native_.election, file_, trustee, nlohmann::json(nonces));
        return std::string(text_of(share.write(native_.election.manifest())));
    }

  private:
    std::size_t contest_count() const { return file_.tally().contests.size(); }

    const std::string& contest_id(std::size_t n) const {
        return native_.election.manifest().contests()[n].id;
    }

    static std::string place(std::size_t n, const std::string& member) {
        return fmt::format("/contests/{}/{}", n, member);
    }

    void bad(const std::string& comment, const SpoiltJson::Change& change) {
        doc_.change("bad-proof", comment, change);
    }

    void valid() {
        for (std::uint16_t trustee = 1; trustee <= 3; ++trustee)
            out_.add("valid",
                     fmt::format("The decryption by trustee {}, as its tool writes it.", trustee),
                     {{"trustee", trustee}, {"text", decryption_of(trustee)}});
    }

    void spoil_proof(std::size_t n) {
        const std::string id = contest_id(n);
        for (const auto* const point : {"proof/commitments/0", "proof/commitments/1"}) {
            const std::string at = place(n, point);
            doc_.set("bad-proof", fmt::format("The generator is added to {}.", at), at,
                     plus_generator(doc_.at(at)));
            doc_.set("bad-proof", fmt::format("{} is the identity.", at), at, identity_hex);
            doc_.bad_elements("malformed", at);
        }
        doc_.exchange("bad-proof", fmt::format("T_g and T_a of the contest {} are exchanged.", id),
                      place(n, "proof/commitments/0"), place(n, "proof/commitments/1"));
        const std::string response = place(n, "proof/response");
        doc_.set("bad-proof", fmt::format("One is added to {}.", response), response,
                 plus_one(doc_.at(response)));
        doc_.set("bad-proof", fmt::format("{} is negated.", response), response,
                 negated_scalar(doc_.at(response)));
        doc_.bad_scalars("malformed", response);
    }

    void spoil_shares(std::size_t n) {
        const std::size_t options = file_.tally().contests[n].betas.size();
        for (std::size_t i = 0; i < options; ++i) {
            const std::string at = place(n, fmt::format("shares/{}", i));
            doc_.set("bad-proof", fmt::format("The generator is added to {}.", at), at,
                     plus_generator(doc_.at(at)));
        }
        const std::string first = place(n, "shares/0");
        const std::string second = place(n, "shares/1");
        doc_.set("bad-proof", fmt::format("{} is the identity.", first), first, identity_hex);
        doc_.bad_elements("malformed", first);
        doc_.exchange(
            "bad-proof",
            fmt::format("The first two shares of the contest {} are exchanged.", contest_id(n)),
            first, second);
        bad(fmt::format("The generator is added to {} and taken from {}: their sum is the same.",
                        first, second),
            [&](ordered_json& value) {
                auto& shares = value["contests"][n]["shares"];
                shares[0] = plus_generator(shares[0]);
                shares[1] = minus_generator(shares[1]);
            });
    }

    // Proofs of something false by somebody who knows all secrets.
    void prove_falsely(std::size_t n) {
        const auto& cipher = file_.tally().contests[n];
        const auto own = std::span(secrets_).first(cipher.betas.size());
        const auto honest = decrypt_elements(file_.tally(), secrets_)[n];
        std::vector<G::Scalar> others(own.begin(), own.end());
        others[0] = others[0] + G::Scalar::from_u64(1);
        auto shifted = honest;
        shifted[0] = shifted[0] + cipher.alpha;
        const std::string id = contest_id(n);
        const auto plan = [&](std::vector<G::Element> shares, std::vector<G::Scalar> answered) {
            return ProofPlan{std::move(shares), std::move(answered), tau(), true};
        };
        proved(n,
               fmt::format("The first share of {} is of another secret, and the proof is made with "
                           "the trustee's own: only the equation of the share keys holds.",
                           id),
               plan(shifted, {own.begin(), own.end()}));
        proved(n,
               fmt::format("The first share of {} and the proof are of another secret: only the "
                           "equation of the shares holds.",
                           id),
               plan(shifted, others));
        auto cancelling = honest;
        cancelling[0] = cancelling[0] + G::generator();
        cancelling[1] = cancelling[1] + -G::generator();
        ProofPlan unweighed = plan(cancelling, {own.begin(), own.end()});
        unweighed.weighed = false;
        proved(n,
               fmt::format("Errors of two shares of {} cancel in their plain sum, for which the "
                           "proof is made: it holds where shares are added without weights.",
                           id),
               unweighed);
        ProofPlan without = plan(honest, {own.begin(), own.end()});
        without.weighed = false;
        proved(n,
               fmt::format("The shares of {} are right, and the proof is made for their plain sum.",
                           id),
               without);
    }

    // Right shares with a proof that is bound to something else.
    void bind_falsely(std::size_t n) {
        const auto& cipher = file_.tally().contests[n];
        const auto own = std::span(secrets_).first(cipher.betas.size());
        const ProofPlan plan{
            decrypt_elements(file_.tally(), secrets_)[n], {own.begin(), own.end()}, tau(), true};
        const BoundTo right = bound_to(n);
        const auto made = [&](std::string_view what, const BoundTo& bound) {
            proved(n, fmt::format("The proof of {} is made for {}.", contest_id(n), what), plan,
                   bound);
        };
        BoundTo bound = right;
        bound.election[0] ^= 1U;
        made("another fingerprint", bound);
        bound = right;
        bound.tally[0] ^= 1U;
        made("another hash of tally.json", bound);
        bound = right;
        bound.trustee = 1;
        made("another number of the trustee", bound);
        bound = right;
        bound.contest = static_cast<std::uint16_t>(n + 1);
        made("another number of the contest", bound);
    }

    BoundTo bound_to(std::size_t n) const {
        return {native_.election.fingerprint(), file_.hash(), spoilt_trustee,
                static_cast<std::uint16_t>(n)};
    }

    G::Scalar tau() { return scalar_of_vector(nlohmann::json(draw_.scalar())); }

    void proved(std::size_t n, const std::string& comment, const ProofPlan& plan) {
        proved(n, comment, plan, bound_to(n));
    }

    // Writes the proof that the plan describes; section 7, step by step.
    void proved(std::size_t n, const std::string& comment, const ProofPlan& plan,
                const BoundTo& bound) {
        const auto& cipher = file_.tally().contests[n];
        Bytes statement;
        append_u16(statement, bound.trustee);
        append_u16(statement, bound.contest);
        append(statement, cipher.alpha.encode());
        for (std::size_t i = 0; i < plan.shares.size(); ++i)
            append(statement, share_keys_[i].encode());
        for (const auto& share : plan.shares)
            append(statement, share.encode());
        const Digest64 e = tagged_hash("decrypt/weights", {bound.election, bound.tally, statement});
        const EqualityCommitments<G> commitments{G::mul_generator(plan.tau),
                                                 plan.tau * cipher.alpha};
        const G::Scalar m = plan.weighed ? scalar_from_digest<G>(e) : G::Scalar::from_u64(1);
        const G::Scalar response = plan.tau + decryption_challenge(e, commitments) *
                                                  fold<G>(m, std::span(plan.answered)).expose();
        bad(comment, [&](ordered_json& value) {
            auto& contest = value["contests"][n];
            for (std::size_t i = 0; i < plan.shares.size(); ++i)
                contest["shares"][i] = hex_encode(plan.shares[i].encode());
            contest["proof"] = {{"commitments",
                                 {hex_encode(commitments.on_generator.encode()),
                                  hex_encode(commitments.on_alpha.encode())}},
                                {"response", hex_encode(response.encode())}};
        });
    }

    void exchange_contests() {
        doc_.exchange("bad-proof", "The proofs of the two contests are exchanged.",
                      "/contests/0/proof", "/contests/1/proof");
        doc_.exchange("malformed", "The two contests are exchanged, with their ids.", "/contests/0",
                      "/contests/1");
        doc_.exchange("malformed", "The ids of the two contests are exchanged.", "/contests/0/id",
                      "/contests/1/id");
        bad("The proof of a contest is that of an earlier decryption by the same trustee, with the "
            "response of this one.",
            [&](ordered_json& value) {
                const auto other = ordered_json::parse(decryption_of(spoilt_trustee));
                value["contests"][0]["proof"]["commitments"] =
                    other["contests"][0]["proof"]["commitments"];
            });
        bad("The first contest, shares and proof, is that of trustee 1.", [&](ordered_json& value) {
            value["contests"][0] = ordered_json::parse(decryption_of(1))["contests"][0];
        });
    }

    void spoil_head() {
        auto tally = hex_decode(doc_.at("/tally").get<std::string>()).value();
        tally.back() ^= 1U;
        doc_.set("other-tally", "A bit of the hash of tally.json is changed.", "/tally",
                 hex_encode(tally));
        doc_.set("other-tally", "The hash of tally.json is the fingerprint.", "/tally",
                 vector_["fingerprint"].get<std::string>());
        doc_.set("malformed", "The hash of tally.json is a byte short.", "/tally",
                 doc_.at("/tally").get<std::string>().substr(2));
        doc_.set("other-trustee", "The file of trustee 2 says that it is of trustee 1.", "/trustee",
                 1);
        doc_.set("other-trustee",
                 "The file of trustee 2 says that it is of trustee 4, who does "
                 "not exist.",
                 "/trustee", 4);
        doc_.set("malformed", "The number of the trustee is 0.", "/trustee", 0);
        doc_.set("malformed", "The number of the trustee is 65538, which is 2 in 16 bits.",
                 "/trustee", 65538);
        SpoiltJson other(out_, decryption_of(1), {{"trustee", spoilt_trustee}});
        other.text("other-trustee", "The file of trustee 2 is the decryption by trustee 1.",
                   other.good());
        other.set("bad-proof",
                  "The file of trustee 2 is the decryption by trustee 1 with the number 2.",
                  "/trustee", spoilt_trustee);
    }

    void spoil_lists() {
        doc_.erase("malformed", "The last contest is missing.", "/contests/1");
        doc_.change("malformed", "The last contest is there twice.",
                    [](ordered_json& value) { value["contests"].push_back(value["contests"][1]); });
        doc_.erase("malformed", "The last share of the first contest is missing.",
                   "/contests/0/shares/2");
        doc_.change(
            "malformed", "The first contest has a share too many, the identity.",
            [](ordered_json& value) { value["contests"][0]["shares"].push_back(identity_hex); });
        doc_.erase("malformed", "T_a of the first contest is missing.",
                   "/contests/0/proof/commitments/1");
        doc_.erase("malformed", "The response of the first contest is missing.",
                   "/contests/0/proof/response");
        doc_.erase("malformed", "The proof of the first contest is missing.", "/contests/0/proof");
        doc_.set("malformed", "The proof of the first contest is null.", "/contests/0/proof",
                 nullptr);
        doc_.set("malformed", "The proof of the first contest has a member too many.",
                 "/contests/0/proof/challenge", doc_.at("/contests/0/proof/response"));
        doc_.set("malformed", "The first share is in upper-case hex.", "/contests/0/shares/0",
                 upper_case(doc_.at("/contests/0/shares/0")));
    }

    Refusals& out_;
    Draw& draw_;
    nlohmann::json vector_;
    NativeElection native_;
    TallyFile file_;
    std::vector<G::Scalar> secrets_;
    std::vector<G::Element> share_keys_;
    SpoiltJson doc_;
};

} // namespace

ordered_json refused_decryptions(const std::string& seed) {
    const auto election = election_to_spoil(seed);
    Draw draw("refused decryptions " + seed);
    Refusals out("decryptions of a tally by trustees", seed);
    add_sealed_files(out, election);
    out["tally.json"] = election["tally.json"];
    DecryptionSpoiler(out, election, draw).all();
    return std::move(out).take();
}

} // namespace evote
