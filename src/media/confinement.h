// SPDX-License-Identifier: Apache-2.0
//
// What a process that works on a file of a stranger may still do: it is slow, small, and ends with its parent.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace auklet::media {

struct Confinement {
  std::uint64_t memory_bytes_max = 0;
  std::uint64_t processor_seconds_max = 0;
  std::uint64_t written_bytes_max = 0;  // of a file
};

// Of this process, for good.
void confine(Confinement const& confinement);

// The command line that runs a program so confined: this same program does it, finding the word on its command line.
inline constexpr char const* confined_program_word = "confined-program";
std::vector<std::string> confined(Confinement const& confinement, std::vector<std::string> const& command);
// What main() does then. Returns only when the program cannot be run, with the exit status.
int confined_program_main(int argc, char** argv);

}  // namespace auklet::media
