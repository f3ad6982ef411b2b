// SPDX-License-Identifier: Apache-2.0
#include "app/status.h"
#include "base/text.h"
#include "os/file.h"
#include "support/rooms.h"

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include <algorithm>

using namespace evote;

namespace {

std::string source(const char* path) {
    const auto bytes = read_file(std::filesystem::path(EVOTE_SOURCE_DIR) / path);
    REQUIRE(bytes);
    return std::string(text_of(*bytes));
}

struct ListedCode {
    std::string name;
    std::string meaning;
};

// The enumerators of ErrorCode with their comments, in order.
std::vector<ListedCode> listed_codes() {
    std::vector<ListedCode> out;
    bool inside = false;
    const std::string header = source("include/evote/error_code.h");
    for (const auto line : split(header, '\n')) {
        if (line == "enum class ErrorCode {")
            inside = true;
        if (inside && line == "};")
            break;
        const auto comma = line.find(',');
        const auto comment = line.find("///< ");
        if (inside && comment != std::string_view::npos)
            out.push_back(
                {std::string(trim(line.substr(0, comma))), std::string(line.substr(comment + 5))});
    }
    return out;
}

} // namespace

TEST_CASE("every code has the name of its enumerator and one line in the documents") {
    const auto codes = listed_codes();
    CHECK(codes.size() > 50);
    std::string expected;
    for (std::size_t i = 0; i < codes.size(); ++i) {
        const auto code = static_cast<ErrorCode>(i);
        std::string name = codes[i].name;
        std::ranges::replace(name, '_', '-');
        CHECK(error_name(code) == name);
        expected += fmt::format("| `{}` | {} | {} |\n", name, static_cast<int>(status_of(code)),
                                codes[i].meaning);
    }
    const std::string document = source("docs/errors.md");
    const std::string head = "| Code | Exit status | Meaning |\n| --- | --- | --- |\n";
    const auto list = document.find(head);
    REQUIRE(list != std::string::npos);
    CHECK(document.substr(list + head.size()) == expected);
}

TEST_CASE("each kind of error has its exit status") {
    CHECK(static_cast<int>(status_of(ErrorCode::invalid)) == 1);
    CHECK(static_cast<int>(status_of(ErrorCode::refused)) == 2);
    CHECK(static_cast<int>(status_of(ErrorCode::malformed)) == 3);
    CHECK(static_cast<int>(status_of(ErrorCode::system)) == 4);
    CHECK(static_cast<int>(status_of(ErrorCode::not_checked)) == 5);
}
