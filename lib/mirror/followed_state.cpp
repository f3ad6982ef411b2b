// SPDX-License-Identifier: Apache-2.0
#include "mirror/followed_state.h"

#include "base/text.h"
#include "evote/version.h"
#include "mirror/mirror_folder.h"
#include "os/file.h"

#include <fmt/format.h>

namespace evote::mirror {

namespace {

constexpr std::string_view first_line = "evote-followed-1";
constexpr std::uint64_t largest_state = std::uint64_t{1} << 20;
constexpr std::size_t key_digits = 64;

std::string lines_of(const record::VerifiedPart& part) {
    std::string out = fmt::format("{}\nprogram {} {}\nelection {}\nverified {} {}\n", first_line,
                                  version().number, version().commit, hex_encode(part.election()),
                                  part.log().size, hex_encode(part.log().root));
    for (const auto& [first, last] : part.exceptions())
        out += fmt::format("except {} {}\n", first, last);
    return out;
}

std::string mac_line(std::string_view text, const crypto::MacKey& key) {
    return "mac " + hex_encode(crypto::hmac_sha256(key, {bytes_of(text)})) + "\n";
}

// The two numbers, or number and hash, of a line "<word> <a> <b>".
std::optional<std::pair<std::string_view, std::string_view>> values(std::string_view line,
                                                                    std::string_view word) {
    const auto parts = split(line, ' ');
    if (parts.size() != 3 || parts[0] != word)
        return std::nullopt;
    return std::pair(parts[1], parts[2]);
}

std::optional<record::EntryRange> read_range(std::string_view line) {
    const auto found = values(line, "except");
    const auto first = found ? decimal_decode(found->first, INT64_MAX) : std::nullopt;
    const auto last = found ? decimal_decode(found->second, INT64_MAX) : std::nullopt;
    if (!first || !last)
        return std::nullopt;
    return record::EntryRange{*first, *last};
}

} // namespace

Result<crypto::MacKey> state_key(const std::filesystem::path& file, crypto::Random& random) {
    if (!os::file_exists(file)) {
        ByteArray<32> fresh{};
        random.fill(fresh);
        EVOTE_TRY_VOID(os::make_folders(file.parent_path()));
        EVOTE_TRY_VOID(os::write_file(file, bytes_of(hex_encode(fresh) + "\n"), os::Existing::keep,
                                      os::Access::owner_only));
    }
    EVOTE_TRY(const SecretBytes text, os::read_secret_file(file, key_digits + 1));
    const auto key = hex_decode_array<32>(trim(text_of(text.expose())));
    if (!key || os::is_open_to_others(file))
        return fail(
            Error{ErrorCode::malformed,
                  msg("this is not a key for the states of followers, or others may read it"),
                  file.string(),
                  {}});
    return crypto::MacKey(*key);
}

Bytes write_state(const record::VerifiedPart& part, const crypto::MacKey& key) {
    const std::string text = lines_of(part);
    return to_bytes(bytes_of(text + mac_line(text, key)));
}

// The code covers everything, and what is read is what would be written: so nothing else is looked
// at than what this program wrote.
std::optional<record::VerifiedPart> read_state(ByteView file, const Digest32& election,
                                               const crypto::MacKey& key) {
    const auto lines = split(text_of(file), '\n');
    if (lines.size() < 6)
        return std::nullopt;
    const auto verified = values(lines[3], "verified");
    const auto size = verified ? decimal_decode(verified->first, INT64_MAX) : std::nullopt;
    const auto root = verified ? hex_decode_array<32>(verified->second) : std::nullopt;
    if (!size || !root)
        return std::nullopt;
    std::vector<record::EntryRange> exceptions;
    for (std::size_t i = 4; i + 2 < lines.size(); ++i) {
        const auto range = read_range(lines[i]);
        if (!range)
            return std::nullopt;
        exceptions.push_back(*range);
    }
    record::VerifiedPart out(election, {*size, *root}, std::move(exceptions));
    if (!equal(write_state(out, key), file))
        return std::nullopt;
    return out;
}

std::optional<record::VerifiedPart> find_state(const std::filesystem::path& mirror,
                                               const Digest32& election,
                                               const crypto::MacKey& key) {
    const auto beside = folder_beside(mirror);
    if (!beside)
        return std::nullopt;
    const auto file = os::read_plain_file(*beside / followed_name, largest_state);
    return file ? read_state(*file, election, key) : std::nullopt;
}

} // namespace evote::mirror
