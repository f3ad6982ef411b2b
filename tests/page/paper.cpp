// SPDX-License-Identifier: Apache-2.0
#include "page/paper.h"

#include <array>
#include <utility>

namespace evote {

namespace {

// The next tag from a place on, with its brackets; empty if there is none.
std::string_view next_tag(std::string_view html, std::size_t at) {
    const std::size_t begin = html.find('<', at);
    const std::size_t end = html.find('>', begin);
    return end == std::string_view::npos ? std::string_view() : html.substr(begin, end + 1 - begin);
}

std::string_view name_of(std::string_view tag) {
    tag.remove_prefix(tag.starts_with("</") ? 2 : 1);
    return tag.substr(0, tag.find_first_of(" >/"));
}

bool stands_alone(std::string_view tag) {
    const auto name = name_of(tag);
    return tag.ends_with("/>") || name == "meta" || name == "br" || name == "!DOCTYPE";
}

std::string without_drawing(std::string_view tag) {
    return name_of(tag) == "path" || name_of(tag) == "svg" ? std::string(name_of(tag))
                                                           : std::string(tag);
}

std::string resolved(std::string text) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 5> references{
        {{"&lt;", "<"}, {"&gt;", ">"}, {"&quot;", "\""}, {"&#39;", "'"}, {"&amp;", "&"}}};
    for (const auto& [reference, character] : references)
        for (std::size_t at = text.find(reference); at != std::string::npos;
             at = text.find(reference, at + 1))
            text.replace(at, reference.size(), character);
    return text;
}

} // namespace

std::vector<std::string> pages_of(std::string_view html) {
    constexpr std::string_view end_tag = "</section>";
    std::vector<std::string> out;
    for (std::size_t at = html.find("<section>"); at != std::string_view::npos;
         at = html.find("<section>", at + 1)) {
        const std::size_t end = html.find(end_tag, at);
        out.emplace_back(html.substr(at, end + end_tag.size() - at));
    }
    return out;
}

std::vector<std::string> printed_codes(std::string_view html) {
    constexpr std::string_view begin_tag = "<div class=\"code\">";
    std::vector<std::string> out;
    for (std::size_t at = html.find(begin_tag); at != std::string_view::npos;
         at = html.find(begin_tag, at + 1)) {
        std::string_view groups = between(html.substr(at), begin_tag, "</div>");
        std::string code;
        for (auto group = between(groups, "<span>", "</span>"); !group.empty();
             group = between(groups, "<span>", "</span>")) {
            code += (code.empty() ? "" : "-") + std::string(group);
            groups = groups.substr(groups.find("</span>") + 1);
        }
        out.push_back(code);
    }
    return out;
}

std::vector<std::string> skeleton(std::string_view html) {
    std::vector<std::string> out;
    std::vector<std::string_view> open;
    std::size_t at = 0;
    for (auto tag = next_tag(html, at); !tag.empty(); tag = next_tag(html, at)) {
        at = static_cast<std::size_t>(tag.data() - html.data()) + tag.size();
        out.push_back(without_drawing(tag));
        if (tag.starts_with("</")) {
            if (open.empty() || open.back() != name_of(tag))
                return {};
            open.pop_back();
        } else if (!stands_alone(tag)) {
            open.push_back(name_of(tag));
        }
    }
    return open.empty() ? out : std::vector<std::string>();
}

std::string written(std::string_view html) {
    std::string out;
    std::size_t at = 0;
    for (auto tag = next_tag(html, at); !tag.empty(); tag = next_tag(html, at)) {
        const auto begin = static_cast<std::size_t>(tag.data() - html.data());
        out += std::string(html.substr(at, begin - at)) + "\n";
        at = begin + tag.size();
    }
    return resolved(out);
}

std::string_view between(std::string_view text, std::string_view begin, std::string_view end) {
    const std::size_t first = text.find(begin);
    if (first == std::string_view::npos)
        return {};
    text.remove_prefix(first + begin.size());
    const std::size_t last = text.find(end);
    return last == std::string_view::npos ? std::string_view() : text.substr(0, last);
}

std::size_t count(std::string_view text, std::string_view part) {
    std::size_t out = 0;
    for (std::size_t at = text.find(part); at != std::string_view::npos;
         at = text.find(part, at + 1))
        ++out;
    return out;
}

} // namespace evote
