// SPDX-License-Identifier: Apache-2.0
#include "app/voter_code.h"

#include "app/private_file.h"
#include "os/file.h"
#include "people/people_text.h"

namespace evote::app {

namespace {

constexpr std::uint64_t largest_code_file = 4096;

// What somebody typed, without what an editor adds.
Result<std::string_view> code_text(ByteView typed) {
    EVOTE_TRY(const std::string_view text, people::people_text(typed));
    if (people::has_cyrillic(text))
        return fail(ErrorCode::bad_code,
                    msg("there are Cyrillic letters in this code: switch the keyboard to Latin "
                        "letters and type it again"));
    return text;
}

Outcome add(ByteView typed, ballot::VoterCodes& codes) {
    EVOTE_TRY(const std::string_view text, code_text(typed));
    return codes.add(text);
}

Result<SecretBytes> read_code_file(const std::filesystem::path& file, Console& console) {
    EVOTE_TRY(SecretBytes bytes, os::read_secret_file(file, largest_code_file));
    warn_if_open_to_others(file, console);
    return bytes;
}

Message question(const ballot::VoterCodes& codes) {
    return codes.needed() == 1
               ? msg("The code of the voter:")
               : msg("Code {0} of the {1} of the voter:", codes.taken() + 1, codes.needed());
}

Outcome ask_codes(ballot::VoterCodes& codes, Console& console) {
    while (codes.taken() < codes.needed()) {
        EVOTE_TRY(std::string typed, console.person().ask(console.text(question(codes))));
        const auto added = add(bytes_of(typed), codes);
        wipe(typed.data(), typed.size());
        if (!added)
            console.warn(added.error());
    }
    return {};
}

} // namespace

Result<ballot::Credential> read_voter_codes(std::span<const std::filesystem::path> files,
                                            ballot::VoterCodes codes, Console& console) {
    if (files.empty())
        EVOTE_TRY_VOID(ask_codes(codes, console));
    for (const auto& file : files) {
        EVOTE_TRY(const SecretBytes bytes, read_code_file(file, console));
        if (auto added = add(bytes.expose(), codes); !added)
            return fail(std::move(added).take_error().in_file(file.string()));
    }
    return codes.credential();
}

Result<ballot::RegistrarCode> read_registrar_code(const std::filesystem::path& file,
                                                  std::uint8_t registrars, Console& console) {
    EVOTE_TRY(const SecretBytes bytes, read_code_file(file, console));
    const auto decode = [&]() -> Result<ballot::RegistrarCode> {
        EVOTE_TRY(const std::string_view text, code_text(bytes.expose()));
        return ballot::decode_registrar_code(registrars, text);
    };
    auto code = decode();
    if (!code)
        return fail(std::move(code).take_error().in_file(file.string()));
    return code;
}

} // namespace evote::app
