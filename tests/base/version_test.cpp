// SPDX-License-Identifier: Apache-2.0
#include "evote/version.h"
#include "os/file.h"
#include "support/rooms.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <filesystem>
#include <map>
#include <regex>
#include <set>
#include <string>

using namespace evote;

namespace {

const std::filesystem::path root = EVOTE_SOURCE_DIR;

std::string contents(const std::filesystem::path& file) {
    return std::string(text_of(read_file(file).value()));
}

// The names of formats that a text has, with the highest number of each.
void find_formats(const std::string& text, std::map<std::string, unsigned long>& found) {
    static const std::regex format("\\b(evote-[a-z]+(?:-[a-z]+)*)-([0-9]+)\\b");
    for (std::sregex_iterator at(text.begin(), text.end(), format), end; at != end; ++at) {
        auto& number = found[(*at)[1]];
        number = std::max(number, std::stoul((*at)[2]));
    }
}

std::set<std::string> names(const std::map<std::string, unsigned long>& formats) {
    std::set<std::string> out;
    for (const auto& [name, number] : formats)
        out.insert(name + "-" + std::to_string(number));
    return out;
}

} // namespace

TEST_CASE("the version is a semantic one and that of the headers") {
    const Version version = evote::version();
    CHECK(version.number == EVOTE_VERSION);
    CHECK(version.number == std::to_string(EVOTE_VERSION_MAJOR) + "." +
                                std::to_string(EVOTE_VERSION_MINOR) + "." +
                                std::to_string(EVOTE_VERSION_PATCH));
    CHECK(std::regex_match(std::string(version.commit), std::regex("([0-9a-f]{40}(-changed)?)?")));
    CHECK(version.commit.empty() != std::filesystem::exists(root / ".git"));
}

TEST_CASE("the version is the newest one of the changes") {
    const std::string changes = contents(root / "CHANGELOG.md");
    const std::size_t first = changes.find("\n## ");
    REQUIRE(first != std::string::npos);
    const std::string heading =
        changes.substr(first + 1, changes.find('\n', first + 1) - first - 1);
    INFO(heading);
    std::smatch found;
    REQUIRE(std::regex_match(heading, found,
                             std::regex("## ([0-9.]+), (unreleased|[0-9]{4}-[0-9]{2}-[0-9]{2})")));
    CHECK(found[1] == std::string(version().number));
    CHECK(contents(root / "CONTRIBUTING.md").find("\n## Versions\n") != std::string::npos);
}

TEST_CASE("the protocol and the formats have versions of their own") {
    std::map<std::string, unsigned long> written;
    bool has_protocol = false;
    for (const auto* folder : {"lib", "include"})
        for (const auto& item : std::filesystem::recursive_directory_iterator(root / folder)) {
            const auto extension = item.path().extension();
            if ((extension != ".cpp" && extension != ".h") ||
                item.path().filename() == "version.cpp")
                continue;
            const std::string text = contents(item.path());
            find_formats(text, written);
            has_protocol =
                has_protocol || text.find("evote/v" + std::to_string(version().protocol) + "/") !=
                                    std::string::npos;
        }
    CHECK(has_protocol);
    // The notes of the ceremony put theirs together; the document has them.
    find_formats(contents(root / "docs/record.md"), written);
    CHECK(written.size() > 20);
    const auto formats = version().formats;
    CHECK(std::set<std::string>(formats.begin(), formats.end()) == names(written));
}
