// SPDX-License-Identifier: Apache-2.0
//
// The part of PostService that changes posts which are there, and shows how they were.
#include <algorithm>
#include <iterator>
#include <map>
#include <set>
#include <utility>

#include "service/conversation_entries.h"
#include "service/home_entry.h"
#include "service/media_service.h"
#include "service/post_card.h"
#include "service/post_poll.h"
#include "service/post_quote.h"
#include "service/post_service.h"
#include "service/written_post.h"
#include "store/accounts.h"
#include "store/featured_tags.h"
#include "store/media.h"
#include "store/notifications.h"
#include "store/polls.h"
#include "store/posts.h"
#include "store/quotes.h"
#include "store/search.h"

namespace auklet::service {

Task<Result<>> PostService::tell_mentioned(db::Session& session, Tidings& tidings, Post const& post,
                                           std::vector<AccountId> accounts) const {
  for (auto const account : accounts) {
    CO_TRY_OK(co_await notifier_.tell(session, tidings, account, NotificationType::mention, post.account_id,
                                      post.id, post.thread_id));
  }
  co_return Result<>{};
}

Task<Result<Post>> PostService::own_post(Caller const& caller, db::Session& session, PostId id) const {
  CO_TRY(auto post, co_await store::posts::find(session, id));
  if (!post || !caller.is(post->account_id)) {
    co_return record_not_found();
  }
  co_return std::move(*post);
}

Task<Result<PostDetails>> PostService::edit(Caller caller, PostId id, PostDraft draft) {
  auto& reader = env_.database.session();
  CO_TRY(auto const before, co_await own_post(caller, reader, id));
  if (before.boost_of_id) {
    co_return record_not_found();
  }
  CO_TRY(auto const quoted_url, co_await quoted_url_of(reader, before));
  CO_TRY(auto written,
         co_await write_post(env_, caller.self(), draft.text,
                             draft.spoiler_text.value_or(before.spoiler_text), draft, quoted_url));
  if (written.poll) {
    written.poll->post = id;
  }
  CO_TRY(auto const poll_before, co_await store::polls::find(reader, id));
  CO_TRY(written.media, co_await media_for_post(env_, caller.self(), id, draft.media));
  CO_TRY_OK(co_await change_policy_of(env_, caller, id, draft.policy));
  auto after = before;
  after.text = written.text;
  after.content = written.content;
  after.spoiler_text = written.spoiler_text;
  after.sensitive = draft.sensitive.value_or(before.sensitive) || !written.spoiler_text.empty();
  after.language = written.language ? written.language : before.language;
  after.has_media = !written.media.empty();
  CO_TRY(auto const media_before, co_await store::media::of_posts(reader, {id}));
  if (after.text == before.text && after.spoiler_text == before.spoiler_text &&
      after.sensitive == before.sensitive && after.language == before.language &&
      is_same(poll_before, written.poll) && media_before == written.media) {
    co_return co_await loader_.load_one(reader, caller.account, id);
  }
  after.edited_at = env_.clock.now();

  CO_TRY(auto transaction, co_await env_.database.begin());
  Tidings tidings;
  CO_TRY(auto edited, co_await store_edit(*transaction, tidings, caller, after, written));
  CO_TRY(auto const lost_voters, co_await replace_poll(env_, *transaction, id, written.poll));
  CO_TRY_OK(co_await transaction->commit());
  transaction.reset();
  for (auto const voter : lost_voters) {
    env_.bus.publish(bus::MarksChanged{voter, id});
  }
  env_.bus.publish(std::move(edited));
  tidings.publish(env_.bus);
  if (written.link) {
    env_.bus.publish(bus::JobsWaiting{});
  }
  co_await search_index_.on_enqueued();
  co_return co_await loader_.load_one(reader, caller.account, id);
}

// The page of what a post quotes, as far as it is there.
Task<Result<std::optional<std::string>>> PostService::quoted_url_of(db::Session& session, Post post) const {
  if (!post.quote || !post.quote->post) {
    co_return std::nullopt;
  }
  CO_TRY(auto const quoted, co_await loader_.load_unjudged(session, {*post.quote->post}));
  co_return quoted.empty() ? std::nullopt
                           : std::optional{page_of(quoted.front().post, quoted.front().author)};
}

Task<Result<std::vector<TagId>>> PostService::tags_of(db::Session& session, PostId id) const {
  CO_TRY(auto const listed, co_await store::posts::tags_of(session, {id}));
  std::vector<TagId> tags;
  std::ranges::transform(listed, std::back_inserter(tags), [](auto const& tag) { return tag.value.id; });
  co_return tags;
}

Task<Result<bus::PostEdited>> PostService::store_edit(db::Session& session, Tidings& tidings,
                                                      Caller const& caller, Post const& after,
                                                      WrittenPost const& written) const {
  // Read again under the lock: two edits at once must not both think that they are the first.
  CO_TRY_OK(co_await store::posts::lock(session, after.id));
  CO_TRY(auto const current, co_await own_post(caller, session, after.id));
  if (!current.edited_at) {
    CO_TRY(auto const poll, co_await store::polls::find(session, after.id));
    CO_TRY(auto const media, co_await store::media::of_posts(session, {after.id}));
    CO_TRY_OK(co_await store::posts::insert_edit(session, env_.ids.next(), after.id,
                                                 {current.content, current.spoiler_text, current.sensitive,
                                                  current.created_at, titles_of(poll), labels_of(media)}));
  }
  CO_TRY_OK(co_await store::posts::insert_edit(
      session, env_.ids.next(), after.id,
      {after.content, after.spoiler_text, after.sensitive, *after.edited_at, titles_of(written.poll),
       labels_of(written.media)}));
  CO_TRY_OK(co_await attach_anew(session, after.id, written.media));
  CO_TRY_OK(co_await store::posts::update_text(session, after));
  CO_TRY_OK(co_await change_card(env_, session, current, written.link, *after.edited_at));
  auto const former_words = index_words(current);
  CO_TRY_OK(co_await store::search::forget(session, after.id, former_words));
  CO_TRY_OK(co_await store::search::enqueue(session, after.id));

  CO_TRY(auto const listed, co_await store::posts::mentions_of(session, {after.id}));
  std::vector<AccountId> mentions_before;
  std::ranges::transform(listed, std::back_inserter(mentions_before),
                         [](auto const& mention) { return mention.value; });
  std::vector<AccountId> newly_mentioned;
  auto const mentions = written.mentions();
  std::ranges::copy_if(mentions, std::back_inserter(newly_mentioned), [&](AccountId account) {
    return std::ranges::find(mentions_before, account) == mentions_before.end();
  });
  CO_TRY_OK(co_await store::posts::set_mentions(session, after.id, mentions));
  CO_TRY(auto tags_before, co_await tags_of(session, after.id));
  CO_TRY_OK(co_await store::posts::set_tags(session, after.id, written.tag_uses(env_), *after.edited_at));
  CO_TRY(auto tags, co_await tags_of(session, after.id));
  if (tags != tags_before && after.counts_in_public()) {
    CO_TRY_OK(co_await store::accounts::lock(session, after.account_id));
    CO_TRY_OK(co_await store::featured_tags::recount_post(session, after.account_id, after.id));
  }
  CO_TRY_OK(co_await tell_mentioned(session, tidings, after, newly_mentioned));
  CO_TRY(auto const boosts, co_await store::posts::boosts_of(session, after.id));
  for (auto const& boost : boosts) {
    CO_TRY_OK(co_await notifier_.tell(session, tidings, boost.account_id, NotificationType::update,
                                      after.account_id, after.id, after.thread_id));
  }
  CO_TRY(auto const quotes, co_await store::quotes::quoting(session, after.id));
  for (auto const& quoting : quotes) {
    CO_TRY_OK(co_await notifier_.tell(session, tidings, quoting.author, NotificationType::quoted_update,
                                      after.account_id, quoting.post, quoting.thread));
  }
  ConversationEntries const conversations(env_, after, mentions);
  CO_TRY_OK(co_await conversations.change(session, tidings, mentions_before));
  co_return bus::PostEdited{home_entry(after, mentions, std::move(tags)), std::move(mentions_before),
                            std::move(tags_before)};
}

Task<Result<PostDetails>> PostService::remove(Caller caller, PostId id, bool forget_media) {
  CO_TRY(auto transaction, co_await env_.database.begin());
  // The older post first, as everywhere: a parent that is deleted at the same time locks its replies.
  CO_TRY(auto const seen, co_await own_post(caller, *transaction, id));
  std::set<PostId> locked{id};
  for (auto const older :
       {seen.in_reply_to_id, seen.boost_of_id, seen.quote ? seen.quote->post : std::nullopt}) {
    if (older) {
      locked.insert(*older);
    }
  }
  for (auto const post : locked) {
    CO_TRY_OK(co_await store::posts::lock(*transaction, post));
  }
  CO_TRY(auto const post, co_await own_post(caller, *transaction, id));
  CO_TRY(auto details, co_await loader_.load_one(*transaction, caller.account, id));
  CO_TRY(auto const boosts, co_await store::posts::boosts_of(*transaction, id));
  std::map<AccountId, int> posts_lost;  // in the order of the ids, see store::accounts::lock_pair
  for (auto const& boost : boosts) {
    CO_TRY_OK(co_await store::posts::remove(*transaction, boost.id));
    ++posts_lost[boost.account_id];
  }
  // Replies forget their parent, and quotes what they quote, and say so when they are shown.
  CO_TRY(auto orphans, co_await store::posts::replies_to(*transaction, id));
  CO_TRY(auto const quotes, co_await store::quotes::all(*transaction, id));
  orphans.insert(orphans.end(), quotes.begin(), quotes.end());
  auto const now = env_.clock.now();
  CO_TRY_OK(co_await store::media::release(*transaction, id,
                                           forget_media ? now : now + MediaService::unattached_for));
  CO_TRY_OK(co_await store::posts::remove(*transaction, id));
  if (!post.boost_of_id) {
    auto const words = index_words(post);
    CO_TRY_OK(co_await store::search::forget(*transaction, id, words));
  }
  if (post.visibility != Visibility::direct) {
    ++posts_lost[post.account_id];
  }
  if (post.in_reply_to_id && post.counts_in_public()) {
    CO_TRY_OK(co_await store::posts::add_replies(*transaction, *post.in_reply_to_id, -1));
  }
  if (post.quote && post.quote->is_shown() && post.counts_in_public()) {
    CO_TRY_OK(co_await store::quotes::count(*transaction, *post.quote->post, -1));
  }
  if (post.boost_of_id) {
    CO_TRY_OK(co_await store::posts::add_boosts(*transaction, *post.boost_of_id, -1));
    CO_TRY_OK(co_await store::notifications::remove_about(*transaction, post.account_id,
                                                          NotificationType::reblog, *post.boost_of_id));
  }
  for (auto const& [account, count] : posts_lost) {
    CO_TRY_OK(co_await store::accounts::add_posts(*transaction, account, -count));
  }
  if (!details.tags.empty()) {
    CO_TRY_OK(co_await store::featured_tags::forget_post(*transaction, post.account_id, id));
  }
  Tidings tidings;
  if (post.visibility == Visibility::direct) {
    CO_TRY_OK(co_await leave_conversations(*transaction, tidings, id));
  }
  CO_TRY_OK(co_await transaction->commit());
  transaction.reset();
  tell_removed(details, orphans, posts_lost);
  tidings.publish(env_.bus);
  co_return details;
}

void PostService::tell_removed(PostDetails const& removed, std::vector<PostId> const& orphans,
                               std::map<AccountId, int> const& posts_lost) const {
  auto const& post = removed.post;
  bus::AccountsTouched touched;
  for (auto const& [account, count] : posts_lost) {
    touched.accounts.push_back(account);
  }
  env_.bus.publish(std::move(touched));
  for (auto const orphan : orphans) {
    env_.bus.publish(bus::PostTouched{orphan});
  }
  for (auto const counted :
       {post.in_reply_to_id, post.boost_of_id, post.quote ? post.quote->post : std::nullopt}) {
    if (counted) {
      env_.bus.publish(bus::PostTouched{*counted});
    }
  }
  if (post.boost_of_id) {
    env_.bus.publish(bus::MarksChanged{post.account_id, *post.boost_of_id});
  }
  bus::PostDeleted deleted{.post = post.id,
                           .author = post.account_id,
                           .tags = ids_of(removed.tags),
                           .visibility = post.visibility,
                           .is_boost = post.boost_of_id.has_value()};
  for (auto const& tag : removed.tags) {
    deleted.tag_names.push_back(tag.name);
  }
  env_.bus.publish(std::move(deleted));
}

Task<Result<PostSource>> PostService::source(Caller caller, PostId id) const {
  CO_TRY(auto const post, co_await own_post(caller, env_.database.session(), id));
  co_return PostSource{post.id, post.text, post.spoiler_text};
}

Task<Result<PostHistory>> PostService::history(Caller caller, PostId id) const {
  auto& reader = env_.database.session();
  CO_TRY(auto details, co_await loader_.load_one(reader, caller.account, id));
  CO_TRY(auto versions, co_await store::posts::edits_of(reader, id));
  if (versions.empty()) {
    auto const& post = details.post;
    versions.push_back({post.content, post.spoiler_text, post.sensitive, post.created_at,
                        titles_of(details.poll), labels_of(details.media)});
  }
  CO_TRY(auto media, co_await store::media::ever_of_post(reader, id));
  co_return PostHistory{std::move(details.author), std::move(versions), std::move(media)};
}

}  // namespace auklet::service
