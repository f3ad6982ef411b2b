// SPDX-License-Identifier: Apache-2.0
// Searches for secrets in the memory of another process. Work is done twice from one seed: by a
// child, whose memory is read when the work is done and all its objects are destroyed, and then by
// the test itself, to learn the secrets.
#pragma once

#include "crypto/random.h"
#include "group/ristretto255.h"
#include "support/rooms.h"

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace evote::memory_test {

/// Random bytes from a seed, which leave no trace except where they are requested.
class KnownRandom final : public Random {
  public:
    explicit KnownRandom(std::uint64_t seed) : state_(seed) {}

    void fill(MutableByteView out) override;

    /// From now on all bytes that are given out are recorded.
    void record() { recording_ = true; }

    const std::vector<Bytes>& recorded() const { return recorded_; }

  private:
    std::uint64_t state_;
    bool recording_ = false;
    std::vector<Bytes> recorded_;
};

/// Told of every secret. Only the test itself records them; the child does not.
class Witness {
  public:
    explicit Witness(bool is_there) : is_there_(is_there) {}

    bool is_there() const { return is_there_; }

    void see(std::string_view name, ByteView secret);

    void see_scalars(std::string_view name, std::span<const Ristretto255::Scalar> scalars) {
        see(name, {reinterpret_cast<const std::uint8_t*>(scalars.data()), scalars.size_bytes()});
    }

    struct Secret {
        std::string name;
        Bytes bytes;
    };

    const std::vector<Secret>& secrets() const { return secrets_; }

  private:
    bool is_there_;
    std::vector<Secret> secrets_;
};

using Work = std::function<void(Witness&)>;

enum class Where { anywhere, in_a_core_dump };

/// Which secrets, or 16 consecutive bytes of them, the child still holds after the work, and in
/// what memory: "trustee share in [heap]".
std::vector<std::string> secrets_left_by(const Work& work, Where where = Where::anywhere);

} // namespace evote::memory_test
