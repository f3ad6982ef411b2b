// SPDX-License-Identifier: Apache-2.0
// Simulated elections, made by the command itself.
#pragma once

#include "app/scripted_person.h"
#include "app/simulate.h"
#include "os/file.h"
#include "support/rooms.h"
#include "support/temporary_folder.h"
#include "support/two_districts.h"

#include <nlohmann/json.hpp>

#include <string>

namespace evote {

/// Three trustees.
inline std::string simulated_manifest() {
    return two_districts("simulated", R"({"en": "Simulated", "ru": "Модель"})", 3, 2);
}

/// A folder for records, and the command.
class Simulation {
  public:
    explicit Simulation(const std::string& manifest = simulated_manifest()) {
        must(write_file(path("manifest.json"), bytes_of(manifest)));
        captured.console.set_facts(Facts::json);
        captured.console.set_threads(2);
    }

    std::filesystem::path path(const std::string& name) const { return folder_.path() / name; }

    SimulateOptions options(const std::string& record, std::uint64_t voters = 6) const {
        SimulateOptions out{path(record), path("manifest.json"), voters, "test"};
        return out;
    }

    /// What the command says.
    nlohmann::json facts(const SimulateOptions& options) {
        status = simulate(options, captured.console);
        return nlohmann::json::parse(captured.take_out());
    }

    CapturedConsole captured;
    Status status = Status::done; ///< of the last command

  private:
    TemporaryFolder folder_;
};

} // namespace evote
