// SPDX-License-Identifier: Apache-2.0
#include "api/api_election.h"
#include "evote/audit.h"

#include <algorithm>
#include <fstream>

using namespace evote;
using namespace evote::test;

namespace {

class Stopping final : public AuditProgress {
  public:
    bool show(std::uint64_t done, std::uint64_t total) override {
        last = {done, total};
        return goes_on;
    }

    bool goes_on = true;
    std::pair<std::uint64_t, std::uint64_t> last;
};

ApiElection counted() {
    ApiElection election;
    election.run();
    return election;
}

} // namespace

TEST_CASE("an audit of a whole record has every check and the result") {
    const auto election = counted();
    Stopping progress;
    const auto report =
        must(audit(election.folder(),
                   {.fingerprint = election.fingerprint(), .threads = 2, .progress = &progress}));
    CHECK(report.conclusion == AuditConclusion::valid);
    CHECK(report.checks.size() == 20);
    for (const auto& check : report.checks)
        CHECK(check.state == CheckState::passed);
    REQUIRE(report.totals.size() == 2);
    CHECK(report.totals[1].option == "b");
    CHECK(report.totals[1].votes == 2);
    CHECK(report.json.find("\"status\":\"valid\"") != std::string::npos);
    CHECK(report.text.find("PASS") != std::string::npos);
    CHECK(progress.last == std::pair<std::uint64_t, std::uint64_t>(3, 3));
}

TEST_CASE("what was not checked is not valid") {
    const auto election = counted();
    const auto report = must(audit(election.folder()));
    CHECK(report.conclusion == AuditConclusion::incomplete);
    CHECK(std::ranges::count(report.checks, CheckState::not_checked, &AuditCheck::state) == 1);
    CHECK(audit(election.folder(), {.fingerprint = "12"}).error().code == ErrorCode::usage);
    CHECK(audit(election.folder() + "/ceremony").error().code == ErrorCode::not_a_record);
}

TEST_CASE("an audit names what is wrong") {
    const auto election = counted();
    std::ofstream(election.folder() + "/stranger") << "x";
    const auto report = must(audit(election.folder(), {.fingerprint = election.fingerprint()}));
    CHECK(report.conclusion == AuditConclusion::invalid);
    REQUIRE(report.checks.back().failures.size() == 1);
    CHECK(report.checks.back().failures[0].file.ends_with("stranger"));
}

TEST_CASE("an audit can be stopped") {
    const auto election = counted();
    Stopping progress;
    progress.goes_on = false;
    CHECK(audit(election.folder(),
                {.fingerprint = election.fingerprint(), .threads = 2, .progress = &progress})
              .error()
              .code == ErrorCode::stopped);
}

TEST_CASE("ballots are verified as a batch without a log") {
    const ApiElection election;
    const auto record = election.record();
    const auto good = election.ballot(record, 0, "a").bytes;
    auto bad = good;
    bad.back() ^= 1;
    const std::vector<std::span<const std::uint8_t>> batch{good, bad, {}, good};
    CHECK(verify_ballots(record, batch) ==
          std::vector<std::string_view>{"", "credential proof", "malformed", ""});
}
