// SPDX-License-Identifier: Apache-2.0
#include "ballot/maker.h"
#include "board/checkpoint.h"
#include "record/election_files.h"
#include "support/ceremony_values.h"
#include "support/rooms.h"
#include "support/vector_election.h"
#include "vectors/made_vectors.h"
#include "vectors/random_manifest.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

namespace evote {

namespace {

using Json = nlohmann::json;
using nlohmann::ordered_json;

Json plain(const ordered_json& ordered) {
    return Json::parse(ordered.dump());
}

NoteSigner signer(std::string name, const std::string& seed) {
    const auto bytes = hex_decode_array<32>(seed).value();
    return {std::move(name), SigningKey(Secret<ByteArray<32>>(bytes))};
}

// A trustee's secrets, and its entry in keys.json.
ordered_json random_trustee(Draw& draw, const Manifest& manifest) {
    ordered_json trustee;
    for (std::size_t k = 0; k < manifest.keys_needed(); ++k)
        trustee["coefficients"].push_back(draw.scalars(manifest.trustees().threshold));
    trustee["tau"] = draw.scalar();
    trustee["signing_seed"] = hex_encode(draw.bytes<32>());
    return trustee;
}

TrusteeKeys keys_of(const ordered_json& trustee, const Manifest& manifest, std::uint16_t number) {
    Bytes encoded;
    for (const auto& key : trustee["coefficients"])
        for (const auto& coefficient : key)
            append(encoded, hex_decode(coefficient.get<std::string>()).value());
    const auto tau = hex_decode(trustee["tau"].get<std::string>()).value();
    const auto polynomials = Polynomials::restore(manifest, number, encoded).value();
    return {
        fmt::format("Trustee {}", number),
        signer(trustee_key_name(manifest, number), trustee["signing_seed"]).verifier().text(),
        polynomials.deal(Secret<Ristretto255::Scalar>(Ristretto255::Scalar::decode(tau).value()))};
}

void add_trustees(ordered_json& vector, Draw& draw, const Manifest& manifest) {
    std::vector<TrusteeKeys> keys;
    for (std::uint16_t i = 1; i <= manifest.trustees().count; ++i) {
        vector["trustee_secrets"].push_back(random_trustee(draw, manifest));
        keys.push_back(keys_of(vector["trustee_secrets"].back(), manifest, i));
    }
    vector["keys.json"] = text_of(must(PublicKeys::combine(manifest, std::move(keys))).file());
}

// A voter: the fields that all of its ballots have.
struct Voter {
    ordered_json ballot;
    RollEntry entry;
};

Voter random_voter(Draw& draw, const Manifest& manifest) {
    const CodeBytes code(draw.bytes<16>());
    const auto credential = Credential::from_code(manifest.hash(), code).value();
    const auto district = draw.below(manifest.districts().size());
    const auto weight = draw.one_of<std::uint64_t>({1, 1, 1, 2, 5, 1000, Roll::largest_weight});
    return {{{"code", text_of(encode_code(code).expose())},
             {"code_bytes", hex_encode(code.expose())},
             {"u", hex_encode(credential.secret.expose().encode())},
             {"district", manifest.districts()[district].id}},
            {credential.encoding, static_cast<std::uint32_t>(weight - 1),
             static_cast<std::uint16_t>(district)}};
}

std::string roll_of(const std::vector<Voter>& voters, const Manifest& manifest) {
    std::vector<RollEntry> entries;
    for (const auto& voter : voters)
        entries.push_back(voter.entry);
    std::ranges::sort(entries, {}, &RollEntry::credential);
    Bytes roll;
    append_roll_header(roll);
    for (const auto& entry : entries)
        append_roll_row(roll, entry, manifest);
    return std::string(text_of(roll));
}

// The names of options that keep all rules: the first such set from a random one on.
std::vector<std::string> random_choice(Draw& draw, const Manifest& manifest, std::size_t contest) {
    const auto& options = manifest.contests()[contest].options;
    const std::size_t sets = std::size_t{1} << options.size();
    for (std::size_t set = draw.below(sets);; set = (set + 1) % sets) {
        SecretVector<std::uint8_t> selection(options.size());
        std::vector<std::string> chosen;
        for (std::size_t i = 0; i < options.size(); ++i)
            if ((set >> i & 1U) != 0) {
                selection.expose()[i] = 1;
                chosen.push_back(options[i].id);
            }
        if (manifest.contest_bits(contest, selection))
            return chosen;
    }
}

ordered_json random_ballot(Draw& draw, const Election& election, const Voter& voter,
                           std::uint64_t counter) {
    const auto& layout = election.layout(voter.entry.district);
    ordered_json ballot = voter.ballot;
    ballot["counter"] = counter;
    for (const auto contest : election.manifest().districts()[voter.entry.district].contests)
        ballot["selections"][election.manifest().contests()[contest].id] =
            random_choice(draw, election.manifest(), contest);
    ballot["nonces"] =
        draw.scalars(2 * layout.shape().contests().size() + layout.shape().bits() + 3);
    const Bytes bytes = ballot_of_vector(election, plain(ballot));
    ballot["ballot"] = hex_encode(bytes);
    ballot["tracker"] = hex_encode(tracker_of(ByteView(bytes).first(layout.begin_of(Part::first))));
    ballot["leaf"] = hex_encode(leaf_hash(bytes));
    return ballot;
}

// Everybody votes; where the last ballot counts, some vote again.
ordered_json random_ballots(Draw& draw, const Election& election,
                            const std::vector<Voter>& voters) {
    ordered_json ballots;
    const std::uint64_t rounds = election.manifest().revote() == Revote::last ? 3 : 1;
    std::vector<std::uint64_t> counters(voters.size());
    for (std::uint64_t round = 0; round < rounds; ++round)
        for (std::size_t i = 0; i < voters.size(); ++i)
            if (round == 0 || draw.below(3) == 0)
                ballots.push_back(random_ballot(draw, election, voters[i], counters[i]++));
    return ballots;
}

TreeHead tree_of(const std::vector<Bytes>& entries) {
    std::vector<Digest32> leaves;
    for (const auto& entry : entries)
        leaves.push_back(leaf_hash(entry));
    const auto root =
        must(tree_root(leaves.size(), [&](unsigned level, std::uint64_t index) -> Result<Digest32> {
            const std::size_t size = std::size_t{1} << level;
            return perfect_root(std::span(leaves).subspan(index * size, size));
        }));
    return {leaves.size(), root};
}

// Any t trustees, in order.
std::vector<std::uint16_t> random_trustees(Draw& draw, const Manifest& manifest) {
    std::vector<std::uint16_t> trustees(manifest.trustees().count);
    std::iota(trustees.begin(), trustees.end(), std::uint16_t{1});
    while (trustees.size() > manifest.trustees().threshold)
        trustees.erase(trustees.begin() + draw.between(0, std::ssize(trustees) - 1));
    return trustees;
}

void add_result(ordered_json& vector, Draw& draw, const NativeElection& native,
                const EncryptedTally& tally) {
    const auto& manifest = native.election.manifest();
    const auto file = TallyFile::of(native.election, tally);
    vector["tally.json"] = text_of(file.bytes());
    std::vector<CheckedShare> shares;
    for (const auto trustee : random_trustees(draw, manifest)) {
        const auto nonces = draw.scalars(manifest.contests().size());
        auto share = share_of_vector(plain(vector), native.election, file, trustee, Json(nonces));
        vector["decryptions"].push_back(
            {{"nonces", nonces}, {"decryption.json", text_of(share.write(manifest))}});
        shares.push_back(must(check_share(native.election, file, std::move(share))));
    }
    vector["result.json"] = text_of(must(combine(native.election, file, shares)).write(manifest));
}

} // namespace

void complete_election(ordered_json& vector, Draw& draw) {
    const auto manifest = parsed_manifest(vector["manifest.json"]);
    add_trustees(vector, draw, manifest);
    std::vector<Voter> voters;
    for (std::size_t i = 0, end = 2 + draw.below(5); i < end; ++i)
        voters.push_back(random_voter(draw, manifest));
    vector["roll.csv"] = roll_of(voters, manifest);
    vector["board_signing_seed"] = hex_encode(draw.bytes<32>());
    const auto board = signer(board_origin(manifest), vector["board_signing_seed"]);
    vector["board.json"] = text_of(BoardFile::of(board.verifier()).file);
    const NativeElection native(plain(vector));
    vector["fingerprint"] = hex_encode(native.election.fingerprint());

    vector["ballots"] = random_ballots(draw, native.election, voters);
    std::vector<Bytes> entries;
    for (const auto& ballot : vector["ballots"])
        entries.push_back(hex_decode(ballot["ballot"].get<std::string>()).value());
    entries.push_back(closing_entry(native.election.fingerprint()));
    vector["closing_entry"] = hex_encode(entries.back());
    const auto tree = tree_of(entries);
    vector["checkpoint"] = text_of(sign_checkpoint(tree, board).note());
    add_result(vector, draw, native, tally_of(native, entries, tree.root));
}

ordered_json made_election(const std::string& seed) {
    Draw draw("election " + seed);
    ordered_json vector;
    vector["description"] = "made from the seed " + seed;
    vector["manifest.json"] = random_manifest(draw, "made-" + seed);
    complete_election(vector, draw);
    return vector;
}

std::string file_text(const ordered_json& vector) {
    return vector.dump(1) + "\n";
}

} // namespace evote
