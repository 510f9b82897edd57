// SPDX-License-Identifier: Apache-2.0
#include "media/picture_process.h"

#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <array>
#include <charconv>
#include <csignal>
#include <cstdlib>
#include <string_view>
#include <utility>

#include "base/log.h"
#include "media/child_process.h"
#include "media/picture.h"

namespace auklet::media {

namespace {

constexpr rlim_t descriptors_max = 64;
constexpr rlim_t written_bytes_max = rlim_t{256} * 1024 * 1024;

std::unexpected<Error> defeated(ChildOutcome const& outcome) {
  return fail(ErrorKind::invalid, "Validation failed: File cannot be processed", outcome.errors);
}

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

// From here on this process can do little harm: it is slow, small, and ends with its parent.
void confine(std::uint64_t memory_bytes_max, std::uint64_t seconds_max) {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
  ::setpriority(PRIO_PROCESS, 0, 10);
  limit(RLIMIT_CORE, 0);
  limit(RLIMIT_CPU, seconds_max);
  limit(RLIMIT_FSIZE, written_bytes_max);
  limit(RLIMIT_NOFILE, descriptors_max);
  if (memory_can_be_limited) {
    limit(RLIMIT_DATA, memory_bytes_max);
  }
}

std::uint64_t number_in(char const* text) {
  std::uint64_t number = 0;
  std::string_view const digits(text);
  std::from_chars(digits.data(), digits.data() + digits.size(), number);
  return number;
}

std::string read_all_of_input() {
  std::string text;
  std::array<char, 4096> bytes;
  for (ssize_t count = 0; (count = ::read(STDIN_FILENO, bytes.data(), bytes.size())) > 0;) {
    text.append(bytes.data(), static_cast<std::size_t>(count));
  }
  return text;
}

}  // namespace

Task<Result<Picture>> PictureProcesses::make(PictureTask task) {
  CO_TRY(auto made, co_await pool_.run([this, task = std::move(task)] { return run(task); }));
  co_return made;
}

Result<Picture> PictureProcesses::run(PictureTask const& task) const {
  auto const seconds = std::chrono::ceil<std::chrono::seconds>(limits_.timeout).count();
  TRY(auto const outcome,
      run_child({.arguments = {"/proc/self/exe", picture_process_word,
                               std::to_string(limits_.memory_bytes_max), std::to_string(seconds)},
                 .input = write_task(task),
                 .timeout = limits_.timeout},
                stopping_));
  log::debug("a picture took {} ms and {} MiB: {}", outcome.took.count(), outcome.memory_bytes_peak >> 20U,
             outcome.output);
  if (outcome.end == ChildOutcome::End::stopped) {
    return fail(ErrorKind::unavailable, "The server is about to stop, please try again");
  }
  if (!outcome.succeeded()) {
    log::warn("a picture could not be processed: {} {}, {} MiB: {}", static_cast<int>(outcome.end),
              outcome.status, outcome.memory_bytes_peak >> 20U, outcome.errors);
    return defeated(outcome);
  }
  return read_outcome(outcome.output);
}

int picture_process_main(int argc, char** argv) {
  constexpr int arguments = 4;
  if (argc != arguments) {
    return EXIT_FAILURE;
  }
  confine(number_in(argv[2]), number_in(argv[3]));
  auto const task = read_task(read_all_of_input());
  auto const outcome = write_outcome(task ? make_picture(*task) : std::unexpected(task.error()));
  auto const written = ::write(STDOUT_FILENO, outcome.data(), outcome.size());
  // The libraries have nothing to tidy up that the system does not, and much that can go wrong then.
  ::_exit(written == static_cast<ssize_t>(outcome.size()) ? EXIT_SUCCESS : EXIT_FAILURE);
}

}  // namespace auklet::media
