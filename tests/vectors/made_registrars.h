// SPDX-License-Identifier: Apache-2.0
// The registrars' files of a small election, whose secrets are all known, so that a file can be
// wrong and yet be signed and proved (docs/protocol.md, section 4a).
#pragma once

#include "board/note.h"
#include "group/ristretto255.h"
#include "protocol/manifest.h"
#include "support/rooms.h"
#include "vectors/draw.h"

#include <array>
#include <functional>
#include <map>
#include <string>
#include <vector>

namespace evote {

class MadeRegistrars {
  public:
    using G = Ristretto255;
    static constexpr std::uint8_t count = 3;
    /// The lines of a note's text without their line ends.
    using Lines = std::vector<std::string>;
    /// Texts of files by their paths in the record.
    using Files = std::map<std::string, std::string>;

    /// What c is the hash of; `points` are the halves, encoded.
    struct Statement {
        Digest32 manifest{};
        std::uint8_t registrar = 0;
        std::uint64_t voters = 0;
        Bytes points;
        ByteArray<32> commitment{};
    };

    using Challenge = std::function<G::Scalar(const Statement&)>;

    struct Voter {
        std::string district;
        std::string weight;
    };

    MadeRegistrars(const std::string& manifest, Draw& draw);

    static std::string halves_path(std::uint8_t registrar);
    static std::string note_path(std::uint8_t registrar);
    static G::Scalar challenge(const Statement& statement);

    std::vector<std::string> keys() const;

    /// The registrar's half of a voter, from 0, whose secret it knows.
    void set_secret(std::uint8_t registrar, std::size_t voter, const G::Scalar& secret);
    const G::Scalar& secret(std::uint8_t registrar, std::size_t voter) const;

    std::string halves(std::uint8_t registrar) const;
    /// The note over a file, with its proof made by this challenge.
    Lines note(std::uint8_t registrar, const std::string& halves, const Challenge& by) const;
    std::string signed_by(std::uint8_t registrar, const Lines& lines) const;
    std::string roll() const;
    /// All files of registrars and the roll.
    Files files() const;

    std::vector<Voter> voters;
    /// Halves that a registrar lists in place of those whose secrets it knows, by voter.
    std::array<std::map<std::size_t, G::Element>, count> foreign;
    std::array<G::Scalar, count> taus;

  private:
    NoteSigner signer(std::uint8_t registrar) const;
    G::Element half(std::uint8_t registrar, std::size_t voter) const;

    Manifest manifest_;
    Digest32 list_;
    std::array<ByteArray<32>, count> seeds_{};
    std::array<std::vector<G::Scalar>, count> secrets_;
};

} // namespace evote
