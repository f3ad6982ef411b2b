// SPDX-License-Identifier: Apache-2.0
#include "service/record_files.h"

#include "base/text.h"
#include "board/resumption.h"
#include "board/tile_listing.h"
#include "crypto/sha2.h"
#include "http/problem.h"
#include "http/range.h"
#include "os/file.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <memory>
#include <optional>
#include <variant>

namespace evote::service {

namespace {

constexpr std::string_view checkpoint_name = "board/checkpoint";
constexpr std::string_view for_good = "public, max-age=31536000, immutable";
constexpr std::string_view ask_again = "no-cache";

// What is between two texts; nothing if they are not there.
std::optional<std::string_view> between(std::string_view begin, std::string_view text,
                                        std::string_view end) {
    if (text.size() < begin.size() + end.size() || !text.starts_with(begin) || !text.ends_with(end))
        return std::nullopt;
    return text.substr(begin.size(), text.size() - begin.size() - end.size());
}

// Whether the text between two others is a number from 1 to `most`.
bool is_numbered(std::string_view begin, std::string_view text, std::string_view end,
                 std::uint64_t most) {
    const auto number = between(begin, text, end);
    const auto value = number ? decimal_decode(*number, most) : std::nullopt;
    return value && *value > 0;
}

// "<round>-<i>-<16 hex digits>.note".
bool is_evidence(std::string_view name, std::string_view round, std::uint64_t trustees) {
    constexpr std::size_t digits = 16;
    const auto middle = between(std::string(round) + "-", name, ".note");
    if (!middle || middle->size() < digits + 2 ||
        !hex_decode(middle->substr(middle->size() - digits)))
        return false;
    return is_numbered({}, middle->substr(0, middle->size() - digits), "-", trustees);
}

bool is_ceremony_file(std::string_view name, std::uint64_t trustees) {
    static constexpr auto rounds =
        std::to_array<std::string_view>({"join", "deal", "check", "answer", "seal"});
    const auto evidence = between("evidence/", name, "");
    return std::ranges::any_of(rounds, [&](std::string_view round) {
        return evidence ? is_evidence(*evidence, round, trustees)
                        : is_numbered(std::string(round) + "-", name, ".note", trustees);
    });
}

struct OpenFile {
    std::shared_ptr<os::FileDescriptor> descriptor;
    std::uint64_t size = 0;
    std::string tag; // with its quotation marks
};

// Files are replaced as a whole and never changed, so that this says which one it is.
std::string tag_of(const struct stat& facts) {
    std::string out = "\"";
    for (const std::int64_t part :
         {static_cast<std::int64_t>(facts.st_mtim.tv_sec), std::int64_t{facts.st_mtim.tv_nsec},
          static_cast<std::int64_t>(facts.st_ino), static_cast<std::int64_t>(facts.st_size)})
        out += std::to_string(part) + "-";
    out.back() = '"';
    return out;
}

// A plain file that is reached through no link. Names of one letter or more without ".".
std::optional<OpenFile> open_beneath(const std::filesystem::path& folder, std::string_view name) {
    os::FileDescriptor at(::open(folder.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
    for (std::size_t begin = 0; at.get() >= 0;) {
        const auto end = name.find('/', begin);
        const std::string part(name.substr(begin, end - begin));
        if (end == name.npos) {
            at = os::FileDescriptor(
                ::openat(at.get(), part.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
            break;
        }
        at = os::FileDescriptor(
            ::openat(at.get(), part.c_str(), O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
        begin = end + 1;
    }

    struct stat facts {};

    if (at.get() < 0 || ::fstat(at.get(), &facts) != 0 || !S_ISREG(facts.st_mode))
        return std::nullopt;
    return OpenFile{std::make_shared<os::FileDescriptor>(std::move(at)),
                    static_cast<std::uint64_t>(facts.st_size), tag_of(facts)};
}

std::string_view type_of(std::string_view name) {
    if (name.ends_with(".json"))
        return "application/json";
    if (name.ends_with(".csv"))
        return "text/csv; charset=utf-8";
    return name.starts_with("board/tile/") ? "application/octet-stream"
                                           : "text/plain; charset=utf-8";
}

http::Fields fields_of(std::string_view name, std::string_view tag, std::string_view cache) {
    return {{"Content-Type", std::string(type_of(name))},
            {"ETag", std::string(tag)},
            {"Cache-Control", std::string(cache)},
            {"X-Content-Type-Options", "nosniff"}};
}

http::Response not_found() {
    return http::problem(404, "Not Found");
}

// Cuts out what is asked for.
http::Response part_of(const http::Request& request, OpenFile file, http::Fields fields) {
    fields.push_back({"Accept-Ranges", "bytes"});
    http::FilePart part{std::move(file.descriptor), 0, file.size};
    const auto if_range = http::field(request.fields, "If-Range");
    const bool wanted = request.method == "GET" && (if_range.empty() || if_range == file.tag);
    const auto range = http::parse_range(
        wanted ? http::field(request.fields, "Range") : std::string_view(), file.size);
    if (const auto* const cut = std::get_if<http::Range>(&range)) {
        fields.push_back({"Content-Range", "bytes " + std::to_string(cut->begin) + "-" +
                                               std::to_string(cut->begin + cut->size - 1) + "/" +
                                               std::to_string(file.size)});
        part.begin = cut->begin;
        part.size = cut->size;
        return {206, std::move(fields), {}, std::move(part)};
    }
    if (std::get<http::RangeFault>(range) == http::RangeFault::out_of_reach) {
        auto out = http::problem(416, "Range Not Satisfiable");
        out.fields.push_back({"Content-Range", "bytes */" + std::to_string(file.size)});
        return out;
    }
    return {200, std::move(fields), {}, std::move(part)};
}

} // namespace

bool is_record_file(std::string_view name, const protocol::Manifest& manifest) {
    static constexpr auto plain = std::to_array<std::string_view>(
        {"manifest.json", "keys.json", "roll.csv", "board.json", "election.json", "tally.json",
         "result.json", checkpoint_name, "board/closed"});
    const std::uint64_t trustees = manifest.trustees().count;
    if (std::ranges::find(plain, name) != plain.end())
        return true;
    if (const auto ceremony = between("ceremony/", name, ""))
        return is_ceremony_file(*ceremony, trustees);
    if (const auto board = between("board/", name, ""))
        return board::resumption_number(*board).has_value();
    return is_numbered("decryptions/", name, ".json", trustees) ||
           is_numbered("registrars/", name, ".csv", manifest.registrars()) ||
           is_numbered("registrars/", name, ".note", manifest.registrars());
}

bool RecordFiles::is_there(std::string_view name) const {
    const auto tile = between("board/", name, "");
    const auto parsed = tile ? board::TileName::parse(*tile) : std::nullopt;
    if (parsed)
        return board::tile_standing(*parsed, published_.now()->size()) !=
               board::TileStanding::beyond;
    return is_record_file(name, manifest_);
}

http::Response RecordFiles::checkpoint(const http::Request& request) const {
    const auto now = published_.shown();
    const std::string tag = "\"" + hex_encode(crypto::sha256(now->note())) + "\"";
    auto fields = fields_of(checkpoint_name, tag, ask_again);
    if (http::has_tag(http::field(request.fields, "If-None-Match"), tag))
        return {304, std::move(fields), {}};
    return {200, std::move(fields), to_string(now->note())};
}

http::Response RecordFiles::answer(const http::Request& request, std::string_view name) const {
    if (request.method != "GET" && request.method != "HEAD")
        return http::problem(405, "Method Not Allowed");
    if (name == checkpoint_name)
        return checkpoint(request);
    if (!is_there(name))
        return not_found();
    auto file = open_beneath(folder_.path(), name);
    if (!file)
        return not_found();
    auto fields =
        fields_of(name, file->tag, name.starts_with("board/tile/") ? for_good : ask_again);
    if (http::has_tag(http::field(request.fields, "If-None-Match"), file->tag))
        return {304, std::move(fields), {}};
    return part_of(request, *std::move(file), std::move(fields));
}

} // namespace evote::service
