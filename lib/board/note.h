// SPDX-License-Identifier: Apache-2.0
// Signed notes (C2SP signed-note) with Ed25519 keys: a text, a blank line, and signature lines.
#pragma once

#include "crypto/ed25519.h"
#include "crypto/hmac.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace evote::board {

/// Whether the text can be a key's name: UTF-8, not empty, without control characters, Unicode
/// spaces and '+'.
bool is_key_name(std::string_view name);

/// A public key with its name, as others know it: "<name>+<id>+<base64 of 0x01 || key>". The id is
/// the first four bytes of SHA-256(name || 0x0A || 0x01 || key), in hex.
class VerifierKey {
  public:
    /// `name` must be a key name.
    VerifierKey(std::string name, const crypto::Ed25519PublicKey& key);

    /// Strict: lower-case hex, canonical base64, the id of this name and key; otherwise
    /// ErrorCode::malformed.
    static Result<VerifierKey> parse(std::string_view text);
    std::string text() const;

    const std::string& name() const { return name_; }

    std::uint32_t id() const { return id_; }

    const crypto::Ed25519PublicKey& key() const { return key_; }

    bool operator==(const VerifierKey&) const = default;

  private:
    std::string name_;
    crypto::Ed25519PublicKey key_;
    std::uint32_t id_;
};

/// A private key with its name.
class NoteSigner {
  public:
    /// `name` must be a key name.
    NoteSigner(std::string name, crypto::SigningKey key);

    /// The form for key files: "PRIVATE+KEY+<name>+<id>+<base64 of 0x01 || seed>", without a line
    /// end. As strict as VerifierKey::parse. The text is secret; errors reveal nothing of it.
    static Result<NoteSigner> parse(ByteView text);
    SecretBytes text() const;

    const VerifierKey& verifier() const { return verifier_; }

    crypto::Ed25519Signature sign(std::string_view text) const { return key_.sign(bytes_of(text)); }

    /// A key for codes over files that only the owner of this key is to believe, one for each
    /// purpose: HMAC-SHA256 under the seed of "evote/v1/derived-key", a zero byte and the purpose.
    crypto::MacKey derive_key(std::string_view purpose) const;

  private:
    crypto::SigningKey key_;
    VerifierKey verifier_;
};

/// One signature line, verified or not.
struct NoteSignature {
    std::string name;
    std::uint32_t key_id = 0;
    Bytes bytes; ///< what follows the key's id: 64 bytes if Ed25519

    bool operator==(const NoteSignature&) const = default;
};

/// A text and its signatures. The text means nothing until verify() has said who signed it.
class Note {
  public:
    /// A note without signatures. `text` must be UTF-8, end with a newline and have no other
    /// control character below U+0020.
    explicit Note(std::string text);

    /// Strict: the text, one blank line, 1 to 100 signature lines with canonical base64, and
    /// nothing else; otherwise ErrorCode::malformed with the line.
    static Result<Note> parse(ByteView bytes);
    /// The bytes of the file; at least one signature is needed.
    Bytes encode() const;

    const std::string& text() const { return text_; }

    const std::vector<NoteSignature>& signatures() const { return signatures_; }

    /// Which of the known keys signed the text: their positions in `known`, in order. Signatures by
    /// other keys are ignored, also those that share only the name or only the id of a known key.
    /// ErrorCode::bad_signature if a signature by a known key is wrong or no known key signed.
    Result<std::vector<std::size_t>> verify(std::span<const VerifierKey> known) const;

    /// Adds a signature; an earlier one by the same key is replaced.
    void sign(const NoteSigner& signer);

    /// Adds a line that somebody else has made.
    void add(NoteSignature line) { signatures_.push_back(std::move(line)); }

  private:
    std::string text_;
    std::vector<NoteSignature> signatures_;
};

/// Whether two notes say the same, whoever else has signed one of them since; of what is no note,
/// whether it is the same bytes.
bool same_text(ByteView a, ByteView b);

} // namespace evote::board
