// SPDX-License-Identifier: Apache-2.0
#include "api/status_pages.h"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <random>
#include <string>
#include <vector>

#include "service/account_service.h"
#include "service/mark_reader.h"
#include "service/testing/people_test.h"
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
  // What nobody is told of.
  Task<Result<>> execute(db::Sql sql, db::Params params = {}) {
    CO_TRY(auto const transaction, co_await database().begin());
    CO_TRY_OK(co_await transaction->run(sql, std::move(params)));
    co_return co_await transaction->commit();
  }

  service::AccountService accounts{env, relations};
  service::MarkReader marks{env, 1U << 20U};
  view::Renderer view{"example.org", "https://example.org"};
  StatusPages pages{env, loader, marks, view, 1U << 20U};
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

// Whatever people do, the page from memory is the page from the tables: every change is told, and to all it concerns.
TEST_P(StatusPagesTest, StaysTheSameAsTheTables) {
  std::mt19937_64 random(20'260'401);
  auto const pick = [&random](std::size_t size) { return static_cast<std::size_t>(random() % size); };
  std::vector<Account> people{join("ann"), join("bob"), join("cyn")};
  std::vector<PostId> ids;
  for (int step = 0; step < 150; ++step) {
    clock.advance(std::chrono::milliseconds{7});
    auto const& actor = people[pick(people.size())];
    auto const& other = people[pick(people.size())];
    auto const caller = as(actor);
    auto const target = ids.empty() ? PostId{1} : ids[pick(ids.size())];
    auto const action = ids.size() < 6 ? 0 : pick(18);
    // Some of it is refused, when the target is a boost or not one's own: that must not matter.
    if (action <= 1) {
      ids.push_back(publish(actor, "#tag hello @" + other.username).id);
    } else if (action == 2) {
      if (auto made = run(posts.publish(caller, {.text = "re", .in_reply_to = target}))) {
        ids.push_back(made->post.id);
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
      (void)run(posts.edit(caller, target, {.text = "edited " + std::to_string(step) + " #x"}));
    } else if (action == 15) {
      (void)run(posts.remove(caller, target));
    } else if (action == 16) {
      (void)run(pick(2) == 0 ? relations.follow(caller, other.id, {}) : relations.unfollow(caller, other.id));
    } else {
      (void)run(accounts.update_profile(caller, {.display_name = "name " + std::to_string(step)}));
    }
    for (auto const& viewer : people) {
      ASSERT_EQ(shown(viewer.id, ids), stored(viewer.id, ids)) << "step " << step << ", action " << action;
    }
    ASSERT_EQ(shown(std::nullopt, ids), stored(std::nullopt, ids)) << "step " << step;
    if (ids.size() > 30) {
      ids.erase(ids.begin());
    }
  }
}

}  // namespace
}  // namespace auklet::api
