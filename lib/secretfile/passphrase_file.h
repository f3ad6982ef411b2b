// SPDX-License-Identifier: Apache-2.0
// A secret file that commands read, change and write again: an age file under a passphrase.
#pragma once

#include "base/secret.h"
#include "evote/result.h"
#include "os/file.h"

#include <filesystem>
#include <optional>

namespace evote::secretfile {

/// An open file. It is locked until it is saved or closed, so that two concurrent commands do not
/// undo what the other has remembered.
class PassphraseFile {
  public:
    /// Makes the file; an existing one is left alone (ErrorCode::file_exists).
    static Outcome create(const std::filesystem::path& path, const SecretBytes& plain,
                          const SecretBytes& passphrase, unsigned work_factor);

    /// Opens it, also through symbolic links, which are resolved once: save() replaces the file
    /// that was locked and read. Waits while another program has it open. Errors are those of
    /// age_decrypt_passphrase.
    static Result<PassphraseFile> open(const std::filesystem::path& name, SecretBytes passphrase,
                                       unsigned work_factor);

    /// Where the file is, behind links.
    const std::filesystem::path& path() const { return path_; }

    /// What was read.
    const SecretBytes& plain() const { return plain_; }

    /// Writes the new content, and unlocks the file; at most once. After a crash at any moment the
    /// file has the old or the new content.
    Outcome save(const SecretBytes& plain);

  private:
    PassphraseFile(std::filesystem::path path, os::FileDescriptor lock, SecretBytes plain,
                   SecretBytes passphrase, unsigned work_factor)
        : path_(std::move(path)),
          lock_(std::move(lock)),
          plain_(std::move(plain)),
          passphrase_(std::move(passphrase)),
          work_factor_(work_factor) {}

    std::filesystem::path path_;
    os::FileDescriptor lock_;
    SecretBytes plain_;
    SecretBytes passphrase_;
    unsigned work_factor_;
};

/// The plain text of such a file is often a first line and then values, each after its length in
/// four bytes.
void append_value(SecretBytes& out, ByteView value);

/// Reads such values; after a fault all further ones are empty.
class Values {
  public:
    explicit Values(ByteView bytes) : cursor_(bytes) {}

    ByteView take();

    bool sound_to_the_end() const { return sound_ && cursor_.at_end(); }

  private:
    ByteCursor cursor_;
    bool sound_ = true;
};

/// A hash, or an empty value for none. False for anything else.
bool decode_hash(ByteView value, std::optional<Digest32>& out);

} // namespace evote::secretfile
