// SPDX-License-Identifier: Apache-2.0
#include "vectors/made_registrars.h"

#include "base/text.h"
#include "crypto/sha2.h"
#include "proof/challenge.h"
#include "protocol/halves.h"
#include "support/ceremony_values.h"
#include "support/vector_ballot.h"

#include <fmt/format.h>

#include <algorithm>

namespace evote {

namespace {

MadeRegistrars::G::Scalar drawn_scalar(Draw& draw) {
    return scalar_of_vector(nlohmann::json(draw.scalar()));
}

} // namespace

MadeRegistrars::MadeRegistrars(const std::string& manifest, Draw& draw)
    : voters{{"east", "1"}, {"west", "3"}, {"west", "1"}, {"east", "2"}},
      manifest_(parsed_manifest(manifest)),
      list_(draw.bytes<32>()) {
    for (std::uint8_t i = 1; i <= count; ++i) {
        seeds_[i - 1U] = draw.bytes<32>();
        taus[i - 1U] = drawn_scalar(draw);
        for (std::size_t voter = 0; voter < voters.size(); ++voter)
            secrets_[i - 1U].push_back(drawn_scalar(draw));
    }
}

std::string MadeRegistrars::halves_path(std::uint8_t registrar) {
    return fmt::format("registrars/{}.csv", registrar);
}

std::string MadeRegistrars::note_path(std::uint8_t registrar) {
    return fmt::format("registrars/{}.note", registrar);
}

MadeRegistrars::G::Scalar MadeRegistrars::challenge(const Statement& statement) {
    Bytes voters;
    append_u64(voters, statement.voters);
    return hash_to_scalar<G>("registrar/possession",
                             {statement.manifest, ByteView(&statement.registrar, 1), voters,
                              statement.points, statement.commitment});
}

NoteSigner MadeRegistrars::signer(std::uint8_t registrar) const {
    return {registrar_key_name(manifest_, registrar), SigningKey(Secret(seeds_[registrar - 1U]))};
}

std::vector<std::string> MadeRegistrars::keys() const {
    std::vector<std::string> out;
    for (std::uint8_t i = 1; i <= count; ++i)
        out.push_back(signer(i).verifier().text());
    return out;
}

void MadeRegistrars::set_secret(std::uint8_t registrar, std::size_t voter,
                                const G::Scalar& secret) {
    secrets_[registrar - 1U][voter] = secret;
}

const MadeRegistrars::G::Scalar& MadeRegistrars::secret(std::uint8_t registrar,
                                                        std::size_t voter) const {
    return secrets_[registrar - 1U][voter];
}

MadeRegistrars::G::Element MadeRegistrars::half(std::uint8_t registrar, std::size_t voter) const {
    const auto& others = foreign[registrar - 1U];
    const auto found = others.find(voter);
    return found == others.end() ? secret(registrar, voter) * G::generator() : found->second;
}

std::string MadeRegistrars::halves(std::uint8_t registrar) const {
    std::string out = "number,district,weight,half\n";
    for (std::size_t voter = 0; voter < voters.size(); ++voter)
        out += fmt::format("{},{},{},{}\n", voter + 1, voters[voter].district, voters[voter].weight,
                           hex_encode(half(registrar, voter).encode()));
    return out;
}

MadeRegistrars::Lines MadeRegistrars::note(std::uint8_t registrar, const std::string& halves,
                                           const Challenge& by) const {
    const G::Scalar& tau = taus[registrar - 1U];
    Statement statement{
        manifest_.hash(), registrar, voters.size(), {}, (tau * G::generator()).encode()};
    for (std::size_t voter = 0; voter < voters.size(); ++voter)
        append(statement.points, half(registrar, voter).encode());
    const G::Scalar c = by(statement);
    G::Scalar power = c;
    G::Scalar response = tau;
    for (std::size_t voter = 0; voter < voters.size(); ++voter) {
        response = response + power * secret(registrar, voter);
        power = power * c;
    }
    return {"evote-registrar-1",
            std::to_string(registrar),
            hex_encode(manifest_.hash()),
            hex_encode(list_),
            hex_encode(sha256(bytes_of(halves))),
            hex_encode(statement.commitment),
            hex_encode(response.encode())};
}

std::string MadeRegistrars::signed_by(std::uint8_t registrar, const Lines& lines) const {
    Note note(fmt::format("{}\n", fmt::join(lines, "\n")));
    note.sign(signer(registrar));
    return std::string(text_of(note.encode()));
}

std::string MadeRegistrars::roll() const {
    std::vector<std::string> rows;
    for (std::size_t voter = 0; voter < voters.size(); ++voter) {
        const auto credential = half(1, voter) + half(2, voter) + half(3, voter);
        rows.push_back(fmt::format("{},{},{}\n", hex_encode(credential.encode()),
                                   voters[voter].district, voters[voter].weight));
    }
    std::ranges::sort(rows);
    return fmt::format("credential,district,weight\n{}", fmt::join(rows, ""));
}

MadeRegistrars::Files MadeRegistrars::files() const {
    Files out{{"roll.csv", roll()}};
    for (std::uint8_t i = 1; i <= count; ++i) {
        out[halves_path(i)] = halves(i);
        out[note_path(i)] = signed_by(i, note(i, halves(i), challenge));
    }
    return out;
}

} // namespace evote
