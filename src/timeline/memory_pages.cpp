// SPDX-License-Identifier: Apache-2.0
#include "timeline/memory_pages.h"

#include <sys/mman.h>

#include <cstdint>
#include <new>

namespace auklet::timeline {

MemoryPages::MemoryPages(std::size_t bytes) : bytes_(bytes) {
  // Mapped with the rest of one huge page more, the ends are given back.
  auto const slack = bytes < huge_page_bytes ? std::size_t{0} : huge_page_bytes;
  auto* const mapped = ::mmap(nullptr, bytes + slack, PROT_READ | PROT_WRITE,
                              MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (mapped == MAP_FAILED) {
    throw std::bad_alloc();
  }
  auto* const begin = static_cast<std::byte*>(mapped);
  auto const misaligned = slack == 0 ? 0 : reinterpret_cast<std::uintptr_t>(begin) % huge_page_bytes;
  auto const before = misaligned == 0 ? 0 : huge_page_bytes - misaligned;
  if (before > 0) {
    ::munmap(begin, before);
  }
  if (slack > before) {
    // The end of the mapping stands on a page, whatever `bytes` is.
    constexpr std::size_t page = 4096;
    auto const end = (before + bytes + page - 1) / page * page;
    auto const whole = (bytes + slack + page - 1) / page * page;
    if (whole > end) {
      ::munmap(begin + end, whole - end);
    }
  }
  data_ = begin + before;
  if (slack > 0) {
    ::madvise(data_, bytes, MADV_HUGEPAGE);  // a wish; systems without them go on without
  }
}

MemoryPages::~MemoryPages() {
  if (data_ != nullptr) {
    ::munmap(data_, bytes_);
  }
}

}  // namespace auklet::timeline
