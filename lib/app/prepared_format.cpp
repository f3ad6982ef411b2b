// SPDX-License-Identifier: Apache-2.0
#include "app/prepared_format.h"

#include "evote/check.h"
#include "json/json.h"

#include <algorithm>

namespace evote::app {

namespace {

using Scalar = group::Ristretto255::Scalar;

constexpr std::string_view prepared_line = "evote-prepared-1\n";

void append_scalar(SecretBytes& out, const Scalar& scalar) {
    auto bytes = scalar.encode();
    out.append(bytes);
    wipe(bytes.data(), bytes.size());
}

std::optional<Scalar> take_scalar(ByteCursor& cursor) {
    const auto bytes = cursor.take(Scalar::encoded_size);
    return bytes ? Scalar::decode(*bytes) : std::nullopt;
}

std::string_view first_line_of(Fate fate) {
    return fate == Fate::cast ? "evote-cast-1\n" : "evote-audited-1\n";
}

// A ballot begins with its header, an opening names it. Empty if that cannot be read.
Bytes header_of(const DecidedBallot& ballot) {
    if (ballot.fate == Fate::cast)
        return ballot.file;
    const auto opening = json::JsonDocument::parse(ballot.file);
    if (!opening)
        return {};
    Bytes header = opening->root().member("header").hex(ballot::header_size);
    return opening->finish() ? header : Bytes();
}

} // namespace

SecretBytes write_prepared(const std::string& record, const ballot::PreparedBallot& prepared,
                           const ballot::Credential& credential) {
    EVOTE_CHECK(record.size() <= UINT16_MAX);
    Bytes front;
    append(front, bytes_of(prepared_line));
    append_u16(front, static_cast<std::uint16_t>(record.size()));
    append(front, bytes_of(record));
    append_u32(front, static_cast<std::uint32_t>(prepared.header_and_cipher.size()));
    append(front, prepared.header_and_cipher);
    SecretBytes file;
    file.append(front);
    append_scalar(file, credential.secret.expose());
    for (const auto& randomness : prepared.randomness.expose())
        append_scalar(file, randomness);
    file.append(prepared.bits.expose());
    return file;
}

std::optional<PreparedParts> split_prepared(ByteView file) {
    ByteCursor cursor(file);
    const auto line = cursor.take(prepared_line.size());
    if (!line || text_of(*line) != prepared_line)
        return std::nullopt;
    const auto path_size = cursor.take_u16();
    const auto path = path_size ? cursor.take(*path_size) : std::nullopt;
    const auto cipher_size = path ? cursor.take_u32() : std::nullopt;
    const auto cipher = cipher_size ? cursor.take(*cipher_size) : std::nullopt;
    if (!cipher || cipher->size() < ballot::header_size)
        return std::nullopt;
    return PreparedParts{std::string(text_of(*path)), *cipher, *cursor.take(cursor.remaining())};
}

Result<SavedBallot> read_prepared(const PreparedParts& parts, const record::OpenRecord& record) {
    const ByteView header = parts.header_and_cipher;
    const ballot::EntryStart start{ballot::EntryKind::ballot, record.election.fingerprint()};
    if (ballot::check_start(header, start) == ballot::StartFault::other_election)
        return fail(Error{ErrorCode::wrong_election,
                          msg("the ballot was prepared for another election"),
                          record.folder.path().string(),
                          {}});
    const auto fields = ballot::read_header(header);
    if (!fields || ballot::check_start(header, start) != ballot::StartFault::none ||
        fields->district >= record.manifest().districts().size() ||
        header.size() != record.election.layout(fields->district).end_of(ballot::Part::cipher))
        return fail(no_prepared_ballot());
    const proof::BallotShape& shape = record.election.layout(fields->district).shape();
    ByteCursor cursor(parts.secrets);
    SavedBallot saved{{fields->district, to_bytes(header), {}, {}}, {}};
    saved.credential.encoding = fields->credential;
    auto secret = take_scalar(cursor);
    if (!secret)
        return fail(no_prepared_ballot());
    saved.credential.secret = Secret<Scalar>(*secret);
    wipe(&*secret, sizeof(Scalar));
    for (std::size_t i = 0; i < shape.contests().size(); ++i) {
        auto randomness = take_scalar(cursor);
        if (!randomness)
            return fail(no_prepared_ballot());
        saved.prepared.randomness.push_back(*randomness);
        wipe(&*randomness, sizeof(Scalar));
    }
    const auto bits = cursor.take(shape.bits());
    if (!bits || !cursor.at_end() ||
        std::ranges::any_of(*bits, [](std::uint8_t bit) { return bit > 1; }))
        return fail(no_prepared_ballot());
    saved.prepared.bits.append(*bits);
    return saved;
}

Error no_prepared_ballot() {
    return {ErrorCode::malformed, msg("this is not a prepared ballot, or it is damaged"), {}, {}};
}

Bytes write_decision(const DecidedBallot& ballot) {
    Bytes file;
    append(file, bytes_of(first_line_of(ballot.fate)));
    append(file, ballot.tracker);
    append(file, ballot.file);
    return file;
}

std::optional<DecidedBallot> read_decision(ByteView file) {
    for (const Fate fate : {Fate::cast, Fate::audited}) {
        ByteCursor cursor(file);
        const std::string_view wanted = first_line_of(fate);
        const auto line = cursor.take(wanted.size());
        const auto tracker = cursor.take_array<32>();
        if (tracker && text_of(*line) == wanted)
            return DecidedBallot{fate, *tracker, to_bytes(*cursor.take(cursor.remaining()))};
    }
    return std::nullopt;
}

std::optional<Digest32> fingerprint_of(const DecidedBallot& ballot) {
    const Bytes header = header_of(ballot);
    ByteCursor cursor(header);
    if (!cursor.take(ballot::entry_start_size - sizeof(Digest32)))
        return std::nullopt;
    const auto fingerprint = cursor.take_array<sizeof(Digest32)>();
    const bool sound =
        fingerprint && ballot::check_start(header, {ballot::EntryKind::ballot, *fingerprint}) ==
                           ballot::StartFault::none;
    return sound ? fingerprint : std::nullopt;
}

} // namespace evote::app
