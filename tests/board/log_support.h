// SPDX-License-Identifier: Apache-2.0
// What the board's tests share: a signer, entries with known content, a log in a temporary folder.
#pragma once

#include "base/text.h"
#include "board/log_audit.h"
#include "board/log_writer.h"
#include "board/receipt.h"
#include "support/rooms.h"
#include "support/temporary_folder.h"

#include <fcntl.h>
#include <fmt/format.h>

namespace evote::test {

/// The bytes i, i + 1, ... as a seed.
inline NoteSigner signer(const std::string& name = "evote/test", std::uint8_t seed = 1) {
    Secret<ByteArray<32>> bytes;
    for (auto& byte : bytes.expose())
        byte = seed++;
    return NoteSigner(name, SigningKey(std::move(bytes)));
}

/// "<word> <i>" and a varying number of letters x, so that lengths differ; entry 7 is empty.
inline Bytes entry(std::uint64_t i, std::string_view word = "entry") {
    if (i == 7)
        return {};
    return to_bytes(bytes_of(fmt::format("{} {} {}", word, i, std::string(i * 37 % 90, 'x'))));
}

/// Entries `first`, `first + 1`, ... as one batch.
inline Result<Appended> append_entries(LogWriter& writer, std::uint64_t first, std::uint64_t count,
                                       std::string_view word = "entry") {
    std::vector<Bytes> entries;
    for (std::uint64_t i = 0; i < count; ++i)
        entries.push_back(entry(first + i, word));
    const std::vector<ByteView> views(entries.begin(), entries.end());
    return writer.append(views);
}

/// A disk that forgets nothing and needs no fsync: for tests with many small logs.
class FastStorage : public Storage {
  public:
    Outcome make_folder(const std::filesystem::path& folder) override {
        return system_storage().make_folder(folder);
    }

    Outcome write_synced(const std::filesystem::path& file, ByteView bytes) override {
        const FileDescriptor fd(::creat(file.c_str(), 0644));
        return write_all(fd.get(), bytes, file);
    }

    Outcome rename(const std::filesystem::path& from, const std::filesystem::path& to) override {
        return system_storage().rename(from, to);
    }

    Outcome remove(const std::filesystem::path& path) override {
        return system_storage().remove(path);
    }

    Outcome sync_folder(const std::filesystem::path&) override { return {}; }
};

/// A memory in a file beside the log, "<size> <root> <open or closed>", written like a log's files.
class FileMemory final : public LogMemory {
  public:
    FileMemory(std::filesystem::path path, Storage& storage)
        : path_(std::move(path)), storage_(&storage) {}

    Result<RememberedLog> recall() override {
        EVOTE_TRY(const Bytes file, read_file(path_));
        const auto parts = split(text_of(file), ' ');
        if (parts.size() != 3)
            return fail(ErrorCode::damaged, msg("the memory is half written"));
        return RememberedLog{
            {*decimal_decode(parts[0], INT64_MAX), *hex_decode_array<32>(parts[1])},
            parts[2] == "closed"};
    }

    Outcome keep(const RememberedLog& log) override {
        const auto text = fmt::format("{} {} {}", log.tree.size, hex_encode(log.tree.root),
                                      log.closed ? "closed" : "open");
        auto unfinished = path_;
        unfinished += ".new";
        EVOTE_TRY_VOID(storage_->write_synced(unfinished, bytes_of(text)));
        EVOTE_TRY_VOID(storage_->rename(unfinished, path_));
        return storage_->sync_folder(path_.parent_path());
    }

  private:
    std::filesystem::path path_;
    Storage* storage_;
};

/// A log in `folder()` with `size` entries, in batches of `batch`.
class TestLog {
  public:
    explicit TestLog(std::uint64_t size, std::uint64_t batch = 100) {
        if (!LogWriter::create(folder(), signer(), storage_))
            throw std::runtime_error("no log");
        auto writer = open();
        for (std::uint64_t first = 0; first < size; first += batch)
            if (!append_entries(writer, first, std::min(batch, size - first)))
                throw std::runtime_error("no append");
    }

    std::filesystem::path folder() const { return temporary_.path() / "board"; }

    std::filesystem::path file(const std::string& name) const { return folder() / name; }

    LogWriter open() const {
        auto writer = LogWriter::open(folder(), signer(), storage_);
        if (!writer)
            throw std::runtime_error(writer.error().english());
        return std::move(*writer);
    }

    LogReader reader() const {
        auto log = LogReader::open(folder(), signer().verifier());
        if (!log)
            throw std::runtime_error(log.error().english());
        return std::move(*log);
    }

    LogFindings audit() const { return audit_log(reader()); }

    /// Changes a file of the log.
    template <class Change>
    void change(const std::string& name, Change change) const {
        auto bytes = read_file(file(name)).value();
        change(bytes);
        if (!write_file(file(name), bytes, Existing::replace))
            throw std::runtime_error("not changed");
    }

  private:
    TemporaryFolder temporary_;
    mutable FastStorage storage_;
};

/// "name: place: message" of each, with names relative to the log.
inline std::vector<std::string> fault_texts(const std::vector<Error>& errors,
                                            const std::filesystem::path& folder) {
    std::vector<std::string> out;
    for (Error error : errors) {
        error.file = std::filesystem::path(error.file).lexically_relative(folder).string();
        out.push_back(error.english());
    }
    return out;
}

} // namespace evote::test
