// SPDX-License-Identifier: Apache-2.0
// The manifest: what an election is about (protocol.md section 2). A Manifest that exists is valid.
#pragma once

#include "ballot/contest.h"
#include "base/secret.h"
#include "evote/bytes.h"
#include "evote/result.h"
#include "proof/contest_shape.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace evote::protocol {

/// A text in one or more languages, in the order of the manifest. Each is well-formed, not empty
/// and free of control, bidirectional and invisible characters.
struct LocalText {
    std::vector<std::pair<std::string, std::string>> texts; ///< BCP 47 tag in lower case, text

    /// The text in this language ("ky"), otherwise in a variety of it ("ky-Latn"), otherwise the
    /// first text.
    std::string_view in(std::string_view language) const;
};

/// A point in time as the manifest writes it (RFC 3339).
struct Instant {
    std::string text;
    std::int64_t unix_seconds; ///< whole seconds since 1970-01-01T00:00:00Z, rounded down
};

struct Option {
    std::string id;
    LocalText title;
};

struct Contest {
    std::string id;
    LocalText title;
    std::vector<Option> options;
    std::vector<ballot::Rule>
        rules; ///< rule 1 is the contest's own min and max, all coefficients 1

    /// The place of an option among the options. Variable time.
    std::optional<std::size_t> find_option(std::string_view option_id) const;
};

struct District {
    std::string id;
    LocalText title;
    std::vector<std::size_t> contests; ///< places among the manifest's contests, in ballot order
};

/// How many trustees there are and how many of them must decrypt; threshold <= count <
/// 2 * threshold, count <= 65,535.
struct TrusteeNumbers {
    std::uint16_t count;
    std::uint16_t threshold;
};

/// Which of a voter's valid ballots counts.
enum class Revote {
    last, ///< the last one
    none, ///< the first one; later ones are invalid
};

/// Thread-safe for reading.
class Manifest {
  public:
    /// The largest file that parse() takes, in bytes.
    static constexpr std::size_t largest_file = std::size_t{1} << 24;
    /// The most coefficients that the rules of all contests may have together: bits times rules,
    /// summed. No real election comes near; without a limit a small file could take much memory.
    static constexpr std::size_t most_coefficients = std::size_t{1} << 23;
    /// The most coefficients that all trustees may deal: trustees times threshold times keys.
    static constexpr std::size_t most_commitments = std::size_t{1} << 19;
    /// The largest ballot that a manifest may lead to, in bytes.
    static constexpr std::size_t largest_ballot = 65'535;
    static constexpr std::uint8_t most_registrars = 8;

    /// Reads the exact bytes of manifest.json. Refuses everything that section 2 does not allow
    /// (ErrorCode::malformed), with the place, such as "contests[2].rules[0].max". Deniable
    /// revoting, which is not implemented, is ErrorCode::unsupported.
    static Result<Manifest> parse(ByteView bytes);

    /// SHA-256 of the exact bytes of the file.
    const Digest32& hash() const { return hash_; }

    const std::string& id() const { return id_; }

    const LocalText& title() const { return title_; }

    TrusteeNumbers trustees() const { return trustees_; }

    Revote revote() const { return revote_; }

    /// How many registrars make the voters' credentials together (protocol.md section 4a), 1 to
    /// most_registrars; 0 where there are none.
    std::uint8_t registrars() const { return registrars_; }

    /// When the box is to open and to close, if the manifest says so.
    const std::optional<Instant>& opens() const { return opens_; }

    const std::optional<Instant>& closes() const { return closes_; }

    /// 1 to 65,536 of them; likewise contests.
    const std::vector<District>& districts() const { return districts_; }

    const std::vector<Contest>& contests() const { return contests_; }

    std::optional<std::size_t> find_district(std::string_view id) const;
    std::optional<std::size_t> find_contest(std::string_view id) const;

    /// B: the number of joint keys, which is the largest number of bits of any contest.
    std::size_t keys_needed() const;

    /// The contest as equations over its bits.
    const proof::ContestShape& shape(std::size_t contest) const { return *shared_shape(contest); }

    /// The same, for what outlives the manifest.
    const std::shared_ptr<const proof::ContestShape>& shared_shape(std::size_t contest) const;

    /// The length in bytes of every ballot of this district (protocol.md section 5).
    std::size_t ballot_size(std::size_t district) const;

    /// All bits of a contest, 0 or 1 each, for a selection that has 0 or 1 for each option: the
    /// options, then the slack bits. A selection that breaks a rule is ErrorCode::bad_choice, with
    /// a message that says which. Constant time, except that it reveals which rule is broken first.
    Result<SecretVector<std::uint8_t>>
    contest_bits(std::size_t contest, const SecretVector<std::uint8_t>& selection) const;

  private:
    friend class ManifestReader;

    struct IdHash {
        using is_transparent = void;

        std::size_t operator()(std::string_view id) const {
            return std::hash<std::string_view>()(id);
        }
    };

    // From ids to places in the manifest.
    using Index = std::unordered_map<std::string, std::size_t, IdHash, std::equal_to<>>;

    Manifest() = default;

    Digest32 hash_{};
    std::string id_;
    LocalText title_;
    TrusteeNumbers trustees_{};
    Revote revote_ = Revote::last;
    std::uint8_t registrars_ = 0;
    std::optional<Instant> opens_;
    std::optional<Instant> closes_;
    std::vector<Contest> contests_;
    std::vector<District> districts_;
    std::vector<std::shared_ptr<const proof::ContestShape>> shapes_; // one per contest
    Index contest_index_;
    Index district_index_;
};

} // namespace evote::protocol
