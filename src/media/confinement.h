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

// The command line that runs this same program, which finds the word there and is to confine itself like that.
std::vector<std::string> self_with(char const* word, Confinement const& confinement);
// How many arguments that command line has, with the name of the program.
inline constexpr int told_arguments = 5;
// Confines this process, for good, as such a command line says. False when it is none.
bool confine_as_told(int argc, char** argv);

// The command line that runs another program so confined; this one does it, by that word.
inline constexpr char const* confined_program_word = "confined-program";
std::vector<std::string> confined(Confinement const& confinement, std::vector<std::string> const& command);
// What main() does then. Returns only when the program cannot be run, with the exit status.
int confined_program_main(int argc, char** argv);

}  // namespace auklet::media
