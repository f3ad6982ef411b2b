// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/verify.h"
#include "record/verified_part.h"

#include <optional>

namespace evote::app {

/// The record that evote-verify is about: the folder that was named, or a mirror of the address,
/// in a folder of its own that is removed with this object, unless one was named for it.
class VerifySource {
  public:
    /// ErrorCode::usage for options that do not fit together; otherwise as mirror_once.
    static Result<VerifySource> open(const VerifyOptions& options, Console& console);

    VerifySource(VerifySource&& other) noexcept;
    VerifySource& operator=(VerifySource&&) = delete;
    ~VerifySource();

    const std::filesystem::path& folder() const { return folder_; }

  private:
    VerifySource(std::filesystem::path folder, std::filesystem::path temporary)
        : folder_(std::move(folder)), temporary_(std::move(temporary)) {}

    std::filesystem::path folder_;
    std::filesystem::path temporary_; // empty: nothing is to be removed
};

/// What evote-board follow has verified of the record in a folder for this user, if anything.
Result<std::optional<record::VerifiedPart>> followed_part(const std::filesystem::path& folder);

} // namespace evote::app
