// SPDX-License-Identifier: Apache-2.0
// The source of generated vectors: everything is determined by the seed.
#pragma once

#include "base/text.h"
#include "crypto/random.h"
#include "group/ristretto255.h"
#include "support/rooms.h"

#include <string>
#include <vector>

namespace evote {

class Draw {
  public:
    explicit Draw(const std::string& seed) : random_(bytes_of(seed)) {}

    /// From 0 to limit - 1; almost uniform.
    std::size_t below(std::size_t limit) {
        std::uint64_t number = 0;
        for (const auto byte : bytes<8>())
            number = number << 8 | byte;
        return number % limit;
    }

    /// From least to most.
    std::int64_t between(std::int64_t least, std::int64_t most) {
        return least + static_cast<std::int64_t>(below(static_cast<std::size_t>(most - least + 1)));
    }

    template <class T>
    const T& one_of(const std::vector<T>& items) {
        return items[below(items.size())];
    }

    template <std::size_t N>
    ByteArray<N> bytes() {
        ByteArray<N> out{};
        random_.fill(out);
        return out;
    }

    /// A scalar in hex.
    std::string scalar() { return hex_encode(random_scalar<Ristretto255>(random_).encode()); }

    std::vector<std::string> scalars(std::size_t count) {
        std::vector<std::string> out;
        for (std::size_t i = 0; i < count; ++i)
            out.push_back(scalar());
        return out;
    }

  private:
    SeededRandom random_;
};

} // namespace evote
