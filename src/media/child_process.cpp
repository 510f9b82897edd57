// SPDX-License-Identifier: Apache-2.0
#include "media/child_process.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <string_view>
#include <thread>
#include <utility>

#include "base/check.h"
#include "base/file.h"

namespace auklet::media {

namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t input_bytes_max = 4096;  // what a pipe takes at once, POSIX's PIPE_BUF
constexpr std::size_t errors_bytes_max = 4096;
constexpr std::chrono::milliseconds look_interval{50};

constexpr std::array<std::string_view, 5> inherited_variables{
    "PATH=", "TMPDIR=", "ASAN_OPTIONS=", "UBSAN_OPTIONS=", "LSAN_OPTIONS="};

struct Pipe {
  base::File read;
  base::File write;

  static Result<Pipe> open() {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) {
      return fail(ErrorKind::unavailable, "The server is busy, please try again",
                  std::string("pipe: ") + std::strerror(errno));
    }
    return Pipe{base::File(ends[0]), base::File(ends[1])};
  }
};

// What posix_spawn wants to know, and gives back its memory.
class SpawnSetup {
 public:
  SpawnSetup(Pipe const& in, Pipe const& out, Pipe const& err) {
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, in.read.descriptor(), STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions, out.write.descriptor(), STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&actions, err.write.descriptor(), STDERR_FILENO);
    posix_spawn_file_actions_addclosefrom_np(&actions, STDERR_FILENO + 1);
    posix_spawnattr_init(&attributes);
    sigset_t none;
    sigset_t pipe;
    sigemptyset(&none);
    sigemptyset(&pipe);
    sigaddset(&pipe, SIGPIPE);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setsigdefault(&attributes, &pipe);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
  }
  ~SpawnSetup() {
    posix_spawn_file_actions_destroy(&actions);
    posix_spawnattr_destroy(&attributes);
  }
  SpawnSetup(SpawnSetup const&) = delete;
  SpawnSetup& operator=(SpawnSetup const&) = delete;

  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
};

std::vector<char*> environment_of_child(std::string& locale) {
  std::vector<char*> variables;
  for (char** variable = environ; *variable != nullptr; ++variable) {
    if (std::ranges::any_of(inherited_variables, [&](std::string_view name) {
          return std::string_view(*variable).starts_with(name);
        })) {
      variables.push_back(*variable);
    }
  }
  variables.push_back(locale.data());
  variables.push_back(nullptr);
  return variables;
}

// Takes what has come; false at the end of the stream.
bool take(base::File const& from, std::string& to) {
  std::array<char, 4096> bytes;
  auto const count = ::read(from.descriptor(), bytes.data(), bytes.size());
  if (count > 0) {
    to.append(bytes.data(), static_cast<std::size_t>(count));
  }
  return count > 0 || (count < 0 && errno == EINTR);
}

// One child that runs.
class Child {
 public:
  Child(pid_t pid, ChildTask const& task) : pid_(pid), task_(task) {}

  ChildOutcome wait(Pipe& out, Pipe& err, std::atomic<bool> const& stopping) {
    listen(out, err, stopping);
    rusage usage{};
    int status = 0;
    // It may have closed its streams and go on.
    while (::wait4(pid_, &status, WNOHANG, &usage) == 0) {
      check_patience(stopping);
      std::this_thread::sleep_for(std::chrono::milliseconds{1});
    }
    if (outcome_.end == ChildOutcome::End::exited) {
      outcome_.end = WIFEXITED(status) ? ChildOutcome::End::exited : ChildOutcome::End::killed;
      outcome_.status = WIFEXITED(status) ? WEXITSTATUS(status) : WTERMSIG(status);
    }
    outcome_.memory_bytes_peak = static_cast<std::uint64_t>(usage.ru_maxrss) * 1024;
    outcome_.took = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - begun_);
    return std::move(outcome_);
  }

 private:
  // Until both streams have ended.
  void listen(Pipe& out, Pipe& err, std::atomic<bool> const& stopping) {
    while (out.read.is_open() || err.read.is_open()) {
      std::array<pollfd, 2> polled{pollfd{out.read.descriptor(), POLLIN, 0},
                                   pollfd{err.read.descriptor(), POLLIN, 0}};
      ::poll(polled.data(), polled.size(), static_cast<int>(look_interval.count()));
      if (polled[0].revents != 0 && !take(out.read, outcome_.output)) {
        out.read.close();
      }
      if (polled[1].revents != 0 && !take(err.read, outcome_.errors)) {
        err.read.close();
      }
      outcome_.errors.resize(std::min(outcome_.errors.size(), errors_bytes_max));
      if (outcome_.output.size() > task_.output_bytes_max) {
        kill(ChildOutcome::End::said_too_much);
        return;
      }
      check_patience(stopping);
      if (killed_) {
        return;  // a grandchild may hold the streams open
      }
    }
  }

  void check_patience(std::atomic<bool> const& stopping) {
    if (stopping) {
      kill(ChildOutcome::End::stopped);
    } else if (Clock::now() - begun_ > task_.timeout) {
      kill(ChildOutcome::End::timed_out);
    }
  }

  void kill(ChildOutcome::End why) {
    if (!std::exchange(killed_, true)) {
      outcome_.end = why;
      ::kill(pid_, SIGKILL);
    }
  }

  pid_t const pid_;
  ChildTask const& task_;
  Clock::time_point const begun_ = Clock::now();
  ChildOutcome outcome_;
  bool killed_ = false;
};

}  // namespace

Result<ChildOutcome> run_child(ChildTask const& task, std::atomic<bool> const& stopping) {
  CHECK(task.input.size() <= input_bytes_max && !task.arguments.empty());
  TRY(auto in, Pipe::open());
  TRY(auto out, Pipe::open());
  TRY(auto err, Pipe::open());
  SpawnSetup const setup(in, out, err);
  std::vector<char*> arguments;
  for (auto const& argument : task.arguments) {
    arguments.push_back(const_cast<char*>(argument.c_str()));
  }
  arguments.push_back(nullptr);
  std::string locale = "LC_ALL=C.UTF-8";
  auto const environment = environment_of_child(locale);
  pid_t pid = 0;
  if (auto const failed = ::posix_spawn(&pid, task.arguments.front().c_str(), &setup.actions,
                                        &setup.attributes, arguments.data(), environment.data());
      failed != 0) {
    return fail(ErrorKind::unavailable, "The server cannot work on files at the moment",
                "start " + task.arguments.front() + ": " + std::strerror(failed));
  }
  in.read.close();
  out.write.close();
  err.write.close();
  if (!task.input.empty()) {
    // A child that is gone already has said why by its status.
    static_cast<void>(in.write.write(task.input));
  }
  in.write.close();
  return Child(pid, task).wait(out, err, stopping);
}

}  // namespace auklet::media
