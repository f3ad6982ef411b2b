// SPDX-License-Identifier: Apache-2.0
#include "header.h"

#include "base/text.h"
#include "evote/check.h"

#include <fmt/format.h>

#include <algorithm>

namespace evote::secretfile::age {

namespace {

constexpr std::string_view format_name = "age-encryption.org/";
constexpr std::string_view version_line = "age-encryption.org/v1";
constexpr std::string_view stanza_mark = "-> ";
constexpr std::string_view end_mark = "---";
constexpr std::size_t longest_line = 64;

bool is_visible(char c) {
    return c > ' ' && c <= '~';
}

class HeaderReader {
  public:
    explicit HeaderReader(ByteView file) : file_(file) {}

    Result<Header> read() {
        EVOTE_TRY_VOID(read_version());
        Header header;
        while (true) {
            const std::size_t start = offset_;
            EVOTE_TRY(const auto line, next_line());
            if (line.starts_with(end_mark)) {
                header.authenticated = file_.first(start + end_mark.size());
                EVOTE_TRY(header.mac, read_mac(line.substr(end_mark.size())));
                break;
            }
            EVOTE_TRY(auto stanza, read_stanza(line));
            header.stanzas.push_back(std::move(stanza));
        }
        EVOTE_TRY_VOID(check_stanzas(header.stanzas));
        header.payload = file_.subspan(offset_);
        return header;
    }

  private:
    Message place() const { return msg("line {0}", line_number_); }

    Result<std::string_view> next_line() {
        const auto rest = text_of(file_.subspan(offset_));
        ++line_number_;
        const auto end = rest.find('\n');
        if (end == std::string_view::npos)
            return fail(ErrorCode::malformed, msg("the file is cut short within its header"),
                        place());
        offset_ += end + 1;
        return rest.substr(0, end);
    }

    Outcome read_version() {
        if (!text_of(file_).starts_with(format_name))
            return fail(ErrorCode::malformed, msg("this is not an age file"), msg("line {0}", 1));
        EVOTE_TRY(const auto line, next_line());
        if (line != version_line)
            return fail(ErrorCode::malformed, msg("this is an age file of an unknown version"),
                        place());
        return {};
    }

    Result<Digest32> read_mac(std::string_view text) const {
        const auto bytes = text.starts_with(' ')
                               ? base64_decode(text.substr(1), Base64Padding::forbidden)
                               : std::nullopt;
        Digest32 out{};
        if (!bytes || bytes->size() != out.size())
            return fail(ErrorCode::malformed, msg("the last line of the header is not well-formed"),
                        place());
        std::ranges::copy(*bytes, out.begin());
        return out;
    }

    Result<Stanza> read_stanza(std::string_view line) {
        Stanza stanza;
        stanza.place = place();
        if (line.starts_with(stanza_mark))
            stanza.arguments = split(line.substr(stanza_mark.size()), ' ');
        const auto well_formed = [](std::string_view argument) {
            return !argument.empty() && std::ranges::all_of(argument, is_visible);
        };
        if (stanza.arguments.empty() || !std::ranges::all_of(stanza.arguments, well_formed))
            return fail(ErrorCode::malformed, msg("this line of the header is not well-formed"),
                        place());
        std::size_t length = longest_line;
        while (length == longest_line) {
            EVOTE_TRY(const auto body_line, next_line());
            length = body_line.size();
            const auto bytes = length <= longest_line
                                   ? base64_decode(body_line, Base64Padding::forbidden)
                                   : std::nullopt;
            if (!bytes)
                return fail(ErrorCode::malformed, msg("this line of the header is not well-formed"),
                            place());
            append(stanza.body, *bytes);
        }
        return stanza;
    }

    Outcome check_stanzas(const std::vector<Stanza>& stanzas) const {
        if (stanzas.empty())
            return fail(ErrorCode::malformed, msg("the header names nobody who could decrypt"),
                        place());
        const auto is_scrypt = [](const Stanza& s) { return s.arguments.front() == scrypt_type; };
        const auto found = std::ranges::find_if(stanzas, is_scrypt);
        if (found != stanzas.end() && stanzas.size() > 1)
            return fail(ErrorCode::malformed,
                        msg("a file under a passphrase must not have another way to decrypt it"),
                        found->place);
        return {};
    }

    ByteView file_;
    std::size_t offset_ = 0;
    std::size_t line_number_ = 0;
};

} // namespace

Result<Header> read_header(ByteView file) {
    return HeaderReader(file).read();
}

std::string write_header(std::string_view stanzas, const FileKey& key) {
    std::string out = fmt::format("{}\n{}{}", version_line, stanzas, end_mark);
    const Digest32 mac = header_mac(key, bytes_of(out));
    return out + " " + base64_encode(mac, Base64Padding::forbidden) + "\n";
}

std::string stanza_text(std::string_view arguments, ByteView body) {
    const std::string line = base64_encode(body, Base64Padding::forbidden);
    EVOTE_CHECK(line.size() < longest_line);
    return fmt::format("{}{}\n{}\n", stanza_mark, arguments, line);
}

Digest32 header_mac(const FileKey& key, ByteView authenticated) {
    return hmac_sha256(hkdf_sha256(key.expose(), {}, "header"), authenticated);
}

} // namespace evote::secretfile::age
