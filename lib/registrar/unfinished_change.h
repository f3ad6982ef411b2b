// SPDX-License-Identifier: Apache-2.0
// A roll change on its way from registrar to registrar: the bytes of the entry that it is to be,
// with zeros for what is still missing (protocol.md section 4a).
#pragma once

#include "ballot/roll_change.h"
#include "board/note.h"
#include "protocol/election.h"

#include <cstdint>

namespace evote::registrar {

/// A change of which all parts that are there are good.
class UnfinishedChange {
  public:
    /// One that has only its header. The election has registrars, which is checked.
    static UnfinishedChange begin(const protocol::Election& election,
                                  const ballot::ChangeHeader& header);

    /// ErrorCode::malformed for anything else, ErrorCode::other_election; ErrorCode::bad_half and
    /// bad_signature, with the registrar, for a part that is neither missing nor good.
    static Result<UnfinishedChange> parse(Bytes file, const protocol::Election& election);

    const ballot::ChangeHeader& header() const { return header_; }

    const ballot::ChangeLayout& layout() const { return layout_; }

    bool is_replacement() const { return header_.action == ballot::ChangeAction::replace; }

    /// A registrar's half; zeros if it is missing.
    ByteArray<32> half(std::uint8_t registrar) const;

    bool has_half(std::uint8_t registrar) const { return half(registrar) != ByteArray<32>{}; }

    /// Whether only signatures are missing, if anything: also of a revocation.
    bool has_all_halves() const;

    bool has_signature(std::uint8_t registrar) const;

    /// Whether it is an entry for the board.
    bool is_complete() const;

    /// Of a change that has all halves: what it asks for.
    ballot::RollChange asked() const;

    /// SHA-256 of what registrars sign, the same for all of them.
    Digest32 hash() const;

    void put_half(std::uint8_t registrar, const ballot::ReplacementHalf& half);

    /// Signs what is there. Only with all halves, which is checked.
    void sign(std::uint8_t registrar, const board::NoteSigner& signer);

    const Bytes& bytes() const { return bytes_; }

  private:
    UnfinishedChange(Bytes bytes, const Digest32& fingerprint, ballot::ChangeHeader header,
                     ballot::ChangeLayout layout)
        : bytes_(std::move(bytes)), fingerprint_(fingerprint), header_(header), layout_(layout) {}

    Bytes message() const;
    Outcome check_parts(const protocol::Election& election) const;

    Bytes bytes_;
    Digest32 fingerprint_;
    ballot::ChangeHeader header_;
    ballot::ChangeLayout layout_;
};

} // namespace evote::registrar
