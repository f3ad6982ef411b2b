// SPDX-License-Identifier: Apache-2.0
#include "box/board_key.h"

#include "base/text.h"
#include "os/file.h"

namespace evote::box {

namespace {

constexpr std::uint64_t largest_key_file = 4096;

} // namespace

std::filesystem::path BoardKey::memory() const {
    auto out = file;
    return out += ".memory";
}

std::filesystem::path BoardKey::index() const {
    auto out = file;
    return out += ".index";
}

Result<BoardKey> read_board_key(const std::filesystem::path& path, const std::string& origin) {
    EVOTE_TRY(const SecretBytes file, os::read_secret_file(path, largest_key_file));
    const auto text = file.expose();
    const bool has_line_end = !text.empty() && text.back() == '\n';
    auto signer = board::NoteSigner::parse(text.first(text.size() - (has_line_end ? 1 : 0)));
    if (!signer)
        return fail(std::move(signer).take_error().in_file(path.string()));
    if (signer->verifier().name() != origin)
        return fail(Error{ErrorCode::wrong_key,
                          msg("this is the key of another board: {0}", signer->verifier().name()),
                          path.string(),
                          {}});
    return BoardKey{std::move(*signer), os::behind_links(path)};
}

Result<BoardKey> read_key_of_board(const std::filesystem::path& path,
                                   const board::VerifierKey& board) {
    EVOTE_TRY(BoardKey key, read_board_key(path, board.name()));
    if (key.signer.verifier() != board)
        return fail(Error{ErrorCode::wrong_key,
                          msg("this is not the key of this election's board"),
                          path.string(),
                          {}});
    return key;
}

Result<BoardKey> make_board_key(const std::filesystem::path& path, const std::string& origin,
                                crypto::Random& random) {
    if (os::file_exists(path))
        return read_board_key(path, origin);
    board::NoteSigner signer(origin, crypto::SigningKey::generate(random));
    SecretBytes text = signer.text();
    text.push_back('\n');
    EVOTE_TRY_VOID(os::write_file(path, text.expose(), os::Existing::keep, os::Access::owner_only));
    return BoardKey{std::move(signer), os::behind_links(path)};
}

} // namespace evote::box
