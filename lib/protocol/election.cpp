// SPDX-License-Identifier: Apache-2.0
#include "protocol/election.h"

#include "crypto/sha2.h"

namespace evote::protocol {

namespace {

std::vector<ballot::DistrictContests> contests_of_districts(const Manifest& manifest) {
    std::vector<ballot::DistrictContests> out;
    for (const auto& district : manifest.districts()) {
        out.emplace_back();
        for (const auto contest : district.contests)
            out.back().push_back(manifest.shared_shape(contest));
    }
    return out;
}

} // namespace

ballot::Layouts layouts_of(const Manifest& manifest) {
    return ballot::Layouts(contests_of_districts(manifest));
}

Digest32 election_fingerprint(const Digest32& manifest, const Digest32& keys, const Digest32& roll,
                              const Digest32& board) {
    return crypto::tagged_hash32("election", {manifest, keys, roll, board});
}

std::string spoken_fingerprint(const Digest32& fingerprint) {
    std::string out;
    ByteCursor cursor(fingerprint);
    while (const auto word = cursor.take_u32()) {
        const std::string group = std::to_string(*word % 100000);
        out += out.empty() ? "" : " ";
        out += std::string(5 - group.size(), '0') + group;
    }
    return out;
}

Result<Election> Election::bind(Manifest manifest, PublicKeys keys, const Roll& roll,
                                ByteView board, std::vector<crypto::Ed25519PublicKey> registrars) {
    if (keys.manifest_hash() != manifest.hash())
        return fail(ErrorCode::invalid, msg("the keys belong to another manifest"));
    if (roll.manifest_hash() != manifest.hash())
        return fail(ErrorCode::invalid, msg("the roll was read for another manifest"));
    if (registrars.size() != manifest.registrars())
        return fail(ErrorCode::invalid,
                    msg("the manifest has {0} registrars, and there are the keys of {1}",
                        manifest.registrars(), registrars.size()));
    const Digest32 fingerprint =
        election_fingerprint(manifest.hash(), keys.hash(), roll.hash(), crypto::sha256(board));
    return Election(std::move(manifest), std::move(keys), roll.hash(), std::move(registrars),
                    fingerprint);
}

Election::Election(Manifest manifest, PublicKeys keys, const Digest32& roll,
                   std::vector<crypto::Ed25519PublicKey> registrars, const Digest32& fingerprint)
    : manifest_(std::move(manifest)),
      keys_(std::move(keys)),
      roll_hash_(roll),
      registrars_(std::move(registrars)),
      parameters_(fingerprint, keys_.keys(), contests_of_districts(manifest_)) {}

} // namespace evote::protocol
