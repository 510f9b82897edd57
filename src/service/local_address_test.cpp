// SPDX-License-Identifier: Apache-2.0
#include "service/local_address.h"

#include <gtest/gtest.h>

namespace auklet::service {
namespace {

Identity const identity{.domain = "rock.example", .base_url = "https://social.rock.example"};

void expect(std::string_view url, std::string_view username, std::optional<PostId> post = std::nullopt) {
  auto const address = parse_local_address(identity, url);
  ASSERT_TRUE(address.has_value()) << url;
  EXPECT_EQ(address->username, username) << url;
  EXPECT_EQ(address->post, post) << url;
}

TEST(LocalAddress, ReadsPeople) {
  expect("https://social.rock.example/@alice", "alice");
  expect("https://social.rock.example/users/Alice", "Alice");
  expect("http://social.rock.example/@alice/", "alice");
  expect("HTTPS://Social.Rock.Example/@alice?lang=de#top", "alice");
}

TEST(LocalAddress, ReadsPosts) {
  expect("https://social.rock.example/@alice/42", "alice", PostId{42});
  expect("https://social.rock.example/users/alice/statuses/42/", "alice", PostId{42});
}

TEST(LocalAddress, LeavesEverythingElse) {
  for (auto const* const url : {"",
                                "alice",
                                "@alice",
                                "https://",
                                "https://social.rock.example",
                                "https://social.rock.example/",
                                "https://social.rock.example/@",
                                "https://social.rock.example/users/",
                                "https://social.rock.example/about",
                                "https://social.rock.example/@alice/42/likes",
                                "https://social.rock.example/@alice/forty-two",
                                "https://social.rock.example/@alice/-1",
                                "https://social.rock.example/users/alice/42",
                                "https://social.rock.example/users/alice/statuses/",
                                "https://social.rock.example/users/alice/inbox",
                                "https://rock.example/@alice",
                                "https://social.rock.example.evil/@alice",
                                "https://social.rock.example@evil/@alice",
                                "ftp://social.rock.example/@alice",
                                "https://social.rock.example:8443/@alice"}) {
    EXPECT_FALSE(parse_local_address(identity, url).has_value()) << url;
  }
}

TEST(LocalAddress, MindsThePort) {
  Identity const here{.domain = "localhost:8080", .base_url = "http://localhost:8080"};
  EXPECT_TRUE(parse_local_address(here, "http://localhost:8080/@alice").has_value());
  EXPECT_FALSE(parse_local_address(here, "http://localhost/@alice").has_value());
}

}  // namespace
}  // namespace auklet::service
