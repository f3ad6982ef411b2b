// SPDX-License-Identifier: Apache-2.0
#include "app/private_codes.h"

#include "app/private_file.h"
#include "base/text.h"
#include "os/file.h"

namespace evote::app {

namespace {

constexpr std::string_view age_begin = "age-encryption.org/";
constexpr std::uint64_t largest_identity = 65536;
constexpr std::uint64_t largest_codes = std::uint64_t{1} << 31;

// The one key of a file as age-keygen writes it, with comments.
Result<secretfile::AgeIdentity> read_identity(const std::filesystem::path& path, Console& console) {
    EVOTE_TRY(const SecretBytes file, os::read_secret_file(path, largest_identity));
    warn_if_open_to_others(path, console);
    for (const auto line : split(text_of(file.expose()), '\n')) {
        const auto text = trim(line);
        if (text.empty() || text.starts_with('#'))
            continue;
        auto identity = secretfile::AgeIdentity::parse(bytes_of(text));
        if (!identity)
            return fail(std::move(identity).take_error().in_file(path.string()));
        return identity;
    }
    return fail(
        Error{ErrorCode::malformed, msg("there is no age key in this file"), path.string(), {}});
}

} // namespace

Result<CodeReaders> CodeReaders::parse(const std::vector<std::string>& recipients, bool plain) {
    CodeReaders out;
    for (const auto& text : recipients) {
        const auto recipient = secretfile::AgeRecipient::parse(text);
        if (!recipient) // it may be a secret key instead, so it is not repeated
            return fail(ErrorCode::usage,
                        msg("recipient {0} is not an age public key", out.recipients.size() + 1));
        out.recipients.push_back(*recipient);
    }
    if (out.recipients.empty() != plain)
        return fail(ErrorCode::usage, msg("say with --recipient for whom to encrypt the codes, "
                                          "or with --plain not to encrypt them"));
    return out;
}

Outcome write_codes(const std::filesystem::path& path, const SecretBytes& codes,
                    const CodeReaders& readers, crypto::Random& random) {
    if (readers.recipients.empty())
        return os::write_file(path, codes.expose(), os::Existing::keep, os::Access::owner_only);
    return os::write_file(path, secretfile::age_encrypt(codes.expose(), readers.recipients, random),
                          os::Existing::keep, os::Access::owner_only);
}

Result<SecretBytes> read_codes(const std::filesystem::path& path,
                               const std::filesystem::path& identity, Console& console) {
    EVOTE_TRY(SecretBytes file, os::read_secret_file(path, largest_codes));
    warn_if_open_to_others(path, console);
    if (!text_of(file.expose()).starts_with(age_begin))
        return file;
    if (identity.empty())
        return fail(Error{ErrorCode::wrong_key,
                          msg("these codes are encrypted; give the file of the age key that reads "
                              "them with --identity"),
                          path.string(),
                          {}});
    EVOTE_TRY(const auto key, read_identity(identity, console));
    auto codes = secretfile::age_decrypt(file.expose(), key);
    if (!codes)
        return fail(std::move(codes).take_error().in_file(path.string()));
    return codes;
}

} // namespace evote::app
