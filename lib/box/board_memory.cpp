// SPDX-License-Identifier: Apache-2.0
#include "box/board_memory.h"

#include "base/text.h"

#include <sys/file.h>

#include <array>
#include <cerrno>

namespace evote::box {

namespace {

constexpr std::string_view memory_line = "evote-board-memory-1";
constexpr std::uint64_t largest_memory = 4096;
constexpr std::array words{"", "election ", "size ", "root ", "log ", "pairing ", "mac "};
constexpr std::size_t pairing_word = 5;

// The values of the file's lines, of which that of the pairing may be missing; nothing if they do
// not begin with the right words.
std::optional<std::array<std::string_view, words.size()>> values_of(std::string_view text) {
    auto lines = split(text, '\n');
    if (lines.size() == words.size())
        lines.insert(lines.begin() + pairing_word, words[pairing_word]);
    std::array<std::string_view, words.size()> out;
    if (lines.size() != words.size() + 1 || !lines.back().empty())
        return std::nullopt;
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (!lines[i].starts_with(words[i]))
            return std::nullopt;
        out[i] = lines[i].substr(std::string_view(words[i]).size());
    }
    return out;
}

struct MemoryFile {
    Digest32 fingerprint{};
    board::RememberedLog log;
    board::Pairing pairing;
};

// Everything but the code at its end.
std::optional<MemoryFile> parse_memory(std::string_view text) {
    const auto values = values_of(text);
    if (!values)
        return std::nullopt;
    const auto& [line, election, size, root, log, paired, mac] = *values;
    const auto fingerprint = hex_decode_array<32>(election);
    const auto entries = decimal_decode(size, INT64_MAX);
    const auto hash = hex_decode_array<32>(root);
    const bool closed = log == "closed";
    const auto pairing =
        paired.empty() ? std::optional(board::Pairing{}) : board::Pairing::parse(paired);
    if (line != memory_line || !fingerprint || !entries || !hash || (!closed && log != "open") ||
        !pairing || (*entries == 0 && *hash != board::empty_root()))
        return std::nullopt;
    return MemoryFile{*fingerprint, {{*entries, *hash}, closed}, *pairing};
}

} // namespace

BoardMemory::BoardMemory(const BoardKey& key, const Digest32& fingerprint, board::Storage& storage,
                         os::FileDescriptor lock)
    : path_(key.memory()),
      fingerprint_(fingerprint),
      mac_key_(key.signer.derive_key("board-memory")),
      storage_(&storage),
      lock_(std::move(lock)) {}

// On the key's own file, which nobody replaces.
Result<std::unique_ptr<BoardMemory>>
BoardMemory::lock(const BoardKey& key, const Digest32& fingerprint, board::Storage& storage) {
    EVOTE_TRY(os::FileDescriptor fd, os::open_plain_file(key.file));
    if (::flock(fd.get(), LOCK_EX | LOCK_NB) != 0) {
        if (errno != EWOULDBLOCK)
            return fail(os::file_error(key.file));
        return fail(Error{ErrorCode::locked,
                          msg("another program is using the board's key right now"),
                          key.file.string(),
                          {}});
    }
    return std::unique_ptr<BoardMemory>(new BoardMemory(key, fingerprint, storage, std::move(fd)));
}

Outcome BoardMemory::create(const BoardKey& key, const Digest32& fingerprint,
                            board::Storage& storage) {
    EVOTE_TRY(const auto memory, lock(key, fingerprint, storage));
    const auto there = memory->recall();
    if (!there && there.error().code == ErrorCode::memory_missing)
        return memory->keep({{0, board::empty_root()}, false});
    EVOTE_TRY_VOID(there);
    if (there->tree.size != 0)
        return fail(Error{ErrorCode::already_there,
                          msg("the board is in use already"),
                          key.memory().string(),
                          {}});
    return {};
}

std::string BoardMemory::text(const board::RememberedLog& log, const board::Pairing& pairing,
                              const Digest32& fingerprint) const {
    std::string out(memory_line);
    out += "\nelection " + hex_encode(fingerprint);
    out += "\nsize " + std::to_string(log.tree.size);
    out += "\nroot " + hex_encode(log.tree.root);
    out += log.closed ? "\nlog closed\n" : "\nlog open\n";
    if (pairing != board::Pairing{})
        out += "pairing " + pairing.text() + "\n";
    return out + "mac " + hex_encode(crypto::hmac_sha256(mac_key_, {bytes_of(out)})) + "\n";
}

Result<board::RememberedLog> BoardMemory::recall() {
    const auto refuse = [this](ErrorCode code, Message message) {
        return fail(Error{code, std::move(message), path_.string(), {}});
    };
    auto file = os::read_plain_file(path_, largest_memory);
    if (!file && file.error().code == ErrorCode::file_missing)
        return refuse(ErrorCode::memory_missing,
                      msg("what the board's key remembers is missing. Put a copy of this file "
                          "back; only if there is none: evote-board resume"));
    EVOTE_TRY_VOID(file);
    const auto parsed = parse_memory(text_of(*file));
    if (!parsed)
        return refuse(ErrorCode::malformed, msg("this is not the memory of a board's key"));
    if (!equal(*file, bytes_of(text(parsed->log, parsed->pairing, parsed->fingerprint))))
        return refuse(ErrorCode::changed,
                      msg("this was not written with the board's key: it was changed, or belongs "
                          "to another key. Put a copy of the right file back; only if there is "
                          "none: evote-board resume"));
    if (parsed->fingerprint != fingerprint_)
        return refuse(ErrorCode::wrong_election,
                      msg("the board's key was made for the election with the fingerprint {0}, and "
                          "this one has {1}: the key is another board's, or files of the record "
                          "were exchanged",
                          hex_encode(parsed->fingerprint), hex_encode(fingerprint_)));
    pairing_ = parsed->pairing;
    return parsed->log;
}

Outcome BoardMemory::keep(const board::RememberedLog& log) {
    return keep(log, pairing_);
}

Outcome BoardMemory::keep(const board::RememberedLog& log, const board::Pairing& pairing) {
    auto unfinished = path_;
    unfinished += ".new";
    EVOTE_TRY_VOID(storage_->write_synced(unfinished, bytes_of(text(log, pairing, fingerprint_))));
    EVOTE_TRY_VOID(storage_->rename(unfinished, path_));
    EVOTE_TRY_VOID(storage_->sync_folder(path_.has_parent_path() ? path_.parent_path() : "."));
    pairing_ = pairing;
    return {};
}

} // namespace evote::box
