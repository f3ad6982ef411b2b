// SPDX-License-Identifier: Apache-2.0
#include "app/prepared_state.h"

#include "evote/base/check.h"

#include <algorithm>

namespace evote {

namespace {

using Scalar = Ristretto255::Scalar;

constexpr std::string_view first_line = "evote-prepared-1\n";
constexpr std::uint64_t largest_state = 1 << 18;

void append_scalar(SecretBytes& out, const Scalar& scalar) {
    auto bytes = scalar.encode();
    out.append(bytes);
    wipe(bytes.data(), bytes.size());
}

Error no_state() {
    return {Status::malformed, msg("this is no prepared ballot, or a damaged one"), {}, {}};
}

// The public parts of a state file, and where the secret ones begin.
struct StateParts {
    std::filesystem::path record;
    ByteView header_and_cipher;
    ByteView secrets;
};

std::optional<StateParts> split_state(ByteView file) {
    ByteCursor cursor(file);
    const auto line = cursor.take(first_line.size());
    if (!line || text_of(*line) != first_line)
        return std::nullopt;
    const auto path_size = cursor.take_u16();
    const auto path = path_size ? cursor.take(*path_size) : std::nullopt;
    const auto cipher_size = path ? cursor.take_u32() : std::nullopt;
    const auto cipher = cipher_size ? cursor.take(*cipher_size) : std::nullopt;
    if (!cipher || cipher->size() < BallotLayout::header_size)
        return std::nullopt;
    return StateParts{std::string(text_of(*path)), *cipher, *cursor.take(cursor.remaining())};
}

std::string_view first_line_of(Fate fate) {
    return fate == Fate::cast ? "evote-cast-1\n" : "evote-audited-1\n";
}

std::optional<DecidedBallot> parse_decision(ByteView file) {
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

std::optional<Scalar> take_scalar(ByteCursor& cursor) {
    const auto bytes = cursor.take(Scalar::encoded_size);
    return bytes ? Scalar::decode(*bytes) : std::nullopt;
}

Result<PreparedState> restore(const StateParts& parts, OpenRecord record) {
    const ByteView header = parts.header_and_cipher;
    const auto sealed = header.subspan(BallotLayout::fingerprint_at, sizeof(Digest32));
    if (!equal(sealed, record.election.fingerprint()))
        return fail(Error{Status::refused,
                          msg("the ballot was prepared for another election"),
                          record.folder.path().string(),
                          {}});
    const std::size_t district = *ByteCursor(header.subspan(BallotLayout::district_at)).take_u16();
    if (district >= record.election.district_count() ||
        header.size() != record.election.layout(district).first_at)
        return fail(no_state());
    const BallotShape& shape = record.election.layout(district).shape;
    ByteCursor cursor(parts.secrets);
    PreparedBallot prepared{district, to_bytes(header), {}, {}};
    Credential credential;
    std::copy_n(header.begin() + BallotLayout::credential_at, credential.encoding.size(),
                credential.encoding.begin());
    auto secret = take_scalar(cursor);
    if (!secret)
        return fail(no_state());
    credential.secret = Secret<Scalar>(*secret);
    wipe(&*secret, sizeof(Scalar));
    for (std::size_t i = 0; i < shape.contests().size(); ++i) {
        auto randomness = take_scalar(cursor);
        if (!randomness)
            return fail(no_state());
        prepared.randomness.push_back(*randomness);
        wipe(&*randomness, sizeof(Scalar));
    }
    const auto bits = cursor.take(shape.bits());
    if (!bits || !cursor.at_end() ||
        std::ranges::any_of(*bits, [](std::uint8_t bit) { return bit > 1; }))
        return fail(no_state());
    prepared.bits.append(*bits);
    return PreparedState{std::move(record), std::move(prepared), std::move(credential)};
}

} // namespace

Outcome save_state(const std::filesystem::path& path, const OpenRecord& record,
                   const PreparedBallot& prepared, const Credential& credential) {
    const std::string folder = std::filesystem::absolute(record.folder.path()).string();
    EVOTE_CHECK(folder.size() <= UINT16_MAX);
    Bytes front;
    append(front, bytes_of(first_line));
    append_u16(front, static_cast<std::uint16_t>(folder.size()));
    append(front, bytes_of(folder));
    append_u32(front, static_cast<std::uint32_t>(prepared.header_and_cipher.size()));
    append(front, prepared.header_and_cipher);
    SecretBytes file;
    file.append(front);
    append_scalar(file, credential.secret.expose());
    for (const auto& randomness : prepared.randomness.expose())
        append_scalar(file, randomness);
    file.append(prepared.bits.expose());
    return write_file(path, file.expose(), Existing::keep, Access::owner_only);
}

Result<StateFile> StateFile::open(std::filesystem::path path) {
    EVOTE_TRY(FileDescriptor lock, lock_file(path));
    EVOTE_TRY(SecretBytes bytes, read_secret_file(path, largest_state));
    StateFile out(std::move(path), std::move(lock), std::move(bytes));
    out.decision_ = parse_decision(out.bytes_.expose());
    if (out.decision_)
        EVOTE_TRY_VOID(sync_folder(out.path_.parent_path()));
    else if (!split_state(out.bytes_.expose()))
        return fail(no_state().in_file(out.path_.string()));
    return out;
}

Result<PreparedState> StateFile::prepared() const {
    const auto parts = split_state(bytes_.expose());
    EVOTE_CHECK(parts.has_value());
    EVOTE_TRY(OpenRecord record, OpenRecord::open(RecordFolder(parts->record)));
    auto state = restore(*parts, std::move(record));
    if (!state)
        return fail(std::move(state).take_error().in_file(path_.string()));
    return state;
}

Outcome StateFile::decide(DecidedBallot ballot) {
    EVOTE_CHECK(!decision_);
    Bytes file;
    append(file, bytes_of(first_line_of(ballot.fate)));
    append(file, ballot.tracker);
    append(file, ballot.file);
    EVOTE_TRY_VOID(write_file(path_, file, Existing::replace, Access::owner_only));
    decision_ = std::move(ballot);
    return {};
}

Outcome StateFile::remove() const {
    std::error_code code;
    std::filesystem::remove(path_, code);
    if (code) {
        errno = code.value();
        return fail(file_error(path_));
    }
    return sync_folder(path_.parent_path());
}

} // namespace evote
