// SPDX-License-Identifier: Apache-2.0
#include "record/sealed_files.h"

#include "crypto/sha2.h"
#include "os/file.h"

#include <unistd.h>

namespace evote::record {

namespace {

Result<Digest32> hash_of_file(const std::filesystem::path& path) {
    EVOTE_TRY(const os::FileDescriptor fd, os::open_plain_file(path));
    crypto::Sha256 hash;
    Bytes piece(std::size_t{1} << 20);
    for (;;) {
        const ssize_t size = ::read(fd.get(), piece.data(), piece.size());
        if (size < 0)
            return fail(os::file_error(path));
        if (size == 0)
            return hash.finish();
        hash.add(ByteView(piece).first(static_cast<std::size_t>(size)));
    }
}

} // namespace

std::array<SealedFile, 4> sealed_files(const RecordFolder& folder, const ElectionFile& election) {
    return {SealedFile{folder.manifest(), election.manifest},
            SealedFile{folder.keys(), election.keys}, SealedFile{folder.roll(), election.roll},
            SealedFile{folder.board(), election.board}};
}

Outcome check_own_fingerprint(const RecordFolder& folder, const ElectionFile& election) {
    const auto own =
        ElectionFile::of(election.manifest, election.keys, election.roll, election.board);
    if (own.fingerprint == election.fingerprint)
        return {};
    return fail(Error{ErrorCode::changed,
                      msg("this is not the fingerprint of the four hashes"),
                      folder.election().string(),
                      {verbatim("fingerprint")}});
}

Outcome check_sealed_file(const SealedFile& file) {
    EVOTE_TRY(const Digest32 hash, hash_of_file(file.path));
    if (hash == file.hash)
        return {};
    return fail(Error{ErrorCode::changed,
                      msg("{0} was changed after the election was sealed: its hash differs",
                          file.path.filename().string()),
                      file.path.string(),
                      {}});
}

} // namespace evote::record
