// SPDX-License-Identifier: Apache-2.0
#include "api/status_pages.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <boost/json/parse.hpp>
#include <random>
#include <string>
#include <vector>

#include "service/account_service.h"
#include "service/mark_reader.h"
#include "service/post_gate.h"
#include "service/quote_service.h"
#include "service/testing/people_test.h"
#include "service/timeline_service.h"
#include "store/media.h"
#include "view/renderer.h"

namespace auklet::api {
namespace {

using service::Company;

class StatusPagesTest : public service::testing::PeopleTest {
 protected:
  // The page from fragments.
  boost::json::value shown(std::optional<AccountId> viewer, std::vector<PostId> list) {
    return boost::json::parse(get(pages.show(viewer, std::move(list))));
  }
  // The page from the tables.
  boost::json::value stored(std::optional<AccountId> viewer, std::vector<PostId> list) {
    return view.statuses(get(loader.load(database().session(), viewer, std::move(list), Company::anyone)));
  }
  // The account's page from memory, and from the tables.
  boost::json::value shown_of(service::Caller const& caller, Account const& account,
                              service::AuthorFilter filter = {}, PageRequest page = {}) {
    auto const list = timelines.account_pages(caller, account.id, filter);
    return boost::json::parse(get(pages.fill(caller.account, *list, page)).text);
  }
  boost::json::value stored_of(service::Caller const& caller, Account const& account,
                               service::AuthorFilter filter = {}, PageRequest page = {}) {
    return view.statuses(
        get(from_tables.of_account(
                caller, account.id,
                {.exclude_replies = filter.exclude_replies, .exclude_boosts = filter.exclude_boosts}, page))
            .items);
  }
  boost::json::value shown_public(service::Caller const& caller, PageRequest page = {},
                                  bool only_media = false) {
    auto const list = timelines.public_pages(store::timelines::Origin::everywhere, only_media);
    return boost::json::parse(get(pages.fill(caller.account, *list, page)).text);
  }
  boost::json::value stored_public(service::Caller const& caller, PageRequest page = {},
                                   bool only_media = false) {
    return view.statuses(
        get(from_tables.public_posts(caller, store::timelines::Origin::everywhere, only_media, page)).items);
  }
  boost::json::value shown_tag(service::Caller const& caller) {
    auto const list = get(timelines.tag_pages({"tag"}, store::timelines::Origin::everywhere));
    return boost::json::parse(get(pages.fill(caller.account, *list, {})).text);
  }
  boost::json::value stored_tag(service::Caller const& caller) {
    return view.statuses(
        get(from_tables.tagged(caller, {.name = "tag"}, store::timelines::Origin::everywhere, false, {}))
            .items);
  }
  boost::json::value shown_visible(std::optional<AccountId> viewer, std::vector<PostId> list) {
    return boost::json::parse(get(pages.show_visible(viewer, std::move(list), Company::anyone)));
  }
  Post ask(Account const& author, bool multiple, bool hide_totals) {
    return get(posts.publish(as(author), {.text = "what?",
                                          .poll = {{.options = {"edited", "no"},
                                                    .expires_in = std::chrono::minutes{5},
                                                    .multiple = multiple,
                                                    .hide_totals = hide_totals}}}))
        .post;
  }
  // What nobody is told of.
  Task<Result<>> execute(db::Sql sql, db::Params params = {}) {
    CO_TRY(auto const transaction, co_await database().begin());
    CO_TRY_OK(co_await transaction->run(sql, std::move(params)));
    co_return co_await transaction->commit();
  }

  // A picture that may be hung on a post.
  MediaId upload(Account const& owner) {
    Media const media{.id = env.mint<MediaId>(),
                      .account_id = owner.id,
                      .state = MediaState::ready,
                      .file = "a.jpg",
                      .preview = "b.jpg",
                      .size = {4, 3},
                      .expires_at = clock.now()};
    db::Batch batch;
    store::media::insert(batch, media);
    get(database().write(batch));
    return media.id;
  }
  service::MediaChoice some_media(Account const& owner, std::size_t count) {
    service::MediaChoice choice;
    while (choice.ids.size() < count) {
      choice.ids.push_back(upload(owner));
    }
    return choice;
  }

  service::AccountService accounts{env, relations};
  service::QuoteService quotes{env, loader};
  service::MarkReader marks{env, 1U << 20U};
  EmojiTable emojis;
  view::Renderer view{"example.org", "https://example.org", {}, emojis};
  service::PostGate gate{env, 1U << 20U};
  StatusPages pages{env, loader, gate, marks, filter_reader, view, 1U << 20U};
  timeline::HomeEngine homes{{}};
  service::AuthorPosts author_posts{env, 1U << 20U};
  service::TimelineService timelines{env, loader, author_posts, homes};
  service::AuthorPosts nothing_kept{env, 0};
  service::TimelineService from_tables{env, loader, nothing_kept, homes};
};

AUKLET_ON_BOTH_ENGINES(StatusPagesTest);

TEST_P(StatusPagesTest, ShowsInOrderWhatIsThere) {
  auto const ann = join("ann");
  auto const one = publish(ann, "one");
  auto const two = publish(ann, "two");
  auto const page = shown(ann.id, {two.id, PostId{7}, one.id});
  ASSERT_EQ(page.as_array().size(), 2U);
  EXPECT_EQ(page, stored(ann.id, {two.id, one.id}));
  EXPECT_EQ(shown(std::nullopt, {}), boost::json::array{});
}

TEST_P(StatusPagesTest, AKnownPageAsksNoTable) {
  auto const ann = join("ann");
  auto const bob = join("bob");
  auto const post = publish(ann, "one");
  auto const boosted = boost(bob, post);
  auto const answer = reply(bob, post, "@ann two");
  std::vector const ids{answer.id, boosted.id, post.id};
  auto const before = shown(bob.id, ids);
  // Nobody tells of this, so only who reads the tables notices.
  get(execute("UPDATE posts SET content = 'changed', favourites_count = 9"));
  get(execute("UPDATE accounts SET display_name = 'changed'"));
  get(execute("DELETE FROM favourites"));
  EXPECT_EQ(shown(bob.id, ids), before);
}

TEST_P(StatusPagesTest, EmojisAreThoseOfNow) {
  auto ann = join("ann");
  get(execute("UPDATE accounts SET display_name = ':auk:'"));
  auto const post = publish(ann, "an :auk:");
  auto const boosted = boost(ann, post);
  auto const count = [&] {
    auto const page = shown(ann.id, {post.id, boosted.id});
    return std::pair{page.at(0).at("emojis").as_array().size(),
                     page.at(1).at("reblog").at("account").at("emojis").as_array().size()};
  };
  EXPECT_EQ(count(), std::pair(0UL, 0UL));
  emojis.replace({{.shortcode = "auk"}});
  bus.publish(bus::EmojisChanged{});
  EXPECT_EQ(count(), std::pair(1UL, 1UL));
  emojis.replace({});
  bus.publish(bus::EmojisChanged{});
  EXPECT_EQ(count(), std::pair(0UL, 0UL));
  EXPECT_EQ(shown(ann.id, {post.id}), stored(ann.id, {post.id}));
}

TEST_P(StatusPagesTest, AYoungPostOfAKnownViewerAsksForNoMarks) {
  auto const ann = join("ann");
  auto const bob = join("bob");
  shown(bob.id, {publish(ann, "old").id});
  auto const young = publish(ann, "young");
  // Told by no event: were the table asked, it would say so.
  get(execute("INSERT INTO bookmarks (id, account_id, post_id) VALUES (1, $1, $2)", {bob.id, young.id}));
  EXPECT_FALSE(shown(bob.id, {young.id}).at(0).at("bookmarked").as_bool());
}

TEST_P(StatusPagesTest, TheSuspendedAreLeftOut) {
  auto const ann = join("ann");
  auto const bob = join("bob");
  auto const post = publish(ann, "one");
  auto const boosted = boost(bob, post);
  ASSERT_EQ(shown(bob.id, {boosted.id, post.id}).as_array().size(), 2U);
  get(execute("UPDATE accounts SET suspended_at = 1 WHERE id = $1", {ann.id}));
  bus.publish(bus::AccountsTouched{{ann.id}});
  EXPECT_EQ(shown(bob.id, {boosted.id, post.id}), boost::json::array{});
}

TEST_P(StatusPagesTest, AKnownAuthorsPageAsksNoTable) {
  auto const ann = join("ann");
  auto const bob = join("bob");
  follow(bob, ann);
  publish(ann, "for all");
  publish(ann, "for followers", Visibility::private_);
  publish(ann, "for @bob", Visibility::direct);
  auto const before = shown_of(as(bob), ann);
  ASSERT_EQ(before.as_array().size(), 3U);
  // Nobody tells of this, so only who reads the tables notices.
  get(execute("DELETE FROM follows"));
  get(execute("DELETE FROM post_mentions"));
  get(execute("UPDATE posts SET content = 'changed', visibility = 3"));
  EXPECT_EQ(shown_of(as(bob), ann), before);
}

TEST_P(StatusPagesTest, OneStatusIsShownToWhoMaySeeIt) {
  auto const ann = join("ann");
  auto const bob = join("bob");
  auto const secret = publish(ann, "for followers", Visibility::private_);
  auto const shown_one = [this](std::optional<AccountId> viewer, PostId id) {
    return boost::json::parse(get(pages.show_one(viewer, id)));
  };
  EXPECT_EQ(shown_one(ann.id, secret.id), view.status(seen(as(ann), secret.id)));
  EXPECT_EQ(refusal(pages.show_one(bob.id, secret.id)), ErrorKind::not_found);
  EXPECT_EQ(refusal(pages.show_one(std::nullopt, secret.id)), ErrorKind::not_found);
  EXPECT_EQ(refusal(pages.show_one(ann.id, PostId{7})), ErrorKind::not_found);
  follow(bob, ann);
  EXPECT_EQ(shown_one(bob.id, secret.id), view.status(seen(as(bob), secret.id)));
  block(ann, bob);
  EXPECT_EQ(refusal(pages.show_one(bob.id, secret.id)), ErrorKind::not_found);
}

TEST_P(StatusPagesTest, ANewPostIsKnownToItsReaders) {
  auto const ann = join("ann");
  auto const bob = join("bob");
  shown_visible(bob.id, {publish(ann, "old").id});
  auto const ticket = pages.ticket();
  auto const details = get(posts.publish(as(ann), {.text = "new #tag @bob"}));
  EXPECT_EQ(boost::json::parse(pages.show_new(details, ticket)), view.status(seen(as(ann), details.post.id)));
  auto const id = details.post.id;
  get(execute("UPDATE posts SET content = 'changed'"));  // told by nobody
  EXPECT_NE(shown_visible(bob.id, {id}), stored(bob.id, {id}));
}

TEST_P(StatusPagesTest, WhatWasWrittenBeforeAChangeIsNotKept) {
  auto const ann = join("ann");
  auto const ticket = pages.ticket();
  auto const details = get(posts.publish(as(ann), {.text = "one"}));
  get(posts.edit(as(ann), details.post.id, {.text = "two"}));
  pages.show_new(details, ticket);  // its request was slow
  EXPECT_EQ(shown_visible(ann.id, {details.post.id}), stored(ann.id, {details.post.id}));
}

TEST_P(StatusPagesTest, AMuteEndsInTime) {
  auto const ann = join("ann");
  auto const bob = join("bob");
  publish(ann, "one");
  get(relations.mute(as(bob), ann.id, {.duration = std::chrono::minutes{5}}));
  EXPECT_EQ(shown_public(as(bob)), boost::json::array{});
  clock.advance(std::chrono::minutes{5});
  EXPECT_EQ(shown_public(as(bob)).as_array().size(), 1U);
}

TEST_P(StatusPagesTest, AnAccountThatIsNotThereOrSuspendedHasNoPage) {
  auto const ann = join("ann");
  get(pages.check_account(ann.id));
  EXPECT_EQ(refusal(pages.check_account(AccountId{7})), ErrorKind::not_found);
  get(execute("UPDATE accounts SET suspended_at = 1 WHERE id = $1", {ann.id}));
  bus.publish(bus::AccountsTouched{{ann.id}});
  EXPECT_EQ(refusal(pages.check_account(ann.id)), ErrorKind::not_found);
}

// A boost of a deleted post is in the booster's list until somebody finds it gone; then it costs no more statement.
TEST_P(StatusPagesTest, WhatIsFoundGoneIsForgotten) {
  auto const ann = join("ann");
  auto const bob = join("bob");
  auto const post = publish(ann, "one");
  boost(bob, post);
  ASSERT_EQ(shown_of(as(ann), bob).as_array().size(), 1U);
  get(posts.remove(as(ann), post.id));
  EXPECT_EQ(shown_of(as(ann), bob), boost::json::array{});
  EXPECT_TRUE(get(author_posts.page(bob.id, {}, {}))->empty());
}

TEST_P(StatusPagesTest, WhatIsFilteredIsSaidToItsViewerAlone) {
  auto const ann = join("ann");
  auto const bob = join("bob");
  auto const post = publish(ann, "of tea and coffee");
  auto const boosted = boost(bob, post);
  std::vector const ids{boosted.id, post.id};
  auto const plain = shown(ann.id, ids);
  auto const filter = get(
      filters.create(as(ann), {.title = "drinks", .contexts = {{"home"}}, .keywords = {{.keyword = "Tea"}}}));
  auto const page = shown(ann.id, ids);
  EXPECT_EQ(page, stored(ann.id, ids));
  for (auto const& status : {page.at(0), page.at(0).at("reblog"), page.at(1)}) {
    auto const& matches = status.at("filtered").as_array();
    ASSERT_EQ(matches.size(), 1U);
    EXPECT_EQ(matches.front().at("filter").at("title"), "drinks");
    EXPECT_EQ(matches.front().at("keyword_matches"), boost::json::array{"Tea"});
  }
  EXPECT_EQ(shown(bob.id, ids), stored(bob.id, ids));
  EXPECT_TRUE(shown(bob.id, ids).at(0).at("filtered").as_array().empty());
  get(filters.remove(as(ann), filter.id));
  EXPECT_EQ(shown(ann.id, ids), plain);
}

TEST_P(StatusPagesTest, AKnownQuoteAsksNoTableAndIsForgottenWithItsPost) {
  auto const ann = join("ann");
  auto const bob = join("bob");
  auto const post = publish(ann, "quoted");
  auto const made = get(posts.publish(as(bob), {.text = "see", .quote_of = post.id})).post;
  auto const boosted = boost(ann, made);
  std::vector const ids{boosted.id, made.id};
  auto const before = shown(bob.id, ids);
  EXPECT_EQ(before, stored(bob.id, ids));
  EXPECT_EQ(before.at(0).at("reblog").at("quote").at("quoted_status").at("id").as_string(), to_text(post.id));
  get(execute("UPDATE posts SET content = 'changed', quotes_count = 9"));  // told by nobody
  EXPECT_EQ(shown(bob.id, ids), before);
  get(posts.remove(as(ann), post.id));
  auto const after = shown(bob.id, {made.id});
  EXPECT_EQ(after.at(0).at("quote").at("state"), "deleted");
  EXPECT_EQ(after, stored(bob.id, {made.id}));
}

TEST_P(StatusPagesTest, APollEndsInTimeAndVotesAreTheirVoters) {
  auto const ann = join("ann");
  auto const bob = join("bob");
  auto const post = ask(ann, false, true);
  auto const poll = [&](std::optional<AccountId> viewer) {
    return shown(viewer, {post.id}).at(0).at("poll");
  };
  auto const fresh = poll(bob.id);
  EXPECT_FALSE(fresh.at("voted").as_bool());
  EXPECT_TRUE(fresh.at("options").at(0).at("votes_count").is_null());
  get(polls.vote(as(bob), post.id, {1}));
  EXPECT_EQ(poll(bob.id).at("own_votes"), boost::json::array{1});
  EXPECT_TRUE(poll(ann.id).at("voted").as_bool());
  EXPECT_EQ(poll(ann.id).at("own_votes"), boost::json::array{});
  EXPECT_FALSE(poll(std::nullopt).as_object().contains("voted"));
  EXPECT_FALSE(poll(std::nullopt).at("expired").as_bool());
  clock.advance(std::chrono::minutes{5});
  EXPECT_TRUE(poll(std::nullopt).at("expired").as_bool());
  EXPECT_EQ(poll(bob.id).at("options").at(1).at("votes_count"), 1);
}

TEST_P(StatusPagesTest, KnownFiltersAskNoTable) {
  auto const ann = join("ann");
  auto const post = publish(ann, "of tea");
  get(filters.create(as(ann), {.title = "drinks", .contexts = {{"home"}}, .keywords = {{.keyword = "tea"}}}));
  auto const before = shown(ann.id, {post.id});
  get(execute("DELETE FROM filter_keywords"));  // told by nobody
  EXPECT_EQ(shown(ann.id, {post.id}), before);
}

// Whatever people do, the page from memory is the page from the tables: every change is told, and to all it concerns.
TEST_P(StatusPagesTest, StaysTheSameAsTheTables) {
  std::mt19937_64 random(20'260'401);
  auto const pick = [&random](std::size_t size) { return static_cast<std::size_t>(random() % size); };
  std::vector<Account> people{join("ann"), join("bob"), join("cyn")};
  std::vector<PostId> ids;
  for (int step = 0; step < 100; ++step) {
    clock.advance(std::chrono::milliseconds{30});
    auto const& actor = people[pick(people.size())];
    auto const& other = people[pick(people.size())];
    auto const caller = as(actor);
    auto const target = ids.empty() ? PostId{1} : ids[pick(ids.size())];
    auto const action = ids.size() < 6 ? 0 : pick(32);
    // Some of it is refused, when the target is a boost or not one's own: that must not matter.
    if (action <= 1) {
      ids.push_back(publish(actor, "#tag hello @" + other.username, static_cast<Visibility>(pick(4))).id);
    } else if (action == 2) {
      auto const ticket = pages.ticket();
      if (auto made = run(posts.publish(caller, {.text = "re #tag @" + other.username,
                                                 .in_reply_to = target,
                                                 .media = some_media(actor, pick(3))}))) {
        ids.push_back(made->post.id);
        ASSERT_EQ(boost::json::parse(pages.show_new(*made, ticket)), view.status(*made));
      }
    } else if (action == 3 || action == 4) {
      if (auto made = run(reactions.boost(caller, target, std::nullopt));
          made && std::ranges::find(ids, made->post.id) == ids.end()) {
        ids.push_back(made->post.id);
      }
    } else if (action == 5) {
      (void)run(reactions.unboost(caller, target));
    } else if (action == 6) {
      (void)run(reactions.favourite(caller, target));
    } else if (action == 7) {
      (void)run(reactions.unfavourite(caller, target));
    } else if (action == 8) {
      (void)run(reactions.bookmark(caller, target));
    } else if (action == 9) {
      (void)run(reactions.unbookmark(caller, target));
    } else if (action == 10) {
      (void)run(reactions.pin(caller, target));
    } else if (action == 11) {
      (void)run(reactions.unpin(caller, target));
    } else if (action == 12) {
      (void)run(reactions.mute_thread(caller, target));
    } else if (action == 13) {
      (void)run(reactions.unmute_thread(caller, target));
    } else if (action == 14) {
      (void)run(posts.edit(
          caller, target,
          {.text = "edited " + std::to_string(step) + " #x", .media = some_media(actor, pick(3))}));
    } else if (action == 15) {
      (void)run(posts.remove(caller, target));
    } else if (action == 16) {
      (void)run(pick(2) == 0 ? relations.follow(caller, other.id, {}) : relations.unfollow(caller, other.id));
    } else if (action == 17) {
      (void)run(accounts.update_profile(caller, {.display_name = "name " + std::to_string(step)}));
    } else if (action == 18) {
      (void)run(pick(3) == 0 ? relations.block(caller, other.id) : relations.unblock(caller, other.id));
    } else if (action == 19) {
      (void)run(relations.unblock(caller, other.id));
    } else if (action == 20) {
      (void)run(relations.mute(caller, other.id, {.duration = std::chrono::seconds{1}}));
    } else if (action == 21) {
      (void)run(relations.unmute(caller, other.id));
    } else if (action == 22) {
      (void)run(filters.create(caller, {.title = "words",
                                        .contexts = {{"home"}},
                                        .sets_expiry = pick(2) == 0,
                                        .expires_in = std::chrono::seconds{1},
                                        .keywords = {{.keyword = pick(2) == 0 ? "edited" : "re"}}}));
    } else if (action == 25) {
      ids.push_back(ask(actor, pick(2) == 0, pick(2) == 0).id);
    } else if (action == 26) {
      (void)run(polls.vote(caller, target, {static_cast<int>(pick(2))}));
    } else if (action == 27) {
      clock.advance(std::chrono::minutes{2});
    } else if (action == 28 || action == 29) {
      auto const policy = static_cast<Approval>(pick(3));
      if (auto made =
              run(posts.publish(caller, {.text = "see",
                                         .visibility = static_cast<Visibility>(pick(3)),
                                         .quote_of = target,
                                         .policy = {.quote = policy, .reply = policy, .boost = policy}}))) {
        ids.push_back(made->post.id);
      }
    } else if (action == 30) {
      (void)run(quotes.change_policy(caller, target, {.quote = static_cast<Approval>(pick(3))}));
    } else if (action == 31) {
      auto const post = run(loader.load_one(database().session(), caller.account, target));
      if (post && post->post.quote && post->post.quote->post) {
        (void)run(quotes.revoke({.account = post->post.quote->author}, *post->post.quote->post, target));
      }
    } else if (auto const own = get(filters.all(caller)); action == 23 && !own.empty()) {
      (void)run(filters.add_post(caller, own.back().id, target));
    } else if (!own.empty()) {
      (void)run(filters.remove(caller, own.front().id));
    }
    service::AuthorFilter const filter{.exclude_replies = pick(2) == 0, .exclude_boosts = pick(2) == 0};
    PageRequest page{.limit = static_cast<int>(1 + pick(12))};
    if (pick(2) == 0) {
      page.max_id = std::to_underlying(target);
    } else if (pick(2) == 0) {
      page.min_id = std::to_underlying(target);
    }
    std::vector<service::Caller> viewers{stranger()};
    std::ranges::transform(people, std::back_inserter(viewers), [](Account const& one) { return as(one); });
    for (auto const& viewer : viewers) {
      auto const where = "step " + std::to_string(step) + ", action " + std::to_string(action);
      ASSERT_EQ(shown_visible(viewer.account, ids), stored(viewer.account, ids)) << where;
      ASSERT_EQ(shown_of(viewer, other, filter, page), stored_of(viewer, other, filter, page)) << where;
      ASSERT_EQ(shown_public(viewer, page), stored_public(viewer, page)) << where;
      ASSERT_EQ(shown_public(viewer, page, true), stored_public(viewer, page, true)) << where;
      ASSERT_EQ(shown_tag(viewer), stored_tag(viewer)) << where;
    }
    if (ids.size() > 30) {
      ids.erase(ids.begin());
    }
  }
}

}  // namespace
}  // namespace auklet::api
