// SPDX-License-Identifier: Apache-2.0
#include "api/webfinger.h"

#include <gtest/gtest.h>

namespace auklet::api {
namespace {

service::Identity const identity{.domain = "rock.example", .base_url = "https://social.rock.example"};

ErrorKind error_of(std::string_view resource) {
  auto const name = read_webfinger_resource(identity, resource);
  return name ? ErrorKind::internal : name.error().kind;
}

TEST(Webfinger, ReadsEveryFormOfAName) {
  for (auto const* const resource :
       {"acct:alice@rock.example", "ACCT:alice@Rock.Example", "acct:@alice@rock.example",
        "alice@rock.example", "@alice@rock.example", "acct:alice@social.rock.example",
        "https://social.rock.example/@alice", "https://social.rock.example/users/alice",
        "http://social.rock.example/@alice/"}) {
    auto const name = read_webfinger_resource(identity, resource);
    ASSERT_TRUE(name.has_value()) << resource;
    EXPECT_EQ(*name, "alice") << resource;
  }
}

TEST(Webfinger, RefusesWhatIsNoName) {
  for (auto const* const resource : {"", "acct:", "alice", "acct:alice", "acct:alice@", "acct:@rock.example",
                                     "acct:alice@b@rock.example", "mailto:alice", "@@"}) {
    EXPECT_EQ(error_of(resource), ErrorKind::malformed) << resource;
  }
}

TEST(Webfinger, KnowsNobodyElsewhere) {
  for (auto const* const resource :
       {"acct:alice@reef.example", "acct:alice@rock.example.evil", "https://reef.example/@alice",
        "https://social.rock.example/about", "https://social.rock.example/@alice/1"}) {
    EXPECT_EQ(error_of(resource), ErrorKind::not_found) << resource;
  }
}

}  // namespace
}  // namespace auklet::api
