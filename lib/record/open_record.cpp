// SPDX-License-Identifier: Apache-2.0
#include "record/open_record.h"

#include "os/file.h"
#include "record/sealed_files.h"
#include "record/witnesses.h"

#include <fmt/format.h>
#include <unistd.h>

namespace evote::record {

namespace {

template <class T>
Result<T> in_file(Result<T> result, const std::filesystem::path& path) {
    if (!result)
        return fail(std::move(result).take_error().in_file(path.string()));
    return result;
}

// PublicKeys has them as text: the protocol does not know the board's notes.
Outcome check_signers(const protocol::PublicKeys& keys) {
    for (unsigned i = 1; i <= keys.trustee_count(); ++i) {
        auto signer = board::VerifierKey::parse(keys.trustee(static_cast<std::uint16_t>(i)).signer);
        if (!signer)
            return fail(std::move(signer).take_error().at(
                verbatim(fmt::format("trustees[{}].signer", i - 1))));
    }
    return {};
}

// In an existing record, a malformed file is damage.
template <class T>
Result<T> damage(Result<T> result) {
    if (!result && kind_of(result.error().code) == ErrorKind::malformed)
        make_damage(result.error());
    return result;
}

// The first of the sealed files that is not the one that was sealed.
std::optional<Error> changed_file(const RecordFolder& folder) {
    const auto election = read_election(folder);
    if (!election || !check_own_fingerprint(folder, *election))
        return std::nullopt;
    for (const auto& file : sealed_files(folder, *election)) {
        auto same = check_sealed_file(file);
        if (!same && same.error().code == ErrorCode::changed)
            return std::move(same).take_error();
    }
    return std::nullopt;
}

} // namespace

Outcome must_be_there(const std::filesystem::path& path, std::string_view command) {
    if (os::file_exists(path))
        return {};
    return fail(Error{ErrorCode::step_missing,
                      msg("this file is missing; it is made by: {0}", command),
                      path.string(),
                      {}});
}

Result<protocol::Manifest> read_manifest(const RecordFolder& folder) {
    EVOTE_TRY_VOID(must_be_there(folder.manifest(), "evote-setup new"));
    EVOTE_TRY(const Bytes bytes,
              os::read_plain_file(folder.manifest(), protocol::Manifest::largest_file));
    return in_file(protocol::Manifest::parse(bytes), folder.manifest());
}

Result<protocol::PublicKeys> read_keys(const RecordFolder& folder,
                                       const protocol::Manifest& manifest) {
    EVOTE_TRY_VOID(must_be_there(folder.keys(), "evote-ceremony finish"));
    EVOTE_TRY(const Bytes bytes, os::read_plain_file(folder.keys()));
    EVOTE_TRY(protocol::PublicKeys keys,
              in_file(protocol::PublicKeys::parse(bytes, manifest), folder.keys()));
    EVOTE_TRY_VOID(in_file(check_signers(keys), folder.keys()));
    return keys;
}

// In pieces: the roll is the one file here that grows with the number of voters.
Result<protocol::Roll> read_roll(const RecordFolder& folder, const protocol::Manifest& manifest) {
    EVOTE_TRY_VOID(must_be_there(folder.roll(), manifest.registrars() == 0
                                                    ? "evote-credentials issue"
                                                    : "evote-credentials roll"));
    EVOTE_TRY(const os::FileDescriptor fd, os::open_plain_file(folder.roll()));
    protocol::RollReader reader(manifest);
    Bytes piece(std::size_t{1} << 20);
    for (;;) {
        const ssize_t size = ::read(fd.get(), piece.data(), piece.size());
        if (size < 0)
            return fail(os::file_error(folder.roll()));
        if (size == 0)
            return in_file(std::move(reader).finish(), folder.roll());
        Outcome taken = reader.add(ByteView(piece).first(static_cast<std::size_t>(size)));
        if (!taken)
            return fail(std::move(taken).take_error().in_file(folder.roll().string()));
    }
}

Result<BoardFile> read_board(const RecordFolder& folder, const protocol::Manifest& manifest) {
    EVOTE_TRY_VOID(must_be_there(folder.board(), "evote-setup seal"));
    EVOTE_TRY(const Bytes bytes, os::read_plain_file(folder.board(), BoardFile::largest_file));
    return in_file(BoardFile::parse(bytes, manifest), folder.board());
}

Result<ElectionFile> read_election(const RecordFolder& folder) {
    EVOTE_TRY_VOID(must_be_there(folder.election(), "evote-setup seal"));
    EVOTE_TRY(const Bytes bytes,
              os::read_plain_file(folder.election(), ElectionFile::largest_file));
    return in_file(ElectionFile::parse(bytes), folder.election());
}

Outcome check_election(const ElectionFile& file, const ElectionFile& computed,
                       const RecordFolder& folder) {
    const auto wrong = [&](const std::filesystem::path& other, std::string place) {
        return fail(Error{ErrorCode::changed,
                          msg("{0} was changed after the election was sealed: its hash differs",
                              other.filename().string()),
                          folder.election().string(),
                          {verbatim(std::move(place))}});
    };
    if (file.manifest != computed.manifest)
        return wrong(folder.manifest(), "manifest");
    if (file.keys != computed.keys)
        return wrong(folder.keys(), "keys");
    if (file.roll != computed.roll)
        return wrong(folder.roll(), "roll");
    if (file.board != computed.board)
        return wrong(folder.board(), "board");
    if (file.fingerprint != computed.fingerprint)
        return fail(Error{ErrorCode::changed,
                          msg("this is not the fingerprint of the four hashes"),
                          folder.election().string(),
                          {verbatim("fingerprint")}});
    return {};
}

Outcome must_be_record(const RecordFolder& folder) {
    if (folder.is_record())
        return {};
    return fail(Error{ErrorCode::not_a_record,
                      msg("this folder contains no election"),
                      folder.path().string(),
                      {}});
}

namespace {

Result<OpenRecord> read_record(const RecordFolder& folder) {
    EVOTE_TRY(protocol::Manifest manifest, damage(read_manifest(folder)));
    EVOTE_TRY(protocol::PublicKeys keys, damage(read_keys(folder, manifest)));
    EVOTE_TRY(protocol::Roll roll, damage(read_roll(folder, manifest)));
    EVOTE_TRY(BoardFile board, damage(read_board(folder, manifest)));
    EVOTE_TRY_VOID(damage(check_witness_keys(folder, board, keys)));
    EVOTE_TRY(const ElectionFile file, damage(read_election(folder)));
    const auto computed = ElectionFile::of(manifest.hash(), keys.hash(), roll.hash(), board.hash());
    EVOTE_TRY_VOID(check_election(file, computed, folder));
    EVOTE_TRY(protocol::Election election,
              protocol::Election::bind(std::move(manifest), std::move(keys), roll, board.file,
                                       board.registrar_keys()));
    return OpenRecord{folder, std::move(election), std::move(roll), std::move(board)};
}

} // namespace

// Nobody is blamed for what follows from a file that was changed after sealing.
Result<OpenRecord> OpenRecord::open(const RecordFolder& folder) {
    EVOTE_TRY_VOID(must_be_record(folder));
    auto opened = read_record(folder);
    if (opened || kind_of(opened.error().code) != ErrorKind::invalid)
        return opened;
    if (auto changed = changed_file(folder))
        return fail(std::move(*changed));
    return opened;
}

Result<board::LogReader> OpenRecord::open_log() const {
    return damage(board::LogReader::open(folder.log(), board.key));
}

} // namespace evote::record
