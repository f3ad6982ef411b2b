// SPDX-License-Identifier: Apache-2.0
#include "record/trustee_files.h"

#include "os/file.h"
#include "record/open_record.h"

namespace evote::record {

namespace {

constexpr std::uint64_t largest_share = std::uint64_t{1} << 28;

Result<protocol::CheckedShare> read_share(const RecordFolder& folder,
                                          const protocol::Election& election,
                                          const protocol::TallyFile& tally, std::uint16_t trustee) {
    EVOTE_TRY(const Bytes bytes, os::read_plain_file(folder.decryption(trustee), largest_share));
    EVOTE_TRY(auto share, protocol::DecryptionShare::parse(bytes, election.manifest()));
    if (share.trustee != trustee)
        return fail(ErrorCode::other_trustee,
                    msg("this is the decryption of trustee {0}, not of trustee {1}", share.trustee,
                        trustee));
    return protocol::check_share(election, tally, std::move(share));
}

} // namespace

Result<protocol::TallyFile> read_tally(const RecordFolder& folder,
                                       const protocol::Election& election) {
    EVOTE_TRY_VOID(must_be_there(folder.tally(), "evote-aggregate"));
    EVOTE_TRY(const Bytes bytes, os::read_plain_file(folder.tally(), largest_share));
    auto tally = protocol::TallyFile::parse(bytes, election);
    if (tally)
        return tally;
    Error error = std::move(tally).take_error().in_file(folder.tally().string());
    error.code = ErrorCode::invalid;
    return fail(std::move(error));
}

Result<SharesOfRecord> read_shares(const RecordFolder& folder, const protocol::Election& election,
                                   const protocol::TallyFile& tally) {
    SharesOfRecord out;
    for (unsigned i = 1; i <= election.keys().trustee_count(); ++i) {
        const auto trustee = static_cast<std::uint16_t>(i);
        if (!os::file_exists(folder.decryption(trustee)))
            continue;
        auto share = read_share(folder, election, tally, trustee);
        if (share) {
            out.good.push_back(std::move(*share));
            continue;
        }
        EVOTE_TRY(Error fault,
                  damage_of(std::move(share).take_error(), folder.decryption(trustee)));
        out.bad.push_back(trustee);
        out.faults.push_back(std::move(fault));
    }
    return out;
}

} // namespace evote::record
