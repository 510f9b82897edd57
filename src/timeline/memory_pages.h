// SPDX-License-Identifier: Apache-2.0
//
// Big memory straight from the system, and what small memory from the heap really takes.
#pragma once

#ifdef AUKLET_JEMALLOC
#include <jemalloc/jemalloc.h>
#endif

#include <algorithm>
#include <cstddef>
#include <utility>

namespace auklet::timeline {

inline constexpr std::size_t huge_page_bytes = std::size_t{2} << 20U;

// A mapping of zeroed memory that takes no real memory before it is written to. From the size of a huge page
// on it is aligned to one and asks the system for huge pages. Throws std::bad_alloc.
class MemoryPages {
 public:
  MemoryPages() = default;
  explicit MemoryPages(std::size_t bytes);
  MemoryPages(MemoryPages&& other) noexcept
      : data_(std::exchange(other.data_, nullptr)), bytes_(std::exchange(other.bytes_, 0)) {}
  MemoryPages& operator=(MemoryPages&& other) noexcept {
    std::swap(data_, other.data_);
    std::swap(bytes_, other.bytes_);
    return *this;
  }
  ~MemoryPages();

  void* data() const { return data_; }
  std::size_t bytes() const { return bytes_; }

 private:
  void* data_ = nullptr;
  std::size_t bytes_ = 0;
};

// What an allocation of so many bytes takes of the heap, and how many of these can be used. jemalloc has sizes of its own.
// glibc puts eight bytes before it, rounds up to 16, and gives no less than 32.
#ifdef AUKLET_JEMALLOC
inline std::size_t heap_bytes(std::size_t bytes) {
  return bytes == 0 ? 0 : ::nallocx(bytes, 0);
}
inline std::size_t usable_bytes(std::size_t bytes) {
  return heap_bytes(bytes);
}
#else
inline std::size_t heap_bytes(std::size_t bytes) {
  return bytes == 0 ? 0 : std::max<std::size_t>(32, (bytes + 8 + 15) / 16 * 16);
}
inline std::size_t usable_bytes(std::size_t bytes) {
  return bytes == 0 ? 0 : heap_bytes(bytes) - 8;
}
#endif

}  // namespace auklet::timeline
