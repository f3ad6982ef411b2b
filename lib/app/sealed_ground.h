// SPDX-License-Identifier: Apache-2.0
// What commands do with the announced fingerprint.
#pragma once

#include "app/command.h"
#include "record/sealed_record.h"

#include <filesystem>

namespace evote::app {

/// Says that nobody gave the announced fingerprint, if so, and shows this one for comparison. For
/// programs it is the fact "fingerprint_checked".
void tell_anchor(const record::Anchor& anchor, const Digest32& fingerprint, Console& console);

/// Opens a record for a command that encrypts, takes in, adds up or decrypts, and tells about the
/// anchor. As SealedRecord::open.
Result<record::SealedRecord> open_sealed(const std::filesystem::path& folder,
                                         const record::Anchor& anchor, Console& console);

} // namespace evote::app
