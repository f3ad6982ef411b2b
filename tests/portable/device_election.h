// SPDX-License-Identifier: Apache-2.0
// What a voter's device and a verifier of ballots must know of an election of the vectors, read
// without the rooms that know manifests, keys and rolls.
#pragma once

#include "ballot/contest.h"
#include "ballot/credential.h"
#include "ballot/maker.h"
#include "ballot/verifier.h"
#include "support/rooms.h"

#include <nlohmann/json.hpp>

#include <map>
#include <string>
#include <vector>

namespace evote {

struct DeviceContest {
    std::string id;
    std::vector<std::string> options;
    std::vector<Rule> rules;
};

struct DeviceDistrict {
    std::string id;
    std::vector<std::size_t> contests;
};

/// The files that a vector states, as they are.
class DeviceElection {
  public:
    explicit DeviceElection(const nlohmann::json& vector);

    const Parameters& parameters() const { return parameters_; }

    /// The district of a ballot of the vector, and all its bits.
    std::size_t district_of(const nlohmann::json& ballot) const;
    BallotBits bits_of(const nlohmann::json& ballot) const;

    /// The credential of the code that the voter of a ballot typed.
    Credential credential_of(const nlohmann::json& ballot) const;

    /// Verdicts on entries, with the roll.
    std::vector<Verdict> verdicts_on(const std::vector<Bytes>& entries) const;

  private:
    Verdict look_up(const Header& header) const;

    Digest32 manifest_hash_;
    std::vector<DeviceContest> contests_;
    std::vector<DeviceDistrict> districts_;
    std::map<ByteArray<32>, std::size_t> roll_; // district of each credential
    Parameters parameters_;
};

} // namespace evote
