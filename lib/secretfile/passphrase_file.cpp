// SPDX-License-Identifier: Apache-2.0
#include "secretfile/passphrase_file.h"

#include "evote/check.h"
#include "secretfile/age.h"

namespace evote::secretfile {

namespace {

constexpr std::uint64_t largest_file = std::uint64_t{1} << 28;

Outcome write(const std::filesystem::path& path, const SecretBytes& plain,
              const SecretBytes& passphrase, unsigned work_factor, os::Existing existing) {
    EVOTE_TRY(const Bytes file, age_encrypt_passphrase(plain.expose(), passphrase, work_factor,
                                                       crypto::system_random()));
    return os::write_file(path, file, existing, os::Access::owner_only);
}

} // namespace

Outcome PassphraseFile::create(const std::filesystem::path& path, const SecretBytes& plain,
                               const SecretBytes& passphrase, unsigned work_factor) {
    return write(path, plain, passphrase, work_factor, os::Existing::keep);
}

Result<PassphraseFile> PassphraseFile::open(const std::filesystem::path& name,
                                            SecretBytes passphrase, unsigned work_factor) {
    auto path = os::behind_links(name);
    EVOTE_TRY(os::FileDescriptor locked, os::lock_file(path));
    EVOTE_TRY(const Bytes file, os::read_file(path, largest_file));
    auto plain = age_decrypt_passphrase(file, passphrase);
    if (!plain)
        return fail(std::move(plain).take_error().in_file(path.string()));
    return PassphraseFile(std::move(path), std::move(locked), *std::move(plain),
                          std::move(passphrase), work_factor);
}

Outcome PassphraseFile::save(const SecretBytes& plain) {
    EVOTE_CHECK(lock_.get() >= 0);
    // The lock is on the file that is being replaced, and ends with it.
    const os::FileDescriptor locked = std::move(lock_);
    return write(path_, plain, passphrase_, work_factor_, os::Existing::replace);
}

void append_value(SecretBytes& out, ByteView value) {
    Bytes size;
    append_u32(size, static_cast<std::uint32_t>(value.size()));
    out.append(size);
    out.append(value);
}

ByteView Values::take() {
    const auto size = cursor_.take_u32();
    const auto value = size ? cursor_.take(*size) : std::nullopt;
    sound_ = sound_ && value.has_value();
    return sound_ ? *value : ByteView();
}

bool decode_hash(ByteView value, std::optional<Digest32>& out) {
    if (value.size() == sizeof(Digest32))
        out = ByteCursor(value).take_array<sizeof(Digest32)>();
    return value.empty() || out.has_value();
}

} // namespace evote::secretfile
