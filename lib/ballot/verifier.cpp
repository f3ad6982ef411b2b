// SPDX-License-Identifier: Apache-2.0
#include "ballot/verifier.h"

#include "ballot/challenges.h"
#include "evote/check.h"

#include <algorithm>
#include <atomic>

namespace evote::ballot {

struct VerifiedPoints {
    Digest32 fingerprint;
    proof::PointBatch<group::Ristretto255> points;
};

const Digest32& VerifiedBallot::fingerprint() const {
    EVOTE_CHECK(points_ != nullptr && "this ballot was moved away");
    return points_->fingerprint;
}

std::span<const group::Ristretto255::Element> VerifiedBallot::cipher() const& {
    EVOTE_CHECK(points_ != nullptr && "this ballot was moved away");
    return points_->points[cipher_];
}

Verifier::Verifier(const Parameters& parameters, crypto::Random& random)
    : parameters_(parameters),
      random_(random),
      combination_(parameters.bases()),
      challenger_(std::make_unique<Challenger>()) {}

Verifier::~Verifier() = default;

void Verifier::begin_batch(std::span<const ByteView> entries) {
    // The memory of the batch before is used again unless somebody has a ballot of it.
    if (batch_ == nullptr || batch_.use_count() > 1)
        batch_ = std::make_shared<VerifiedPoints>();
    std::atomic_thread_fence(std::memory_order_acquire);
    batch_->fingerprint = parameters_.fingerprint();
    batch_->points.clear();
    slots_.assign(entries.size(), Slot());
    scalars_.clear();
    for (std::size_t i = 0; i < entries.size(); ++i)
        slots_[i].verdict = parse(entries[i], slots_[i]);
}

void Verifier::apply(const Filter& filter) {
    for (auto& slot : slots_)
        if (slot.well_formed && filter)
            slot.verdict = filter(slot.header);
}

std::vector<EntryVerdict> Verifier::read_verified(std::span<const ByteView> entries,
                                                  const Filter& filter) {
    begin_batch(entries);
    for (auto& slot : slots_)
        if (slot.verdict == Verdict::valid)
            add_cipher(slot);
    batch_->points.decode_vartime();
    for (auto& slot : slots_) {
        if (slot.verdict != Verdict::valid)
            continue;
        slot.well_formed = batch_->points.valid(slot.images) && !has_identity_alpha(slot);
        if (!slot.well_formed)
            slot.verdict = Verdict::malformed;
    }
    apply(filter);
    return result();
}

std::vector<EntryVerdict> Verifier::verify(std::span<const ByteView> entries,
                                           const Filter& filter) {
    begin_batch(entries);
    for (auto& slot : slots_)
        if (slot.verdict == Verdict::valid)
            add_points(slot);
    decode_points();
    apply(filter);
    hash_challenges();
    for (auto& slot : slots_) {
        if (slot.verdict != Verdict::valid)
            continue;
        // (L) is exact, without weights. A ballot that breaks it is looked at alone, for an earlier
        // reason may hold.
        if (proof::rules_hold_vartime<G>(slot.layout->shape(), scalars(slot), slot.challenges))
            slot.in_combination = true;
        else
            slot.verdict = diagnose(slot);
    }
    find_bad(0, entries.size());
    return result();
}

std::vector<EntryVerdict> Verifier::result() const {
    std::vector<EntryVerdict> out;
    out.reserve(slots_.size());
    for (const auto& slot : slots_) {
        out.push_back({slot.verdict, std::nullopt, std::nullopt});
        if (slot.well_formed)
            out.back().header = slot.header;
        if (slot.verdict == Verdict::valid)
            out.back().ballot = VerifiedBallot(batch_, slot.header, slot.places.cipher);
    }
    return out;
}

// The header up to the exact length: version, kind, F, district, in the order of the reasons.
Verdict Verifier::parse(ByteView entry, Slot& slot) const {
    switch (check_start(entry, {EntryKind::ballot, parameters_.fingerprint()})) {
    case StartFault::malformed:
        return Verdict::malformed;
    case StartFault::other_election:
        return Verdict::other_election;
    case StartFault::none:
        break;
    }
    const auto header = read_header(entry);
    slot.layout = parameters_.layouts().find(entry);
    if (slot.layout == nullptr)
        return Verdict::malformed;
    slot.bytes = entry;
    slot.header = *header;
    return Verdict::valid;
}

// Puts the encodings of the points into the lists that are decoded as wholes.
void Verifier::add_points(Slot& slot) {
    const auto image = [&](ByteView encodings) {
        const auto places = batch_->points.add_images(encodings);
        slot.images.extend(places);
        return places;
    };
    const auto commitment = [&](ByteView encodings) {
        const auto places = batch_->points.add_commitments(encodings);
        slot.commitments.extend(places);
        return places;
    };
    for (const FieldRow& row : slot.layout->rows()) {
        const ByteView bytes = row.of(slot.bytes);
        switch (row.field) {
        case Field::credential:
            slot.places.credential = image(bytes)[0];
            break;
        case Field::cipher:
            slot.places.cipher.extend(image(bytes));
            break;
        case Field::encryption_commitment:
            slot.places.encryption_commitments.extend(commitment(bytes));
            break;
        case Field::credential_commitment:
            slot.places.credential_commitment = commitment(bytes)[0];
            break;
        case Field::d0:
            slot.places.d0 = commitment(bytes)[0];
            break;
        case Field::d1:
            slot.places.d1 = image(bytes)[0];
            break;
        default: // no point
            break;
        }
    }
}

void Verifier::add_cipher(Slot& slot) {
    for (const FieldRow& row : slot.layout->rows())
        if (row.field == Field::cipher) {
            const auto places = batch_->points.add_images(row.of(slot.bytes));
            slot.images.extend(places);
            slot.places.cipher.extend(places);
        }
}

// Reads masks, responses, z_D and z_credential, which come in this order; false if one is not
// canonical.
bool Verifier::take_scalars(Slot& slot) {
    slot.scalar = scalars_.size();
    for (const FieldRow& row : slot.layout->rows()) {
        if (row.field != Field::mask && row.part != Part::response)
            continue;
        const ByteView bytes = row.of(slot.bytes);
        for (std::size_t i = 0; i < row.count; ++i) {
            const auto scalar = G::Scalar::decode(bytes.subspan(i * item_size, item_size));
            if (!scalar) {
                scalars_.resize(slot.scalar);
                return false;
            }
            scalars_.push_back(*scalar);
        }
    }
    return true;
}

void Verifier::decode_points() {
    batch_->points.decode_vartime();
    for (auto& slot : slots_) {
        if (slot.verdict != Verdict::valid)
            continue;
        slot.well_formed = batch_->points.valid(slot.images) &&
                           batch_->points.valid(slot.commitments) && take_scalars(slot) &&
                           !has_identity(slot);
        if (!slot.well_formed)
            slot.verdict = Verdict::malformed;
    }
}

// Whether the credential or an alpha is the identity.
bool Verifier::has_identity(const Slot& slot) const {
    return batch_->points[slot.places.credential].is_identity() || has_identity_alpha(slot);
}

bool Verifier::has_identity_alpha(const Slot& slot) const {
    const auto& parts = slot.layout->shape().contests();
    return std::any_of(parts.begin(), parts.end(), [&](const auto& part) {
        return batch_->points[slot.places.cipher[part.element]].is_identity();
    });
}

void Verifier::hash_challenges() {
    const auto gather = [&](auto bytes_of_slot) {
        views_.clear();
        for (const auto& slot : slots_)
            if (slot.verdict == Verdict::valid)
                views_.push_back(bytes_of_slot(slot));
    };
    gather([](const Slot& slot) { return slot.layout->up_to(slot.bytes, Part::first); });
    challenges_.resize(2 * views_.size());
    const auto y = std::span(challenges_).first(views_.size());
    const auto x = std::span(challenges_).last(views_.size());
    challenger_->bits(views_, y);
    gather([](const Slot& slot) { return slot.layout->part(slot.bytes, Part::second); });
    challenger_->ballots(views_, x);
    std::size_t at = 0;
    for (auto& slot : slots_)
        if (slot.verdict == Verdict::valid) {
            slot.challenges = {.y = y[at], .x = x[at]};
            ++at;
        }
}

proof::BallotElements<Verifier::G> Verifier::elements(const Slot& slot) const {
    const auto& points = batch_->points;
    const auto& places = slot.places;
    return {.credential = points[places.credential],
            .cipher = points[places.cipher],
            .encryption_commitments = points[places.encryption_commitments],
            .credential_commitment = points[places.credential_commitment],
            .d0 = points[places.d0],
            .d1 = points[places.d1]};
}

proof::BallotScalars<Verifier::G> Verifier::scalars(const Slot& slot) const {
    const proof::BallotShape& shape = slot.layout->shape();
    const auto all = std::span(scalars_).subspan(slot.scalar, shape.masks() + shape.elements() + 2);
    return {.masks = all.first(shape.masks()),
            .responses = all.subspan(shape.masks(), shape.elements()),
            .z_d = all[all.size() - 2],
            .z_credential = all[all.size() - 1]};
}

// One ballot, exactly: the first equation that fails is the reason.
Verdict Verifier::diagnose(const Slot& slot) const {
    const proof::BallotShape& shape = slot.layout->shape();
    const auto bases = parameters_.bases();
    const auto points = elements(slot);
    const auto responses = scalars(slot);
    if (!proof::credential_holds_vartime<G>(points, responses, slot.challenges))
        return Verdict::credential_proof;
    if (!proof::encryption_holds_vartime<G>(shape, bases, points, responses, slot.challenges))
        return Verdict::encryption_proof;
    if (!proof::rules_hold_vartime<G>(shape, responses, slot.challenges))
        return Verdict::rule;
    if (!proof::bits_hold_vartime<G>(shape, bases, points, responses, slot.challenges))
        return Verdict::bit_proof;
    return Verdict::valid;
}

// The random linear combination of all equations of slots [begin, end).
bool Verifier::combination_holds(std::size_t begin, std::size_t end) {
    const auto taken = [&](std::size_t i) { return slots_[i].in_combination; };
    while (begin < end && !taken(begin))
        ++begin;
    while (begin < end && !taken(end - 1))
        --end;
    if (begin == end)
        return true;
    const auto up_to_last = [&](auto places) {
        const auto& first = slots_[begin].*places;
        const auto& last = slots_[end - 1].*places;
        return std::decay_t<decltype(first)>(
            first.begin(),
            // cppcheck-suppress mismatchingContainerExpression ; both are spans of one array
            last.begin() + last.size() - first.begin());
    };
    combination_.begin(batch_->points, up_to_last(&Slot::images), up_to_last(&Slot::commitments),
                       random_);
    for (std::size_t i = begin; i < end; ++i)
        if (taken(i))
            proof::add_ballot<G>(combination_, slots_[i].layout->shape(), slots_[i].places,
                                 scalars(slots_[i]), slots_[i].challenges);
    return combination_.holds_vartime();
}

void Verifier::find_bad(std::size_t begin, std::size_t end) {
    if (end - begin == 1 || (end - begin > 1 && !combination_holds(begin, end)))
        split(begin, end);
}

void Verifier::split(std::size_t begin, std::size_t end) {
    if (end - begin == 1) {
        if (slots_[begin].in_combination)
            slots_[begin].verdict = diagnose(slots_[begin]);
        return;
    }
    const std::size_t middle = begin + (end - begin) / 2;
    if (combination_holds(begin, middle)) {
        split(middle, end); // the bad ballot must be there
    } else {
        split(begin, middle);
        find_bad(middle, end);
    }
}

} // namespace evote::ballot
