// SPDX-License-Identifier: Apache-2.0
#include "evote/protocol/election.h"

#include "evote/base/check.h"
#include "evote/base/sha2.h"
#include "evote/proof/challenge.h"

namespace evote {

namespace {

constexpr std::uint8_t closing_kind = 255;

} // namespace

Digest32 election_fingerprint(const Digest32& manifest, const Digest32& keys, const Digest32& roll,
                              const Digest32& board) {
    return tagged_hash32("election", {manifest, keys, roll, board});
}

std::string spoken_fingerprint(const Digest32& fingerprint) {
    std::string out;
    ByteCursor cursor(fingerprint);
    while (const auto word = cursor.take_u32())
        out += fmt::format("{}{:05}", out.empty() ? "" : " ", *word % 100000);
    return out;
}

Bytes closing_entry(const Digest32& fingerprint) {
    Bytes out;
    append_u8(out, BallotLayout::version);
    append_u8(out, closing_kind);
    append(out, fingerprint);
    return out;
}

BallotLayout::BallotLayout(std::span<const std::shared_ptr<const ContestShape>> contests)
    : shape(contests),
      first_at(header_size + shape.elements() * item_size),
      second_at(first_at + (shape.elements() + shape.masks() + 1) * item_size),
      response_at(second_at + 2 * item_size),
      size(response_at + (shape.elements() + 2) * item_size) {}

Election::Election(Manifest manifest, PublicKeys keys, const Digest32& fingerprint)
    : manifest_(std::move(manifest)),
      keys_(std::move(keys)),
      fingerprint_(fingerprint),
      pedersen_(pedersen_generator<Ristretto255>()) {
    for (const auto& district : manifest_.districts()) {
        std::vector<std::shared_ptr<const ContestShape>> shapes;
        for (const auto contest : district.contests)
            shapes.push_back(manifest_.shared_shape(contest));
        layouts_.emplace_back(shapes);
    }
}

} // namespace evote
