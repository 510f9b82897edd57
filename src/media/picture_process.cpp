// SPDX-License-Identifier: Apache-2.0
#include "media/picture_process.h"

#include <unistd.h>

#include <array>
#include <cstdlib>
#include <utility>

#include "base/log.h"
#include "media/child_process.h"
#include "media/confinement.h"
#include "media/picture.h"

namespace auklet::media {

namespace {

constexpr std::uint64_t written_bytes_max = std::uint64_t{256} << 20U;

std::unexpected<Error> defeated(ChildOutcome const& outcome) {
  return fail(ErrorKind::invalid, "Validation failed: File cannot be processed", outcome.errors);
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
  Confinement const confinement{.memory_bytes_max = limits_.memory_bytes_max,
                                .processor_seconds_max = static_cast<std::uint64_t>(seconds),
                                .written_bytes_max = written_bytes_max};
  TRY(auto const outcome, run_child({.arguments = self_with(picture_process_word, confinement),
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
  if (argc != told_arguments || !confine_as_told(argc, argv)) {
    return EXIT_FAILURE;
  }
  auto const task = read_task(read_all_of_input());
  auto const outcome = write_outcome(task ? make_picture(*task) : std::unexpected(task.error()));
  auto const written = ::write(STDOUT_FILENO, outcome.data(), outcome.size());
  // The libraries have nothing to tidy up that the system does not, and much that can go wrong then.
  ::_exit(written == static_cast<ssize_t>(outcome.size()) ? EXIT_SUCCESS : EXIT_FAILURE);
}

}  // namespace auklet::media
