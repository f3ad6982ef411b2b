// SPDX-License-Identifier: Apache-2.0
// Encrypted files: a trustee's secret file, shares on their way to a trustee, the list of codes.
//
// The format is age v1 (https://c2sp.org/age) with its X25519 and scrypt recipients: it is
// published, small, made of X25519, HKDF-SHA-256, HMAC-SHA-256, ChaCha20-Poly1305 and scrypt, and
// other programs read it, so a secret does not depend on this software alone. All primitives are
// OpenSSL's, constant time in the secrets.
//
// Files are held in memory whole. Plaintext is returned only after the whole file is authenticated.
// Reading is as strict as the specification: every file that these functions accept has exactly one
// encoding of each field.
#pragma once

#include "base/secret.h"
#include "crypto/random.h"
#include "evote/bytes.h"
#include "evote/result.h"

#include <span>
#include <string>
#include <string_view>

namespace evote::secretfile {

/// An age X25519 public key that can be encrypted to.
class AgeRecipient {
  public:
    /// Reads "age1..." (Bech32, lower case, 62 characters). ErrorCode::malformed for anything else,
    /// for a coordinate of 2^255 - 19 or more, and for points of low order, for which anybody could
    /// decrypt. Variable time: the key is public.
    static Result<AgeRecipient> parse(std::string_view text);

    std::string text() const;

    /// The u-coordinate, 32 bytes little-endian (RFC 7748 section 5).
    const ByteArray<32>& bytes() const { return point_; }

    bool operator==(const AgeRecipient&) const = default;

  private:
    friend class AgeIdentity;

    explicit AgeRecipient(const ByteArray<32>& point) : point_(point) {}

    ByteArray<32> point_;
};

/// An age X25519 secret key. Move-only, wiped.
class AgeIdentity {
  public:
    static AgeIdentity generate(crypto::Random& random);

    /// Reads "AGE-SECRET-KEY-1..." (Bech32, upper case, 74 characters, no line end).
    /// ErrorCode::malformed for anything else. Time does not depend on the key.
    static Result<AgeIdentity> parse(ByteView text);

    /// "AGE-SECRET-KEY-1...". Time does not depend on the key.
    SecretBytes text() const;

    const AgeRecipient& recipient() const { return recipient_; }

    /// The scalar before clamping, 32 bytes (RFC 7748 section 5).
    const Secret<ByteArray<32>>& scalar() const { return scalar_; }

  private:
    explicit AgeIdentity(Secret<ByteArray<32>> scalar);

    Secret<ByteArray<32>> scalar_;
    AgeRecipient recipient_;
};

/// Base-two logarithm of scrypt's cost for new files: 256 MiB and about a second.
inline constexpr unsigned age_usual_work_factor = 18;
/// The largest that is written or read: 1 GiB. A file that asks for more is refused, so that a
/// hostile file cannot exhaust memory.
inline constexpr unsigned age_largest_work_factor = 20;

/// Encrypts to one or more recipients, each of whom can decrypt alone. The file key, nonce and
/// ephemeral keys are hedged: even with a repeated state of `random` two different plaintexts never
/// share a key.
Bytes age_encrypt(ByteView plain, std::span<const AgeRecipient> recipients, crypto::Random& random);

/// Encrypts under a passphrase (uninterpreted bytes, usually UTF-8). `work_factor` is from 1 to
/// age_largest_work_factor. ErrorCode::unusable_passphrase for an empty one,
/// ErrorCode::out_of_resources without the memory that scrypt needs (1 KiB << work_factor).
Result<Bytes> age_encrypt_passphrase(ByteView plain, const SecretBytes& passphrase,
                                     unsigned work_factor, crypto::Random& random);

/// Decrypts a binary age file with a key.
/// ErrorCode::malformed: not an age file, or one that is damaged, cut short, altered or wrongly
/// made; the place is a line of the header or a chunk (64 KiB) of the payload.
/// ErrorCode::wrong_key: apparently sound, but not for this key, or under a passphrase. A file
/// damaged where the key is wrapped cannot be told from one for another key.
Result<SecretBytes> age_decrypt(ByteView file, const AgeIdentity& identity);

/// Whether this can be a file that exactly one X25519 key decrypts, to so many bytes, as far as
/// that can be told without the key: its header, and the length of its payload.
/// ErrorCode::malformed if not. Variable time: the file is public.
Outcome age_can_be_for_one_key(ByteView file, std::size_t plain_size);

/// Decrypts a binary age file with a passphrase. Errors as for age_decrypt;
/// ErrorCode::wrong_passphrase, unusable_passphrase for an empty one, wrong_key for a file that is
/// not under a passphrase, over_limit for a work factor above age_largest_work_factor (before doing
/// any work), and out_of_resources without the memory for scrypt.
Result<SecretBytes> age_decrypt_passphrase(ByteView file, const SecretBytes& passphrase);

/// The text form ("ASCII armor") of a binary age file, for notes and mail: RFC 7468 strict
/// encoding, lines of 64 characters ended by LF. The file must not be empty.
std::string age_armor(ByteView file);

/// The inverse of age_armor. Accepts only what that writes: ErrorCode::malformed, with the line,
/// for CR, blanks, other line lengths, text before or after, and base64 that is not canonical.
Result<Bytes> age_unarmor(std::string_view text);

} // namespace evote::secretfile
