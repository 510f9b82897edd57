// SPDX-License-Identifier: Apache-2.0
//
// Films and sounds of strangers made into ours by ffmpeg, in processes that may do little else.
// docs/decisions/0031-media.md
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "async/blocking_pool.h"
#include "async/task.h"
#include "base/result.h"
#include "media/film.h"

namespace auklet::media {

struct FilmTask {
  std::filesystem::path input;
  FilmKind kind = FilmKind::video;
  std::filesystem::path output;        // an MP4 or an MP3
  std::filesystem::path frame_output;  // of what can be seen: its first frame, a PNG
};

// Makes films, somewhere.
class FilmMaker {
 public:
  virtual ~FilmMaker() = default;
  // Whether it can make any: ffmpeg need not be there.
  virtual bool is_able() const = 0;
  // Looks at a file. Errors: invalid when it is none that is taken; unavailable.
  virtual Task<Result<Film>> examine(std::filesystem::path file) = 0;
  // What came out. Errors: invalid, with what is wrong with the film; unavailable.
  virtual Task<Result<Film>> make(FilmTask task) = 0;
};

struct FilmProcessLimits {
  std::uint64_t memory_bytes_max = std::uint64_t{1} << 30U;
  std::uint64_t written_bytes_max = std::uint64_t{99} << 20U;
  std::chrono::milliseconds timeout{600'000};
  FilmLimits film;
};

class FilmProcesses final : public FilmMaker {
 public:
  // `folder`: where ffmpeg and ffprobe are. The processes are confined by this same program (media/confinement.h), but not
  // in tests, whose program cannot.
  FilmProcesses(std::filesystem::path folder, FilmProcessLimits limits, bool confining = true);
  ~FilmProcesses() override { stopping_ = true; }

  bool is_able() const override { return is_able_; }
  Task<Result<Film>> examine(std::filesystem::path file) override;
  Task<Result<Film>> make(FilmTask task) override;

 private:
  Result<std::string> run(std::string const& program, std::vector<std::string> arguments,
                          std::chrono::milliseconds timeout) const;
  Result<Film> probe(std::filesystem::path const& file, FilmLimits const& limits) const;
  Result<Film> work(FilmTask const& task) const;

  std::filesystem::path const folder_;
  FilmProcessLimits const limits_;
  bool const confining_;
  bool const is_able_;
  std::atomic<bool> stopping_ = false;
  async::BlockingPool looking_;  // takes a moment
  async::BlockingPool making_;   // takes minutes
};

}  // namespace auklet::media
