// SPDX-License-Identifier: Apache-2.0
// board.json and election.json (docs/record.md): the two small files that bind a record together.
#pragma once

#include "board/cosignature.h"
#include "evote/bytes.h"
#include "evote/result.h"
#include "protocol/manifest.h"

#include <optional>
#include <string>
#include <vector>

namespace evote::record {

/// The name of an election's log: "evote/<manifest id>".
std::string board_origin(const protocol::Manifest& manifest);

/// board.json: the log's name, the key that signs its checkpoints, and who must have witnessed the
/// final one. The key's name is the origin.
struct BoardFile {
    static constexpr std::size_t largest_file = 1 << 16;

    board::VerifierKey key;
    Bytes file; ///< the bytes that were read or are to be written
    std::optional<board::WitnessPolicy> witnesses;
    std::vector<board::VerifierKey> registrars{}; ///< in their order; one for each of the manifest

    /// SHA-256 of the file.
    Digest32 hash() const;

    /// The registrars' keys without their names.
    std::vector<crypto::Ed25519PublicKey> registrar_keys() const;

    /// The file for a key, whose name is the origin.
    static BoardFile of(const board::VerifierKey& key,
                        std::optional<board::WitnessPolicy> witnesses = {},
                        std::vector<board::VerifierKey> registrars = {});

    /// Strict. ErrorCode::malformed for another form, another origin, a key of another name,
    /// another number of registrars than the manifest has, registrars' keys that are the board's or
    /// equal, and a policy that is none or names the board or a registrar as a witness.
    static Result<BoardFile> parse(ByteView json, const protocol::Manifest& manifest);
};

/// election.json: the fingerprint F and the SHA-256 of the four files that it covers.
struct ElectionFile {
    static constexpr std::size_t largest_file = 4096;

    Digest32 manifest{};
    Digest32 keys{};
    Digest32 roll{};
    Digest32 board{};
    Digest32 fingerprint{};

    /// From the hashes of the four files, in the order of the fields.
    static ElectionFile of(const Digest32& manifest, const Digest32& keys, const Digest32& roll,
                           const Digest32& board);

    /// The bytes of the file.
    Bytes write() const;
    /// Strict about the form. Whoever has the files must compare the hashes.
    static Result<ElectionFile> parse(ByteView json);
};

} // namespace evote::record
