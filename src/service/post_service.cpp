// SPDX-License-Identifier: Apache-2.0
#include "service/post_service.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "service/conversation_entries.h"
#include "service/home_entry.h"
#include "service/post_card.h"
#include "service/post_media.h"
#include "service/post_poll.h"
#include "service/post_quote.h"
#include "store/accounts.h"
#include "store/directory.h"
#include "store/featured_tags.h"
#include "store/jobs.h"
#include "store/polls.h"
#include "store/posts.h"
#include "store/quotes.h"
#include "store/scheduled_posts.h"
#include "store/search.h"

namespace auklet::service {

namespace {

constexpr std::chrono::hours idempotency_window{1};

Error parent_is_gone() {
  return {ErrorKind::not_found, "The post you are trying to reply to does not appear to exist.", "", {}};
}

Error key_is_used() {
  return {ErrorKind::conflict, "Please try again", "the idempotency key is in use", {}};
}

Error schedule_is_gone() {
  return {ErrorKind::conflict, "Please try again", "a scheduled post was published or changed meanwhile", {}};
}

}  // namespace

struct PostService::Parent {
  Post post;
  bool thread_muted = false;  // by who replies
};

Task<Result<std::optional<PostService::Parent>>> PostService::parent_of(Caller const& caller,
                                                                        PostDraft const& draft) const {
  if (!draft.in_reply_to) {
    co_return std::nullopt;
  }
  auto found = co_await loader_.load_one(env_.database.session(), caller.account, *draft.in_reply_to);
  if (!found) {
    if (found.error().kind == ErrorKind::not_found) {
      co_return std::unexpected(parent_is_gone());
    }
    co_return std::unexpected(std::move(found).error());
  }
  auto const& parent = found->boosted ? *found->boosted : *found;
  if (!parent.viewer_is_mentioned &&
      !allows(parent.post.policy.reply, {.self = parent.own, .follows = parent.follows_author})) {
    co_return validation_failed("Its author does not let you reply to this post");
  }
  co_return Parent{parent.post, parent.viewer && parent.viewer->thread_muted};
}

Task<Result<PostDetails>> PostService::publish(Caller caller, PostDraft draft) {
  auto const now = env_.clock.now();
  auto const author = caller.self();
  auto& reader = env_.database.session();
  auto const& key = draft.idempotency_key;
  auto const since = now - idempotency_window;
  if (key) {
    CO_TRY(auto const published, co_await store::posts::find_by_key(reader, author, *key, since));
    if (published) {
      co_return co_await loader_.load_one(reader, author, *published);
    }
  }
  CO_TRY(auto const defaults, co_await authors_.defaults(author));
  if (!defaults) {
    co_return not_allowed();
  }
  CO_TRY(auto const parent, co_await parent_of(caller, draft));
  CO_TRY(auto const quoted, co_await quotable(loader_, reader, author, draft.quote_of));
  CO_TRY(auto written, co_await write_post(env_, author, draft.text, draft.spoiler_text.value_or(""), draft,
                                           quoted ? std::optional{quoted->url} : std::nullopt));
  auto const visibility = narrowed(draft.visibility.value_or(defaults->visibility), quoted);
  CO_TRY_OK(check_audience(author, visibility, written.mentions(), quoted));

  auto const id = env_.mint<PostId>();
  if (written.poll) {
    written.poll->post = id;
  }
  CO_TRY(written.media, co_await media_for_post(env_, author, id, draft.media));
  Post post{
      .id = id,
      .account_id = author,
      .in_reply_to_id = parent ? std::optional{parent->post.id} : std::nullopt,
      .in_reply_to_account_id = parent ? std::optional{parent->post.account_id} : std::nullopt,
      .thread_id = parent ? parent->post.thread_id : static_cast<ThreadId>(id),
      .visibility = visibility,
      .sensitive = draft.sensitive.value_or(defaults->sensitive) || !written.spoiler_text.empty(),
      .spoiler_text = written.spoiler_text,
      .text = written.text,
      .content = written.content,
      .language = written.language ? written.language : defaults->language,
      .app_id = caller.app,
      .created_at = now,
      .has_media = !written.media.empty(),
      .policy = within(draft.policy.on({.quote = defaults->quote_policy}), visibility),
      .quote = quoted ? std::optional{Quote{quoted->post.id, quoted->post.account_id}} : std::nullopt,
  };
  Tidings tidings;
  auto details = co_await store_new(post, written, draft, tidings);
  if (!details && details.error().kind == ErrorKind::conflict && key) {
    // The same key raced us; what the other request made is durable now.
    CO_TRY(auto const published, co_await store::posts::find_by_key(reader, author, *key, since));
    if (published) {
      co_return co_await loader_.load_one(reader, author, *published);
    }
    co_return fail(ErrorKind::unavailable, "Please try again", "a key that raced is gone");
  }
  if (details) {
    details->viewer = ViewerFlags{.thread_muted = parent && parent->thread_muted};
    env_.bus.publish(bus::AccountsTouched{{author}, /*only_counters=*/true});
    if (parent) {
      env_.bus.publish(bus::PostTouched{parent->post.id});
    }
    if (quoted) {
      env_.bus.publish(bus::PostTouched{quoted->post.id});
    }
    env_.bus.publish(bus::PostCreated{home_entry(post, written.mentions(), ids_of(details->tags))});
    tidings.publish(env_.bus);
    if (written.link) {
      env_.bus.publish(bus::JobsWaiting{});
    }
    co_await search_index_.on_enqueued();
    if (quoted) {  // shown with the quote, which counts this one already
      co_return co_await loader_.load_one(reader, author, id);
    }
    CO_TRY_OK(co_await loader_.mark_filtered(author, *details));
  }
  co_return details;
}

Task<Result<>> PostService::check(Caller caller, PostDraft draft) const {
  CO_TRY_OK(co_await parent_of(caller, draft));
  CO_TRY(auto const quoted,
         co_await quotable(loader_, env_.database.session(), caller.self(), draft.quote_of));
  CO_TRY(auto const written,
         co_await write_post(env_, caller.self(), draft.text, draft.spoiler_text.value_or(""), draft,
                             quoted ? std::optional{quoted->url} : std::nullopt));
  if (draft.visibility) {
    CO_TRY_OK(check_audience(caller.self(), *draft.visibility, written.mentions(), quoted));
  }
  CO_TRY_OK(co_await media_for_post(env_, caller.self(), PostId{}, draft.media));
  co_return Result<>{};
}

// Counts the post where it is a reply and where it is a quote, the older of the two first.
void PostService::count_on_older(db::Batch& batch, Post const& post) {
  int const change = post.counts_in_public() ? 1 : 0;
  auto const quoted = post.quote ? post.quote->post : std::nullopt;
  bool const quoted_first = quoted && post.in_reply_to_id && *quoted < *post.in_reply_to_id;
  if (quoted_first) {
    store::quotes::count(batch, *quoted, change, quoted_is_gone());
  }
  if (post.in_reply_to_id) {
    store::posts::add_replies(batch, *post.in_reply_to_id, change, parent_is_gone());
  }
  if (quoted && !quoted_first) {
    store::quotes::count(batch, *quoted, change, quoted_is_gone());
  }
}

Task<Result<PostDetails>> PostService::store_new(Post const& post, WrittenPost const& written,
                                                 PostDraft const& draft, Tidings& tidings) {
  std::optional<AppLabel> app;
  if (post.app_id) {
    CO_TRY(app, co_await authors_.app(*post.app_id));
  }
  CO_TRY(auto author, co_await authors_.profile(post.account_id));
  if (!author) {
    co_return not_allowed();
  }
  std::vector<AccountId> curious;
  if (!post.in_reply_to_id && post.visibility != Visibility::direct) {
    CO_TRY(curious, co_await authors_.curious(post.account_id));
  }
  // The locks are taken in the order that everyone keeps to: the key, the older post, the account, the rest.
  db::Batch batch;
  if (draft.scheduled) {
    store::scheduled_posts::take(batch, draft.scheduled->id, draft.scheduled->at, schedule_is_gone());
  }
  if (auto const& key = draft.idempotency_key) {
    store::posts::remember_key(batch, post.account_id, *key, post.id, post.created_at,
                               post.created_at - idempotency_window, key_is_used());
  }
  count_on_older(batch, post);
  store::posts::insert(batch, post);
  store::search::enqueue(batch, post.id);
  store::jobs::NewJob end;
  if (written.poll) {
    store::polls::insert(batch, *written.poll);
    end = job_of_end(env_, *written.poll);
    store::jobs::enqueue(batch, end);
  }
  auto const counted = store::accounts::count_post(
      batch, post.account_id, post.visibility != Visibility::direct ? 1 : 0, post.created_at);
  auto const mentions = written.mentions();
  auto const uses = written.tag_uses(env_);
  attach(batch, written.media);
  store::posts::add_mentions(batch, post.id, mentions);
  auto const tagged = store::posts::add_tags(batch, post.id, uses, post.created_at);
  if (tagged && post.counts_in_public()) {
    store::featured_tags::count_post(batch, post.account_id, post.id);
  }
  if (author->discoverable && post.visibility != Visibility::direct) {
    store::directory::note_post(batch, post.account_id, post.created_at);
  }
  for (auto const account : mentions) {
    notifier_.tell(batch, tidings, account, NotificationType::mention, post.account_id, post.id,
                   post.thread_id);
  }
  // Whom the post mentions as well is told of it once.
  auto const quoted = post.quote ? std::optional{post.quote->author} : std::nullopt;
  if (quoted && !written.mentions(*quoted)) {
    notifier_.tell(batch, tidings, *quoted, NotificationType::quote, post.account_id, post.id,
                   post.thread_id);
  }
  for (auto const follower : curious) {
    if (!written.mentions(follower) && quoted != follower) {
      notifier_.tell(batch, tidings, follower, NotificationType::status, post.account_id, post.id,
                     post.thread_id);
    }
  }
  std::optional<store::jobs::NewJob> card;
  if (written.link) {
    card = job_of_card(env_, post.id, *written.link, post.created_at);
    store::jobs::enqueue(batch, *card);
  }
  ConversationEntries conversations(env_, post, mentions);
  conversations.add(batch);
  CO_TRY(auto const answers, co_await env_.database.write(batch));

  if (!store::accounts::take_counters(answers[counted], *author)) {
    co_return fail(ErrorKind::internal, "", "a post without an author");
  }
  conversations.tell(answers, tidings);
  author->last_posted_at = post.created_at;
  PostDetails details{.post = post,
                      .mentions = written.mentioned,
                      .poll = written.poll,
                      .seen_at = post.created_at,
                      .media = written.media,
                      .app = std::move(app),
                      .own = true};
  // Who mentions themselves is shown as they are now, with this post counted.
  std::ranges::replace_if(
      details.mentions, [&](Account const& account) { return account.id == author->id; }, *author);
  details.author = *std::move(author);
  if (tagged) {
    details.tags = store::posts::tags_in(answers[*tagged]);
  }
  co_return details;
}

}  // namespace auklet::service
