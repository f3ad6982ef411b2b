// SPDX-License-Identifier: Apache-2.0
// evote_describe FOLDER DATE: writes FOLDER/man, FOLDER/bash and FOLDER/zsh for all tools.
#include "description.h"
#include "evote/version.h"
#include "page.h"
#include "tools.h"

#include <filesystem>
#include <fstream>
#include <iostream>

using namespace evote;
using namespace evote::tools;

namespace {

std::vector<ToolDescription> all_tools() {
    std::vector<ToolDescription> out;
    const Use take = [&](Tool& tool) {
        out.push_back(describe(tool));
        return 0;
    };
    for (const auto with : {with_aggregate, with_board, with_cast, with_ceremony, with_credentials,
                            with_decrypt, with_registrar, with_setup, with_simulate, with_verify})
        with(take);
    return out;
}

bool write(const std::filesystem::path& file, const std::string& text) {
    std::error_code ignored;
    std::filesystem::create_directories(file.parent_path(), ignored);
    std::ofstream out(file, std::ios::binary);
    out << text;
    out.close();
    if (!out)
        std::cerr << file.string() << '\n';
    return !out.fail();
}

bool write_pages(const std::filesystem::path& folder, std::span<const ToolDescription> tools,
                 const Edition& edition) {
    bool written = true;
    for (const auto language :
         {texts::Language::english, texts::Language::russian, texts::Language::kyrgyz}) {
        const std::string tag(texts::language_tag(language));
        const auto place =
            language == texts::Language::english ? folder / "man1" : folder / tag / "man1";
        for (const ToolDescription& tool : tools)
            written =
                write(place / (tool.name + ".1"), manual_page(tool, tools, language, edition)) &&
                written;
    }
    return written;
}

} // namespace

int main(int argc, char** argv) {
    const std::vector<std::string> arguments(argv + 1, argv + argc);
    if (arguments.size() != 2)
        return 2;
    const std::filesystem::path folder = arguments[0];
    const std::vector<ToolDescription> tools = all_tools();
    bool written = write_pages(folder / "man", tools,
                               {"evote " + std::string(version().number), arguments[1]});
    for (const ToolDescription& tool : tools) {
        written = write(folder / "bash" / tool.name, bash_completion(tool)) && written;
        written = write(folder / "zsh" / ("_" + tool.name), zsh_completion(tool)) && written;
    }
    return written ? 0 : 4;
}
