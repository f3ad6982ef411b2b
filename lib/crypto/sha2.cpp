// SPDX-License-Identifier: Apache-2.0
#include "evote/crypto/sha2.h"

#include "crypto/sha512_lanes.h"

#include "evote/base/check.h"
#include "evote/base/cpu.h"

#include <openssl/evp.h>

#include <algorithm>
#include <string>

namespace evote::crypto {

namespace {

constexpr std::string_view tag_prefix = "evote/v1/";
constexpr std::uint8_t tag_end = 0;

template <std::size_t Size>
const EVP_MD* algorithm() {
    // Fetched once: a fetch for every hash costs more than a short hash.
    static EVP_MD* const fetched =
        EVP_MD_fetch(nullptr, Size == 32 ? "SHA2-256" : "SHA2-512", nullptr);
    EVOTE_CHECK(fetched != nullptr);
    return fetched;
}

} // namespace

template <std::size_t Size>
struct Sha2<Size>::Context {
    Context() : running(EVP_MD_CTX_new()) {
        EVOTE_CHECK(running != nullptr);
        begin();
    }

    Context(const Context&) = delete;
    Context& operator=(const Context&) = delete;

    ~Context() { EVP_MD_CTX_free(running); }

    void begin() const {
        EVOTE_CHECK(EVP_DigestInit_ex2(running, algorithm<Size>(), nullptr) == 1);
    }

    EVP_MD_CTX* running;
};

template <std::size_t Size>
Sha2<Size>::Sha2() : context_(std::make_unique<Context>()) {}

template <std::size_t Size>
Sha2<Size>::Sha2(Sha2&&) noexcept = default;
template <std::size_t Size>
Sha2<Size>& Sha2<Size>::operator=(Sha2&&) noexcept = default;
template <std::size_t Size>
Sha2<Size>::~Sha2() = default;

template <std::size_t Size>
Sha2<Size>& Sha2<Size>::add(ByteView bytes) {
    EVOTE_CHECK(EVP_DigestUpdate(context_->running, bytes.data(), bytes.size()) == 1);
    return *this;
}

template <std::size_t Size>
Sha2<Size>& Sha2<Size>::add_u8(std::uint8_t value) {
    return add({&value, 1});
}

template <std::size_t Size>
Sha2<Size>& Sha2<Size>::add_u16(std::uint16_t value) {
    const ByteArray<2> bytes{static_cast<std::uint8_t>(value >> 8),
                             static_cast<std::uint8_t>(value)};
    return add(bytes);
}

template <std::size_t Size>
Sha2<Size>& Sha2<Size>::add_u64(std::uint64_t value) {
    ByteArray<8> bytes{};
    for (std::size_t i = 0; i < bytes.size(); ++i)
        bytes[i] = static_cast<std::uint8_t>(value >> (8 * (7 - i)));
    return add(bytes);
}

template <std::size_t Size>
ByteArray<Size> Sha2<Size>::finish() {
    ByteArray<Size> out{};
    EVOTE_CHECK(EVP_DigestFinal_ex(context_->running, out.data(), nullptr) == 1);
    context_->begin();
    return out;
}

template class Sha2<32>;
template class Sha2<64>;

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

// How many of the first messages can be hashed together: all lanes or none.
std::size_t together(std::span<const ByteView> messages) {
    if (!uses_avx512ifma() || messages.size() < sha512_lanes)
        return 0;
    const auto lanes = messages.first<sha512_lanes>();
    const bool same = std::ranges::all_of(
        lanes, [&](ByteView message) { return message.size() == lanes.front().size(); });
    return same ? sha512_lanes : 0;
}

} // namespace

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
