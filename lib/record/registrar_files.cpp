// SPDX-License-Identifier: Apache-2.0
#include "record/registrar_files.h"

#include "evote/check.h"
#include "os/file.h"
#include "os/workers.h"
#include "record/open_record.h"

#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <mutex>

namespace evote::record {

namespace {

constexpr std::uint64_t largest_registrar_note = std::uint64_t{1} << 16;
constexpr std::string_view halves_command = "evote-credentials halves";

Result<protocol::Halves> read_halves(const std::filesystem::path& path,
                                     const protocol::Manifest& manifest, std::uint8_t registrar) {
    EVOTE_TRY_VOID(must_be_there(path, halves_command));
    EVOTE_TRY(const os::FileDescriptor fd, os::open_plain_file(path));
    protocol::HalvesReader reader(manifest, registrar, path.string());
    Bytes piece(std::size_t{1} << 20);
    for (;;) {
        const ssize_t size = ::read(fd.get(), piece.data(), piece.size());
        if (size < 0)
            return fail(os::file_error(path));
        if (size == 0)
            return std::move(reader).finish();
        EVOTE_TRY_VOID(reader.add(ByteView(piece).first(static_cast<std::size_t>(size))));
    }
}

// Appends those of the next registrar, whose list must be that of the first.
Outcome take_registrar(RegistrarFiles files, const RecordFolder& folder,
                       std::vector<RegistrarFiles>& out) {
    if (!out.empty() && files.note.list != out.front().note.list)
        return fail(Error{ErrorCode::registrars_differ,
                          msg("registrars {0} and {1} were given different lists of voters", 1,
                              files.note.registrar),
                          folder.registrar_note(files.note.registrar).string(),
                          {}});
    out.push_back(std::move(files));
    return {};
}

// Gives out chunks to all threads, and stops when asked to.
class ChunkWork {
  public:
    ChunkWork(protocol::JointRollMaker& maker, std::uint64_t voters, const JointRollWork& work)
        : maker_(maker), voters_(voters), work_(work) {}

    void run() {
        for (std::size_t chunk = next_++; chunk < maker_.chunks() && !stopped_; chunk = next_++) {
            maker_.take_chunk(chunk);
            report();
        }
    }

    bool stopped() const { return stopped_; }

  private:
    void report() {
        const std::lock_guard lock(mutex_);
        ++done_;
        if (work_.progress)
            work_.progress(voters_ * done_ / maker_.chunks(), voters_);
        if (work_.stop && work_.stop())
            stopped_ = true;
    }

    protocol::JointRollMaker& maker_;
    std::uint64_t voters_;
    const JointRollWork& work_;
    std::atomic<std::size_t> next_{0};
    std::atomic<bool> stopped_{false};
    std::mutex mutex_; // guards what follows, and the caller's functions
    std::size_t done_ = 0;
};

} // namespace

Result<RegistrarNote> read_registrar_note(const RecordFolder& folder,
                                          const protocol::Manifest& manifest,
                                          std::uint8_t registrar) {
    const std::filesystem::path path = folder.registrar_note(registrar);
    EVOTE_TRY_VOID(must_be_there(path, halves_command));
    EVOTE_TRY(const Bytes file, os::read_plain_file(path, largest_registrar_note));
    auto note = RegistrarNote::parse(file, manifest, registrar);
    if (!note)
        return fail(std::move(note).take_error().in_file(path.string()));
    return note;
}

Result<RegistrarFiles> read_registrar(const RecordFolder& folder,
                                      const protocol::Manifest& manifest, std::uint8_t registrar) {
    EVOTE_TRY(auto note, read_registrar_note(folder, manifest, registrar));
    EVOTE_TRY(auto halves, read_halves(folder.halves(registrar), manifest, registrar));
    if (halves.hash() != note.halves)
        return fail(Error{ErrorCode::changed,
                          msg("this is not the file that registrar {0} signed", registrar),
                          halves.source(),
                          {}});
    return RegistrarFiles{std::move(note), std::move(halves)};
}

Result<std::vector<RegistrarFiles>> read_registrars(const RecordFolder& folder,
                                                    const protocol::Manifest& manifest,
                                                    std::span<const board::VerifierKey> keys) {
    EVOTE_CHECK(keys.size() == manifest.registrars());
    std::vector<RegistrarFiles> out;
    for (std::size_t i = 0; i < keys.size(); ++i) {
        const auto registrar = static_cast<std::uint8_t>(i + 1);
        const std::string path = folder.registrar_note(registrar).string();
        EVOTE_TRY(auto files, read_registrar(folder, manifest, registrar));
        if (auto is_signed = files.note.must_be_signed(keys[i]); !is_signed)
            return fail(std::move(is_signed).take_error().in_file(path));
        EVOTE_TRY_VOID(take_registrar(std::move(files), folder, out));
    }
    return out;
}

Result<std::vector<RegistrarFiles>> read_unsealed_registrars(const RecordFolder& folder,
                                                             const protocol::Manifest& manifest) {
    std::vector<RegistrarFiles> out;
    for (unsigned i = 1; i <= manifest.registrars(); ++i) {
        EVOTE_TRY(auto files, read_registrar(folder, manifest, static_cast<std::uint8_t>(i)));
        EVOTE_TRY_VOID(take_registrar(std::move(files), folder, out));
    }
    return out;
}

Result<protocol::JointRoll> joint_roll(const RecordFolder& folder,
                                       const protocol::Manifest& manifest,
                                       std::vector<RegistrarFiles> files,
                                       const JointRollWork& work) {
    EVOTE_CHECK(work.threads > 0 && !files.empty());
    const std::uint64_t voters = files.front().halves.size();
    std::vector<protocol::ProvedHalves> proved;
    for (auto& each : files)
        proved.push_back({std::move(each.halves), each.note.proof,
                          folder.registrar_note(each.note.registrar).string()});
    EVOTE_TRY(auto maker, protocol::JointRollMaker::begin(manifest, std::move(proved)));
    ChunkWork chunks(maker, voters, work);
    os::Workers threads(
        static_cast<unsigned>(std::clamp<std::size_t>(maker.chunks(), 1, work.threads)));
    threads.run([&](unsigned /*worker*/) { chunks.run(); });
    if (chunks.stopped())
        return fail(ErrorCode::stopped, msg("it was stopped before its end"));
    auto roll = std::move(maker).finish();
    if (!roll)
        return fail(std::move(roll).take_error().in_file(folder.registrars().string()));
    return roll;
}

Result<Digest32> check_joint_roll(const RecordFolder& folder, const protocol::Manifest& manifest,
                                  std::span<const board::VerifierKey> keys,
                                  const protocol::Roll& roll, const JointRollWork& work) {
    EVOTE_TRY(auto files, read_registrars(folder, manifest, keys));
    const Digest32 list = files.front().note.list;
    EVOTE_TRY(const auto made, joint_roll(folder, manifest, std::move(files), work));
    if (auto same = made.must_be(roll); !same)
        return fail(std::move(same).take_error().in_file(folder.roll().string()));
    return list;
}

} // namespace evote::record
