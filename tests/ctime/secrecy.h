// SPDX-License-Identifier: Apache-2.0
// Constant time, tested: a secret is marked as uninitialised memory. Valgrind's memcheck
// (secrecy_valgrind.cpp) or clang's MemorySanitizer (msan/) follows what is computed from it and
// reports every branch and every address that depends on it (Langley, "ctgrind", 2010).
#pragma once

#include "crypto/random.h"
#include "evote/bytes.h"
#include "support/rooms.h"

#include <cstddef>
#include <memory>
#include <string_view>
#include <type_traits>
#include <vector>

namespace evote::ctime_test {

/// Marks memory as secret.
void mark_secret(const void* memory, std::size_t size);
/// Marks memory as public again: what the protocol publishes.
void declassify(const void* memory, std::size_t size);
/// Whether every byte depends on a secret: a test that the tool has not lost track of it.
bool is_secret(const void* memory, std::size_t size);
/// How many dependent branches and addresses were reported so far.
unsigned long reports();
/// The tool that tracks the marks, or nullptr. Without one, a test would pass without having
/// checked anything.
const char* watcher();

template <class T>
void mark_secret(const T& value) {
    static_assert(std::is_trivially_copyable_v<T>);
    mark_secret(std::addressof(value), sizeof(value));
}

template <class T>
void declassify(const T& value) {
    static_assert(std::is_trivially_copyable_v<T>);
    declassify(std::addressof(value), sizeof(value));
}

/// Random bytes that are secret.
class SecretRandom final : public Random {
  public:
    explicit SecretRandom(std::string_view seed) : inner_(bytes_of(seed)) {}

    void fill(MutableByteView out) override {
        inner_.fill(out);
        mark_secret(out.data(), out.size());
    }

  private:
    SeededRandom inner_;
};

/// One test: code that handles secrets.
struct Section {
    std::string_view name;
    void (*run)();
    bool leaks; ///< a planted leak: it must be reported
};

/// All sections that are linked in.
inline std::vector<Section>& sections() {
    static std::vector<Section> all;
    return all;
}

struct Registration {
    Registration(std::string_view name, void (*run)(), bool leaks) {
        sections().push_back({name, run, leaks});
    }
};

} // namespace evote::ctime_test

/// CONSTANT_TIME(name, "what is tested") { ... }
#define CONSTANT_TIME(name, text)                                                                  \
    static void section_##name();                                                                  \
    static const ::evote::ctime_test::Registration registration_##name(text, section_##name,       \
                                                                       false);                     \
    static void section_##name()

/// PLANTED_LEAK(name, "what is leaked") { ... }
#define PLANTED_LEAK(name, text)                                                                   \
    static void section_##name();                                                                  \
    static const ::evote::ctime_test::Registration registration_##name(text, section_##name,       \
                                                                       true);                      \
    static void section_##name()
