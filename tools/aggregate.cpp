// SPDX-License-Identifier: Apache-2.0
#include "evote/app/aggregate.h"

#include "tool.h"

int main(int argc, char** argv) {
    evote::Tool tool("evote-aggregate", "Verifies every ballot and adds them up, still encrypted");
    evote::AggregateOptions options;
    auto command = tool.without_command(
        [&options](evote::Console& console) { return aggregate(options, console); });
    command.option("DIR", "The election's folder", options.folder).required();
    tool.add_threads(command);
    return tool.run(argc, argv);
}
