// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "record/open_record.h"
#include "record/stated_fingerprint.h"

namespace evote::record {

/// Sealed ground (protocol.md, section 4): a record whose fingerprint at least as many trustees of
/// keys.json have signed as can decrypt, and that is the announced one, if one was announced. What
/// encrypts, takes in, adds up or decrypts takes this type and no other record.
class SealedRecord : public OpenRecord {
  public:
    /// As OpenRecord::open; then ErrorCode::wrong_fingerprint if the anchor states another
    /// fingerprint, and ErrorCode::not_sealed if there are too few valid seals.
    static Result<SealedRecord> open(const RecordFolder& folder, const Anchor& anchor);

  private:
    explicit SealedRecord(OpenRecord record) : OpenRecord(std::move(record)) {}
};

} // namespace evote::record
