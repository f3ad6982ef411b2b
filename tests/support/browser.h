// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "support/rooms.h"

#include <map>
#include <string>

namespace evote {

/// As much of a browser as signing in takes: it keeps cookies and follows redirects, by plain http
/// on this machine. All cookies go to all servers.
class Browser {
  public:
    /// Goes to an address and on from there, until it is sent to one that begins with `home`, which
    /// it gives back without going there. Throws if it does not get there.
    std::string go(std::string url, const std::string& home);

  private:
    std::map<std::string, std::string> cookies_;
};

} // namespace evote
