// SPDX-License-Identifier: Apache-2.0
/// @file
/// The sealed part of an election's record: what is voted on, where, and with which keys.
#pragma once

#include "evote/owned.h"
#include "evote/result.h"

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace evote {

struct RecordState;
/// For the library itself.
void destroy(RecordState* state);

/// A text of the manifest in one of its languages.
struct LocalTitle {
    std::string language; ///< BCP 47 tag in lower case, such as "ky"
    std::string text;     ///< UTF-8, without control or invisible characters
};

/// What can be chosen in a contest.
struct OptionInfo {
    std::string id;                 ///< within its contest
    std::vector<LocalTitle> titles; ///< at least one
};

/// min <= sum of coefficients[i] over the chosen options i <= max.
struct RuleInfo {
    std::vector<std::int64_t> coefficients; ///< one an option
    std::int64_t min = 0;                   ///< at least this
    std::int64_t max = 0;                   ///< at most this
};

/// A question of the election.
struct ContestInfo {
    std::string id;                  ///< within the election
    std::vector<LocalTitle> titles;  ///< at least one
    std::vector<OptionInfo> options; ///< in the order of the ballot
    std::vector<RuleInfo> rules;     ///< the first is how many options may be chosen
};

/// A set of contests that some of the voters vote in.
struct DistrictInfo {
    std::string id;                    ///< within the election
    std::vector<LocalTitle> titles;    ///< at least one
    std::vector<std::string> contests; ///< ids, in the order of the ballot
};

/// A sealed election (docs/protocol.md, section 4): its files have the announced fingerprint, and
/// as many trustees as can decrypt have signed it. Everything that makes, takes in or counts
/// ballots starts from one. Threads: reading is safe from many.
class Record {
  public:
    /// Reads and checks the sealed files of the record in `folder`; its log is not looked at.
    /// `fingerprint` is what the trustees announced, as 64 hex digits or as the 40 spoken digits.
    /// It must not come from the folder: whoever changed the record would have changed it too. Time
    /// and memory grow with the roll: some 40 bytes a voter. Errors: usage (not a fingerprint),
    /// wrong_fingerprint, not_sealed, not_a_record, step_missing (a file is missing), and of kind
    /// invalid or malformed for damage, with file and place.
    static Result<Record> open(std::string_view folder, std::string_view fingerprint);

    /// F: SHA-256 over the hashes of the four sealed files.
    const std::array<std::uint8_t, 32>& fingerprint() const;
    /// F as it is read aloud: eight groups of five digits.
    std::string spoken_fingerprint() const;
    /// The id that the manifest gives the election.
    std::string_view id() const;
    /// What the election is called.
    const std::vector<LocalTitle>& titles() const;
    /// In the order of the manifest.
    const std::vector<DistrictInfo>& districts() const;
    /// In the order of the manifest.
    const std::vector<ContestInfo>& contests() const;
    /// How many voters are on the roll.
    std::uint64_t voters() const;
    /// How many registrars give each voter a code; 0 where each voter has one code.
    std::uint8_t registrars() const;

    /// For the library itself.
    const RecordState& state() const { return *state_; }

  private:
    explicit Record(RecordState* state) : state_(state) {}

    Owned<RecordState> state_;
};

} // namespace evote
