// SPDX-License-Identifier: Apache-2.0
#include "registrar/unfinished_change.h"

#include "crypto/sha2.h"
#include "evote/check.h"

#include <algorithm>

namespace evote::registrar {

namespace {

using ballot::ChangeAction;
using ballot::ChangeLayout;

constexpr std::size_t signature_size = ChangeLayout::signature_size;

bool is_zero(ByteView bytes) {
    return std::ranges::all_of(bytes, [](std::uint8_t byte) { return byte == 0; });
}

ChangeLayout layout_of(const protocol::Election& election) {
    const std::uint8_t registrars = election.manifest().registrars();
    EVOTE_CHECK(registrars > 0);
    return ChangeLayout(registrars);
}

} // namespace

UnfinishedChange UnfinishedChange::begin(const protocol::Election& election,
                                         const ballot::ChangeHeader& header) {
    const auto layout = layout_of(election);
    return {ballot::begin_change(election.fingerprint(), header, layout), election.fingerprint(),
            header, layout};
}

Result<UnfinishedChange> UnfinishedChange::parse(Bytes file, const protocol::Election& election) {
    const auto layout = layout_of(election);
    const auto start =
        ballot::check_start(file, {ballot::EntryKind::roll_change, election.fingerprint()});
    if (start == ballot::StartFault::other_election)
        return fail(ErrorCode::other_election,
                    msg("this roll change was made for another election"));
    const auto header = ballot::read_change_header(file, layout);
    if (start != ballot::StartFault::none || !header)
        return fail(ErrorCode::malformed, msg("this is not a roll change"));
    UnfinishedChange out(std::move(file), election.fingerprint(), *header, layout);
    EVOTE_TRY_VOID(out.check_parts(election));
    return out;
}

Outcome UnfinishedChange::check_parts(const protocol::Election& election) const {
    const bool none_missing = has_all_halves();
    for (std::uint8_t i = 1; is_replacement() && i <= layout_.registrars(); ++i) {
        const auto part = ByteView(bytes_).subspan(layout_.half_at(i), ChangeLayout::half_size);
        if (!is_zero(part) && !ballot::half_holds(bytes_, layout_, i))
            return fail(ErrorCode::bad_half,
                        msg("the half of registrar {0} in this roll change is not good", i));
    }
    // After all halves, which every signature is over: an altered half is not the signer's fault.
    for (std::uint8_t i = 1; i <= layout_.registrars(); ++i) {
        const std::size_t at = layout_.signature_at(header_.action, i);
        const auto signature =
            *ByteCursor(ByteView(bytes_).subspan(at)).take_array<signature_size>();
        const auto& key = election.registrars()[i - std::size_t{1}];
        if (has_signature(i) && (!none_missing || !key.verify(message(), signature)))
            return fail(ErrorCode::bad_signature,
                        msg("the signature of registrar {0} on this roll change is not good", i));
    }
    return {};
}

ByteArray<32> UnfinishedChange::half(std::uint8_t registrar) const {
    if (!is_replacement())
        return {};
    return *ByteCursor(ByteView(bytes_).subspan(layout_.half_at(registrar))).take_array<32>();
}

bool UnfinishedChange::has_all_halves() const {
    for (std::uint8_t i = 1; is_replacement() && i <= layout_.registrars(); ++i)
        if (!has_half(i))
            return false;
    return true;
}

bool UnfinishedChange::has_signature(std::uint8_t registrar) const {
    return !is_zero(
        ByteView(bytes_).subspan(layout_.signature_at(header_.action, registrar), signature_size));
}

bool UnfinishedChange::is_complete() const {
    for (std::uint8_t i = 1; i <= layout_.registrars(); ++i)
        if (!has_signature(i))
            return false;
    return has_all_halves();
}

ballot::RollChange UnfinishedChange::asked() const {
    EVOTE_CHECK(has_all_halves());
    const auto read = ballot::read_change(bytes_, fingerprint_, layout_);
    EVOTE_CHECK(read.change.has_value()); // its header is of the present roll, its halves are good
    return *read.change;
}

Bytes UnfinishedChange::message() const {
    return ballot::change_message(ByteView(bytes_).first(layout_.signed_size(header_.action)));
}

Digest32 UnfinishedChange::hash() const {
    return crypto::sha256(message());
}

void UnfinishedChange::put_half(std::uint8_t registrar, const ballot::ReplacementHalf& half) {
    ballot::put_half(bytes_, layout_, registrar, half);
}

void UnfinishedChange::sign(std::uint8_t registrar, const board::NoteSigner& signer) {
    EVOTE_CHECK(has_all_halves());
    ballot::put_signature(bytes_, layout_, registrar, signer.sign(text_of(message())));
}

} // namespace evote::registrar
