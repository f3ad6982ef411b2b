// SPDX-License-Identifier: Apache-2.0
#include "record/trustee_secret.h"

#include "base/secret.h"
#include "base/text.h"
#include "evote/check.h"

namespace evote::record {

namespace {

using secretfile::append_value;

constexpr std::string_view magic = "evote-trustee-2\n";
constexpr std::string_view magic_before = "evote-trustee-1\n"; // without what it sealed

Error damaged() {
    return {ErrorCode::malformed, msg("this is not a trustee's secret file"), {}, {}};
}

// Exactly two bytes; nothing for fewer or more.
std::optional<std::uint16_t> decode_index(ByteView value) {
    return value.size() == sizeof(std::uint16_t) ? ByteCursor(value).take_u16() : std::nullopt;
}

Bytes encode_index(std::uint16_t index) {
    Bytes out;
    append_u16(out, index);
    return out;
}

} // namespace

TrusteeSecret TrusteeSecret::create(const protocol::Manifest& manifest, std::uint16_t trustee,
                                    std::string name, crypto::Random& random) {
    const WipedStack wiped;
    board::NoteSigner signer(protocol::trustee_key_name(manifest, trustee),
                             crypto::SigningKey::generate(random));
    TrusteeSecret out(manifest.hash(), trustee, std::move(name), std::move(signer),
                      secretfile::AgeIdentity::generate(random));
    const SecretBytes long_lived = out.signer_.text();
    out.polynomials_.emplace(
        protocol::Polynomials::choose(manifest, trustee, random, long_lived.expose()));
    return out;
}

SecretBytes TrusteeSecret::encode() const {
    SecretBytes out;
    out.append(bytes_of(magic));
    append_value(out, manifest_);
    append_value(out, encode_index(trustee_));
    append_value(out, bytes_of(name_));
    append_value(out, signer_.text().expose());
    append_value(out, identity_.text().expose());
    append_value(out, polynomials_ ? polynomials_->encode().expose() : ByteView());
    append_value(out, protocol::encode_share(share_.expose()).expose());
    append_value(out, sealed_ ? ByteView(*sealed_) : ByteView());
    append_value(out, tally_ ? ByteView(*tally_) : ByteView());
    for (const Bytes& note : notes_)
        append_value(out, note);
    return out;
}

Result<TrusteeSecret> TrusteeSecret::parse(ByteView bytes, const protocol::Manifest& manifest) {
    const WipedStack wiped;
    if (text_of(bytes).starts_with(magic_before))
        return fail(ErrorCode::unsupported,
                    msg("this secret file is by an earlier version of evote and does not say what "
                        "the trustee has sealed; finish the election with that version"));
    if (!text_of(bytes).starts_with(magic))
        return fail(damaged());
    secretfile::Values fields(bytes.subspan(magic.size()));
    if (!equal(fields.take(), manifest.hash()))
        return fail(ErrorCode::wrong_election, msg("this secret file is for another election"));
    const auto index = decode_index(fields.take());
    const std::string name = to_string(fields.take());
    auto signer = board::NoteSigner::parse(fields.take());
    auto identity = secretfile::AgeIdentity::parse(fields.take());
    if (!index || *index < 1 || *index > manifest.trustees().count ||
        !protocol::is_trustee_name(name) || !signer ||
        signer->verifier().name() != protocol::trustee_key_name(manifest, *index) || !identity)
        return fail(damaged());
    TrusteeSecret out(manifest.hash(), *index, name, *std::move(signer), *std::move(identity));
    if (const ByteView coefficients = fields.take(); !coefficients.empty()) {
        out.polynomials_ = protocol::Polynomials::restore(manifest, *index, coefficients);
        if (!out.polynomials_)
            return fail(damaged());
    }
    if (const ByteView share = fields.take(); !share.empty()) {
        auto values = protocol::decode_share(share, manifest.keys_needed());
        if (!values)
            return fail(damaged());
        out.share_ = *std::move(values);
    }
    if (!secretfile::decode_hash(fields.take(), out.sealed_) ||
        !secretfile::decode_hash(fields.take(), out.tally_))
        return fail(damaged());
    for (Bytes& note : out.notes_)
        note = to_bytes(fields.take());
    if (!fields.sound_to_the_end())
        return fail(damaged());
    return out;
}

bool TrusteeSecret::can_decrypt(const protocol::PublicKeys& keys) const {
    const WipedStack wiped;
    const auto expected = keys.share_keys(trustee_);
    bool right = share().size() == expected.size();
    for (std::size_t k = 0; right && k < expected.size(); ++k)
        right = group::Ristretto255::mul_generator(share()[k]) == expected[k];
    return right;
}

void TrusteeSecret::keep_share(SecretVector<Scalar> share) {
    EVOTE_CHECK(share.size() != 0);
    share_ = std::move(share);
}

ByteView TrusteeSecret::note(CeremonyRound round) const {
    return notes_[static_cast<std::size_t>(round)];
}

void TrusteeSecret::remember_note(CeremonyRound round, Bytes file) {
    notes_[static_cast<std::size_t>(round)] = std::move(file);
}

Outcome TrusteeSecret::remember_seal(const Digest32& fingerprint) {
    if (sealed_ && *sealed_ != fingerprint)
        return fail(ErrorCode::already_signed,
                    msg("trustee {0} has sealed another election, with the fingerprint {1}",
                        trustee_, hex_encode(*sealed_)));
    sealed_ = fingerprint;
    return {};
}

Outcome TrusteeSecret::may_decrypt(const protocol::Election& election) const {
    if (!can_decrypt(election.keys()))
        return fail(ErrorCode::wrong_key,
                    msg("this secret file does not belong to the keys of this election"));
    if (election.keys().trustee(trustee_).signer != signer_.verifier().text())
        return fail(ErrorCode::wrong_key,
                    msg("keys.json has another signing key for trustee {0} than this secret file",
                        trustee_));
    if (!sealed_)
        return fail(ErrorCode::not_sealed,
                    msg("this secret file has not sealed an election, and decrypts only the one "
                        "that it sealed"));
    if (*sealed_ != election.fingerprint())
        return fail(ErrorCode::wrong_election,
                    msg("trustee {0} has sealed another election, with the fingerprint {1}",
                        trustee_, hex_encode(*sealed_)));
    return {};
}

Outcome TrusteeSecret::remember_tally(const Digest32& tally) {
    if (tally_ && *tally_ != tally)
        return fail(ErrorCode::already_signed,
                    msg("this trustee has decrypted another tally of this election already"));
    tally_ = tally;
    return {};
}

Outcome TrusteeSecretFile::create(const std::filesystem::path& path, const TrusteeSecret& secret,
                                  const SecretBytes& passphrase, unsigned work_factor) {
    return secretfile::PassphraseFile::create(path, secret.encode(), passphrase, work_factor);
}

Result<TrusteeSecretFile> TrusteeSecretFile::open(const std::filesystem::path& name,
                                                  const protocol::Manifest& manifest,
                                                  SecretBytes passphrase, unsigned work_factor) {
    EVOTE_TRY(auto file,
              secretfile::PassphraseFile::open(name, std::move(passphrase), work_factor));
    auto secret = TrusteeSecret::parse(file.plain().expose(), manifest);
    if (!secret)
        return fail(std::move(secret).take_error().in_file(file.path().string()));
    return TrusteeSecretFile(std::move(file), *std::move(secret));
}

Result<protocol::DecryptionShare> decrypt_once(TrusteeSecretFile& file, const SealedRecord& record,
                                               const protocol::TallyFile& tally,
                                               crypto::Random& random) {
    TrusteeSecret& secret = file.secret();
    EVOTE_TRY_VOID(secret.may_decrypt(record.election));
    EVOTE_TRY_VOID(secret.remember_tally(tally.hash()));
    EVOTE_TRY_VOID(file.save());
    return protocol::decrypt(record.election, tally, secret.trustee(), secret.share(), random);
}

} // namespace evote::record
