// SPDX-License-Identifier: Apache-2.0
// Runs a program on a terminal of its own, because some ask for passphrases only there.
#pragma once

#include <string>
#include <vector>

struct TerminalRun {
    int status = -1;    ///< exit status; 127 if the program is not installed
    std::string output; ///< what it wrote to the terminal
};

/// Runs a program to its end and answers every question, which is output that ends with ": ".
TerminalRun run_on_terminal(const std::vector<std::string>& arguments, const std::string& answer);
