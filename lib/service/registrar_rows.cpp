// SPDX-License-Identifier: Apache-2.0
#include "service/registrar_rows.h"

#include "crypto/sha2.h"

namespace evote::service {

namespace {

void append_field(Bytes& out, ByteView field) {
    append_u32(out, static_cast<std::uint32_t>(field.size()));
    append(out, field);
}

void append_number(Bytes& out, std::uint64_t number) {
    Bytes bytes;
    append_u64(bytes, number);
    append_field(out, bytes);
}

} // namespace

std::string_view word_for(Way way) {
    switch (way) {
    case Way::provider:
        return "provider";
    case Way::clerk:
        return "clerk";
    case Way::ticket:
        break;
    }
    return "ticket";
}

std::string_view word_for(RequestState state) {
    switch (state) {
    case RequestState::queued:
        return "queued";
    case RequestState::approved:
        return "approved";
    case RequestState::declined:
        return "declined";
    case RequestState::sent:
        break;
    }
    return "sent";
}

RequestState request_state(std::string_view word) {
    for (const auto state : {RequestState::queued, RequestState::approved, RequestState::declined})
        if (word == word_for(state))
            return state;
    return RequestState::sent;
}

std::string_view word_for(ballot::ChangeAction action) {
    return action == ballot::ChangeAction::replace ? "replace" : "revoke";
}

Digest32 first_hash(const Digest32& fingerprint, std::uint8_t registrar) {
    return crypto::tagged_hash32("registrar/log", {fingerprint, ByteArray<1>{registrar}});
}

Digest32 row_hash(const Digest32& before, const Identification& row) {
    Bytes fields;
    append_number(fields, row.row);
    append_number(fields, static_cast<std::uint64_t>(row.time));
    append_field(fields, bytes_of(word_for(row.way)));
    append_field(fields, bytes_of(row.issuer));
    append_field(fields, bytes_of(row.who));
    append_number(fields, row.number);
    append_number(fields, row.issue);
    return crypto::tagged_hash32("registrar/log", {before, fields});
}

} // namespace evote::service
