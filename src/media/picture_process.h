// SPDX-License-Identifier: Apache-2.0
//
// make_picture() in processes of their own, each for one picture, with bounds on memory, time and number: a picture that
// breaks a decoder breaks nothing else. docs/decisions/0031-media.md
#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>

#include "async/blocking_pool.h"
#include "async/task.h"
#include "base/result.h"
#include "media/picture_task.h"

namespace auklet::media {

// Makes pictures, somewhere.
class PictureMaker {
 public:
  virtual ~PictureMaker() = default;
  // Errors: invalid, with what is wrong with the picture; unavailable when there is too much to do.
  virtual Task<Result<Picture>> make(PictureTask task) = 0;
};

struct ProcessLimits {
  std::size_t processes_max = 2;
  std::size_t queue_max = 64;                                // pictures, with those that are worked on
  std::uint64_t memory_bytes_max = std::uint64_t{1} << 30U;  // of one process, beside its code
  std::chrono::milliseconds timeout{60'000};
};

class PictureProcesses final : public PictureMaker {
 public:
  explicit PictureProcesses(ProcessLimits limits)
      : limits_(limits), pool_(limits.processes_max, limits.queue_max) {}
  ~PictureProcesses() override { stopping_ = true; }

  Task<Result<Picture>> make(PictureTask task) override;

 private:
  Result<Picture> run(PictureTask const& task) const;

  ProcessLimits const limits_;
  std::atomic<bool> stopping_ = false;
  async::BlockingPool pool_;
};

// What such a process does, when main() finds that it is one. Returns the exit status.
inline constexpr char const* picture_process_word = "picture-process";
int picture_process_main(int argc, char** argv);

}  // namespace auklet::media
