// SPDX-License-Identifier: Apache-2.0
#include "bech32.h"

namespace evote::secretfile::age {

namespace {

constexpr std::string_view alphabet = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
constexpr std::uint8_t alphabet_size = 32;
constexpr std::uint8_t no_symbol = 0xFF;
constexpr std::size_t data_symbols = 52; // 256 bits and four zero bits
constexpr std::size_t checksum_symbols = 6;
constexpr std::uint8_t case_bit = 0x20;

bool is_lower(std::uint8_t letter) {
    return letter >= 'a' && letter <= 'z';
}

// All ones if the bytes are equal, otherwise zero.
std::uint8_t equal_mask(std::uint8_t a, std::uint8_t b) {
    const unsigned difference = static_cast<unsigned>(a) ^ b;
    return static_cast<std::uint8_t>((difference - 1) >> 8);
}

// The case bit must not change digits, which are in the alphabet.
std::uint8_t in_case(char character, LetterCase letters) {
    const auto letter = static_cast<std::uint8_t>(character);
    const bool change = letters == LetterCase::upper && is_lower(letter);
    return change ? static_cast<std::uint8_t>(letter ^ case_bit) : letter;
}

// Both look at every character of the alphabet, so that no memory address depends on a secret.
std::uint8_t character_of(std::uint8_t symbol, LetterCase letters) {
    std::uint8_t out = 0;
    for (std::uint8_t i = 0; i < alphabet_size; ++i)
        out = static_cast<std::uint8_t>(out |
                                        (equal_mask(i, symbol) & in_case(alphabet[i], letters)));
    return out;
}

std::uint8_t symbol_of(std::uint8_t character, LetterCase letters) {
    std::uint8_t out = no_symbol;
    for (std::uint8_t i = 0; i < alphabet_size; ++i) {
        const auto mask = equal_mask(in_case(alphabet[i], letters), character);
        out = static_cast<std::uint8_t>(out & (i | ~mask));
    }
    return out;
}

class Checksum {
  public:
    // The checksum is computed over the lower-case form.
    explicit Checksum(std::string_view prefix) {
        for (const char c : prefix)
            add(static_cast<std::uint8_t>(lower(c) >> 5));
        add(0);
        for (const char c : prefix)
            add(static_cast<std::uint8_t>(lower(c) & 31));
    }

    void add(std::uint8_t symbol) {
        constexpr std::uint32_t generator[] = {0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd,
                                               0x2a1462b3};
        const std::uint32_t top = state_ >> 25;
        state_ = (state_ & 0x1ffffff) << 5 ^ symbol;
        for (unsigned i = 0; i < std::size(generator); ++i)
            state_ ^= generator[i] & (0 - (top >> i & 1));
    }

    std::uint32_t state() const { return state_; }

  private:
    static std::uint8_t lower(char c) {
        const auto letter = static_cast<std::uint8_t>(c);
        return c >= 'A' && c <= 'Z' ? static_cast<std::uint8_t>(letter | case_bit) : letter;
    }

    std::uint32_t state_ = 1;
};

// The bits of the key in groups of five; the last one is filled with zeros.
Secret<ByteArray<data_symbols>> symbols_of_key(const Key32& key) {
    Secret<ByteArray<data_symbols>> out;
    for (std::size_t bit = 0; bit < 256; ++bit) {
        const unsigned value = unsigned{key.expose()[bit / 8]} >> (7 - bit % 8) & 1U;
        auto& symbol = out.expose()[bit / 5];
        symbol = static_cast<std::uint8_t>(symbol | value << (4 - bit % 5));
    }
    return out;
}

Key32 key_of_symbols(const Secret<ByteArray<data_symbols>>& symbols) {
    Key32 out;
    for (std::size_t bit = 0; bit < 256; ++bit) {
        const unsigned value = unsigned{symbols.expose()[bit / 5]} >> (4 - bit % 5) & 1U;
        auto& byte = out.expose()[bit / 8];
        byte = static_cast<std::uint8_t>(byte | value << (7 - bit % 8));
    }
    return out;
}

} // namespace

SecretBytes bech32_encode(std::string_view prefix, LetterCase letters, const Key32& key) {
    SecretBytes out(bytes_of(prefix));
    out.push_back('1');
    Checksum checksum(prefix);
    const auto symbols = symbols_of_key(key);
    for (const std::uint8_t symbol : symbols.expose()) {
        checksum.add(symbol);
        out.push_back(character_of(symbol, letters));
    }
    for (std::size_t i = 0; i < checksum_symbols; ++i)
        checksum.add(0);
    for (std::size_t i = 0; i < checksum_symbols; ++i) {
        const std::uint32_t value = (checksum.state() ^ 1) >> 5 * (checksum_symbols - 1 - i);
        out.push_back(character_of(static_cast<std::uint8_t>(value & 31), letters));
    }
    return out;
}

std::optional<Key32> bech32_decode(std::string_view prefix, LetterCase letters, ByteView text) {
    const std::size_t before_data = prefix.size() + 1;
    if (text.size() != before_data + data_symbols + checksum_symbols ||
        !equal(text.first(prefix.size()), bytes_of(prefix)) || text[prefix.size()] != '1')
        return std::nullopt;
    Checksum checksum(prefix);
    Secret<ByteArray<data_symbols>> symbols;
    std::uint8_t faults = 0;
    for (std::size_t i = 0; i < data_symbols + checksum_symbols; ++i) {
        const std::uint8_t symbol = symbol_of(text[before_data + i], letters);
        faults = static_cast<std::uint8_t>(faults | symbol >> 5);
        checksum.add(symbol);
        if (i < data_symbols)
            symbols.expose()[i] = symbol;
    }
    const auto filling = symbols.expose().back() & 15U;
    if ((faults | filling | (checksum.state() ^ 1)) != 0)
        return std::nullopt;
    return key_of_symbols(symbols);
}

} // namespace evote::secretfile::age
