// SPDX-License-Identifier: Apache-2.0
// The main function of every tool: EVOTE_TOOL is one of the functions of tools.h.
#include "tools.h"

int main(int argc, char** argv) {
    return evote::tools::EVOTE_TOOL([&](evote::tools::Tool& tool) { return tool.run(argc, argv); });
}
