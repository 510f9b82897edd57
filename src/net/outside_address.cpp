// SPDX-License-Identifier: Apache-2.0
#include "net/outside_address.h"

#include <algorithm>
#include <array>
#include <cstdint>

#include "net/forwarded.h"

namespace auklet::net {

namespace {

struct Block4 {
  std::uint32_t first;
  unsigned prefix;

  constexpr bool holds(std::uint32_t address) const { return ((address ^ first) >> (32 - prefix)) == 0; }
};

constexpr std::uint32_t ip(std::uint32_t a, std::uint32_t b, std::uint32_t c, std::uint32_t d) {
  return a << 24U | b << 16U | c << 8U | d;
}

constexpr std::array inside4{
    Block4{ip(0, 0, 0, 0), 8},        // this network
    Block4{ip(10, 0, 0, 0), 8},       // private
    Block4{ip(100, 64, 0, 0), 10},    // shared behind carriers
    Block4{ip(127, 0, 0, 0), 8},      // loopback
    Block4{ip(169, 254, 0, 0), 16},   // link-local, and metadata of clouds
    Block4{ip(172, 16, 0, 0), 12},    // private
    Block4{ip(192, 0, 0, 0), 24},     // protocol assignments
    Block4{ip(192, 0, 2, 0), 24},     // documentation
    Block4{ip(192, 31, 196, 0), 24},  // AS112
    Block4{ip(192, 52, 193, 0), 24},  // automatic multicast tunnels
    Block4{ip(192, 88, 99, 0), 24},   // relays to IPv6
    Block4{ip(192, 168, 0, 0), 16},   // private
    Block4{ip(192, 175, 48, 0), 24},  // AS112
    Block4{ip(198, 18, 0, 0), 15},    // benchmarks
    Block4{ip(198, 51, 100, 0), 24},  // documentation
    Block4{ip(203, 0, 113, 0), 24},   // documentation
    Block4{ip(224, 0, 0, 0), 4},      // multicast
    Block4{ip(240, 0, 0, 0), 4},      // reserved, and broadcast
};

// Of the first 64 bits.
struct Block6 {
  std::uint64_t first;
  unsigned prefix;

  constexpr bool holds(std::uint64_t address) const { return ((address ^ first) >> (64 - prefix)) == 0; }
};

constexpr Block6 global6{0x2000'0000'0000'0000, 3};  // all that is given out for hosts lies here
constexpr std::array inside6{
    Block6{0x2001'0000'0000'0000, 23},  // protocol assignments, Teredo among them
    Block6{0x2001'0DB8'0000'0000, 32},  // documentation
    Block6{0x2002'0000'0000'0000, 16},  // 6to4: stands for an IPv4 address
    Block6{0x2620'004F'8000'0000, 48},  // AS112
    Block6{0x3FFF'0000'0000'0000, 20},  // documentation
};

}  // namespace

bool is_outside(boost::asio::ip::address const& address) {
  auto const plain = plain_address(address);
  if (plain.is_v4()) {
    auto const number = plain.to_v4().to_uint();
    return std::ranges::none_of(inside4, [number](Block4 const& block) { return block.holds(number); });
  }
  auto const bytes = plain.to_v6().to_bytes();
  std::uint64_t upper = 0;
  for (std::size_t i = 0; i < sizeof upper; ++i) {
    upper = upper << 8U | bytes[i];
  }
  return global6.holds(upper) &&
         std::ranges::none_of(inside6, [upper](Block6 const& block) { return block.holds(upper); });
}

}  // namespace auklet::net
