// SPDX-License-Identifier: Apache-2.0
#include "payload.h"

#include <fmt/format.h>

#include <algorithm>

namespace evote::secretfile::age {

namespace {

constexpr std::size_t sealed_chunk_bytes = chunk_bytes + tag_bytes;

Key32 payload_key(const FileKey& key, const PayloadNonce& nonce) {
    return hkdf_sha256(key.expose(), nonce, "payload");
}

// The position in 11 bytes, big-endian, then 1 for the last chunk.
AeadNonce chunk_nonce(std::uint64_t position, std::uint8_t last) {
    AeadNonce nonce{};
    for (std::size_t i = 0; i < 8; ++i)
        nonce[3 + i] = static_cast<std::uint8_t>(position >> (8 * (7 - i)));
    nonce.back() = last;
    return nonce;
}

auto damaged(std::size_t chunk) {
    return fail(ErrorCode::malformed, msg("the file is damaged or cut short"),
                msg("chunk {0}", chunk));
}

} // namespace

void append_payload(Bytes& file, const FileKey& key, const PayloadNonce& nonce, ByteView plain) {
    append(file, nonce);
    const Key32 chunk_key = payload_key(key, nonce);
    std::uint8_t last = 0;
    for (std::uint64_t position = 0; last == 0; ++position) {
        const auto chunk = plain.first(std::min(plain.size(), chunk_bytes));
        plain = plain.subspan(chunk.size());
        last = plain.empty() ? 1 : 0;
        const std::size_t start = file.size();
        file.resize(start + chunk.size() + tag_bytes);
        seal(chunk_key, chunk_nonce(position, last), chunk, MutableByteView(file).subspan(start));
    }
}

Result<SecretBytes> read_payload(const FileKey& key, ByteView payload) {
    ByteCursor cursor(payload);
    const auto nonce = cursor.take_array<sizeof(PayloadNonce)>();
    if (!nonce)
        return fail(ErrorCode::malformed, msg("the file is cut short after its header"));
    const Key32 chunk_key = payload_key(key, *nonce);
    const std::size_t full_chunks = cursor.remaining() / sealed_chunk_bytes;
    const std::size_t rest = cursor.remaining() % sealed_chunk_bytes;
    const std::size_t chunks = std::max<std::size_t>(1, full_chunks + (rest > 0 ? 1 : 0));
    // Only an empty plaintext has an empty chunk, so that there is one way to split each plaintext.
    const std::size_t least_rest = full_chunks == 0 ? tag_bytes : tag_bytes + 1;
    if (chunks > full_chunks && rest < least_rest)
        return damaged(chunks);
    SecretBytes plain(cursor.remaining() - chunks * tag_bytes);
    MutableByteView left = plain.expose();
    for (std::size_t position = 0; position < chunks; ++position) {
        const auto out = left.first(std::min(left.size(), chunk_bytes));
        left = left.subspan(out.size());
        const auto sealed = cursor.take(out.size() + tag_bytes);
        const std::uint8_t last = position + 1 == chunks ? 1 : 0;
        if (!open(chunk_key, chunk_nonce(position, last), *sealed, out))
            return damaged(position + 1);
    }
    return plain;
}

} // namespace evote::secretfile::age
