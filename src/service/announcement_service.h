// SPDX-License-Identifier: Apache-2.0
//
// What everyone on the server is told. https://docs.joinmastodon.org/methods/announcements/
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "async/task.h"
#include "base/result.h"
#include "domain/announcement.h"
#include "domain/emoji_table.h"
#include "service/caller.h"
#include "service/environment.h"

namespace auklet::service {

struct AnnouncementDraft {
  std::string text;
  std::optional<UnixMillis> starts_at;
  std::optional<UnixMillis> ends_at;
  bool all_day = false;
};

class AnnouncementService {
 public:
  // The table outlives this.
  explicit AnnouncementService(Environment const& env, EmojiTable const& emojis = EmojiTable::none())
      : env_(env), emojis_(emojis) {}

  // Those that are not over, the oldest first; without those that the caller has dismissed, unless they are wanted too.
  Task<Result<std::vector<AnnouncementDetails>>> list(Caller caller, bool with_dismissed) const;
  // Errors of all that name one: not_found.
  Task<Result<AnnouncementDetails>> find(Caller caller, AnnouncementId id) const;
  Task<Result<>> dismiss(Caller caller, AnnouncementId id);
  // `name` is an emoji, or the shortcode of one of this server. Both may be repeated. Errors: invalid for what is no emoji, and for a ninth different one.
  Task<Result<>> react(Caller caller, AnnouncementId id, std::string name);
  Task<Result<>> unreact(Caller caller, AnnouncementId id, std::string name);

  // For whoever runs the server, on the command line. A server that runs beside it is told by a job; see retell().
  // Errors: invalid when the text is blank or over 5,000 characters, the end is not after the start, one of the two is
  // missing, or there are 100 already.
  Task<Result<Announcement>> publish(AnnouncementDraft draft);
  Task<Result<>> remove(AnnouncementId id);
  Task<Result<std::vector<Announcement>>> all() const;

  // The job that tells a running server what the command line did, and its handler.
  static constexpr char const* tell_job = "tell_announcement";
  Task<Result<>> retell(std::string payload) const;

 private:
  Task<Result<std::vector<AnnouncementDetails>>> details(Caller const& caller,
                                                         std::vector<Announcement> list) const;
  Task<Result<>> render(AnnouncementDetails& details) const;
  bool is_over(Announcement const& announcement) const;
  // Of one that is shown.
  Task<Result<>> lock(db::Session& session, AnnouncementId id) const;
  Task<Result<>> enqueue_tell(db::Session& session, std::string payload) const;

  Environment const& env_;
  EmojiTable const& emojis_;
};

}  // namespace auklet::service
