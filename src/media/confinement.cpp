// SPDX-License-Identifier: Apache-2.0
#include "media/confinement.h"

#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <charconv>
#include <csignal>
#include <cstdlib>
#include <string_view>

namespace auklet::media {

namespace {

constexpr rlim_t descriptors_max = 64;
constexpr int niceness = 10;

// AddressSanitizer maps terabytes.
#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define AUKLET_ADDRESS_SANITIZER
#endif
#elif defined(__SANITIZE_ADDRESS__)
#define AUKLET_ADDRESS_SANITIZER
#endif
#ifdef AUKLET_ADDRESS_SANITIZER
constexpr bool memory_can_be_limited = false;
#else
constexpr bool memory_can_be_limited = true;
#endif

void limit(decltype(RLIMIT_DATA) what, rlim_t amount) {
  rlimit const both{amount, amount};
  ::setrlimit(what, &both);
}

std::uint64_t number_in(char const* text) {
  std::uint64_t number = 0;
  std::string_view const digits(text);
  std::from_chars(digits.data(), digits.data() + digits.size(), number);
  return number;
}

void confine(Confinement const& confinement) {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
  ::setpriority(PRIO_PROCESS, 0, niceness);
  limit(RLIMIT_CORE, 0);
  limit(RLIMIT_CPU, confinement.processor_seconds_max);
  limit(RLIMIT_FSIZE, confinement.written_bytes_max);
  limit(RLIMIT_NOFILE, descriptors_max);
  if (memory_can_be_limited) {
    limit(RLIMIT_DATA, confinement.memory_bytes_max);
  }
}

}  // namespace

std::vector<std::string> self_with(char const* word, Confinement const& confinement) {
  return {"/proc/self/exe", word, std::to_string(confinement.memory_bytes_max),
          std::to_string(confinement.processor_seconds_max), std::to_string(confinement.written_bytes_max)};
}

bool confine_as_told(int argc, char** argv) {
  if (argc < told_arguments) {
    return false;
  }
  confine({number_in(argv[2]), number_in(argv[3]), number_in(argv[4])});
  return true;
}

std::vector<std::string> confined(Confinement const& confinement, std::vector<std::string> const& command) {
  auto words = self_with(confined_program_word, confinement);
  words.insert(words.end(), command.begin(), command.end());
  return words;
}

int confined_program_main(int argc, char** argv) {
  if (argc <= told_arguments || !confine_as_told(argc, argv)) {
    return EXIT_FAILURE;
  }
  ::execv(argv[told_arguments], argv + told_arguments);
  return EXIT_FAILURE;
}

}  // namespace auklet::media
