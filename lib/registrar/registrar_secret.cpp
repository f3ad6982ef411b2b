// SPDX-License-Identifier: Apache-2.0
#include "registrar/registrar_secret.h"

#include "base/text.h"
#include "crypto/sha2.h"
#include "evote/check.h"
#include "protocol/halves.h"
#include "protocol/keys.h"

#include <algorithm>

namespace evote::registrar {

namespace {

using secretfile::append_value;

constexpr std::string_view magic = "evote-registrar-secret-1\n";
constexpr std::uint32_t most_issues = 1000;
// Number, last issue, and the hash of the change that was signed or zero bytes for none.
constexpr std::size_t issue_size = 8 + 4 + sizeof(Digest32);
using Root = Secret<ByteArray<32>>;

Error damaged() {
    return {ErrorCode::malformed, msg("this is not a registrar's secret file"), {}, {}};
}

std::optional<std::uint64_t> decode_count(ByteView value) {
    return value.size() == sizeof(std::uint64_t) ? ByteCursor(value).take_u64() : std::nullopt;
}

std::optional<std::uint8_t> decode_index(ByteView value) {
    return value.size() == 1 ? ByteCursor(value).take_u8() : std::nullopt;
}

} // namespace

RegistrarSecret RegistrarSecret::create(const protocol::Manifest& manifest, std::uint8_t registrar,
                                        std::string name, const Digest32& list,
                                        std::uint64_t voters, crypto::Random& random) {
    EVOTE_CHECK(registrar >= 1 && registrar <= manifest.registrars());
    EVOTE_CHECK(protocol::is_trustee_name(name));
    const WipedStack wiped;
    board::NoteSigner signer(protocol::registrar_key_name(manifest, registrar),
                             crypto::SigningKey::generate(random));
    Root root;
    random.fill(root.expose());
    RegistrarSecret out(manifest.hash(), registrar, std::move(name), std::move(signer),
                        std::move(root));
    out.list_ = list;
    out.voters_ = voters;
    return out;
}

SecretBytes RegistrarSecret::encode() const {
    SecretBytes out;
    out.append(bytes_of(magic));
    append_value(out, manifest_);
    append_value(out, ByteArray<1>{registrar_});
    append_value(out, bytes_of(name_));
    append_value(out, signer_.text().expose());
    append_value(out, root_.expose());
    append_value(out, list_);
    Bytes count;
    append_u64(count, voters_);
    append_value(out, count);
    Bytes issues;
    for (const auto& [number, issue] : issues_) {
        append_u64(issues, number);
        append_u32(issues, issue.last);
        append(issues, issue.change.value_or(Digest32{}));
    }
    append_value(out, issues);
    append_value(out, election_ ? ByteView(*election_) : ByteView());
    return out;
}

// Rows in the order of their numbers, each once.
bool RegistrarSecret::read_issues(ByteView bytes) {
    ByteCursor cursor(bytes);
    std::uint64_t before = 0;
    while (!cursor.at_end()) {
        if (cursor.remaining() < issue_size)
            return false;
        const std::uint64_t number = *cursor.take_u64();
        Issue issue{*cursor.take_u32(), cursor.take_array<sizeof(Digest32)>()};
        if (number <= before || number > voters_ || issue.last == 0 || issue.last > most_issues)
            return false;
        if (issue.change == Digest32{})
            issue.change.reset();
        issues_.emplace(number, issue);
        before = number;
    }
    return true;
}

Result<RegistrarSecret> RegistrarSecret::parse(ByteView bytes, const protocol::Manifest& manifest) {
    const WipedStack wiped;
    if (!text_of(bytes).starts_with(magic))
        return fail(damaged());
    secretfile::Values fields(bytes.subspan(magic.size()));
    if (!equal(fields.take(), manifest.hash()))
        return fail(ErrorCode::wrong_election, msg("this secret file is for another election"));
    const auto registrar = decode_index(fields.take());
    const std::string name = to_string(fields.take());
    auto signer = board::NoteSigner::parse(fields.take());
    const ByteView root_bytes = fields.take();
    if (!registrar || *registrar < 1 || *registrar > manifest.registrars() ||
        !protocol::is_trustee_name(name) || !signer ||
        signer->verifier().name() != protocol::registrar_key_name(manifest, *registrar) ||
        root_bytes.size() != sizeof(ByteArray<32>))
        return fail(damaged());
    Root root;
    std::ranges::copy(root_bytes, root.expose().begin());
    RegistrarSecret out(manifest.hash(), *registrar, name, *std::move(signer), std::move(root));
    std::optional<Digest32> list;
    const bool has_list = secretfile::decode_hash(fields.take(), list) && list;
    const auto voters = decode_count(fields.take());
    if (!has_list || !voters)
        return fail(damaged());
    out.list_ = *list;
    out.voters_ = *voters;
    if (!out.read_issues(fields.take()) || !secretfile::decode_hash(fields.take(), out.election_) ||
        !fields.sound_to_the_end())
        return fail(damaged());
    return out;
}

void RegistrarSecret::code_of(std::uint64_t number, std::uint32_t issue,
                              ballot::CodeBytes& out) const {
    EVOTE_CHECK(number >= 1 && number <= voters_);
    Bytes which;
    append_u64(which, number);
    append_u32(which, issue);
    Digest64 digest =
        crypto::tagged_hash("registrar/code", {root_.expose(), manifest_, list_, which});
    std::copy_n(digest.begin(), out.expose().size(), out.expose().begin());
    wipe(digest.data(), digest.size());
}

ballot::Half RegistrarSecret::half_of(std::uint64_t number, std::uint32_t issue) const {
    ballot::CodeBytes code;
    code_of(number, issue, code);
    auto half = ballot::Half::from_code(manifest_, registrar_, code);
    // One in 2^252.
    EVOTE_CHECK(half.has_value());
    return *std::move(half);
}

crypto::MacKey RegistrarSecret::service_key() const {
    Digest64 digest = crypto::tagged_hash("registrar/service", {root_.expose(), manifest_, list_});
    crypto::MacKey out;
    std::copy_n(digest.begin(), out.expose().size(), out.expose().begin());
    wipe(digest.data(), digest.size());
    return out;
}

std::uint32_t RegistrarSecret::last_issue(std::uint64_t number) const {
    EVOTE_CHECK(number >= 1 && number <= voters_);
    const auto found = issues_.find(number);
    return found == issues_.end() ? 0 : found->second.last;
}

Result<std::uint32_t> RegistrarSecret::begin_issue(std::uint64_t number) {
    const std::uint32_t next = last_issue(number) + 1;
    if (next > most_issues)
        return fail(ErrorCode::over_limit,
                    msg("the code of one voter is replaced at most {0} times", most_issues));
    issues_[number] = Issue{next, std::nullopt};
    return next;
}

Outcome RegistrarSecret::remember_change(std::uint64_t number, const Digest32& change) {
    EVOTE_CHECK(last_issue(number) != 0);
    auto& known = issues_.at(number).change;
    if (known && *known != change)
        return fail(
            ErrorCode::already_signed,
            msg("registrar {0} has signed another change with this half already", registrar_));
    known = change;
    return {};
}

Outcome RegistrarSecret::bind(const Digest32& fingerprint) {
    if (election_ && *election_ != fingerprint)
        return fail(ErrorCode::wrong_election,
                    msg("this secret file of registrar {0} belongs to another election, with the "
                        "fingerprint {1}",
                        registrar_, hex_encode(*election_)));
    election_ = fingerprint;
    return {};
}

Outcome RegistrarSecret::must_be_for_list(const Digest32& list) const {
    if (list != list_)
        return fail(ErrorCode::wrong_election,
                    msg("this secret file of registrar {0} is for another list, with the hash {1}",
                        registrar_, hex_encode(list_)));
    return {};
}

Outcome RegistrarSecretFile::create(const std::filesystem::path& path,
                                    const RegistrarSecret& secret, const SecretBytes& passphrase,
                                    unsigned work_factor) {
    return secretfile::PassphraseFile::create(path, secret.encode(), passphrase, work_factor);
}

Result<RegistrarSecretFile> RegistrarSecretFile::open(const std::filesystem::path& path,
                                                      const protocol::Manifest& manifest,
                                                      SecretBytes passphrase,
                                                      unsigned work_factor) {
    EVOTE_TRY(auto file,
              secretfile::PassphraseFile::open(path, std::move(passphrase), work_factor));
    auto secret = RegistrarSecret::parse(file.plain().expose(), manifest);
    if (!secret)
        return fail(std::move(secret).take_error().in_file(file.path().string()));
    return RegistrarSecretFile(std::move(file), *std::move(secret));
}

} // namespace evote::registrar
