// SPDX-License-Identifier: Apache-2.0
// Multi-scalar multiplication by buckets (Pippenger) for public data. The points of each bucket are
// listed first, so that each lane adds up a bucket of its own in registers, and no bucket is loaded
// and stored for every point; buckets of equal size are processed side by side. See
// docs/design/kernels.md.
#include "group/backend/avx512ifma.h"
#include "group/backend/avx512ifma_buckets.h"
#include "group/backend/avx512ifma_single.h"
#include "group/backend/avx512ifma_sort.h"

#include <cstring>

namespace evote::group::backend::ifma {

namespace {

constexpr std::size_t smallest_msm = 8;
/// More points are done in parts, which fit the last-level cache.
constexpr std::size_t largest_part = std::size_t{1} << 16;

/// The arrays of one call, in one block of memory.
struct Workspace {
    std::uint8_t* addends; // n + 1 records of affine points; the last is the identity
    std::uint64_t* words;  // recoded scalars: all first words, all second words, ...
    Digit* digits;
    std::uint8_t* buckets;  // records of points, by number
    std::uint8_t* identity; // the record of one
    std::uint8_t* parts;    // records: 8 running sums and 8 totals a window, if done in parts
    std::uint8_t* windows;  // records: the sum of each window
    Schedule schedule;
    std::size_t stride; // n, rounded up
};

class Carver {
  public:
    explicit Carver(std::uint8_t* memory) : memory_(memory) {}

    template <class T>
    T* take(std::size_t count) {
        const std::size_t at = used_;
        used_ += round_up(count * sizeof(T), 64);
        return memory_ == nullptr ? nullptr : reinterpret_cast<T*>(memory_ + at);
    }

    std::size_t used() const { return used_; }

  private:
    std::uint8_t* memory_;
    std::size_t used_ = 0;
};

std::size_t carve(const Windows& windows, std::size_t n, std::uint8_t* memory, Workspace& work) {
    Carver carver(memory);
    work.stride = round_up(n, 8);
    work.addends = carver.take<std::uint8_t>((work.stride + 8) * addend_record);
    work.words = carver.take<std::uint64_t>(4 * work.stride);
    work.digits = carver.take<Digit>(windows.together() * work.stride);
    work.buckets = carver.take<std::uint8_t>((counts_needed(windows) + 1) * point_record);
    work.identity = carver.take<std::uint8_t>(point_record);
    work.parts = carver.take<std::uint8_t>(round_up(windows.count, 8) * 16 * point_record);
    work.windows = carver.take<std::uint8_t>(round_up(windows.count, 8) * point_record);
    work.schedule.counts = carver.take<std::uint32_t>(counts_needed(windows));
    work.schedule.order = carver.take<std::uint32_t>(order_needed(windows));
    work.schedule.steps = carver.take<std::uint32_t>(steps_needed(windows));
    work.schedule.entries = carver.take<std::uint32_t>(entries_needed(windows, n));
    return carver.used();
}

struct Scalars {
    const std::uint8_t* bytes;

    Words operator()(std::size_t i) const {
        Words r{};
        std::memcpy(r.word, bytes + i * sizeof r.word, sizeof r.word);
        return r;
    }
};

struct Weights {
    const Weight* weights;

    Words operator()(std::size_t i) const { return Words{{weights[i].low, weights[i].high, 0, 0}}; }
};

/// The words of scalars `first` to `first + n - 1`, and zeros up to the next vector.
template <class Scalar>
void recode(const Scalar& scalar_at, std::size_t first, std::size_t n, const Windows& windows,
            const Workspace& work) {
    const Words offset = recoding_offset(windows);
    for (std::size_t i = 0; i < work.stride; ++i) {
        const Words recoded = i < n ? sum_of(scalar_at(first + i), offset) : Words{};
        for (std::size_t k = 0; k < 4; ++k)
            work.words[k * work.stride + i] = recoded.word[k];
    }
}

EVOTE_AVX512IFMA_BEGIN

bool all_affine(const EdwardsPoint* points, std::size_t n) {
    std::uint64_t difference = 0;
    for (std::size_t i = 0; i < n; ++i) {
        const std::uint64_t(&z)[5] = points[i].z.limb;
        difference |= (z[0] ^ 1) | z[1] | z[2] | z[3] | z[4];
    }
    return difference == 0;
}

/// 1 / Z for n points, at most 8 * vectors_per_inversion.
void invert_z(const EdwardsPoint* points, std::size_t n,
              Factor (&inverses)[vectors_per_inversion]) {
    const std::size_t vectors = (n + 7) / 8;
    Factor running = small(1);
    for (std::size_t v = 0; v < vectors; ++v) {
        inverses[v] = running;
        running = running * load_eight(points + 8 * v, lanes_used(n, v)).z;
    }
    running = invert(running);
    for (std::size_t v = vectors; v-- > 0;) {
        inverses[v] = inverses[v] * running;
        running = running * load_eight(points + 8 * v, lanes_used(n, v)).z;
    }
}

EVOTE_VECTOR_INLINE WriteRows records_at(std::uint8_t* first, std::size_t size) {
    return rows_at<WriteRows>(first, size, 8, first);
}

/// Addends for n points, at most 8 * vectors_per_inversion, and identities up to the next vector.
void make_addends_together(const EdwardsPoint* points, std::size_t n, std::uint8_t* addends) {
    Factor inverses[vectors_per_inversion];
    const bool affine = all_affine(points, n);
    if (!affine)
        invert_z(points, n, inverses);
    for (std::size_t v = 0; 8 * v < n; ++v) {
        const Coordinates p = load_eight(points + 8 * v, lanes_used(n, v));
        AffineAddend a{add(p.y, p.x), subtract(p.y, p.x), p.t * constant(limbs_twice_d)};
        if (!affine)
            a = AffineAddend{a.sum * inverses[v], a.difference * inverses[v], a.t2d * inverses[v]};
        store_addends(a, records_at(addends + 8 * v * addend_record, addend_record));
    }
}

void make_addends(const EdwardsPoint* points, std::size_t n, std::uint8_t* addends) {
    constexpr std::size_t together = 8 * vectors_per_inversion;
    for (std::size_t i = 0; i < n; i += together)
        make_addends_together(points + i, n - i < together ? n - i : together,
                              addends + i * addend_record);
    store_addends(AffineAddend{small(1), small(1), small(0)},
                  records_at(addends + n * addend_record, addend_record));
}

void make_digits(const Windows& windows, unsigned first, unsigned count, const Workspace& work) {
    for (unsigned w = 0; w < count; ++w) {
        Digit* digits = work.digits + w * work.stride;
        for (std::size_t i = 0; i < work.stride; i += 8)
            _mm_store_si128(reinterpret_cast<__m128i*>(digits + i),
                            eight_digits(work.words + i, work.stride, windows, first + w));
    }
}

EVOTE_VECTOR_INLINE std::uint8_t* bucket(const Workspace& work, std::size_t number) {
    return work.buckets + number * point_record;
}

/// Adds up all buckets of the schedule.
void fill_buckets(const Workspace& work) {
    const Schedule& schedule = work.schedule;
    const std::uint32_t* entries = schedule.entries + bucket_lanes;
    for (std::size_t g = 0; g < schedule.groups; ++g) {
        const GroupSums sums = add_up_group(work.addends, entries, schedule.steps[g]);
        entries += bucket_lanes * schedule.steps[g];
        for (std::size_t half = 0; half < 2; ++half) {
            const std::uint32_t* numbers = schedule.order + g * bucket_lanes + 8 * half;
            WriteRows rows;
            for (std::size_t i = 0; i < 8; ++i)
                rows.of[i] = bucket(work, numbers[i]);
            store_records(sums.half[half], rows);
        }
    }
}

/// In each lane the buckets of one stretch: `running` is the sum of B_m and `total` the sum of
/// m * B_m for its m = 1, ..., length.
struct Stretch {
    Point running;
    Point total;
};

/// first[i] + m * step[i] is bucket m of lane i.
Stretch add_up_stretch(const WriteRows& first, const std::size_t (&step)[8], std::size_t length) {
    Stretch s{identity_point(), identity_point()};
    for (std::size_t m = length; m > 0; --m) {
        ReadRows rows;
        EVOTE_UNROLL
        for (std::size_t i = 0; i < 8; ++i)
            rows.of[i] = first.of[i] + m * step[i];
        s.running = add(s.running, load_records(rows));
        s.total = add(s.total, addend_of(s.running));
    }
    return s;
}

/// Windows `first` to `first + count - 1`, eight a vector.
void add_up_windows(const Windows& windows, unsigned first, unsigned count, const Workspace& work) {
    const std::size_t row = windows.buckets() + 1;
    for (std::size_t w = 0; w < count; w += 8) {
        WriteRows rows;
        std::size_t step[8];
        for (std::size_t i = 0; i < 8; ++i) {
            const bool there = w + i < count;
            rows.of[i] = there ? bucket(work, (w + i) * row) : work.identity;
            step[i] = there ? point_record : 0;
        }
        const Stretch s = add_up_stretch(rows, step, windows.buckets());
        store_records(addend_of(s.total),
                      records_at(work.windows + (first + w) * point_record, point_record));
    }
}

/// One window in eight parts.
void add_up_parts(const Windows& windows, unsigned w, const Workspace& work) {
    const std::size_t length = windows.buckets() / 8;
    WriteRows rows;
    std::size_t step[8];
    for (std::size_t i = 0; i < 8; ++i) {
        rows.of[i] = bucket(work, i * length);
        step[i] = point_record;
    }
    const Stretch s = add_up_stretch(rows, step, length);
    std::uint8_t* parts = work.parts + w * std::size_t{16} * point_record;
    store_records(addend_of(s.running), records_at(parts, point_record));
    store_records(addend_of(s.total), records_at(parts + 8 * point_record, point_record));
}

/// Record j of the parts of windows w to w + 7.
EVOTE_VECTOR_INLINE Addend load_part(const Windows& windows, unsigned w, std::size_t j,
                                     const Workspace& work) {
    ReadRows rows;
    for (unsigned i = 0; i < 8; ++i)
        rows.of[i] = w + i < windows.count
                         ? work.parts + (std::size_t{w + i} * 16 + j) * point_record
                         : work.identity;
    return load_records(rows);
}

/// A window is the sum over its parts j of total_j + j * length * running_j.
void join_parts(const Windows& windows, const Workspace& work) {
    for (unsigned w = 0; w < windows.count; w += 8) {
        Point running = identity_point();
        Point weighted = identity_point();
        for (std::size_t j = 7; j > 0; --j) {
            running = add(running, load_part(windows, w, j, work));
            weighted = add(weighted, addend_of(running));
        }
        for (std::size_t length = windows.buckets() / 8; length > 1; length /= 2)
            weighted = double_of(weighted);
        for (std::size_t j = 0; j < 8; ++j)
            weighted = add(weighted, load_part(windows, w, 8 + j, work));
        store_records(addend_of(weighted),
                      records_at(work.windows + w * point_record, point_record));
    }
}

EVOTE_VECTOR_INLINE SinglePoint load_single(const std::uint8_t* record) {
    std::uint64_t w[20];
    std::memcpy(w, record, sizeof w);
    SinglePoint p;
    for (std::size_t i = 0; i < 4; ++i)
        p.lanes.limb[i] = Vector{w[i], w[4 + i], w[8 + i], w[12 + i], 0, 0, 0, 0};
    p.lanes.limb[4] = Vector{w[16], w[17], w[18], w[19], 0, 0, 0, 0};
    return p;
}

/// The sum of 2^offset(w) * window w; the same in all lanes.
Point join_windows(const Windows& windows, const Workspace& work) {
    SinglePoint p{Factor{{Vector{1, 1, 1, 0, 0, 0, 0, 0}, all(0), all(0), all(0), all(0)}}};
    for (unsigned w = windows.count; w-- > 0;) {
        for (unsigned i = 0; i < windows.width(w); ++i)
            p = double_of(p);
        p = add(p, load_single(work.windows + w * point_record));
    }
    return point_of(p);
}

/// The whole sum, once the words are filled in.
Point multiply_and_add(const Windows& windows, const EdwardsPoint* points, std::size_t n,
                       Workspace& work) {
    make_addends(points, n, work.addends);
    store_records(addend_of(identity_point()), records_at(work.identity, 0));
    const unsigned together = windows.together();
    for (unsigned w = 0; w < windows.count; w += together) {
        const unsigned count = windows.count - w < together ? windows.count - w : together;
        make_digits(windows, w, count, work);
        make_schedule(windows, count, work.digits, work.stride, n, work.schedule);
        fill_buckets(work);
        if (together > 1)
            add_up_windows(windows, w, count, work);
        else
            add_up_parts(windows, w, work);
    }
    if (together == 1)
        join_parts(windows, work);
    return join_windows(windows, work);
}

template <class Scalar>
void msm(const Scalar& scalar_at, unsigned bits, const EdwardsPoint* points, std::size_t n,
         EdwardsPoint* out) {
    Point sum = identity_point();
    for (std::size_t i = 0; i < n; i += largest_part) {
        const std::size_t part = n - i < largest_part ? n - i : largest_part;
        const Windows windows = choose_windows(bits, part);
        Workspace work{};
        carve(windows, part, scratch(carve(windows, part, nullptr, work)), work);
        recode(scalar_at, i, part, windows, work);
        sum = add(sum, addend_of(multiply_and_add(windows, points + i, part, work)));
    }
    EdwardsPoint unused;
    store_points(coordinates_of(sum), rows_at<WriteRows>(reinterpret_cast<std::uint8_t*>(out), 0, 1,
                                                         reinterpret_cast<std::uint8_t*>(&unused)));
}

EVOTE_TARGET_END

} // namespace

EVOTE_AVX512IFMA_BEGIN

void msm_vartime(const std::uint8_t* scalars, const EdwardsPoint* points, std::size_t n,
                 EdwardsPoint* out) {
    if (n < smallest_msm)
        portable_kernels.msm_vartime(scalars, points, n, out);
    else
        msm(Scalars{scalars}, scalar_bits, points, n, out);
}

void msm_weights_vartime(const Weight* weights, const EdwardsPoint* points, std::size_t n,
                         EdwardsPoint* out) {
    if (n < smallest_msm)
        portable_kernels.msm_weights_vartime(weights, points, n, out);
    else
        msm(Weights{weights}, weight_bits, points, n, out);
}

EVOTE_TARGET_END

} // namespace evote::group::backend::ifma
