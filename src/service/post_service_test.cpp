// SPDX-License-Identifier: Apache-2.0
#include "service/post_service.h"

#include <fmt/format.h>

#include <future>

#include "service/account_service.h"
#include "service/testing/people_test.h"
#include "store/apps.h"

namespace auklet::service {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class PostServiceTest : public testing::PeopleTest {
 protected:
  PostId publish_with_key(Account const& author, std::string const& key) {
    return get(posts.publish(as(author), {.text = "hello", .idempotency_key = key})).post.id;
  }

  Task<Result<>> add_app(AppId id) {
    App const app{.id = id, .client_id = "client", .name = "Tern", .website = "https://tern.example"};
    CO_TRY(auto const transaction, co_await database().begin());
    CO_TRY_OK(co_await store::apps::insert(*transaction, app));
    co_return co_await transaction->commit();
  }
};
AUKLET_ON_BOTH_ENGINES(PostServiceTest);

TEST_P(PostServiceTest, APostIsAsItsAuthorWroteIt) {
  auto const alice = join("alice");
  join("bob");
  auto const details = get(posts.publish(as(alice), {.text = "Hello @bob, @nobody! #Auk",
                                                     .spoiler_text = "birds",
                                                     .visibility = Visibility::unlisted,
                                                     .language = "de"}));
  auto const& post = details.post;
  EXPECT_EQ(post.visibility, Visibility::unlisted);
  EXPECT_EQ(post.spoiler_text, "birds");
  EXPECT_TRUE(post.sensitive) << "what stands behind a warning is";
  EXPECT_EQ(post.language, "de");
  EXPECT_EQ(post.thread_id, static_cast<ThreadId>(std::to_underlying(post.id)));
  EXPECT_EQ(post.created_at, clock.now());
  ASSERT_EQ(details.mentions.size(), 1U);
  EXPECT_EQ(details.mentions[0].username, "bob");
  ASSERT_EQ(details.tags.size(), 1U);
  EXPECT_EQ(details.tags[0].name, "auk");
  EXPECT_EQ(now_of(alice).posts_count, 1);
  EXPECT_EQ(now_of(alice).last_posted_at, clock.now());
  EXPECT_EQ(get(posts.source(as(alice), post.id)).text, "Hello @bob, @nobody! #Auk");
}

TEST_P(PostServiceTest, RefusesWhatCannotBePublished) {
  auto const alice = join("alice");
  auto const bob = join("bob");
  auto const secret = publish(bob, "psst", Visibility::private_);
  struct Case {
    PostDraft draft;
    ErrorKind error;
  };
  for (auto const& [draft, error] : {
           Case{{.text = ""}, ErrorKind::invalid},
           Case{{.text = " \n "}, ErrorKind::invalid},
           Case{{.text = std::string(501, 'a')}, ErrorKind::invalid},
           Case{{.text = std::string(300, 'a'), .spoiler_text = std::string(201, 'b')}, ErrorKind::invalid},
           Case{{.text = "a", .language = "no such language"}, ErrorKind::invalid},
           Case{{.text = "@bob", .allowed_mentions = std::vector<AccountId>{}}, ErrorKind::invalid},
           Case{{.text = "a", .in_reply_to = PostId{7}}, ErrorKind::not_found},
           Case{{.text = "a", .in_reply_to = secret.id}, ErrorKind::not_found},
       }) {
    EXPECT_EQ(refusal(posts.publish(as(alice), draft)), error) << draft.text;
  }
  EXPECT_EQ(now_of(alice).posts_count, 0);
  get(posts.publish(as(alice), {.text = std::string(500, 'a')}));
  get(posts.publish(as(alice), {.text = "@bob", .allowed_mentions = std::vector{bob.id}}));
}

TEST_P(PostServiceTest, TheSameKeyGivesTheSamePostForAnHour) {
  auto const alice = join("alice");
  auto const bob = join("bob");
  auto const post = publish_with_key(alice, "key");
  EXPECT_NE(publish_with_key(alice, "other"), post);
  EXPECT_NE(publish_with_key(bob, "key"), post);
  clock.advance(std::chrono::hours{1});
  EXPECT_EQ(publish_with_key(alice, "key"), post);
  clock.advance(std::chrono::milliseconds{1});
  auto const later = publish_with_key(alice, "key");
  EXPECT_NE(later, post);
  EXPECT_EQ(publish_with_key(alice, "key"), later);
  EXPECT_EQ(now_of(alice).posts_count, 3);
}

TEST_P(PostServiceTest, ManyAtOnceWithTheSameKeyMakeOnePost) {
  auto const alice = join("alice");
  std::vector<std::future<PostId>> clicks;
  for (int i = 0; i < 8; ++i) {
    clicks.push_back(std::async(std::launch::async, [&] { return publish_with_key(alice, "key"); }));
  }
  auto const post = clicks.front().get();
  for (std::size_t i = 1; i < clicks.size(); ++i) {
    EXPECT_EQ(clicks[i].get(), post);
  }
  EXPECT_EQ(now_of(alice).posts_count, 1);
}

TEST_P(PostServiceTest, RepliesJoinTheThreadAndAreCounted) {
  auto const alice = join("alice");
  auto const bob = join("bob");
  auto const start = publish(alice, "start");
  auto const answer = reply(bob, boost(bob, start), "to the post behind the boost");
  EXPECT_EQ(answer.in_reply_to_id, start.id);
  EXPECT_EQ(answer.in_reply_to_account_id, alice.id);
  auto const deeper = reply(alice, answer, "deeper");
  EXPECT_EQ(deeper.thread_id, start.thread_id);
  auto const secret = reply(bob, start, "psst", Visibility::private_);
  EXPECT_EQ(seen(as(alice), start.id).post.replies_count, 1) << "not what only few may see";
  get(posts.remove(as(bob), secret.id));
  EXPECT_EQ(seen(as(alice), start.id).post.replies_count, 1);
  get(posts.remove(as(bob), answer.id));
  EXPECT_EQ(seen(as(alice), start.id).post.replies_count, 0);
  EXPECT_EQ(seen(as(alice), deeper.id).post.in_reply_to_id, std::nullopt);
}

TEST_P(PostServiceTest, AnEditKeepsEveryVersion) {
  auto const alice = join("alice");
  auto const bob = join("bob");
  auto const post = publish(alice, "one");
  EXPECT_EQ(get(posts.history(as(bob), post.id)).versions.size(), 1U);
  clock.advance(std::chrono::minutes{1});
  EXPECT_FALSE(get(posts.edit(as(alice), post.id, {.text = "one"})).post.edited_at) << "nothing changed";
  auto const edited = get(posts.edit(as(alice), post.id, {.text = "two #auk", .spoiler_text = "hm"}));
  EXPECT_EQ(edited.post.edited_at, clock.now());
  EXPECT_EQ(edited.tags.size(), 1U);
  auto const again = get(posts.edit(as(alice), post.id, {.text = "three"}));
  EXPECT_EQ(again.post.spoiler_text, "hm") << "absent means unchanged";
  EXPECT_THAT(again.tags, IsEmpty());

  std::vector<std::string> versions;
  for (auto const& version : get(posts.history(as(bob), post.id)).versions) {
    versions.push_back(version.spoiler_text + version.content);
  }
  EXPECT_THAT(versions, ElementsAre("<p>one</p>", ::testing::StartsWith("hm<p>two"), "hm<p>three</p>"));
}

TEST_P(PostServiceTest, OnlyTheAuthorEditsAndDeletes) {
  auto const alice = join("alice");
  auto const bob = join("bob");
  auto const post = publish(alice, "mine");
  auto const boosted = boost(alice, post);
  EXPECT_EQ(refusal(posts.edit(as(bob), post.id, {.text = "yours"})), ErrorKind::not_found);
  EXPECT_EQ(refusal(posts.remove(as(bob), post.id)), ErrorKind::not_found);
  EXPECT_EQ(refusal(posts.source(as(bob), post.id)), ErrorKind::not_found);
  EXPECT_EQ(refusal(posts.edit(as(alice), boosted.id, {.text = "a"})), ErrorKind::not_found);
  EXPECT_EQ(refusal(posts.edit(as(alice), post.id, {.text = ""})), ErrorKind::invalid);
  EXPECT_EQ(seen(as(bob), post.id).post.text, "mine");
}

TEST_P(PostServiceTest, AnEditTellsBoostersAndTheNewlyMentioned) {
  auto const alice = join("alice");
  auto const bob = join("bob");
  auto const carol = join("carol");
  auto const dave = join("dave");
  auto const post = publish(alice, "hi @bob");
  boost(carol, post);
  get(posts.edit(as(alice), post.id, {.text = "hi @bob @dave"}));
  EXPECT_THAT(told(bob), ElementsAre("mention alice"));
  EXPECT_THAT(told(dave), ElementsAre("mention alice"));
  EXPECT_THAT(told(carol), ElementsAre("update alice"));
}

TEST_P(PostServiceTest, ADeletedPostTakesItsBoostsAlong) {
  auto const alice = join("alice");
  auto const bob = join("bob");
  auto const post = publish(alice, "gone soon @bob");
  auto const boosted = boost(bob, post);
  EXPECT_EQ(now_of(bob).posts_count, 1);
  EXPECT_EQ(get(posts.remove(as(alice), post.id)).post.text, "gone soon @bob");
  EXPECT_EQ(refusal(loader.load_one(database().session(), bob.id, boosted.id)), ErrorKind::not_found);
  EXPECT_EQ(refusal(posts.remove(as(alice), post.id)), ErrorKind::not_found);
  EXPECT_EQ(now_of(alice).posts_count, 0);
  EXPECT_EQ(now_of(bob).posts_count, 0);
  EXPECT_THAT(told(bob), IsEmpty());
  EXPECT_THAT(told(alice), IsEmpty());
}

std::string text_of(Account const& account) {
  return fmt::format("{} {} {} {} {}", account.username, account.url, account.posts_count,
                     account.followers_count, account.last_posted_at ? to_count(*account.last_posted_at) : 0);
}

// Everything that a client may be shown.
std::string text_of(PostDetails const& details) {
  auto const& post = details.post;
  auto text = fmt::format(
      "{} by {} to {} {} in {} as {} sensitive {} [{}] {} {} lang {} app {} at {} counts {} {} {} own {}\n",
      to_text(post.id), text_of(details.author), post.in_reply_to_id ? to_text(*post.in_reply_to_id) : "",
      post.in_reply_to_account_id ? to_text(*post.in_reply_to_account_id) : "",
      std::to_underlying(post.thread_id), std::to_underlying(post.visibility), post.sensitive,
      post.spoiler_text, post.text, post.content, post.language.value_or("none"),
      details.app ? details.app->name + details.app->website.value_or("") : "", to_count(post.created_at),
      post.replies_count, post.boosts_count, post.favourites_count, details.own);
  for (auto const& account : details.mentions) {
    text += "mentions " + text_of(account) + "\n";
  }
  for (auto const& tag : details.tags) {
    text += fmt::format("tag {} {} {}\n", std::to_underlying(tag.id), tag.name, tag.display);
  }
  auto const flags = details.viewer.value();
  return text + fmt::format("flags {} {} {} {} {}", flags.favourited, flags.boosted, flags.bookmarked,
                            flags.pinned, flags.thread_muted);
}

TEST_P(PostServiceTest, TheAnswerIsWhatAReadGives) {
  auto const alice = join("alice");
  auto const bob = join("bob");
  auto const parent = publish(bob, "start #Auk");
  get(reactions.mute_thread(as(alice), parent.id));
  auto caller = as(alice);
  caller.app = env.mint<AppId>();
  get(add_app(*caller.app));
  for (auto const& draft : {
           PostDraft{.text = "plain"},
           PostDraft{.text = "@alice and @bob, @nobody, @bob", .visibility = Visibility::direct},
           PostDraft{
               .text = "#zoo #AUK #zoo", .spoiler_text = "cw", .language = "de", .idempotency_key = "key"},
           PostDraft{.text = "@bob yes", .sensitive = true, .in_reply_to = parent.id},
           PostDraft{.text = "psst", .visibility = Visibility::private_},
       }) {
    clock.advance(std::chrono::seconds{1});
    auto const answer = get(posts.publish(caller, draft));
    EXPECT_EQ(text_of(answer), text_of(seen(caller, answer.post.id)));
  }
  EXPECT_EQ(now_of(alice).posts_count, 4) << "what is direct is not counted";
}

TEST_P(PostServiceTest, NewSettingsHoldForTheNextPost) {
  AccountService accounts{env, relations};
  auto const alice = join("alice");
  EXPECT_EQ(get(posts.publish(as(alice), {.text = "a"})).post.visibility, Visibility::public_);
  get(accounts.update_profile(
      as(alice),
      {.default_visibility = Visibility::unlisted, .default_sensitive = true, .default_language = "fi"}));
  auto const post = get(posts.publish(as(alice), {.text = "b"})).post;
  EXPECT_EQ(post.visibility, Visibility::unlisted);
  EXPECT_TRUE(post.sensitive);
  EXPECT_EQ(post.language, "fi");
}

}  // namespace
}  // namespace auklet::service
