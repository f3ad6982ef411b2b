// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "support/rooms.h"

#include <string>
#include <vector>

namespace evote {

/// A real identity provider on this machine (tests/identity/provider), which runs as long as this
/// lives.
class RealProvider {
  public:
    /// Whether it is installed.
    static bool is_installed();

    /// The options of provider.mjs. Throws if it does not begin to serve within 30 seconds.
    explicit RealProvider(const std::vector<std::string>& options);
    RealProvider(const RealProvider&) = delete;
    RealProvider& operator=(const RealProvider&) = delete;
    ~RealProvider();

    const std::string& issuer() const { return issuer_; }

    /// Makes it sign with new keys, and forget the old ones.
    void rotate_keys() const;

  private:
    int process_ = -1;
    std::string issuer_;
};

} // namespace evote
