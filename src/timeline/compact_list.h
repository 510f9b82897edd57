// SPDX-License-Identifier: Apache-2.0
//
// A vector of plain values in 16 bytes, with little slack and an honest size: there are millions of them.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <new>
#include <span>
#include <type_traits>
#include <utility>

#include "timeline/memory_pages.h"

namespace auklet::timeline {

template <class T>
class CompactList {
  static_assert(std::is_trivially_copyable_v<T>);

 public:
  CompactList() = default;
  explicit CompactList(std::span<T const> values) {
    set_capacity(values.size());
    std::ranges::copy(values, data_);
    size_ = static_cast<std::uint32_t>(values.size());
  }
  CompactList(CompactList&& other) noexcept { swap(other); }
  CompactList& operator=(CompactList&& other) noexcept {
    CompactList taken(std::move(other));
    swap(taken);
    return *this;
  }
  ~CompactList() { std::free(data_); }

  T* begin() { return data_; }
  T* end() { return data_ + size_; }
  T const* begin() const { return data_; }
  T const* end() const { return data_ + size_; }
  std::size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }
  T& operator[](std::size_t index) { return data_[index]; }
  T const& operator[](std::size_t index) const { return data_[index]; }
  T const& back() const { return data_[size_ - 1]; }

  void insert(std::size_t position, T value) {
    if (size_ == capacity_) {
      set_capacity(size_ + size_ / 8 + 1);
    }
    std::memmove(data_ + position + 1, data_ + position, (size_ - position) * sizeof(T));
    data_[position] = value;
    ++size_;
  }
  void push_back(T value) { insert(size_, value); }

  // Gives memory back when much of it is free.
  void erase(std::size_t first, std::size_t count) {
    if (count == 0) {
      return;  // an empty list has no memory to move within
    }
    std::memmove(data_ + first, data_ + first + count, (size_ - first - count) * sizeof(T));
    size_ -= static_cast<std::uint32_t>(count);
    if (capacity_ - size_ > 8 + size_ / 4) {
      set_capacity(size_ + size_ / 16);
    }
  }

  // New values are zero.
  void resize(std::size_t size) {
    if (size > capacity_) {
      set_capacity(size + size / 8);
    }
    if (size > size_) {
      std::memset(static_cast<void*>(data_ + size_), 0, (size - size_) * sizeof(T));
    }
    size_ = static_cast<std::uint32_t>(size);
  }

  std::size_t bytes() const { return heap_bytes(capacity_ * sizeof(T)); }

 private:
  void swap(CompactList& other) noexcept {
    std::swap(data_, other.data_);
    std::swap(size_, other.size_);
    std::swap(capacity_, other.capacity_);
  }

  void set_capacity(std::size_t at_least) {
    if (at_least == 0) {
      std::free(std::exchange(data_, nullptr));
      capacity_ = 0;
      return;
    }
    auto const usable = usable_bytes(at_least * sizeof(T));  // what the heap would round up to anyway
    auto* const data = static_cast<T*>(std::realloc(data_, usable));
    if (data == nullptr) {
      throw std::bad_alloc();
    }
    data_ = data;
    capacity_ = static_cast<std::uint32_t>(usable / sizeof(T));
  }

  T* data_ = nullptr;
  std::uint32_t size_ = 0;
  std::uint32_t capacity_ = 0;
};

}  // namespace auklet::timeline
