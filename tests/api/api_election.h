// SPDX-License-Identifier: Apache-2.0
// A small sealed election in a folder, and what its voters and its board hold. Only public headers:
// the election is made behind an interface.
#pragma once

#include "evote/box.h"
#include "evote/bytes.h"
#include "evote/client.h"
#include "support/must.h"

#include <catch2/catch.hpp>

#include <memory>
#include <string>

namespace evote::test {

struct MadeElection;

/// Four voters of one district "d"; one contest "c" of the options "a" and "b", one to be chosen.
class ApiElection {
  public:
    /// With registrars, if there are any, voter 0's codes have been replaced once.
    explicit ApiElection(const std::string& revote = "last", unsigned registrars = 0);
    ApiElection(ApiElection&&) noexcept;
    ApiElection& operator=(ApiElection&&) = delete;
    ~ApiElection();

    std::string folder() const;
    /// In hex.
    std::string fingerprint() const;
    std::string key_file() const;
    /// The board's verifier key as text.
    std::string board_key() const;
    /// What the voter holds on paper; with registrars, of this one.
    std::string code(std::size_t voter, std::uint8_t registrar = 1) const;

    /// Two voters choose "b"; closed, added up, decrypted.
    void run() const;

    Record record() const { return must(Record::open(folder(), fingerprint())); }

    BallotBox open_box() const { return must(BallotBox::open(record(), key_file())); }

    /// A ballot of a voter, made as a device makes it.
    Ballot ballot(const Record& of, std::size_t voter, const std::string& option,
                  std::uint64_t counter = 0) const;

  private:
    std::unique_ptr<MadeElection> made_;
};

} // namespace evote::test
