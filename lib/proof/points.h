// SPDX-License-Identifier: Apache-2.0
// The points of many proofs, decoded as two lists: those whose coefficient in a random linear
// combination is a scalar (images: what is proved of), and the commitments, whose coefficient is
// the 128-bit weight of their equation. Whoever adds points is told where they are; a Combination
// takes these places, so nobody has to count along.
#pragma once

#include "evote/bytes.h"
#include "evote/check.h"
#include "group/batch.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace evote::proof {

/// The place of one point in a PointBatch. `List` tells the two lists apart.
template <class List>
struct PointPlace {
    std::size_t index = 0;
};

/// Points in a row.
template <class List>
class PointPlaces {
  public:
    PointPlaces() = default;

    PointPlaces(std::size_t begin, std::size_t size) : begin_(begin), size_(size) {}

    std::size_t begin() const { return begin_; }

    std::size_t size() const { return size_; }

    PointPlace<List> operator[](std::size_t i) const {
        EVOTE_CHECK(i < size_);
        return {begin_ + i};
    }

    /// Takes in those that were added next.
    void extend(PointPlaces more) {
        if (size_ == 0)
            begin_ = more.begin_;
        EVOTE_CHECK(more.begin_ == begin_ + size_);
        size_ += more.size_;
    }

  private:
    std::size_t begin_ = 0;
    std::size_t size_ = 0;
};

struct ImageList;
struct CommitmentList;
using ImagePlace = PointPlace<ImageList>;
using ImagePlaces = PointPlaces<ImageList>;
using CommitmentPlace = PointPlace<CommitmentList>;
using CommitmentPlaces = PointPlaces<CommitmentList>;

/// Points by their encodings: added first, then decoded all at once. Its memory is used again after
/// clear().
template <group::Group G>
class PointBatch {
  public:
    using Element = typename G::Element;

    void clear() {
        images_.encodings.clear();
        commitments_.encodings.clear();
    }

    /// Encodings in a row.
    ImagePlaces add_images(ByteView encodings) { return add<ImageList>(images_, encodings); }

    CommitmentPlaces add_commitments(ByteView encodings) {
        return add<CommitmentList>(commitments_, encodings);
    }

    /// Decodes all that were added. True if all are valid.
    bool decode_vartime() {
        const bool images = images_.decode_vartime();
        return commitments_.decode_vartime() && images;
    }

    /// Whether all of these are valid.
    bool valid(ImagePlaces places) const { return images_.valid(places.begin(), places.size()); }

    bool valid(CommitmentPlaces places) const {
        return commitments_.valid(places.begin(), places.size());
    }

    std::span<const Element> operator[](ImagePlaces places) const {
        return std::span(images_.points).subspan(places.begin(), places.size());
    }

    std::span<const Element> operator[](CommitmentPlaces places) const {
        return std::span(commitments_.points).subspan(places.begin(), places.size());
    }

    const Element& operator[](ImagePlace place) const { return images_.points[place.index]; }

    const Element& operator[](CommitmentPlace place) const {
        return commitments_.points[place.index];
    }

  private:
    struct List {
        bool decode_vartime() {
            const std::size_t count = encodings.size() / Element::encoded_size;
            points.resize(count);
            is_valid.resize(count);
            all_valid = group::decode_batch_vartime<G>(encodings, points, is_valid);
            return all_valid;
        }

        bool valid(std::size_t begin, std::size_t size) const {
            if (all_valid)
                return true;
            for (const std::uint8_t one : std::span(is_valid).subspan(begin, size))
                if (one == 0)
                    return false;
            return true;
        }

        Bytes encodings;
        std::vector<Element> points;
        std::vector<std::uint8_t> is_valid;
        bool all_valid = true;
    };

    template <class Name>
    static PointPlaces<Name> add(List& list, ByteView encodings) {
        const std::size_t begin = list.encodings.size() / Element::encoded_size;
        append(list.encodings, encodings);
        EVOTE_CHECK(list.encodings.size() % Element::encoded_size == 0);
        return {begin, list.encodings.size() / Element::encoded_size - begin};
    }

    List images_;
    List commitments_;
};

} // namespace evote::proof
