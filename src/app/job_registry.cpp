// SPDX-License-Identifier: Apache-2.0
#include "app/job_registry.h"

#include <chrono>
#include <string>
#include <utility>

#include "base/ids.h"
#include "service/letters.h"
#include "service/media_files.h"
#include "service/post_card.h"
#include "store/push_subscriptions.h"

namespace auklet::app {

using namespace std::chrono_literals;

namespace {

// The payload of a job that is about one thing.
template <class Id>
Result<Id> id_in(jobs::Job const& job) {
  auto const id = base::parse_id(job.payload);
  if (!id) {
    return fail(ErrorKind::malformed, "", "a payload that is no id: " + job.payload);
  }
  return static_cast<Id>(*id);
}

}  // namespace

void register_post_jobs(jobs::Runner& runner, service::PollService& polls,
                        service::ScheduledService& scheduled) {
  runner.handle(service::publish_scheduled_job, {.places_a_lane = 4},
                [&scheduled](jobs::Job job) -> Task<Result<>> {
                  CO_TRY(auto const id, id_in<ScheduledPostId>(job));
                  co_return co_await scheduled.publish(id);
                });
  runner.handle(service::end_poll_job, {.places_a_lane = 4}, [&polls](jobs::Job job) -> Task<Result<>> {
    CO_TRY(auto const id, id_in<PostId>(job));
    co_return co_await polls.end(id);
  });
}

void register_jobs(JobWorkers const& workers) {
  auto& runner = workers.runner;
  register_post_jobs(runner, workers.polls, workers.scheduled);

  // One page of a host at a time; a page that does not answer is asked twice more.
  runner.handle(service::fetch_card_job,
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

  // What the command line did, told to those who listen to this server.
  runner.handle(service::AnnouncementService::tell_job, {.places = 1},
                [&announcements = workers.announcements](jobs::Job job) {
                  return announcements.retell(std::move(job.payload));
                });

  auto& emojis = workers.emojis;
  runner.handle(service::EmojiService::tell_job, {.places = 1},
                [&emojis](jobs::Job) { return emojis.reload(); });
  runner.handle(service::EmojiService::sweep_job, {.places = 1},
                [&emojis](jobs::Job job) { return emojis.sweep(std::move(job.payload)); });

  auto& archives = workers.archives;
  runner.handle(service::ArchiveService::job_kind,
                {.places = 1, .places_a_lane = 1, .attempts_max = 3, .lease = 60min},
                [&archives](jobs::Job job) -> Task<Result<>> {
                  CO_TRY(auto const id, id_in<ArchiveId>(job));
                  co_return co_await archives.make(id, job.is_last);
                });
  runner.handle("expire_archives", {.places = 1}, [&archives](jobs::Job) { return archives.expire(); });
  runner.every("expire_archives", 1h);

  auto& letters = workers.letters;
  runner.handle(service::LetterService::answer_job, {.places = 2},
                [&letters](jobs::Job job) { return letters.answer(std::move(job.payload)); });
  // A mail server that is away for an hour gets everything in the end; a letter expires before it is given up.
  runner.handle(service::send_letter_job,
                {.places = 4, .places_a_lane = 2, .attempts_max = 20, .patience = {.longest = 1h}},
                [&mail = workers.mail](jobs::Job job) -> Task<Result<>> {
                  CO_TRY(auto const id, id_in<LetterId>(job));
                  co_return co_await mail.send(id);
                });
  runner.handle("forget_letters", {.places = 1}, [&letters](jobs::Job) { return letters.forget_expired(); });
  runner.every("forget_letters", 24h);

  runner.handle(service::AnnualReportService::make_job, {.places = 2, .places_a_lane = 1},
                [&annual_reports = workers.annual_reports](jobs::Job job) {
                  return annual_reports.make(std::move(job.payload));
                });

  auto& requests = workers.notification_requests;
  runner.handle(std::string(service::NotificationRequests::merge_job), {.places = 2, .places_a_lane = 1},
                [&requests](jobs::Job job) { return requests.merge(std::move(job.payload)); });
  runner.handle(std::string(service::NotificationRequests::discard_job), {.places = 2, .places_a_lane = 1},
                [&requests](jobs::Job job) { return requests.discard(std::move(job.payload)); });

  auto& sender = workers.push;
  runner.handle(std::string(store::push_subscriptions::announce_job), {.attempts_max = 6},
                [&sender](jobs::Job job) { return sender.announce(std::move(job.payload)); });
  // A push service that is away for an hour gets everything in the end; after two days nobody wants it any more.
  runner.handle(std::string(push::Sender::deliver_job),
                {.places = 8, .attempts_max = 10, .patience = {.longest = 3h}},
                [&sender](jobs::Job job) { return sender.deliver(std::move(job.payload)); });

  auto& media = workers.media;
  // Minutes of work for a processor: one at a time.
  runner.handle(service::make_film_job, {.places = 1, .places_a_lane = 1, .attempts_max = 3, .lease = 30min},
                [&media](jobs::Job job) -> Task<Result<>> {
                  CO_TRY(auto const id, id_in<MediaId>(job));
                  co_return co_await media.make_film(id);
                });
  runner.handle("expire_media", {.places = 1}, [&media](jobs::Job) { return media.expire(); });
  runner.every("expire_media", 10min);
  runner.handle(service::remove_files_job, {.places = 2, .places_a_lane = 2},
                [&media](jobs::Job job) { return media.remove_files(std::move(job.payload)); });

  runner.handle(service::write_token_uses_job, {.places = 1},
                [&access = workers.access](jobs::Job) { return access.write_uses(); });
  runner.every(service::write_token_uses_job, 10min);

  runner.handle(service::InstanceService::recount_job, {.places = 1},
                [&instance = workers.instance](jobs::Job) { return instance.recount(); });
  runner.every(service::InstanceService::recount_job, 6h);

  runner.handle("forget_dead_jobs", {.places = 1},
                [&runner](jobs::Job) { return runner.forget_dead(30 * 24h); });
  runner.every("forget_dead_jobs", 24h);
}

}  // namespace auklet::app
