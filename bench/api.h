// SPDX-License-Identifier: Apache-2.0
//
// The few calls of the Mastodon client API that a load needs, timed and checked: an answer that does not say
// what was asked for is an error.
#pragma once

#include <boost/json/value.hpp>
#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "async/task.h"
#include "base/result.h"
#include "bench/http_client.h"
#include "bench/model.h"
#include "bench/statistics.h"

namespace auklet::bench {

struct Member {
  std::string name;
  std::string id;
  std::string token;
};

struct NewPost {
  std::string text;
  std::string language = {};  // empty leaves it to the server
  Visibility visibility = Visibility::public_;
  StatusId answers = 0;
  std::string idempotency_key = {};
};

// What the API says of one status in a timeline.
struct Entry {
  StatusId id = 0;
  std::string account = {};
  Visibility visibility = Visibility::public_;
  StatusId boost_of = 0;
  StatusId answers = 0;
  std::string answers_account = {};  // empty when null
  bool favourited = false;
  bool boosted = false;
};

struct TimelinePage {
  std::vector<Entry> entries;
  std::string next;  // targets of the Link header; empty for none
  std::string prev;
};

class Api {
 public:
  // Both must outlive the Api.
  Api(HttpConnection& connection, Statistics& statistics)
      : connection_(connection), statistics_(statistics) {}

  // Registers an app and returns its client-credentials token.
  Task<Result<std::string>> app_token();
  // Makes the account and logs in.
  Task<Result<Member>> sign_up(std::string app_token, std::string name);

  // Returns the status id that the server minted; what the server understood is compared with the post and
  // with `mentions` (account ids, any order).
  Task<Result<StatusId>> post(Op op, Member const& member, NewPost post, std::vector<std::string> mentions);
  Task<Result<StatusId>> boost(Member const& member, StatusId id);
  // `verb`: unreblog, favourite.
  Task<Result<>> touch_status(Op op, Member const& member, StatusId id, std::string_view verb);
  Task<Result<>> delete_post(Member const& member, StatusId id);
  // `verb`: follow, unfollow, block, …; `flag` is the relationship's field that must then be `expected`.
  Task<Result<>> relate(Op op, Member const& member, std::string account, std::string_view verb,
                        std::string_view flag, bool expected, std::string body = {});
  // `target`: /api/v1/timelines/home?… or what a Link header gave. The page is newest first without doubles.
  Task<Result<TimelinePage>> page(Op op, Member const& member, std::string target);

 private:
  // Sends, times, checks the status and parses the body. `what` names the call in errors.
  Task<Result<boost::json::value>> call(Op op, HttpRequest request, std::string* link = nullptr);

  HttpConnection& connection_;
  Statistics& statistics_;
};

}  // namespace auklet::bench
