// SPDX-License-Identifier: Apache-2.0
// How many connections there are, and how many of each address.
#pragma once

#include <cstddef>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

namespace evote::http {

/// From any thread.
class ConnectionLimits {
  public:
    ConnectionLimits(std::size_t most, std::size_t most_per_address)
        : most_(most), most_per_address_(most_per_address) {}

    /// The place of one connection, free again at the end of its life.
    class Place {
      public:
        Place(Place&& other) noexcept
            : limits_(std::exchange(other.limits_, nullptr)), key_(std::move(other.key_)) {}

        Place& operator=(Place&&) = delete;

        ~Place() {
            if (limits_ != nullptr)
                limits_->leave(key_);
        }

      private:
        friend class ConnectionLimits;

        Place(ConnectionLimits& limits, std::string key) : limits_(&limits), key_(std::move(key)) {}

        ConnectionLimits* limits_;
        std::string key_;
    };

    /// Nothing if there is none. The key is that of address_key().
    std::optional<Place> enter(const std::string& key);

  private:
    void leave(const std::string& key);

    std::size_t most_;
    std::size_t most_per_address_;
    std::mutex mutex_;
    std::size_t count_ = 0;
    std::map<std::string, std::size_t> count_of_;
};

} // namespace evote::http
