// SPDX-License-Identifier: Apache-2.0
//
// The way of a job from the service that enqueues it, through the runner, to the service that does it.
#include "app/job_registry.h"

#include <chrono>
#include <thread>

#include "service/testing/people_test.h"

namespace auklet::app {
namespace {

using namespace std::chrono_literals;

class JobRegistryTest : public service::testing::PeopleTest {
 protected:
  ~JobRegistryTest() override { EXPECT_TRUE(runner.drain(30s)); }

  void start() {
    register_post_jobs(runner, polls, scheduled);
    runner.start();
  }
  template <class Condition>
  static void wait_until(Condition condition) {
    auto const deadline = std::chrono::steady_clock::now() + 30s;
    while (!condition()) {
      ASSERT_LT(std::chrono::steady_clock::now(), deadline) << "in vain";
      std::this_thread::yield();
    }
  }

  service::ScheduledService scheduled{env, posts};
  jobs::Runner runner{{runtime(), database(), clock, ids, random}};
};

AUKLET_ON_BOTH_ENGINES(JobRegistryTest);

TEST_P(JobRegistryTest, AScheduledPostAppears) {
  auto const ann = join("ann");
  auto const bob = join("bob");
  get(scheduled.create(as(ann), {.text = "later, @bob"}, clock.now() + 1h));
  clock.advance(1h);
  start();
  wait_until([&] { return !told(bob).empty(); });
  EXPECT_TRUE(get(scheduled.list(as(ann), {})).items.empty());
}

TEST_P(JobRegistryTest, TheEndOfAPollIsTold) {
  auto const ann = join("ann");
  get(posts.publish(as(ann), {.text = "what?", .poll = {{.options = {"a", "b"}, .expires_in = 300s}}}));
  clock.advance(300s);
  start();
  wait_until([&] { return told(ann) == std::vector<std::string>{"poll ann"}; });
}

}  // namespace
}  // namespace auklet::app
