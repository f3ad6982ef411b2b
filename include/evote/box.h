// SPDX-License-Identifier: Apache-2.0
/// @file
/// The ballot box: judges ballots, appends the good ones to the board, gives receipts.
/// Sources: docs/protocol.md, sections 5 and 6 (what a ballot and its place must be); the board is
/// a log of C2SP tlog-tiles and tlog-checkpoint, its tree that of RFC 9162, section 2.1.
#pragma once

#include "evote/owned.h"
#include "evote/record.h"
#include "evote/result.h"

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace evote {

struct BallotBoxState;
/// For the library itself.
void destroy(BallotBoxState* state);

/// What the box says of one ballot.
struct Submission {
    /// What became of it.
    enum class Kind {
        accepted, ///< it is in the log, and on the disk for good
        already,  ///< these very bytes were in the log already
        refused,
    };

    Kind kind = Kind::refused;              ///< what became of it
    std::uint64_t index = 0;                ///< place in the log; not of a refused one
    std::array<std::uint8_t, 32> tracker{}; ///< zeros for a refused one and a roll change
    std::string reason;  ///< of a refused one: the protocol's word, such as "bad proof"
    std::string message; ///< of a refused one: what to tell a person, in English
};

/// The voters of a district, and those of them who have a valid ballot in the log.
struct DistrictTurnout {
    std::string district;     ///< its id
    std::uint64_t voters = 0; ///< how many are on the roll
    std::uint64_t voted = 0;  ///< how many of them have a valid ballot
};

/// What a box is told besides the record.
struct BoxOptions {
    unsigned threads = 1; ///< at least 1
    /// The present time in seconds since 1970-01-01 UTC; null is the system's clock.
    std::int64_t (*clock)() = nullptr;
};

/// Has the board and its key to itself while it is open. Nothing that it has accepted is lost,
/// whatever happens to the process or the machine's power. For one thread at a time; it has threads
/// of its own.
class BallotBox {
  public:
    /// Opens the box of a record to go on with it, with the board's private key from a file that is
    /// not in the record. What the key's index does not cover is verified first. Memory: some 100
    /// bytes a voter, and 12 a ciphertext in the log. Errors: wrong_key, in_record, memory_missing,
    /// locked (another program has it), closed, and of kind invalid if the log is damaged or older
    /// than what the key has signed.
    static Result<BallotBox> open(Record record, std::string_view key_file,
                                  const BoxOptions& options = {});

    /// The record that it was opened with.
    const Record& record() const;

    /// Judges the ballots as one batch, each as if the accepted ones before it were in the log, and
    /// appends what is accepted. Larger batches cost less a ballot; 1,024 are enough. After an
    /// error none of them is acknowledged: submit them again. Errors: not_open_yet, closed, and of
    /// kind system.
    Result<std::vector<Submission>> submit(std::span<const std::vector<std::uint8_t>> ballots);

    /// The receipt of an entry at the present size of the log, as text (C2SP tlog-proof), for
    /// check_receipt. `index` must be below size(); otherwise a failed check.
    Result<std::string> receipt(std::uint64_t index);

    /// How many entries the log has.
    std::uint64_t size() const;

    /// In the order of the manifest's districts.
    std::vector<DistrictTurnout> turnout() const;

    /// Closes the board for good. After an error it can be called again. Errors: of kind system.
    Outcome close();

    /// Writes the index, so that the next opening need not verify the log again. Nothing is lost
    /// without it. Errors: of kind system.
    Outcome save_index();

  private:
    explicit BallotBox(BallotBoxState* state) : state_(state) {}

    Owned<BallotBoxState> state_;
};

} // namespace evote
