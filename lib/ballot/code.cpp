// SPDX-License-Identifier: Apache-2.0
#include "ballot/code.h"

#include "crypto/sha2.h"
#include "evote/check.h"

#include <algorithm>

namespace evote::ballot {

namespace {

constexpr std::string_view alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
constexpr std::size_t symbols = 28;
constexpr std::size_t group_size = 4;
// The bytes of a code, 12 bits of checksum and 4 unused bits.
using Packed = Secret<ByteArray<18>>;

// All ones if a == b, otherwise zero; for numbers below 2^31.
std::uint32_t mask_if_equal(std::uint32_t a, std::uint32_t b) {
    return 0U - (((a ^ b) - 1U) >> 31);
}

// All ones if least <= c <= most, otherwise zero.
std::uint32_t mask_if_within(std::uint32_t c, std::uint32_t least, std::uint32_t most) {
    return ~(0U - (((c - least) | (most - c)) >> 31));
}

std::uint8_t symbol_of(std::uint32_t value) {
    std::uint32_t symbol = 0;
    for (std::uint32_t i = 0; i < alphabet.size(); ++i)
        symbol |= mask_if_equal(i, value) & static_cast<unsigned char>(alphabet[i]);
    return static_cast<std::uint8_t>(symbol);
}

// The value of a typed character; at least 32 if no code has it.
std::uint32_t value_of(std::uint32_t c) {
    c -= mask_if_within(c, 'a', 'z') & ('a' - 'A');
    c ^= (mask_if_equal(c, 'I') & ('I' ^ '1')) | (mask_if_equal(c, 'L') & ('L' ^ '1')) |
         (mask_if_equal(c, 'O') & ('O' ^ '0'));
    std::uint32_t value = 0;
    std::uint32_t found = 0;
    for (std::uint32_t i = 0; i < alphabet.size(); ++i) {
        const std::uint32_t here = mask_if_equal(c, static_cast<unsigned char>(alphabet[i]));
        value |= here & i;
        found |= here;
    }
    return value | (~found & 32U);
}

bool is_separator(char c) {
    return std::string_view(" \t\n\v\f\r-").find(c) != std::string_view::npos;
}

// Whose codes have no registrar in their checksum.
constexpr std::uint8_t nobody = 0;

Packed with_checksum(const CodeBytes& code, std::uint8_t registrar) {
    Packed packed;
    auto& bytes = packed.expose();
    const ByteArray<1> index{registrar};
    Digest32 digest = registrar == nobody
                          ? crypto::tagged_hash32("code", {code.expose()})
                          : crypto::tagged_hash32("code/half", {index, code.expose()});
    std::copy(code.expose().begin(), code.expose().end(), bytes.begin());
    bytes[16] = digest[0];
    bytes[17] = digest[1] & 0xF0U;
    wipe(digest.data(), digest.size());
    return packed;
}

// The values of the typed characters: 5 bits each, the first ones highest.
Result<Packed> read_symbols(std::string_view typed) {
    Packed packed;
    auto& bytes = packed.expose();
    std::size_t count = 0;
    for (const char c : typed) {
        if (is_separator(c))
            continue;
        const std::uint32_t value = value_of(static_cast<unsigned char>(c));
        const std::size_t place = count++;
        if (value >= 32)
            return fail(ErrorCode::bad_code,
                        msg("the character at position {0} never occurs in a code", place + 1));
        if (place >= symbols)
            continue;
        const std::uint32_t window = value << (11 - 5 * place % 8);
        bytes[5 * place / 8] |= static_cast<std::uint8_t>(window >> 8);
        bytes[5 * place / 8 + 1] |= static_cast<std::uint8_t>(window);
    }
    if (count != symbols)
        return fail(ErrorCode::bad_code,
                    msg("a code has {0} letters and digits, but this one has {1}", symbols, count));
    return packed;
}

SecretBytes encode(const CodeBytes& code, std::uint8_t registrar) {
    const WipedStack wiped;
    const Packed packed = with_checksum(code, registrar);
    const auto& bytes = packed.expose();
    SecretBytes text(symbols + symbols / group_size - 1);
    auto out = text.expose().begin();
    for (std::size_t i = 0; i < symbols; ++i) {
        if (i > 0 && i % group_size == 0)
            *out++ = '-';
        const std::size_t first = 5 * i / 8;
        const std::uint32_t window =
            static_cast<std::uint32_t>(bytes[first]) << 8 | bytes[first + 1];
        *out++ = symbol_of(window >> (11 - 5 * i % 8) & 31U);
    }
    return text;
}

CodeBytes bytes_in(const Packed& packed) {
    CodeBytes code;
    std::copy_n(packed.expose().begin(), code.expose().size(), code.expose().begin());
    return code;
}

bool has_checksum(const Packed& packed, const CodeBytes& code, std::uint8_t registrar) {
    return equal(with_checksum(code, registrar).expose(), packed.expose());
}

Failed mistyped() {
    return fail(ErrorCode::bad_code,
                msg("this is not a code: a character was mistyped or two were swapped"));
}

Secret<Digest64> wide_secret(std::string_view tag, std::initializer_list<ByteView> parts) {
    Secret<Digest64> wide;
    Digest64 digest = crypto::tagged_hash(tag, parts);
    wide.expose() = digest;
    wipe(digest.data(), digest.size());
    return wide;
}

} // namespace

SecretBytes encode_code(const CodeBytes& code) {
    return encode(code, nobody);
}

SecretBytes encode_half_code(std::uint8_t registrar, const CodeBytes& code) {
    EVOTE_CHECK(registrar != nobody);
    return encode(code, registrar);
}

Result<CodeBytes> decode_code(std::string_view typed) {
    const WipedStack wiped;
    EVOTE_TRY(const Packed packed, read_symbols(typed));
    CodeBytes code = bytes_in(packed);
    if (!has_checksum(packed, code, nobody))
        return mistyped();
    return code;
}

Result<CodeBytes> decode_half_code(std::uint8_t registrar, std::uint8_t registrars,
                                   std::string_view typed) {
    EVOTE_CHECK(registrar != nobody && registrar <= registrars);
    const WipedStack wiped;
    EVOTE_TRY(const Packed packed, read_symbols(typed));
    CodeBytes code = bytes_in(packed);
    if (has_checksum(packed, code, registrar))
        return code;
    for (unsigned other = 1; other <= registrars; ++other)
        if (has_checksum(packed, code, static_cast<std::uint8_t>(other)))
            return fail(ErrorCode::other_registrar,
                        msg("this is a code of registrar {0}; the code of registrar {1} is "
                            "expected here",
                            other, registrar));
    if (has_checksum(packed, code, nobody))
        return fail(ErrorCode::other_registrar,
                    msg("this is a code of an election without registrars; the code of registrar "
                        "{0} is expected here",
                        registrar));
    return mistyped();
}

Result<RegistrarCode> decode_registrar_code(std::uint8_t registrars, std::string_view typed) {
    EVOTE_CHECK(registrars != nobody);
    const WipedStack wiped;
    EVOTE_TRY(const Packed packed, read_symbols(typed));
    RegistrarCode out{bytes_in(packed), {}};
    for (unsigned registrar = 1; registrar <= registrars; ++registrar)
        if (has_checksum(packed, out.bytes, static_cast<std::uint8_t>(registrar)))
            out.registrars.push_back(static_cast<std::uint8_t>(registrar));
    if (!out.registrars.empty())
        return out;
    if (has_checksum(packed, out.bytes, nobody))
        return fail(ErrorCode::other_registrar,
                    msg("this is a code of an election without registrars"));
    return mistyped();
}

Secret<Digest64> credential_secret_wide(const Digest32& manifest_hash, const CodeBytes& code) {
    return wide_secret("credential", {manifest_hash, code.expose()});
}

Secret<Digest64> half_secret_wide(const Digest32& manifest_hash, std::uint8_t registrar,
                                  const CodeBytes& code) {
    const ByteArray<1> index{registrar};
    return wide_secret("credential/half", {manifest_hash, index, code.expose()});
}

} // namespace evote::ballot
