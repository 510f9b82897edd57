// SPDX-License-Identifier: Apache-2.0
#include "media/film_process.h"

#include <unistd.h>

#include <utility>

#include "base/log.h"
#include "media/child_process.h"
#include "media/confinement.h"

namespace auklet::media {

namespace {

constexpr std::chrono::seconds probe_timeout{30};
constexpr std::size_t looking_threads = 2;
constexpr std::size_t queue_max = 64;

bool can_run(std::filesystem::path const& program) {
  return ::access(program.c_str(), X_OK) == 0;
}

}  // namespace

FilmProcesses::FilmProcesses(std::filesystem::path folder, FilmProcessLimits limits, bool confining)
    : folder_(std::move(folder)),
      limits_(limits),
      confining_(confining),
      is_able_(can_run(folder_ / "ffmpeg") && can_run(folder_ / "ffprobe")),
      looking_(looking_threads, queue_max),
      making_(1, queue_max) {}

Task<Result<Film>> FilmProcesses::examine(std::filesystem::path file) {
  CO_TRY(auto found,
         co_await looking_.run([this, file = std::move(file)] { return probe(file, limits_.film); }));
  co_return found;
}

Task<Result<Film>> FilmProcesses::make(FilmTask task) {
  CO_TRY(auto made, co_await making_.run([this, task = std::move(task)] { return work(task); }));
  co_return made;
}

Result<std::string> FilmProcesses::run(std::string const& program, std::vector<std::string> arguments,
                                       std::chrono::milliseconds timeout) const {
  arguments.insert(arguments.begin(), (folder_ / program).string());
  if (confining_) {
    auto const cores = 2;  // threads of ffmpeg, each of which uses up processor time
    arguments = confined({.memory_bytes_max = limits_.memory_bytes_max,
                          .processor_seconds_max = static_cast<std::uint64_t>(
                              std::chrono::ceil<std::chrono::seconds>(timeout).count() * cores),
                          .written_bytes_max = limits_.written_bytes_max},
                         arguments);
  }
  TRY(auto outcome,
      run_child({.arguments = std::move(arguments), .input = {}, .timeout = timeout}, stopping_));
  log::debug("{} took {} ms and {} MiB", program, outcome.took.count(), outcome.memory_bytes_peak >> 20U);
  if (outcome.end == ChildOutcome::End::stopped) {
    return fail(ErrorKind::unavailable, "The server is about to stop, please try again");
  }
  if (!outcome.succeeded()) {
    return fail(ErrorKind::invalid, "Validation failed: File is damaged or cannot be processed",
                program + ": " + outcome.errors);
  }
  return std::move(outcome.output);
}

Result<Film> FilmProcesses::probe(std::filesystem::path const& file, FilmLimits const& limits) const {
  TRY(auto const text, run("ffprobe", probe_arguments(file), probe_timeout));
  return read_probe(text, limits);
}

Result<Film> FilmProcesses::work(FilmTask const& task) const {
  TRY_OK(run("ffmpeg", film_arguments(task.input, task.output, task.kind), limits_.timeout));
  if (task.kind != FilmKind::audio) {
    TRY_OK(run("ffmpeg", frame_arguments(task.output, task.frame_output), probe_timeout));
  }
  return probe(task.output, limits_.film);
}

}  // namespace auklet::media
