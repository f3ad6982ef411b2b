// SPDX-License-Identifier: Apache-2.0
// Secrets in memory: move-only, wiped, never printed or compared.
#pragma once

#include "evote/bytes.h"

#include <cstddef>
#include <memory>
#include <new>
#include <type_traits>
#include <utility>
#include <vector>

namespace evote {

/// Overwrites memory; the compiler does not remove it.
void wipe(void* memory, std::size_t size) noexcept;

/// Overwrites 128 KiB (in WebAssembly 16) of the stack below the caller's frame, where the
/// functions that it called have left copies of what they computed with.
void wipe_stack() noexcept;

/// The first local of a function that computes with secrets: calls wipe_stack after all others are
/// destroyed.
class WipedStack {
  public:
    WipedStack() = default;
    WipedStack(const WipedStack&) = delete;
    WipedStack& operator=(const WipedStack&) = delete;

    ~WipedStack() { wipe_stack(); }
};

/// Where memory for secrets comes from. `free` is given wiped memory; it must also accept memory
/// from std::malloc, which may have been allocated before the heap was set.
struct SecretHeap {
    void* (*allocate)(std::size_t size); ///< null when out of memory
    void (*free)(void* memory);
};

/// Keeps all further secrets in this heap, such as the locked one of crypto/secure_heap.h.
/// Call it before starting threads. Without it secrets are in the ordinary heap.
void set_secret_heap(const SecretHeap& heap);

/// Memory for secrets. Out of memory is a failed check.
void* secret_allocate(std::size_t size);
/// Wipes and frees memory from secret_allocate; null is fine.
void secret_free(void* memory, std::size_t size) noexcept;

namespace detail {

/// A caller uses a Secret that was moved from: a failed check that says so.
[[noreturn]] void moved_secret_used();

} // namespace detail

/// A value that is wiped when its life ends and when another one takes its place. Moving hands its
/// memory on and leaves nothing behind: to use what was moved from is a failed check. T is
/// trivially copyable, so its bytes are all there is to wipe. Kept in memory from secret_allocate.
template <class T>
class Secret {
    static_assert(std::is_trivially_copyable_v<T>);

  public:
    Secret() : memory_(::new (secret_allocate(sizeof(T))) T()) {}

    explicit Secret(const T& value) : memory_(::new (secret_allocate(sizeof(T))) T(value)) {}

    Secret(Secret&& other) noexcept : memory_(std::exchange(other.memory_, nullptr)) {}

    Secret& operator=(Secret&& other) noexcept {
        if (this != &other) {
            secret_free(memory_, sizeof(T));
            memory_ = std::exchange(other.memory_, nullptr);
        }
        return *this;
    }

    Secret(const Secret&) = delete;
    Secret& operator=(const Secret&) = delete;

    ~Secret() { secret_free(memory_, sizeof(T)); }

    /// The value. Whoever copies it is responsible for wiping the copy.
    const T& expose() const { return *memory(); }

    T& expose() { return *memory(); }

  private:
    T* memory() const {
        if (memory_ == nullptr)
            ::evote::detail::moved_secret_used();
        return memory_;
    }

    T* memory_;
};

/// Allocator behind SecretBytes and other vectors of secrets.
template <class T>
struct SecretAllocator {
    using value_type = T;
    SecretAllocator() = default;

    template <class U>
    explicit SecretAllocator(const SecretAllocator<U>&) noexcept {}

    T* allocate(std::size_t count) { return static_cast<T*>(secret_allocate(count * sizeof(T))); }

    void deallocate(T* memory, std::size_t count) noexcept {
        secret_free(memory, count * sizeof(T));
    }

    bool operator==(const SecretAllocator&) const { return true; }
};

/// A vector whose memory is wiped whenever it is freed. Empty after it was moved from.
template <class T>
class SecretVector {
    static_assert(std::is_trivially_copyable_v<T>);

  public:
    SecretVector() = default;

    explicit SecretVector(std::size_t size) : items_(size) {}

    explicit SecretVector(std::span<const T> items) : items_(items.begin(), items.end()) {}

    SecretVector(SecretVector&& other) noexcept = default;

    SecretVector& operator=(SecretVector&& other) noexcept {
        if (this != &other)
            items_ = std::move(other.items_);
        return *this;
    }

    SecretVector(const SecretVector&) = delete;
    SecretVector& operator=(const SecretVector&) = delete;
    ~SecretVector() = default;

    std::span<const T> expose() const { return items_; }

    std::span<T> expose() { return items_; }

    std::size_t size() const { return items_.size(); }

    void push_back(const T& item) { items_.push_back(item); }

    void append(std::span<const T> more) { items_.insert(items_.end(), more.begin(), more.end()); }

  private:
    std::vector<T, SecretAllocator<T>> items_;
};

/// Bytes that are wiped: passphrases, keys, serialised secrets.
using SecretBytes = SecretVector<std::uint8_t>;

} // namespace evote
