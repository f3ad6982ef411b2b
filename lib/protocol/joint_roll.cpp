// SPDX-License-Identifier: Apache-2.0
#include "protocol/joint_roll.h"

#include "evote/check.h"
#include "group/batch.h"
#include "proof/possession.h"
#include "protocol/encoding_order.h"
#include "protocol/half_maker.h"

#include <algorithm>

namespace evote::protocol {

namespace {

using G = group::Ristretto255;
using Element = G::Element;

// Large enough for the sums to be cheap, small enough for the caches.
constexpr std::uint32_t chunk_size = std::uint32_t{1} << 15;
constexpr std::size_t piece_size = std::size_t{1} << 20;

Failed differ(const Halves& halves, Message message, std::uint32_t index) {
    return fail(Error{ErrorCode::registrars_differ,
                      std::move(message),
                      halves.source(),
                      {msg("line {0}", Halves::line_of(index))}});
}

Outcome must_agree(const Halves& first, const Halves& other) {
    if (first.size() != other.size())
        return fail(Error{ErrorCode::registrars_differ,
                          msg("registrar {0} has {1} voters, and registrar {2} has {3}",
                              other.registrar(), other.size(), first.registrar(), first.size()),
                          other.source(),
                          {}});
    for (std::uint32_t i = 0; i < first.size(); ++i) {
        if (first.place(i).district != other.place(i).district)
            return differ(other,
                          msg("registrars {0} and {1} have this voter in different districts",
                              first.registrar(), other.registrar()),
                          i);
        if (first.place(i) != other.place(i))
            return differ(other,
                          msg("registrars {0} and {1} have this voter with different weights",
                              first.registrar(), other.registrar()),
                          i);
    }
    return {};
}

} // namespace

void JointRoll::write(const Manifest& manifest, const std::function<void(ByteView)>& sink) const {
    Bytes piece;
    append_roll_header(piece);
    for (const std::uint32_t place : order_) {
        append_roll_row(piece, entries_[place], manifest);
        if (piece.size() >= piece_size) {
            sink(piece);
            piece.clear();
        }
    }
    sink(piece);
}

Outcome JointRoll::must_be(const Roll& roll) const {
    const auto rows = roll.entries();
    for (std::size_t i = 0; i < std::min(rows.size(), order_.size()); ++i) {
        const RollEntry& made = entries_[order_[i]];
        if (made.credential != rows[i].credential || made.district != rows[i].district ||
            made.weight() != rows[i].weight())
            return fail(ErrorCode::invalid, msg("this row is not what the registrars' halves make"),
                        msg("line {0}", i + 2));
    }
    if (rows.size() != order_.size())
        return fail(ErrorCode::invalid,
                    msg("the registrars' halves are those of {0} voters, and there are {1} here",
                        order_.size(), rows.size()));
    return {};
}

JointRollMaker::JointRollMaker(const Manifest& manifest, std::vector<ProvedHalves> files)
    : files_(std::move(files)) {
    const std::uint32_t voters = files_.front().halves.size();
    for (const auto& file : files_)
        challenges_.push_back(halves_challenge(manifest.hash(), file.halves.registrar(),
                                               file.halves.encodings(), file.proof.commitment));
    faults_.resize((std::size_t{voters} + chunk_size - 1) / chunk_size);
    sums_.resize(files_.size() * faults_.size());
    roll_.entries_.resize(voters);
}

Result<JointRollMaker> JointRollMaker::begin(const Manifest& manifest,
                                             std::vector<ProvedHalves> files) {
    EVOTE_CHECK(!files.empty() && files.size() == manifest.registrars());
    for (std::size_t i = 0; i < files.size(); ++i)
        EVOTE_CHECK(files[i].halves.registrar() == i + 1 &&
                    files[i].halves.manifest_hash() == manifest.hash());
    for (const auto& file : files)
        EVOTE_TRY_VOID(must_agree(files.front().halves, file.halves));
    return JointRollMaker(manifest, std::move(files));
}

void JointRollMaker::take_chunk(std::size_t chunk) {
    EVOTE_CHECK(chunk < chunks());
    if (auto outcome = add_chunk(chunk); !outcome)
        faults_[chunk] = std::move(outcome).take_error();
}

Outcome JointRollMaker::add_chunk(std::size_t chunk) {
    const auto begin = static_cast<std::uint32_t>(chunk * chunk_size);
    const std::uint32_t count = std::min(chunk_size, files_.front().halves.size() - begin);
    std::vector<Element> points(count);
    std::vector<Element> credentials(count);
    std::vector<std::uint8_t> valid(count);
    for (std::size_t f = 0; f < files_.size(); ++f) {
        const Halves& halves = files_[f].halves;
        if (!group::decode_batch_vartime<G>(
                halves.encodings().subspan(begin * Halves::half_size, count * Halves::half_size),
                points, valid)) {
            const auto bad = std::ranges::find(valid, 0) - valid.begin();
            return fail(
                Error{ErrorCode::bad_half,
                      msg("this half of registrar {0} is not an element of the group",
                          halves.registrar()),
                      halves.source(),
                      {msg("line {0}", Halves::line_of(begin + static_cast<std::uint32_t>(bad)))}});
        }
        sums_[f * chunks() + chunk] =
            proof::possession_part_vartime<G>(points, begin, challenges_[f]);
        for (std::uint32_t i = 0; i < count; ++i)
            credentials[i] = f == 0 ? points[i] : credentials[i] + points[i];
    }
    Bytes encodings(count * Halves::half_size);
    group::encode_batch<G>(credentials, encodings);
    for (std::uint32_t i = 0; i < count; ++i) {
        const VoterPlace& place = files_.front().halves.place(begin + i);
        RollEntry& entry = roll_.entries_[begin + i];
        entry.credential = *ByteCursor(ByteView(encodings).subspan(i * Halves::half_size))
                                .take_array<Halves::half_size>();
        entry.weight_less_one = place.weight_less_one;
        entry.district = place.district;
        if (entry.credential == ByteArray<Halves::half_size>{})
            return fail(ErrorCode::bad_half,
                        msg("the halves of voter {0} cancel each other out", begin + i + 1));
    }
    return {};
}

Outcome JointRollMaker::check_proof(std::size_t file) const {
    const auto t = Element::decode(files_[file].proof.commitment);
    const auto zeta = G::Scalar::decode(files_[file].proof.response);
    Element sum;
    for (std::size_t chunk = 0; chunk < chunks(); ++chunk)
        sum = sum + sums_[file * chunks() + chunk];
    if (t && zeta && proof::possession_holds_vartime<G>(sum, *t, *zeta))
        return {};
    return fail(
        Error{ErrorCode::bad_proof,
              msg("registrar {0} did not prove that it knows the secrets of its halves", file + 1),
              files_[file].proof_source,
              {}});
}

Result<JointRoll> JointRollMaker::finish() && {
    for (auto& fault : faults_)
        if (fault)
            return fail(std::move(*fault));
    const auto at = [this](std::uint32_t index) -> ByteView {
        return roll_.entries_[index].credential;
    };
    roll_.order_ = order_of_encodings(static_cast<std::uint32_t>(roll_.entries_.size()), at);
    if (const auto same = first_repetition(roll_.order_, at))
        return fail(ErrorCode::bad_half, msg("the halves of voters {0} and {1} make one credential",
                                             same->first + 1, same->second + 1));
    for (std::size_t file = 0; file < files_.size(); ++file)
        EVOTE_TRY_VOID(check_proof(file));
    return std::move(roll_);
}

} // namespace evote::protocol
