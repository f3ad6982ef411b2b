// SPDX-License-Identifier: Apache-2.0
// The commands of all tools, each tool's in a file of its name.
#pragma once

#include "tool.h"

namespace evote::tools {

/// What is done with a tool once its commands are defined; gives the exit status.
using Use = std::function<int(Tool&)>;

int with_aggregate(const Use& use);
int with_board(const Use& use);
int with_cast(const Use& use);
int with_ceremony(const Use& use);
int with_credentials(const Use& use);
int with_decrypt(const Use& use);
int with_registrar(const Use& use);
int with_setup(const Use& use);
int with_simulate(const Use& use);
int with_verify(const Use& use);

} // namespace evote::tools
