// SPDX-License-Identifier: Apache-2.0
#include "app/voter_code.h"

#include "app/people_text.h"
#include "app/private_file.h"
#include "os/file.h"

namespace evote::app {

namespace {

constexpr std::uint64_t largest_code_file = 4096;

Result<ballot::CodeBytes> decode(ByteView typed) {
    EVOTE_TRY(const std::string_view text, people_text(typed));
    if (has_cyrillic(text))
        return fail(ErrorCode::bad_code,
                    msg("there are Cyrillic letters in this code: switch the keyboard to Latin "
                        "letters and type it again"));
    return ballot::decode_code(text);
}

} // namespace

Result<ballot::CodeBytes> read_voter_code(const std::filesystem::path& file, Console& console) {
    if (!file.empty()) {
        EVOTE_TRY(const SecretBytes bytes, os::read_secret_file(file, largest_code_file));
        warn_if_open_to_others(file, console);
        auto code = decode(bytes.expose());
        if (!code)
            return fail(std::move(code).take_error().in_file(file.string()));
        return code;
    }
    for (;;) {
        EVOTE_TRY(std::string typed,
                  console.person().ask(console.text(msg("The code of the voter:"))));
        auto code = decode(bytes_of(typed));
        wipe(typed.data(), typed.size());
        if (code)
            return code;
        console.warn(code.error());
    }
}

} // namespace evote::app
