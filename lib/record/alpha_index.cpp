// SPDX-License-Identifier: Apache-2.0
#include "record/alpha_index.h"

#include "crypto/sha2.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <optional>
#include <queue>
#include <string>
#include <utility>

namespace evote::record {

namespace {

constexpr std::size_t records_per_read = 4096;

using Visit = std::function<Outcome(const AlphaRecord&)>;

Result<os::FileDescriptor> nameless_file(const std::filesystem::path& folder) {
    std::string name = (folder / "evote-XXXXXX").string();
    os::FileDescriptor fd(::mkostemp(name.data(), O_CLOEXEC));
    if (fd.get() < 0 || ::unlink(name.c_str()) != 0)
        return fail(os::file_error(name));
    return fd;
}

// Passes on the records that have a neighbour with the same key.
class OnlyRepeated {
  public:
    explicit OnlyRepeated(const Visit& visit) : visit_(visit) {}

    Outcome take(const AlphaRecord& record) {
        const bool repeats = last_ && last_->key == record.key;
        if (repeats && !last_visited_)
            EVOTE_TRY_VOID(visit_(*last_));
        if (repeats)
            EVOTE_TRY_VOID(visit_(record));
        last_ = record;
        last_visited_ = repeats;
        return {};
    }

  private:
    const Visit& visit_;
    std::optional<AlphaRecord> last_;
    bool last_visited_ = false;
};

} // namespace

// Reads one run, record by record.
class AlphaIndex::RunReader {
  public:
    RunReader(int fd, const std::filesystem::path& folder, Run run)
        : fd_(fd), folder_(&folder), run_(run) {}

    Result<std::optional<AlphaRecord>> next() {
        if (position_ == buffer_.size()) {
            EVOTE_TRY_VOID(fill());
            position_ = 0;
        }
        if (buffer_.empty())
            return std::nullopt;
        return buffer_[position_++];
    }

  private:
    Outcome fill() {
        buffer_.resize(std::min<std::uint64_t>(run_.end - run_.begin, records_per_read));
        std::size_t done = 0;
        const std::size_t size = buffer_.size() * sizeof(AlphaRecord);
        while (done < size) {
            const auto offset = static_cast<off_t>(run_.begin * sizeof(AlphaRecord) + done);
            const ssize_t got = ::pread(fd_, reinterpret_cast<std::uint8_t*>(buffer_.data()) + done,
                                        size - done, offset);
            if (got < 0 && errno == EINTR)
                continue;
            if (got == 0)
                errno = EIO; // the file has no name: only a failing disk can make it shorter
            if (got <= 0)
                return fail(os::file_error(*folder_));
            done += static_cast<std::size_t>(got);
        }
        run_.begin += buffer_.size();
        return {};
    }

    int fd_;
    const std::filesystem::path* folder_;
    Run run_;
    std::vector<AlphaRecord> buffer_;
    std::size_t position_ = 0;
};

AlphaIndex::AlphaIndex(crypto::Random& random, std::filesystem::path temporary_folder,
                       std::size_t most_in_memory)
    : temporary_folder_(std::move(temporary_folder)), most_in_memory_(most_in_memory) {
    random.fill(salt_);
}

AlphaRecord AlphaIndex::record(ByteView alpha, std::uint64_t entry) const {
    const Digest32 hash = crypto::sha256({salt_, alpha});
    return {*ByteCursor(hash).take_u64(), entry};
}

Outcome AlphaIndex::add(std::span<const AlphaRecord> records) {
    for (const auto& record : records) {
        if (memory_.size() >= most_in_memory_)
            EVOTE_TRY_VOID(spill());
        memory_.push_back(record);
    }
    return {};
}

Outcome AlphaIndex::spill() {
    if (runs_.empty()) {
        EVOTE_TRY(file_, nameless_file(temporary_folder_));
    }
    std::ranges::sort(memory_);
    const ByteView bytes(reinterpret_cast<const std::uint8_t*>(memory_.data()),
                         memory_.size() * sizeof(AlphaRecord));
    EVOTE_TRY_VOID(os::write_all(file_.get(), bytes, temporary_folder_));
    const std::uint64_t begin = runs_.empty() ? 0 : runs_.back().end;
    runs_.push_back({begin, begin + memory_.size()});
    memory_.clear();
    return {};
}

Outcome AlphaIndex::visit_repeated(const Visit& visit) {
    if (!runs_.empty()) {
        EVOTE_TRY_VOID(spill());
        return merge(visit);
    }
    std::ranges::sort(memory_);
    OnlyRepeated repeated(visit);
    for (const auto& record : memory_)
        EVOTE_TRY_VOID(repeated.take(record));
    return {};
}

Outcome AlphaIndex::merge(const Visit& visit) const {
    struct Head {
        AlphaRecord record;
        std::size_t run;

        bool operator>(const Head& other) const { return record > other.record; }
    };

    std::vector<RunReader> readers;
    std::priority_queue<Head, std::vector<Head>, std::greater<>> heads;
    const auto advance = [&](std::size_t run) -> Outcome {
        EVOTE_TRY(const auto record, readers[run].next());
        if (record)
            heads.push({*record, run});
        return {};
    };
    for (std::size_t run = 0; run < runs_.size(); ++run) {
        readers.emplace_back(file_.get(), temporary_folder_, runs_[run]);
        EVOTE_TRY_VOID(advance(run));
    }
    OnlyRepeated repeated(visit);
    while (!heads.empty()) {
        const Head head = heads.top();
        heads.pop();
        EVOTE_TRY_VOID(repeated.take(head.record));
        EVOTE_TRY_VOID(advance(head.run));
    }
    return {};
}

} // namespace evote::record
