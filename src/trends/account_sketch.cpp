// SPDX-License-Identifier: Apache-2.0
#include "trends/account_sketch.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace auklet::trends {

namespace {

constexpr int bits = 4;
constexpr std::uint64_t mask = (1U << bits) - 1;

constexpr auto inverse_powers = [] {
  std::array<double, mask + 1> powers{};
  double power = 1;
  for (auto& entry : powers) {
    entry = power;
    power /= 2;
  }
  return powers;
}();

std::uint64_t at(std::uint64_t registers, int place) {
  return (registers >> (place * bits)) & mask;
}

void raise(std::uint64_t& registers, int place, std::uint64_t value) {
  if (at(registers, place) < value) {
    registers = (registers & ~(mask << (place * bits))) | (value << (place * bits));
  }
}

std::uint64_t greatest(std::uint64_t one, std::uint64_t other) {
  for (int place = 0; place < AccountSketch::registers; ++place) {
    raise(one, place, at(other, place));
  }
  return one;
}

}  // namespace

void AccountSketch::reset(std::uint32_t epoch) {
  *this = {};
  epoch_ = epoch;
}

void AccountSketch::turn_to(std::uint32_t epoch) {
  if (epoch <= epoch_) {
    return;  // what comes late belongs to now
  }
  before_ = epoch == epoch_ + 1 ? now_ : 0;
  now_ = 0;
  last_ = {};
  next_ = 0;
  epoch_ = epoch;
}

bool AccountSketch::add(std::uint64_t hash, std::uint32_t epoch) {
  turn_to(epoch);
  auto const place = static_cast<int>(hash % registers);
  auto const rank =
      std::min<std::uint64_t>(static_cast<std::uint64_t>(std::countl_zero(hash | registers)) + 1, mask);
  raise(now_, place, rank);
  auto const mark = static_cast<std::uint16_t>((hash >> 16U) | 1U);  // never the 0 of an empty place
  if (std::ranges::find(last_, mark) != last_.end()) {
    return false;
  }
  last_[next_] = mark;
  next_ = (next_ + 1) % last_accounts;
  return true;
}

double AccountSketch::accounts(std::uint32_t epoch) const {
  auto turned = *this;
  turned.turn_to(epoch);
  auto const seen = greatest(turned.now_, turned.before_);
  double sum = 0;
  int empty = 0;
  for (int place = 0; place < registers; ++place) {
    auto const value = at(seen, place);
    sum += inverse_powers[value];
    empty += value == 0 ? 1 : 0;
  }
  constexpr double alpha = 0.673;  // of 16 registers
  auto estimate = alpha * registers * registers / sum;
  if (estimate <= 2.5 * registers && empty > 0) {
    estimate = registers * std::log(static_cast<double>(registers) / empty);
  }
  // The few that are known for what they are need no estimate.
  auto const known = AccountSketch::last_accounts - std::ranges::count(turned.last_, 0);
  return std::max({estimate, static_cast<double>(known), 1.0});
}

void AccountSketch::merge(AccountSketch const& other) {
  auto theirs = other;
  theirs.turn_to(epoch_);
  turn_to(theirs.epoch_);
  now_ = greatest(now_, theirs.now_);
  before_ = greatest(before_, theirs.before_);
}

}  // namespace auklet::trends
