// SPDX-License-Identifier: Apache-2.0
// What one registrar publishes: a half for every voter, by number and without names
// (registrars/<i>.csv, protocol.md section 4a).
#pragma once

#include "evote/bytes.h"
#include "evote/result.h"
#include "protocol/manifest.h"
#include "protocol/row_reader.h"
#include "protocol/voter_place.h"

#include <cstdint>
#include <string>
#include <vector>

namespace evote::protocol {

/// The name of a registrar's signing key: "<manifest id>/registrar-<i>".
std::string registrar_key_name(const Manifest& manifest, std::uint8_t registrar);

/// A file of halves that has the right form; whether they are elements, and whether the registrar
/// knows their secrets, JointRollMaker finds out. 40 bytes a voter. Thread-safe for reading.
class Halves {
  public:
    static constexpr std::size_t half_size = 32;

    /// Whose they are, from 1.
    std::uint8_t registrar() const { return registrar_; }

    /// How many voters there are. The voter with number n is at index n - 1, here and below.
    std::uint32_t size() const { return static_cast<std::uint32_t>(places_.size()); }

    /// All of them, encoded, in the order of the numbers.
    ByteView encodings() const { return encodings_; }

    ByteView half(std::uint32_t index) const {
        return encodings().subspan(index * half_size, half_size);
    }

    const VoterPlace& place(std::uint32_t index) const { return places_[index]; }

    /// SHA-256 of the exact bytes of the file.
    const Digest32& hash() const { return hash_; }

    /// SHA-256 of the manifest.json whose districts it names.
    const Digest32& manifest_hash() const { return manifest_; }

    /// The file, as errors name it.
    const std::string& source() const { return source_; }

    /// The line of the file that a voter is on.
    static std::uint64_t line_of(std::uint32_t index) { return std::uint64_t{index} + 2; }

  private:
    friend class HalvesReader;

    Halves() = default;

    std::uint8_t registrar_ = 0;
    Bytes encodings_;
    std::vector<VoterPlace> places_;
    Digest32 hash_{};
    Digest32 manifest_{};
    std::string source_;
};

/// Reads a registrar's file piece by piece. Refuses (ErrorCode::malformed) anything but: the
/// header, then rows with the numbers 1, 2, 3, ..., each with a district of the manifest, a weight
/// from 1 to 2^32 and a half in lower-case hex; weights that add up to at most 2^40; every line
/// ended by LF. An identity and a half that is there twice are ErrorCode::bad_half. Errors name
/// file and line. After an error the reader must not be used again. One thread at a time.
class HalvesReader {
  public:
    /// Of registrar `registrar`, 1 to those of the manifest, which outlives the reader. `source` is
    /// what errors call the file.
    HalvesReader(const Manifest& manifest, std::uint8_t registrar, std::string source);

    /// The next piece of the file, cut anywhere.
    Outcome add(ByteView piece);
    /// After the last piece.
    Result<Halves> finish() &&;

  private:
    Outcome add_row(std::string_view row);
    Outcome must_differ() const;

    const Manifest& manifest_;
    Halves halves_;
    RowReader rows_;
    std::uint64_t weight_ = 0;
};

/// Writing such a file: the header once, then the rows in the order of the numbers, from 1. Each
/// appends to `out`, which the caller may empty in between.
void append_halves_header(Bytes& out);
void append_halves_row(Bytes& out, std::uint64_t number, const VoterPlace& place, ByteView half,
                       const Manifest& manifest);

} // namespace evote::protocol
