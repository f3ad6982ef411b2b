// SPDX-License-Identifier: Apache-2.0
#include "crypto/sha2.h"

#include "crypto/sha512_lanes.h"
#include "evote/check.h"

#include <algorithm>
#include <atomic>
#include <string>

namespace evote::crypto {

namespace {

constexpr std::string_view tag_prefix = "evote/v1/";
constexpr std::uint8_t tag_end = 0;

} // namespace

Digest32 sha256(std::initializer_list<ByteView> parts) {
    thread_local Sha256 hash;
    for (const auto part : parts)
        hash.add(part);
    return hash.finish();
}

Digest64 tagged_hash(std::string_view tag, std::initializer_list<ByteView> parts) {
    thread_local Sha512 hash;
    hash.add_text(tag_prefix).add_text(tag).add_u8(tag_end);
    for (const auto part : parts)
        hash.add(part);
    return hash.finish();
}

Digest32 tagged_hash32(std::string_view tag, std::initializer_list<ByteView> parts) {
    thread_local Sha256 hash;
    hash.add_text(tag_prefix).add_text(tag).add_u8(tag_end);
    for (const auto part : parts)
        hash.add(part);
    return hash.finish();
}

namespace {

std::atomic<bool> without_vectors{false};

// How many of the first messages can be hashed together: all lanes or none.
std::size_t together(std::span<const ByteView> messages) {
    if (!hashes_with_vectors() || messages.size() < sha512_lanes)
        return 0;
    const auto lanes = messages.first<sha512_lanes>();
    const bool same = std::all_of(lanes.begin(), lanes.end(), [&](ByteView message) {
        return message.size() == lanes.front().size();
    });
    return same ? sha512_lanes : 0;
}

} // namespace

bool hashes_with_vectors() {
    static const bool has = cpu_has_sha512_lanes();
    return has && !without_vectors.load(std::memory_order_relaxed);
}

void hash_without_vectors() {
    without_vectors.store(true, std::memory_order_relaxed);
}

void tagged_hash_batch(std::string_view tag, std::span<const ByteView> messages,
                       std::span<Digest64> out) {
    EVOTE_CHECK(messages.size() == out.size());
    std::string begin(tag_prefix);
    begin += tag;
    begin += static_cast<char>(tag_end);
    const ByteView prefix = bytes_of(begin);
    Sha512 single;
    while (!messages.empty()) {
        std::size_t count = together(messages);
#if defined(__x86_64__)
        if (count != 0)
            sha512_eight(prefix, messages.first<sha512_lanes>(), out.first<sha512_lanes>());
#endif
        if (count == 0) {
            out.front() = single.add(prefix).add(messages.front()).finish();
            count = 1;
        }
        messages = messages.subspan(count);
        out = out.subspan(count);
    }
}

Sha512 begin_tagged_hash(std::string_view tag) {
    Sha512 hash;
    hash.add_text(tag_prefix).add_text(tag).add_u8(tag_end);
    return hash;
}

} // namespace evote::crypto
