// SPDX-License-Identifier: Apache-2.0
#include "app/aggregate.h"

#include "tools.h"

int evote::tools::with_aggregate(const Use& use) {
    evote::tools::Tool tool("evote-aggregate",
                            "Verifies every ballot and adds them up, still encrypted");
    evote::app::AggregateOptions options;
    auto command = tool.without_command([&options](evote::app::Console& console) {
        return evote::app::aggregate(options, console);
    });
    command.option("DIR", "The election's folder", options.folder).required();
    command.fingerprint(options.anchor);
    tool.add_threads(command);
    return use(tool);
}
