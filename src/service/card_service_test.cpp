// SPDX-License-Identifier: Apache-2.0
#include "service/card_service.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <mutex>
#include <optional>

#include "async/runtime.h"
#include "net/server.h"
#include "service/tag_service.h"
#include "service/testing/people_test.h"
#include "service/trend_service.h"

namespace auklet::service {
namespace {

using ::testing::AllOf;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// A link in a post has a host name of two labels; curl takes every name below localhost for this machine.
class CardServiceTest : public testing::PeopleTest {
 protected:
  CardServiceTest() {
    web_.emplace(web_runtime_, random, net::ServerOptions{.port = 0},
                 [this](net::Request request) { return answer(std::move(request)); });
    if (!web_->listen()) {
      throw std::runtime_error("no port");
    }
    web_runtime_.start();
    client_.emplace(net::HttpClientOptions{.loopback_ports = {web_->port()}});
    cards_.emplace(env, *client_);
    bus.subscribe([this](bus::Event const& event) {
      trends.on_event(event);
      if (auto const* touched = std::get_if<bus::PostTouched>(&event)) {
        touched_.push_back(touched->post);
      }
    });
  }
  ~CardServiceTest() override {
    client_.reset();
    web_.reset();
    web_runtime_.stop();
  }

  Task<net::Response> answer(net::Request request) {
    net::Response response;
    std::lock_guard const lock(mutex_);
    asked_.push_back(request.path);
    response.status = static_cast<unsigned>(status_.load());
    response.headers.add("Content-Type", request.path == "/oembed" ? "application/json" : type_);
    response.body = request.path == "/oembed" ? oembed_ : body_;
    co_return response;
  }

  std::string url(std::string const& path) {
    return "http://news.localhost:" + std::to_string(web_->port()) + path;
  }
  Result<> fetch(Post const& post, bool is_last = false) { return run(cards_->fetch_for(post.id, is_last)); }
  std::optional<LinkCard> card_of(Post const& post) { return seen(stranger(), post.id).card; }
  std::vector<std::string> trending() {
    std::vector<std::string> titles;
    for (auto const& link : get(trends.links(10, 0))) {
      titles.push_back(link.card.title);
    }
    return titles;
  }

  std::mutex mutex_;
  std::vector<std::string> asked_;
  std::string body_ = "<title>Auks</title>";
  std::string type_ = "text/html; charset=utf-8";
  std::string oembed_;
  std::atomic<int> status_{200};
  std::vector<PostId> touched_;
  TagService tags{env};
  TrendService trends{env, tags, loader};

  async::Runtime web_runtime_{1};
  std::optional<net::Server> web_;
  std::optional<net::HttpClient> client_;
  std::optional<CardService> cards_;
};
AUKLET_ON_BOTH_ENGINES(CardServiceTest);

TEST_P(CardServiceTest, APageIsAskedOnceForAllPostsThatLinkToIt) {
  auto const ann = join("ann");
  auto const first = publish(ann, "see " + url("/auks") + " and " + url("/gulls"));
  auto const second = publish(ann, url("/auks"));
  EXPECT_FALSE(card_of(first)) << "not before the job";
  ASSERT_TRUE(fetch(first));
  ASSERT_TRUE(fetch(second));
  EXPECT_THAT(asked_, ElementsAre("/auks"));
  for (auto const& post : {first, second}) {
    ASSERT_TRUE(card_of(post));
    EXPECT_EQ(card_of(post)->title, "Auks");
    EXPECT_EQ(card_of(post)->provider_name, "news.localhost");
  }
  EXPECT_THAT(touched_, ElementsAre(first.id, second.id));
  clock.advance(CardService::fresh_for);
  body_ = "<title>Auks again</title>";
  auto const later = publish(ann, url("/auks"));
  ASSERT_TRUE(fetch(later));
  EXPECT_EQ(card_of(first)->title, "Auks again");
}

TEST_P(CardServiceTest, OembedSaysMore) {
  auto const ann = join("ann");
  body_ = "<title>Plain</title><link rel=alternate type='application/json+oembed' href='/oembed'>";
  oembed_ = R"({"type":"video","title":"Diving","author_name":"Bea","width":640,"height":360,
                "html":"<iframe src='https://video.example/1'></iframe>"})";
  auto const post = publish(ann, url("/dive"));
  ASSERT_TRUE(fetch(post));
  auto const card = card_of(post);
  ASSERT_TRUE(card);
  EXPECT_EQ(card->title, "Diving");
  EXPECT_EQ(card->type, CardType::video);
  EXPECT_EQ(card->author_name, "Bea");
  EXPECT_THAT(card->html, HasSubstr("https://video.example/1"));
  oembed_ = "nonsense";
  auto const other = publish(ann, url("/other"));
  ASSERT_TRUE(fetch(other));
  EXPECT_EQ(card_of(other)->title, "Plain");
}

TEST_P(CardServiceTest, WhatSaysNothingIsNotAskedAgain) {
  auto const ann = join("ann");
  type_ = "image/png";
  auto const picture = publish(ann, url("/picture"));
  ASSERT_TRUE(fetch(picture));
  ASSERT_TRUE(fetch(picture));
  status_ = 404;
  type_ = "text/html";
  auto const missing = publish(ann, url("/missing"));
  ASSERT_TRUE(fetch(missing));
  ASSERT_TRUE(fetch(missing));
  EXPECT_THAT(asked_, ElementsAre("/picture", "/missing"));
  EXPECT_FALSE(card_of(picture) || card_of(missing));
  EXPECT_THAT(touched_, IsEmpty());
}

TEST_P(CardServiceTest, APageInTroubleIsTriedAgainUntilTheLastTime) {
  auto const ann = join("ann");
  status_ = 503;
  auto const post = publish(ann, url("/auks"));
  auto const failed = fetch(post);
  ASSERT_FALSE(failed);
  EXPECT_EQ(failed.error().kind, ErrorKind::unavailable);
  status_ = 200;
  ASSERT_TRUE(fetch(post));
  EXPECT_TRUE(card_of(post));
  status_ = 503;
  auto const other = publish(ann, url("/gulls"));
  ASSERT_TRUE(fetch(other, /*is_last=*/true));
  EXPECT_FALSE(card_of(other));
}

TEST_P(CardServiceTest, PlacesThatMayNotBeAskedGiveNoCard) {
  auto const ann = join("ann");
  auto const inside = publish(ann, "http://news.localhost:1/secret");
  ASSERT_TRUE(fetch(inside));
  EXPECT_FALSE(card_of(inside));
}

TEST_P(CardServiceTest, LinksToThisServerAndPostsThatAreGoneNeedNone) {
  auto const ann = join("ann");
  auto const own = publish(ann, "https://example.org/@ann and text");
  ASSERT_TRUE(fetch(own));
  EXPECT_FALSE(card_of(own));
  auto const gone = publish(ann, url("/auks"));
  get(posts.remove(as(ann), gone.id));
  ASSERT_TRUE(fetch(gone));
  EXPECT_THAT(asked_, IsEmpty());
}

TEST_P(CardServiceTest, AnEditTakesTheCardOfAnotherLinkAway) {
  auto const ann = join("ann");
  auto const post = publish(ann, url("/auks"));
  ASSERT_TRUE(fetch(post));
  get(posts.edit(as(ann), post.id, {.text = "still " + url("/auks")}));
  EXPECT_TRUE(card_of(post));
  get(posts.edit(as(ann), post.id, {.text = "no link"}));
  EXPECT_FALSE(card_of(post));
  ASSERT_TRUE(fetch(post)) << "the job of before";
  EXPECT_FALSE(card_of(post));
  get(posts.edit(as(ann), post.id, {.text = url("/gulls")}));
  ASSERT_TRUE(fetch(post));
  EXPECT_EQ(card_of(post)->url, url("/gulls"));
}

TEST_P(CardServiceTest, WhatManyLinkToTrends) {
  auto const ann = join("ann");
  auto const bob = join("bob");
  auto const link = [&](Account const& who, std::string const& path,
                        Visibility visibility = Visibility::public_) {
    ASSERT_TRUE(fetch(publish(who, url(path), visibility)));
  };
  body_ = "<title>Both</title>";
  link(ann, "/both");
  link(bob, "/both");
  body_ = "<title>One</title>";
  link(ann, "/one");
  link(ann, "/one");
  body_ = "<title>Hidden</title>";
  link(ann, "/hidden", Visibility::private_);
  link(bob, "/hidden", Visibility::unlisted);
  EXPECT_THAT(trending(), ElementsAre("Both"));
  auto const details = get(trends.links(10, 0));
  EXPECT_EQ(details[0].history.entries()[0].uses, 2);
  EXPECT_EQ(details[0].history.entries()[0].accounts, 2);
  // What comes from now on is counted as it is told.
  link(bob, "/one");
  EXPECT_THAT(trending(), ElementsAre("Both", "One"));
  TrendService again{env, tags, loader};
  EXPECT_EQ(get(again.links(10, 0)).size(), 2U);
}

}  // namespace
}  // namespace auklet::service
