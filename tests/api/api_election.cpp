// SPDX-License-Identifier: Apache-2.0
#include "api/api_election.h"

namespace evote::test {

// Before the names of all rooms are seen below.
Ballot ApiElection::ballot(const Record& of, std::size_t voter, const std::string& option,
                           std::uint64_t counter) const {
    const auto found = must(Voter::identify(of, code(voter)));
    return must(found.prepare({{"c", {option}}}, counter)).cast();
}

} // namespace evote::test
