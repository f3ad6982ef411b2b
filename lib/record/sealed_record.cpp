// SPDX-License-Identifier: Apache-2.0
#include "record/sealed_record.h"

#include "record/seals.h"

namespace evote::record {

Result<SealedRecord> SealedRecord::open(const RecordFolder& folder, const Anchor& anchor) {
    EVOTE_TRY(OpenRecord record, OpenRecord::open(folder));
    Outcome announced = anchor.check(record.election.fingerprint());
    if (!announced)
        return fail(std::move(announced).take_error().in_file(folder.election().string()));
    EVOTE_TRY(const SealsOfRecord seals, read_seals(folder, record.election));
    const std::size_t needed = record.election.keys().threshold();
    if (needed > seals.good.size())
        return fail(Error{ErrorCode::not_sealed,
                          msg("only {0} trustees sealed this election, {1} are needed",
                              seals.good.size(), needed),
                          folder.ceremony().string(),
                          {}});
    return SealedRecord(std::move(record));
}

} // namespace evote::record
