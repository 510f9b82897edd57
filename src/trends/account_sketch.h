// SPDX-License-Identifier: Apache-2.0
//
// Who has used one thing lately, in 32 bytes: enough to tell one who shouts from many who talk.
//
//   the last eight accounts   of this half-life are known for what they are: none of them counts again. So fewer than nine
//                             accounts count once each in a half-life, however often they come.
//   HyperLogLog, 16 registers of 4 bits for each of two half-lives: about how many accounts there were. Its standard error
//                             is 1.04 / √16 = 26 % (Flajolet, Fusy, Gandouet, Meunier: HyperLogLog, 2007, theorem 1).
//
// docs/trends.md says what follows from it.
#pragma once

#include <array>
#include <cstdint>

namespace auklet::trends {

class AccountSketch {
 public:
  static constexpr int last_accounts = 8;
  static constexpr int registers = 16;

  // Forgets all; the epoch counts half-lives.
  void reset(std::uint32_t epoch);
  // Takes the account in. True when it is none of the last ones. `hash` is of the account alone.
  bool add(std::uint64_t hash, std::uint32_t epoch);
  // About how many accounts in this epoch and the one before; never less than 1.
  double accounts(std::uint32_t epoch) const;
  // What both have seen.
  void merge(AccountSketch const& other);

 private:
  void turn_to(std::uint32_t epoch);

  std::uint64_t now_ = 0;                            // registers of the epoch
  std::uint64_t before_ = 0;                         // and of the one before
  std::array<std::uint16_t, last_accounts> last_{};  // parts of their hashes, the newest anywhere
  std::uint32_t epoch_ = 0;
  std::uint32_t next_ = 0;  // place of the oldest of last_
};

}  // namespace auklet::trends
