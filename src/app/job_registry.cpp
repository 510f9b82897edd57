// SPDX-License-Identifier: Apache-2.0
#include "app/job_registry.h"

#include <charconv>
#include <chrono>
#include <cstdint>

#include "base/ids.h"

namespace auklet::app {

using namespace std::chrono_literals;

namespace {

// The payload of a job that is about one thing.
template <class Id>
Result<Id> id_in(jobs::Job const& job) {
  std::int64_t id = 0;
  auto const* const end = job.payload.data() + job.payload.size();
  if (std::from_chars(job.payload.data(), end, id).ptr != end || id <= 0) {
    return fail(ErrorKind::malformed, "", "a payload that is no id: " + job.payload);
  }
  return static_cast<Id>(id);
}

}  // namespace

void register_jobs(JobWorkers const& workers) {
  auto& runner = workers.runner;

  // One page of a host at a time; a page that does not answer is asked twice more.
  runner.handle(service::CardService::job_kind,
                {.places = 4, .places_a_lane = 1, .attempts_max = 3, .patience = {.first = 30s}},
                [&cards = workers.cards](jobs::Job job) -> Task<Result<>> {
                  CO_TRY(auto const post, id_in<PostId>(job));
                  co_return co_await cards.fetch_for(post, job.is_last);
                });

  // One file of a person at a time, so that big ones do not hold up the others.
  runner.handle(service::PortableService::job_kind, {.places = 2, .places_a_lane = 1},
                [&portable = workers.portable](jobs::Job job) -> Task<Result<>> {
                  CO_TRY(auto const import, id_in<ImportId>(job));
                  co_return co_await portable.go_on(import);
                });

  runner.handle("forget_dead_jobs", {.places = 1},
                [&runner](jobs::Job) { return runner.forget_dead(30 * 24h); });
  runner.every("forget_dead_jobs", 24h);

  runner.handle(
      service::publish_scheduled_job, {.places_a_lane = 4}, [&scheduled = workers.scheduled](jobs::Job job) {
        return scheduled.publish(static_cast<ScheduledPostId>(base::parse_id(job.payload).value_or(0)));
      });

  runner.handle(service::end_poll_job, {.places_a_lane = 4}, [&polls = workers.polls](jobs::Job job) {
    return polls.end(static_cast<PostId>(base::parse_id(job.payload).value_or(0)));
  });

  // What the command line did, told to those who listen to this server.
  runner.handle(service::AnnouncementService::tell_job, {.places = 1},
                [&announcements = workers.announcements](jobs::Job job) {
                  return announcements.retell(std::move(job.payload));
                });
}

}  // namespace auklet::app
