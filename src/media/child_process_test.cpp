// SPDX-License-Identifier: Apache-2.0
#include "media/child_process.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <thread>

#include "base/file.h"

namespace auklet::media {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;
using ::testing::Not;
using End = ChildOutcome::End;

std::atomic<bool> const go_on = false;

Result<ChildOutcome> shell(std::string script, std::string input = "",
                           std::chrono::milliseconds timeout = 20s) {
  return run_child(
      {.arguments = {"/bin/sh", "-c", std::move(script)}, .input = std::move(input), .timeout = timeout},
      go_on);
}

TEST(ChildProcess, TakesInputAndSaysWhatCameOut) {
  auto const outcome = shell("cat; echo wrong >&2; exit 3", "hello").value();
  EXPECT_EQ(outcome.end, End::exited);
  EXPECT_EQ(outcome.status, 3);
  EXPECT_EQ(outcome.output, "hello");
  EXPECT_EQ(outcome.errors, "wrong\n");
  EXPECT_GT(outcome.memory_bytes_peak, 0U);
  EXPECT_FALSE(outcome.succeeded());
  EXPECT_TRUE(shell("true").value().succeeded());
}

TEST(ChildProcess, IsToldWhenItCannotBeStarted) {
  auto const outcome = run_child({.arguments = {"/nowhere"}, .timeout = 1s}, go_on);
  ASSERT_FALSE(outcome.has_value());
  EXPECT_EQ(outcome.error().kind, ErrorKind::unavailable);
}

TEST(ChildProcess, TellsASignalFromAnExit) {
  auto const outcome = shell("kill -SEGV $$").value();
  EXPECT_EQ(outcome.end, End::killed);
  EXPECT_EQ(outcome.status, SIGSEGV);
}

TEST(ChildProcess, EndsWhenItsTimeIsOver) {
  EXPECT_EQ(shell("exec sleep 600", "", 100ms).value().end, End::timed_out);
  EXPECT_EQ(shell("exec >&- 2>&-; exec sleep 600", "", 100ms).value().end, End::timed_out);
}

TEST(ChildProcess, EndsWhenItSaysTooMuch) {
  EXPECT_EQ(shell("exec yes").value().end, End::said_too_much);
}

TEST(ChildProcess, EndsWhenTheServerDoes) {
  std::atomic<bool> const stop = true;
  EXPECT_EQ(run_child({.arguments = {"/bin/sleep", "600"}, .timeout = 1h}, stop)->end, End::stopped);
}

TEST(ChildProcess, InheritsNothingThatIsNoneOfItsBusiness) {
  base::File const secret(::open("/dev/null", O_RDONLY));  // without O_CLOEXEC, like a socket of Asio
  ::setenv("AUKLET_SECRET", "secret", 1);
  sigset_t blocked;
  sigemptyset(&blocked);
  sigaddset(&blocked, SIGTERM);
  ::pthread_sigmask(SIG_BLOCK, &blocked, nullptr);
  auto const outcome = shell("env; ls /proc/self/fd | wc -l; grep SigBlk /proc/self/status").value();
  ::pthread_sigmask(SIG_UNBLOCK, &blocked, nullptr);
  EXPECT_THAT(outcome.output, Not(HasSubstr("secret")));
  EXPECT_THAT(outcome.output, HasSubstr("PATH="));
  EXPECT_THAT(outcome.output, HasSubstr("4\n")) << "the three streams, and what ls reads";
  EXPECT_THAT(outcome.output, HasSubstr("SigBlk:\t0000000000000000"));
}

}  // namespace
}  // namespace auklet::media
