// SPDX-License-Identifier: Apache-2.0
#include "evote/protocol/election.h"

#include "evote/base/check.h"
#include "evote/crypto/sha2.h"
#include "evote/proof/challenge.h"

namespace evote::protocol {

namespace {

constexpr std::uint8_t closing_kind = 255;

} // namespace

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

Bytes closing_entry(const Digest32& fingerprint) {
    Bytes out;
    append_u8(out, BallotLayout::version);
    append_u8(out, closing_kind);
    append(out, fingerprint);
    return out;
}

BallotLayout::BallotLayout(std::span<const std::shared_ptr<const proof::ContestShape>> contests)
    : shape(contests),
      first_at(header_size + shape.elements() * item_size),
      second_at(first_at + (shape.elements() + shape.masks() + 1) * item_size),
      response_at(second_at + 2 * item_size),
      size(response_at + (shape.elements() + 2) * item_size) {}

Election::Election(Manifest manifest, PublicKeys keys, const Digest32& fingerprint)
    : manifest_(std::move(manifest)),
      keys_(std::move(keys)),
      fingerprint_(fingerprint),
      pedersen_(proof::pedersen_generator<group::Ristretto255>()) {
    for (const auto& district : manifest_.districts()) {
        std::vector<std::shared_ptr<const proof::ContestShape>> shapes;
        for (const auto contest : district.contests)
            shapes.push_back(manifest_.shared_shape(contest));
        layouts_.emplace_back(shapes);
    }
}

} // namespace evote::protocol
