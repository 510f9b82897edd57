// SPDX-License-Identifier: Apache-2.0
#include "app/announcement_commands.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <ostream>
#include <utility>

#include "app/foundation.h"
#include "base/ids.h"
#include "base/time_text.h"
#include "service/announcement_service.h"

namespace auklet::app {

namespace {

Result<std::optional<UnixMillis>> read_time(std::string const& text) {
  if (text.empty()) {
    return std::nullopt;
  }
  TRY(auto const time, base::parse_iso(text));
  return time;
}

std::string one_line(std::string text) {
  std::ranges::replace(text, '\n', ' ');
  return text;
}

}  // namespace

Result<> create_announcement(Config const& config, NewAnnouncement const& announcement, std::ostream& out) {
  service::AnnouncementDraft draft{.text = announcement.text, .all_day = announcement.all_day};
  TRY(draft.starts_at, read_time(announcement.starts));
  TRY(draft.ends_at, read_time(announcement.ends));
  TRY(auto const foundation, Foundation::lay_for_command(config));
  service::AnnouncementService announcements(foundation->env());
  auto const made = foundation->run(announcements.publish(std::move(draft)));
  foundation->stop();
  TRY_OK(made);
  out << to_text(made->id) << '\n';
  return {};
}

Result<> list_announcements(Config const& config, std::ostream& out) {
  TRY(auto const foundation, Foundation::lay_for_command(config));
  service::AnnouncementService announcements(foundation->env());
  TRY(auto const all, foundation->run(announcements.all()));
  for (auto const& announcement : all) {
    out << fmt::format("{} {} {}\n", to_text(announcement.id), base::iso_date(announcement.published_at),
                       one_line(announcement.text));
  }
  return {};
}

Result<> delete_announcement(Config const& config, std::string const& id) {
  auto const number = base::parse_id(id);
  if (!number) {
    return fail(ErrorKind::invalid, fmt::format("'{}' is no number of an announcement", id));
  }
  TRY(auto const foundation, Foundation::lay_for_command(config));
  service::AnnouncementService announcements(foundation->env());
  auto const outcome = foundation->run(announcements.remove(AnnouncementId{*number}));
  foundation->stop();
  return outcome;
}

}  // namespace auklet::app
