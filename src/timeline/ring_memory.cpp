// SPDX-License-Identifier: Apache-2.0
#include "timeline/ring_memory.h"

#include <algorithm>
#include <memory>

#include "base/check.h"

namespace auklet::timeline {
namespace {

constexpr std::uint32_t piece_words_min = 16;
constexpr std::uint32_t free_words = 2;  // a free piece holds two links
constexpr std::size_t first_slab_bytes = std::size_t{64} << 10U;
constexpr std::size_t slab_bytes_max = std::size_t{32} << 20U;

}  // namespace

RingMemory::RingMemory(std::uint32_t words) {
  while (top_ + 1 < orders_max && words >> (top_ + 1U) >= piece_words_min) {
    ++top_;
  }
  piece_words_ = std::max(free_words, (words + (1U << top_) - 1) >> top_);
}

std::uint8_t RingMemory::order_for(std::size_t words) const {
  std::uint8_t order = 0;
  while (order < top_ && words_of(order) < words) {
    ++order;
  }
  return order;
}

std::uint64_t* RingMemory::allocate(std::uint8_t order) {
  auto from = order;
  while (from < top_ && free_.at(from) == nullptr) {
    ++from;
  }
  std::byte* at = nullptr;
  if (free_.at(from) != nullptr) {
    at = reinterpret_cast<std::byte*>(free_.at(from));
    unlink(at, from);
  } else {
    at = new_block();
  }
  for (; from > order; --from) {  // the second halves stay free
    link(at + (piece_bytes() << (from - 1U)), static_cast<std::uint8_t>(from - 1));
  }
  set_used(at, order, true);
  return reinterpret_cast<std::uint64_t*>(at);
}

void RingMemory::free(std::uint64_t* piece, std::uint8_t order) {
  auto* at = reinterpret_cast<std::byte*>(piece);
  set_used(at, order, false);
  auto& slab = slab_of(at);
  auto* const begin = static_cast<std::byte*>(slab.pages.data());
  for (; order < top_; ++order) {
    auto const number = static_cast<std::size_t>(at - begin) / piece_bytes();
    auto const other = number ^ (std::size_t{1} << order);
    if (is_used(slab, other, order)) {
      break;
    }
    unlink(begin + other * piece_bytes(), order);
    at = begin + std::min(number, other) * piece_bytes();
  }
  link(at, order);
  if (order == top_) {
    release_if_spare(slab);
  }
}

void RingMemory::clear() {
  slabs_.clear();
  free_ = {};
  blocks_used_ = 0;
  blocks_begun_ = 0;
}

std::byte* RingMemory::new_block() {
  if (slabs_.empty() || slabs_.back().pieces_used.size() == slabs_.back().blocks) {
    add_slab();
  }
  auto& slab = slabs_.back();
  auto* const at = static_cast<std::byte*>(slab.pages.data()) + slab.pieces_used.size() * block_bytes();
  slab.pieces_used.push_back(0);
  ++blocks_begun_;
  return at;
}

void RingMemory::add_slab() {
  auto const last = slabs_.empty() ? first_slab_bytes / 2 : slabs_.back().pages.bytes();
  auto const bytes = std::max(std::min(last * 2, slab_bytes_max), block_bytes());
  auto& slab = slabs_.emplace_back();
  slab.pages = MemoryPages(bytes);
  slab.blocks = bytes / block_bytes();
  slab.pieces_used.reserve(slab.blocks);
}

RingMemory::Slab& RingMemory::slab_of(std::byte const* at) {
  auto const found = std::ranges::find_if(slabs_, [at](Slab const& slab) {
    auto const* const begin = static_cast<std::byte const*>(slab.pages.data());
    return begin <= at && at < begin + slab.pages.bytes();
  });
  CHECK(found != slabs_.end());
  return *found;
}

void RingMemory::set_used(std::byte const* at, std::uint8_t order, bool used) {
  auto& slab = slab_of(at);
  auto const piece =
      static_cast<std::size_t>(at - static_cast<std::byte const*>(slab.pages.data())) / piece_bytes();
  auto& block = slab.pieces_used[piece >> top_];
  auto const mask = ((1U << (1U << order)) - 1U) << (piece & ((1U << top_) - 1U));
  CHECK((block & mask) == (used ? 0U : mask));
  auto const was_used = block != 0;
  block = static_cast<std::uint8_t>(used ? block | mask : block & ~mask);
  auto const change = static_cast<std::size_t>(block != 0) - static_cast<std::size_t>(was_used);
  slab.blocks_used += change;
  blocks_used_ += change;
}

bool RingMemory::is_used(Slab const& slab, std::size_t piece, std::uint8_t order) const {
  auto const mask = ((1U << (1U << order)) - 1U) << (piece & ((1U << top_) - 1U));
  return (slab.pieces_used[piece >> top_] & mask) != 0;
}

void RingMemory::link(std::byte* at, std::uint8_t order) {
  auto* const piece = std::construct_at(reinterpret_cast<Free*>(at), Free{free_.at(order), nullptr});
  if (piece->next != nullptr) {
    piece->next->previous = piece;
  }
  free_.at(order) = piece;
}

void RingMemory::unlink(std::byte* at, std::uint8_t order) {
  auto* const piece = reinterpret_cast<Free*>(at);
  (piece->previous == nullptr ? free_.at(order) : piece->previous->next) = piece->next;
  if (piece->next != nullptr) {
    piece->next->previous = piece->previous;
  }
}

// Memory of the last slab and of half a slab more is kept for who comes next.
void RingMemory::release_if_spare(Slab& slab) {
  if (slab.blocks_used > 0 || &slab == &slabs_.back() ||
      blocks_begun_ - blocks_used_ < slab.blocks + slab.blocks / 2) {
    return;
  }
  for (std::size_t block = 0; block < slab.pieces_used.size(); ++block) {
    unlink(static_cast<std::byte*>(slab.pages.data()) + block * block_bytes(), top_);
  }
  blocks_begun_ -= slab.pieces_used.size();
  slabs_.remove_if([&slab](Slab const& other) { return &other == &slab; });
}

}  // namespace auklet::timeline
