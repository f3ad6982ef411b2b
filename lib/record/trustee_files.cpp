// SPDX-License-Identifier: Apache-2.0
#include "record/trustee_files.h"

#include "ceremony_files.h"
#include "os/file.h"
#include "record/ceremony_notes.h"
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

Outcome read_seal(const RecordFolder& folder, const protocol::Election& election,
                  std::uint16_t trustee) {
    EVOTE_TRY(const Bytes bytes, os::read_plain_file(folder.note("seal", trustee), largest_seal));
    EVOTE_TRY(const board::Note note, board::Note::parse(bytes));
    EVOTE_TRY(const auto signer,
              board::VerifierKey::parse(election.keys().trustee(trustee).signer));
    EVOTE_TRY_VOID(note.verify(std::span(&signer, 1)));
    EVOTE_TRY(const auto seal, SealNote::parse(note.text(), election.manifest()));
    if (seal.fingerprint != election.fingerprint())
        return fail(ErrorCode::other_election, msg("trustee {0} ({1}) sealed another election",
                                                   trustee, election.keys().trustee(trustee).name));
    return {};
}

// In a record every fault is damage, whatever it looks like.
Result<Error> as_fault(Error error, const std::filesystem::path& file) {
    if (kind_of(error.code) == ErrorKind::system)
        return fail(std::move(error));
    make_damage(error);
    return std::move(error).in_file(file.string());
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
        EVOTE_TRY(Error fault, as_fault(std::move(share).take_error(), folder.decryption(trustee)));
        out.bad.push_back(trustee);
        out.faults.push_back(std::move(fault));
    }
    return out;
}

Result<SealsOfRecord> read_seals(const RecordFolder& folder, const protocol::Election& election) {
    SealsOfRecord out;
    for (unsigned i = 1; i <= election.keys().trustee_count(); ++i) {
        const auto trustee = static_cast<std::uint16_t>(i);
        if (!os::file_exists(folder.note("seal", trustee)))
            continue;
        auto seal = read_seal(folder, election, trustee);
        if (seal) {
            out.good.push_back(trustee);
            continue;
        }
        EVOTE_TRY(Error fault,
                  as_fault(std::move(seal).take_error(), folder.note("seal", trustee)));
        out.faults.push_back(std::move(fault));
    }
    return out;
}

} // namespace evote::record
