// SPDX-License-Identifier: Apache-2.0
#include "evote/app/passphrase.h"

#include "evote/os/file.h"

#include <algorithm>

namespace evote::app {

namespace {

constexpr std::size_t longest = 4096;
constexpr std::size_t short_one = 12;

Result<SecretBytes> from_file(const std::filesystem::path& path) {
    EVOTE_TRY(const SecretBytes content, os::read_secret_file(path, longest));
    auto line = content.expose();
    if (!line.empty() && line.back() == '\n')
        line = line.first(line.size() - 1);
    if (!line.empty() && line.back() == '\r')
        line = line.first(line.size() - 1);
    if (std::ranges::find(line, '\n') != line.end())
        return fail(Error{ErrorCode::unusable_passphrase,
                          msg("a passphrase file has one line"),
                          path.string(),
                          {}});
    if (line.empty())
        return fail(Error{
            ErrorCode::unusable_passphrase, msg("the passphrase is empty"), path.string(), {}});
    return SecretBytes(line);
}

Result<SecretBytes> from_person(const Message& question, Console& console) {
    EVOTE_TRY(SecretBytes answer, console.person().ask_secret(console.text(question)));
    if (answer.size() == 0)
        return fail(ErrorCode::unusable_passphrase, msg("the passphrase is empty"));
    return answer;
}

} // namespace

Result<SecretBytes> read_passphrase(const PassphraseSource& source, Console& console) {
    if (!source.file.empty())
        return from_file(source.file);
    return from_person(msg("Passphrase:"), console);
}

Result<SecretBytes> choose_passphrase(const PassphraseSource& source, Console& console) {
    if (!source.file.empty())
        return from_file(source.file);
    EVOTE_TRY(SecretBytes first, from_person(msg("New passphrase:"), console));
    EVOTE_TRY(const SecretBytes second, from_person(msg("The same passphrase again:"), console));
    if (!equal(first.expose(), second.expose()))
        return fail(ErrorCode::unusable_passphrase, msg("the two passphrases differ"));
    if (first.size() < short_one)
        console.say(msg("This passphrase is short. Five random words or more are advised."));
    return first;
}

} // namespace evote::app
