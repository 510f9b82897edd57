// SPDX-License-Identifier: Apache-2.0
#include "service/announcement_service.h"

#include <algorithm>
#include <chrono>
#include <iterator>
#include <map>
#include <utility>

#include "base/ids.h"
#include "store/accounts.h"
#include "store/announcements.h"
#include "store/jobs.h"
#include "text/post_html.h"
#include "text/post_text.h"
#include "text/unicode.h"
#include "text/username.h"

namespace auklet::service {

namespace {

constexpr std::int64_t announcements_max = 100;
constexpr std::size_t text_characters_max = 5000;
constexpr std::size_t mentions_max = 20;
constexpr std::size_t different_reactions_max = 8;  // as Mastodon has it

// What the job says before the id.
constexpr std::string_view published = "published ";
constexpr std::string_view removed = "removed ";

}  // namespace

// A day that is given as a whole ends with its last moment.
bool AnnouncementService::is_over(Announcement const& announcement) const {
  if (!announcement.ends_at) {
    return false;
  }
  auto const end =
      announcement.all_day
          ? UnixMillis{std::chrono::floor<std::chrono::days>(*announcement.ends_at) + std::chrono::days{1}}
          : *announcement.ends_at;
  return end <= env_.clock.now();
}

Task<Result<>> AnnouncementService::render(AnnouncementDetails& details) const {
  auto const parsed = text::parse(details.announcement.text);
  std::map<std::pair<std::string, std::string>, text::MentionLink> links;
  for (auto const& mention : parsed.mentions) {
    if (details.mentions.size() == mentions_max) {
      break;
    }
    auto const domain = mention.domain.empty() ? env_.identity.domain : mention.domain;
    CO_TRY(auto account, co_await store::accounts::find_by_handle(
                             env_.database.session(), text::fold_username(mention.username), domain));
    if (!account || account->suspended_at) {
      continue;
    }
    links.emplace(std::pair{mention.username, mention.domain},
                  text::MentionLink{account->url, account->username});
    if (std::ranges::find(details.mentions, account->id, &Account::id) == details.mentions.end()) {
      details.mentions.push_back(std::move(*account));
    }
  }
  for (auto const& hashtag : parsed.hashtags) {
    details.tags.push_back(hashtag.name);
  }
  details.content = text::render_html(
      parsed, {.mention = [&links](text::MentionToken const& token) -> std::optional<text::MentionLink> {
                 auto const found = links.find({token.username, token.domain});
                 return found == links.end() ? std::nullopt : std::optional{found->second};
               },
               .tags_url = env_.identity.tags_url()});
  co_return Result<>{};
}

Task<Result<std::vector<AnnouncementDetails>>> AnnouncementService::details(
    Caller const& caller, std::vector<Announcement> list) const {
  auto& reader = env_.database.session();
  std::vector<AnnouncementId> ids;
  std::ranges::transform(list, std::back_inserter(ids), &Announcement::id);
  CO_TRY(auto const reactions, co_await store::announcements::reactions_to(reader, ids, caller.account));
  std::vector<AnnouncementId> dismissed;
  if (caller.account) {
    CO_TRY(dismissed, co_await store::announcements::dismissed(reader, *caller.account));
  }
  std::vector<AnnouncementDetails> all;
  for (auto& announcement : list) {
    AnnouncementDetails details{.announcement = std::move(announcement)};
    auto const id = details.announcement.id;
    std::ranges::copy_if(reactions, std::back_inserter(details.reactions),
                         [id](AnnouncementReaction const& reaction) { return reaction.announcement == id; });
    if (caller.account) {
      details.read = std::ranges::find(dismissed, id) != dismissed.end();
    }
    CO_TRY_OK(co_await render(details));
    all.push_back(std::move(details));
  }
  co_return all;
}

Task<Result<std::vector<AnnouncementDetails>>> AnnouncementService::list(Caller caller,
                                                                         bool with_dismissed) const {
  CO_TRY(auto found, co_await store::announcements::all(env_.database.session()));
  std::erase_if(found, [this](Announcement const& announcement) { return is_over(announcement); });
  CO_TRY(auto shown, co_await details(caller, std::move(found)));
  if (!with_dismissed) {
    std::erase_if(shown, [](AnnouncementDetails const& details) { return details.read.value_or(false); });
  }
  co_return shown;
}

Task<Result<AnnouncementDetails>> AnnouncementService::find(Caller caller, AnnouncementId id) const {
  CO_TRY(auto const found, co_await store::announcements::find(env_.database.session(), id));
  if (!found || is_over(*found)) {
    co_return record_not_found();
  }
  CO_TRY(auto shown, co_await details(caller, {*found}));
  co_return std::move(shown.front());
}

Task<Result<>> AnnouncementService::lock(db::Session& session, AnnouncementId id) const {
  CO_TRY(auto const there, co_await store::announcements::lock(session, id));
  if (!there) {
    co_return record_not_found();
  }
  CO_TRY(auto const found, co_await store::announcements::find(session, id));
  co_return found && !is_over(*found) ? Result<>{} : Result<>(record_not_found());
}

Task<Result<>> AnnouncementService::dismiss(Caller caller, AnnouncementId id) {
  CO_TRY(auto transaction, co_await env_.database.begin());
  CO_TRY_OK(co_await lock(*transaction, id));
  CO_TRY_OK(co_await store::announcements::dismiss(*transaction, caller.self(), id));
  co_return co_await transaction->commit();
}

Task<Result<>> AnnouncementService::react(Caller caller, AnnouncementId id, std::string name) {
  if (!text::is_emoji(name) && !emojis_.contains(name)) {
    co_return validation_failed("Name is not a recognized emoji");
  }
  CO_TRY(auto transaction, co_await env_.database.begin());
  CO_TRY_OK(co_await lock(*transaction, id));
  CO_TRY(auto const added, co_await store::announcements::react(*transaction, env_.mint<RelationId>(),
                                                                caller.self(), id, name));
  CO_TRY(auto const reactions, co_await store::announcements::reactions_to(*transaction, {id}, {}));
  if (added && reactions.size() > different_reactions_max) {
    co_return validation_failed("Limit of different reactions reached");
  }
  CO_TRY_OK(co_await transaction->commit());
  transaction.reset();
  if (added) {
    env_.bus.publish(bus::AnnouncementReacted{id, std::move(name)});
  }
  co_return Result<>{};
}

Task<Result<>> AnnouncementService::unreact(Caller caller, AnnouncementId id, std::string name) {
  CO_TRY(auto transaction, co_await env_.database.begin());
  CO_TRY_OK(co_await lock(*transaction, id));
  CO_TRY(auto const gone, co_await store::announcements::unreact(*transaction, caller.self(), id, name));
  CO_TRY_OK(co_await transaction->commit());
  transaction.reset();
  if (gone) {
    env_.bus.publish(bus::AnnouncementReacted{id, std::move(name)});
  }
  co_return Result<>{};
}

Task<Result<>> AnnouncementService::enqueue_tell(db::Session& session, std::string payload) const {
  auto const now = env_.clock.now();
  store::jobs::NewJob const job{.id = env_.mint<JobId>(),
                                .kind = tell_job,
                                .payload = std::move(payload),
                                .run_at = now,
                                .lane = {},
                                .created_at = now};
  co_return co_await store::jobs::enqueue(session, job);
}

Task<Result<Announcement>> AnnouncementService::publish(AnnouncementDraft draft) {
  Announcement const announcement{.id = env_.mint<AnnouncementId>(),
                                  .text = text::clean_text(draft.text),
                                  .starts_at = draft.starts_at,
                                  .ends_at = draft.ends_at,
                                  .all_day = draft.all_day,
                                  .published_at = env_.clock.now()};
  if (announcement.text.empty()) {
    co_return validation_failed("Text can't be blank");
  }
  if (text::count_graphemes(announcement.text) > text_characters_max) {
    co_return validation_failed("Text is too long (maximum is 5000 characters)");
  }
  if (announcement.starts_at.has_value() != announcement.ends_at.has_value()) {
    co_return validation_failed("A start needs an end, and an end a start");
  }
  if (announcement.ends_at && (*announcement.ends_at < *announcement.starts_at || is_over(announcement))) {
    co_return validation_failed("The end must be after the start, and still to come");
  }
  CO_TRY(auto transaction, co_await env_.database.begin());
  CO_TRY(auto const count, co_await store::announcements::count(*transaction));
  if (count >= announcements_max) {
    co_return validation_failed("There are 100 announcements already");
  }
  CO_TRY_OK(co_await store::announcements::insert(*transaction, announcement));
  CO_TRY_OK(co_await enqueue_tell(*transaction, std::string(published) + to_text(announcement.id)));
  CO_TRY_OK(co_await transaction->commit());
  transaction.reset();
  env_.bus.publish(bus::JobsWaiting{});
  co_return announcement;
}

Task<Result<>> AnnouncementService::remove(AnnouncementId id) {
  CO_TRY(auto transaction, co_await env_.database.begin());
  CO_TRY_OK(co_await store::announcements::lock(*transaction, id));
  CO_TRY(auto const gone, co_await store::announcements::remove(*transaction, id));
  if (!gone) {
    co_return fail(ErrorKind::not_found, "There is no such announcement");
  }
  CO_TRY_OK(co_await enqueue_tell(*transaction, std::string(removed) + to_text(id)));
  CO_TRY_OK(co_await transaction->commit());
  transaction.reset();
  env_.bus.publish(bus::JobsWaiting{});
  co_return Result<>{};
}

Task<Result<std::vector<Announcement>>> AnnouncementService::all() const {
  co_return co_await store::announcements::all(env_.database.session());
}

Task<Result<>> AnnouncementService::retell(std::string payload) const {
  std::string_view const words = payload;
  auto const space = std::min(words.find(' '), words.size() - 1);
  auto const what = words.substr(0, space + 1);
  auto const id = base::parse_id(words.substr(space + 1));
  if (!id || (what != published && what != removed)) {
    co_return fail(ErrorKind::malformed, "", "a job that says: " + payload);
  }
  if (what == published) {
    env_.bus.publish(bus::AnnouncementPublished{AnnouncementId{*id}});
  } else {
    env_.bus.publish(bus::AnnouncementRemoved{AnnouncementId{*id}});
  }
  co_return Result<>{};
}

}  // namespace auklet::service
