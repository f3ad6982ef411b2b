// SPDX-License-Identifier: Apache-2.0
// Voters by what an identity provider calls them, and by what clerks type.
#pragma once

#include "registrar/private_list.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace evote::service {

/// Texts with a number each, which may be many millions: found by the whole or by the beginning.
class TextIndex {
  public:
    void add(std::string_view text, std::uint64_t number);

    /// After the last text.
    void sort();

    std::optional<std::uint64_t> find(std::string_view text) const;

    /// The numbers of the first texts, in their order, that begin so.
    std::vector<std::uint64_t> beginning_with(std::string_view begin, std::size_t most) const;

  private:
    struct Entry {
        std::uint64_t at;
        std::uint32_t size;
        std::uint32_t number;
    };

    std::string_view text(const Entry& entry) const {
        return std::string_view(texts_).substr(entry.at, entry.size);
    }

    std::string texts_;
    std::vector<Entry> entries_;
};

/// The private list as a service uses it. Thread-safe once it is made.
class VoterIndex {
  public:
    static constexpr std::size_t least_typed = 3; ///< characters of a name

    /// A person is called as on the list.
    explicit VoterIndex(const registrar::PrivateList& list);

    /// Reads who is which voter from a file: the line `voter,person`, then a line for each person
    /// whom the provider can identify, in UTF-8. Each wrong line is one of `faults`, up to twenty,
    /// and leads to ErrorCode::bad_voters: a voter who is not on the list, a voter or a person who
    /// is there twice.
    Outcome read_persons(ByteView file, std::vector<Error>& faults);

    /// The number of the voter whom the provider calls so; letters in two forms and blanks do not
    /// matter, capitals do.
    std::optional<std::uint64_t> person(std::string_view name) const;

    /// The numbers of voters whose names begin so, in whatever capitals, or whose number it is.
    /// Nothing for fewer than `least_typed` characters of a name.
    std::vector<std::uint64_t> search(std::string_view typed, std::size_t most) const;

  private:
    std::uint64_t size_;
    TextIndex names_;
    TextIndex folded_;
    std::optional<TextIndex> persons_;
};

} // namespace evote::service
