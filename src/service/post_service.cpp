// SPDX-License-Identifier: Apache-2.0
#include "service/post_service.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <iterator>
#include <map>
#include <utility>

#include "service/conversation_entries.h"
#include "service/media_service.h"
#include "service/post_card.h"
#include "service/post_media.h"
#include "service/post_poll.h"
#include "store/accounts.h"
#include "store/directory.h"
#include "store/featured_tags.h"
#include "store/jobs.h"
#include "store/media.h"
#include "store/notifications.h"
#include "store/polls.h"
#include "store/posts.h"
#include "store/scheduled_posts.h"
#include "store/search.h"
#include "store/timelines.h"
#include "text/language.h"
#include "text/post_html.h"
#include "text/post_text.h"
#include "text/unicode.h"
#include "text/username.h"

namespace auklet::service {

namespace {

constexpr std::chrono::hours idempotency_window{1};
constexpr std::size_t mentions_max = 100;  // people one post may notify

// Replies and boosts of posts that few may see are not counted where everyone can see the count.
bool counts_in_public(Post const& post) {
  return post.visibility <= Visibility::unlisted;
}

Error parent_is_gone() {
  return {ErrorKind::not_found, "The post you are trying to reply to does not appear to exist.", "", {}};
}

Error key_is_used() {
  return {ErrorKind::conflict, "Please try again", "the idempotency key is in use", {}};
}

Error schedule_is_gone() {
  return {ErrorKind::conflict, "Please try again", "a scheduled post was published or changed meanwhile", {}};
}

std::vector<TagId> ids_of(std::vector<Tag> const& tags) {
  std::vector<TagId> ids;
  std::ranges::transform(tags, std::back_inserter(ids), &Tag::id);
  return ids;
}

HomeEntry home_entry(Post const& post, std::vector<AccountId> mentions, std::vector<TagId> tags) {
  return {.id = post.id,
          .author = post.account_id,
          .boost = {},
          .in_reply_to = post.in_reply_to_account_id,
          .visibility = post.visibility,
          .language = post.language.value_or(""),
          .mentions = std::move(mentions),
          .tags = std::move(tags)};
}

}  // namespace

struct PostService::Written {
  std::string text;
  std::string spoiler_text;
  std::string content;
  std::optional<std::string> language;
  std::vector<Account> mentioned;  // each once, in order of appearance
  std::vector<text::Hashtag> hashtags;
  std::optional<std::string> link;  // to be shown as a card
  std::optional<Poll> poll;         // without votes
  std::vector<Media> media;         // in order

  std::vector<AccountId> mentions() const {
    std::vector<AccountId> ids;
    std::ranges::transform(mentioned, std::back_inserter(ids), &Account::id);
    return ids;
  }
  bool mentions(AccountId account) const {
    return std::ranges::find(mentioned, account, &Account::id) != mentioned.end();
  }

  std::vector<store::posts::TagUse> tag_uses(Environment const& env) const {
    std::vector<store::posts::TagUse> uses;
    for (auto const& hashtag : hashtags) {
      uses.push_back({env.mint<TagId>(), hashtag.name, hashtag.display});
    }
    return uses;
  }
};

Task<Result<PostService::Written>> PostService::write(AccountId author, std::string const& text,
                                                      std::string const& spoiler_text,
                                                      PostDraft const& draft) const {
  auto parsed = text::parse(text);
  auto const spoiler = text::clean_text(spoiler_text);
  if (parsed.text.empty() && draft.media.ids.empty()) {
    co_return validation_failed("Text can't be blank");
  }
  if (text::count_characters(parsed) + text::count_graphemes(spoiler) > env_.limits.post_characters_max) {
    co_return validation_failed(
        fmt::format("Text character limit of {} exceeded", env_.limits.post_characters_max));
  }
  if (parsed.mentions.size() > mentions_max) {
    co_return validation_failed(fmt::format("Text mentions more than {} people", mentions_max));
  }
  Written written{.text = parsed.text, .spoiler_text = spoiler};
  if (draft.poll && !draft.media.ids.empty()) {
    co_return validation_failed("A post cannot have both a poll and media");
  }
  if (draft.poll) {
    CO_TRY(written.poll, poll_of(*draft.poll, author, env_.clock.now()));
  }
  if (draft.language && !draft.language->empty()) {
    written.language = text::canonical_language(*draft.language);
    if (!written.language) {
      co_return validation_failed("Language is invalid");
    }
  }

  Error unexpected{ErrorKind::invalid, "Post would be sent to unexpected accounts", "", {}};
  std::map<std::pair<std::string, std::string>, Account> known;
  for (auto const& mention : parsed.mentions) {
    auto const domain = mention.domain.empty() ? env_.identity.domain : mention.domain;
    CO_TRY(auto account, co_await store::accounts::find_by_handle(
                             env_.database.session(), text::fold_username(mention.username), domain));
    if (!account || account->suspended_at) {
      continue;
    }
    if (draft.allowed_mentions && account->id != author &&
        std::ranges::find(*draft.allowed_mentions, account->id) == draft.allowed_mentions->end()) {
      unexpected.fields.push_back({unexpected_accounts_field, "", to_text(account->id)});
    }
    if (!written.mentions(account->id)) {
      written.mentioned.push_back(*account);
    }
    known.emplace(std::pair{mention.username, mention.domain}, std::move(*account));
  }
  if (!unexpected.fields.empty()) {
    co_return std::unexpected(std::move(unexpected));
  }
  // The domain is shown only where two people of one name would look the same.
  auto const namesakes = [&known](Account const& account) {
    return std::ranges::count_if(known, [&](auto const& entry) {
      return entry.second.id != account.id &&
             text::fold_username(entry.second.username) == text::fold_username(account.username);
    });
  };
  written.content = text::render_html(
      parsed, {.mention = [&](text::MentionToken const& token) -> std::optional<text::MentionLink> {
                 auto const found = known.find({token.username, token.domain});
                 if (found == known.end()) {
                   return std::nullopt;
                 }
                 auto const& account = found->second;
                 auto const shown =
                     namesakes(account) > 0 ? account.username + "@" + account.domain : account.username;
                 return text::MentionLink{account.url, shown};
               },
               .tags_url = env_.identity.tags_url()});
  written.hashtags = std::move(parsed.hashtags);
  written.link = card_link(parsed.urls, env_.identity);
  co_return written;
}

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
  CO_TRY(auto written, co_await write(author, draft.text, draft.spoiler_text.value_or(""), draft));

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
      .visibility = draft.visibility.value_or(defaults->visibility),
      .sensitive = draft.sensitive.value_or(defaults->sensitive) || !written.spoiler_text.empty(),
      .spoiler_text = written.spoiler_text,
      .text = written.text,
      .content = written.content,
      .language = written.language ? written.language : defaults->language,
      .app_id = caller.app,
      .created_at = now,
      .has_media = !written.media.empty(),
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
    env_.bus.publish(bus::PostCreated{home_entry(post, written.mentions(), ids_of(details->tags))});
    tidings.publish(env_.bus);
    if (written.link) {
      env_.bus.publish(bus::JobsWaiting{});
    }
    co_await search_index_.on_enqueued();
    CO_TRY_OK(co_await loader_.mark_filtered(author, *details));
  }
  co_return details;
}

Task<Result<>> PostService::check(Caller caller, PostDraft draft) const {
  CO_TRY_OK(co_await parent_of(caller, draft));
  CO_TRY_OK(co_await write(caller.self(), draft.text, draft.spoiler_text.value_or(""), draft));
  CO_TRY_OK(co_await media_for_post(env_, caller.self(), PostId{}, draft.media));
  co_return Result<>{};
}

Task<Result<PostDetails>> PostService::store_new(Post const& post, Written const& written,
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
  if (post.in_reply_to_id) {
    store::posts::add_replies(batch, *post.in_reply_to_id, counts_in_public(post) ? 1 : 0, parent_is_gone());
  }
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
  if (tagged && counts_in_public(post)) {
    store::featured_tags::count_post(batch, post.account_id, post.id);
  }
  if (author->discoverable && post.visibility != Visibility::direct) {
    store::directory::note_post(batch, post.account_id, post.created_at);
  }
  for (auto const account : mentions) {
    notifier_.tell(batch, tidings, account, NotificationType::mention, post.account_id, post.id,
                   post.thread_id);
  }
  for (auto const follower : curious) {
    if (!written.mentions(follower)) {
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
  CO_TRY(auto written,
         co_await write(caller.self(), draft.text, draft.spoiler_text.value_or(before.spoiler_text), draft));
  if (written.poll) {
    written.poll->post = id;
  }
  CO_TRY(auto const poll_before, co_await store::polls::find(reader, id));
  CO_TRY(written.media, co_await media_for_post(env_, caller.self(), id, draft.media));
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

Task<Result<std::vector<TagId>>> PostService::tags_of(db::Session& session, PostId id) const {
  CO_TRY(auto const listed, co_await store::posts::tags_of(session, {id}));
  std::vector<TagId> tags;
  std::ranges::transform(listed, std::back_inserter(tags), [](auto const& tag) { return tag.value.id; });
  co_return tags;
}

Task<Result<bus::PostEdited>> PostService::store_edit(db::Session& session, Tidings& tidings,
                                                      Caller const& caller, Post const& after,
                                                      Written const& written) const {
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
  if (tags != tags_before && counts_in_public(after)) {
    CO_TRY_OK(co_await store::accounts::lock(session, after.account_id));
    CO_TRY_OK(co_await store::featured_tags::recount_post(session, after.account_id, after.id));
  }
  CO_TRY_OK(co_await tell_mentioned(session, tidings, after, newly_mentioned));
  CO_TRY(auto const boosts, co_await store::posts::boosts_of(session, after.id));
  for (auto const& boost : boosts) {
    CO_TRY_OK(co_await notifier_.tell(session, tidings, boost.account_id, NotificationType::update,
                                      after.account_id, after.id, after.thread_id));
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
  for (auto const older : {seen.in_reply_to_id, seen.boost_of_id, std::optional{id}}) {
    if (older) {
      CO_TRY_OK(co_await store::posts::lock(*transaction, *older));
    }
  }
  CO_TRY(auto const post, co_await own_post(caller, *transaction, id));
  CO_TRY(auto details, co_await loader_.load_one(*transaction, caller.account, id));
  CO_TRY(auto const boosts, co_await store::posts::boosts_of(*transaction, id));
  std::map<AccountId, int> posts_lost;  // in the order of the ids, see store::accounts::lock_pair
  for (auto const& boost : boosts) {
    CO_TRY_OK(co_await store::posts::remove(*transaction, boost.id));
    ++posts_lost[boost.account_id];
  }
  // Replies forget their parent, and say so when they are shown.
  CO_TRY(auto const replies, co_await store::posts::replies_to(*transaction, id));
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
  if (post.in_reply_to_id && counts_in_public(post)) {
    CO_TRY_OK(co_await store::posts::add_replies(*transaction, *post.in_reply_to_id, -1));
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
  tell_removed(details, replies, posts_lost);
  tidings.publish(env_.bus);
  co_return details;
}

void PostService::tell_removed(PostDetails const& removed, std::vector<PostId> const& replies,
                               std::map<AccountId, int> const& posts_lost) const {
  auto const& post = removed.post;
  bus::AccountsTouched touched;
  for (auto const& [account, count] : posts_lost) {
    touched.accounts.push_back(account);
  }
  env_.bus.publish(std::move(touched));
  for (auto const reply : replies) {
    env_.bus.publish(bus::PostTouched{reply});
  }
  for (auto const counted : {post.in_reply_to_id, post.boost_of_id}) {
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
