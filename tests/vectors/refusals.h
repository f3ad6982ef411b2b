// SPDX-License-Identifier: Apache-2.0
// Files of vectors that must be refused, and valid companions: test-vectors/made/refusals-*.json.
// The reason of each follows from what was done to it; no verifier is involved.
#pragma once

#include "support/rooms.h"
#include "vectors/draw.h"

#include <nlohmann/json.hpp>

#include <functional>
#include <map>
#include <string>
#include <string_view>

namespace evote {

/// One file: what all vectors share, then the vectors, numbered from 1.
class Refusals {
  public:
    Refusals(std::string_view what, const std::string& seed);

    /// What all vectors share.
    nlohmann::ordered_json& operator[](const std::string& name) { return file_[name]; }

    /// A vector. `reason` is "valid", or a word of the list in test-vectors/README.md; `comment` is
    /// one sentence on what was done to the bytes; `bytes` are the members that hold them.
    void add(std::string_view reason, std::string_view comment, nlohmann::ordered_json bytes);

    nlohmann::ordered_json take() &&;

  private:
    nlohmann::ordered_json file_;
    nlohmann::ordered_json vectors_ = nlohmann::ordered_json::array();
};

/// A good JSON document of a file, and copies of it with one change each.
class SpoiltJson {
  public:
    using Change = std::function<void(nlohmann::ordered_json&)>;

    /// `beside` are members that each vector has as well.
    SpoiltJson(Refusals& out, std::string good,
               nlohmann::ordered_json beside = nlohmann::ordered_json::object());

    const std::string& good() const { return good_; }

    /// What is at a JSON pointer in the good document.
    nlohmann::ordered_json at(const std::string& pointer) const;

    void text(std::string_view reason, std::string_view comment, std::string_view text);
    /// The document after a change.
    void change(std::string_view reason, std::string_view comment, const Change& change);
    void set(std::string_view reason, std::string_view comment, const std::string& pointer,
             const nlohmann::ordered_json& value);
    void erase(std::string_view reason, std::string_view comment, const std::string& pointer);
    void exchange(std::string_view reason, std::string_view comment, const std::string& one,
                  const std::string& other);

    /// Bytes that encode no element, and one that is written in another way.
    void bad_elements(std::string_view reason, const std::string& pointer);
    /// A number that is not below the order of the group, and one that is too long.
    void bad_scalars(std::string_view reason, const std::string& pointer);
    /// Other forms of the same JSON: `other` is the reason for what readers of JSON take, such as
    /// white space. `number` points to an integer.
    void json_forms(std::string_view other, const std::string& number);

  private:
    void broken_json(const std::string& number);

    Refusals& out_;
    std::string good_;
    nlohmann::ordered_json beside_;
};

/// An element in hex, with the generator added.
std::string plus_generator(const std::string& element);
/// A scalar in hex, with one added.
std::string plus_one(const std::string& scalar);
std::string minus_generator(const std::string& element);
std::string negated_scalar(const std::string& scalar);

/// Hex with its letters in upper case.
std::string upper_case(std::string hex);
/// A text with CR LF as its line ends.
std::string with_carriage_returns(const std::string& text);

/// The encoding of the identity, in hex.
extern const std::string identity_hex;

/// The election that is spoilt: two contests with rules, two districts, two of three trustees.
nlohmann::ordered_json election_to_spoil(const std::string& seed);

/// Copies the four files of the fingerprint, and it, from an election.
void add_sealed_files(Refusals& out, const nlohmann::ordered_json& election);

nlohmann::ordered_json refused_manifests(const std::string& seed);
nlohmann::ordered_json refused_keys(const std::string& seed);
nlohmann::ordered_json refused_rolls(const std::string& seed);
nlohmann::ordered_json refused_registrars(const std::string& seed);
nlohmann::ordered_json refused_notes(const std::string& seed);
nlohmann::ordered_json refused_tallies(const std::string& seed);
nlohmann::ordered_json refused_decryptions(const std::string& seed);
nlohmann::ordered_json refused_results(const std::string& seed);
nlohmann::ordered_json refused_openings(const std::string& seed);
nlohmann::ordered_json refused_receipts(const std::string& seed);
nlohmann::ordered_json refused_logs(const std::string& seed);
nlohmann::ordered_json refused_nonces(const std::string& seed);

/// Everything that make_vectors makes, by the name of the kind.
const std::map<std::string, nlohmann::ordered_json (*)(const std::string& seed), std::less<>>&
vector_kinds();

} // namespace evote
