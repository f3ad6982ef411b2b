// SPDX-License-Identifier: Apache-2.0
// All that a voter has on paper: one code, or one from each registrar.
#pragma once

#include "ballot/credential.h"

#include <cstdint>
#include <string_view>
#include <vector>

namespace evote::ballot {

/// Takes a voter's codes as they are typed, in any order: the checksum of each tells its registrar.
/// Holds secrets, which are wiped with it.
class VoterCodes {
  public:
    /// `registrars` are those of the manifest; 0 if each voter has one code.
    VoterCodes(const Digest32& manifest_hash, std::uint8_t registrars)
        : manifest_(manifest_hash), registrars_(registrars) {}

    /// How many codes a voter has.
    std::size_t needed() const { return registrars_ == 0 ? 1 : registrars_; }

    std::size_t taken() const { return codes_.size(); }

    /// The next code. ErrorCode::bad_code and other_registrar as decode_code and
    /// decode_registrar_code, also for a second one of a registrar; then it is not taken. The
    /// caller wipes the typed text.
    Outcome add(std::string_view typed);

    /// A text with all codes, each on a line, in an election with registrars; otherwise the one
    /// code. Blank lines are ignored. Errors as add(); the codes before it are taken.
    Outcome add_all(std::string_view typed);

    /// The voter's key pair, which may be nobody's. ErrorCode::bad_code, with the registrar, if a
    /// code is missing; ErrorCode::not_on_roll if the codes lead to no key pair.
    Result<Credential> credential() const;

  private:
    // The place of each registrar's code in codes_; nothing unless each can be another registrar's.
    std::vector<std::size_t> assigned() const;

    Digest32 manifest_;
    std::uint8_t registrars_;
    std::vector<RegistrarCode> codes_;
};

} // namespace evote::ballot
