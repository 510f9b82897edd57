// SPDX-License-Identifier: Apache-2.0
//
// Which work is done as jobs, by whom, and how patiently: one line a kind.
#pragma once

#include "jobs/runner.h"
#include "mail/sender.h"
#include "push/sender.h"
#include "service/access_service.h"
#include "service/announcement_service.h"
#include "service/annual_report_service.h"
#include "service/archive_service.h"
#include "service/card_service.h"
#include "service/emoji_service.h"
#include "service/instance_service.h"
#include "service/letter_service.h"
#include "service/media_service.h"
#include "service/notification_requests.h"
#include "service/poll_service.h"
#include "service/portable_service.h"
#include "service/scheduled_service.h"

namespace auklet::app {

// What handlers work with; all must outlive the runner's work.
struct JobWorkers {
  jobs::Runner& runner;
  service::CardService& cards;
  service::AccessService& access;
  service::PortableService& portable;
  service::PollService& polls;
  service::ScheduledService& scheduled;
  service::AnnouncementService const& announcements;
  service::AnnualReportService& annual_reports;
  service::NotificationRequests& notification_requests;
  push::Sender& push;
  service::MediaService& media;
  service::EmojiService& emojis;
  service::LetterService& letters;
  service::ArchiveService& archives;
  mail::Sender& mail;
  service::InstanceService& instance;
};

// Posts for later, and the ends of polls.
void register_post_jobs(jobs::Runner& runner, service::PollService& polls,
                        service::ScheduledService& scheduled);
void register_jobs(JobWorkers const& workers);

}  // namespace auklet::app
