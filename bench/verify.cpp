// SPDX-License-Identifier: Apache-2.0
#include "bench/verify.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json/parse.hpp>
#include <charconv>
#include <cstdio>

#include "bench/progress.h"

namespace auklet::bench {

namespace {

constexpr std::size_t page = 20;
constexpr std::uint64_t told_max = 5;

// The ids of the posts on a page whose authors' counters are right; one id 0 for anything else.
std::vector<std::int64_t> ids_of(Population const& people, std::string_view body) {
  boost::system::error_code code;
  auto const parsed = boost::json::parse(body, code);
  if (code || !parsed.is_array()) {
    return {0};
  }
  std::vector<std::int64_t> ids;
  for (auto const& entry : parsed.as_array()) {
    auto const& text = entry.at("id").as_string();
    std::int64_t id = 0;
    std::from_chars(text.data(), text.data() + text.size(), id);
    auto const& account = entry.at("account").as_object();
    auto const& name = account.at("username").as_string();
    std::uint32_t user = 0;
    std::from_chars(name.data() + std::string_view("bird").size(), name.data() + name.size(), user);
    auto const right =
        user < people.users() &&
        account.at("followers_count").to_number<std::uint64_t>() == people.graph().followers_count(user) &&
        account.at("following_count").to_number<std::uint64_t>() == people.graph().followees(user).size();
    ids.push_back(right ? id : 0);
  }
  return ids;
}

class Verifying : public Workload {
 public:
  explicit Verifying(LoadStage const& stage) : stage_(stage) {}

  Tally tally;
  std::uint64_t entries = 0;

  Errand next(std::string& out) override {
    stage_.requests.home(out, reader_);
    return {.kind = 0, .subject = reader_++, .wants_body = true};
  }
  void answered(Answer const& answer) override {
    auto judged = answer;
    auto const reader = static_cast<std::uint32_t>(answer.errand.subject);
    if (answer.status == 200) {
      auto const ids = ids_of(stage_.people, answer.body);
      entries += ids.size();
      if (ids != expected_home(stage_.people, reader, page)) {
        judged.status = 409;  // an answer that is not what it must be
        if (tally.errors() < told_max) {
          fmt::print(stderr, "the home of {} is wrong\n", Population::username(reader));
        }
      }
    }
    tally.add(judged);
  }

 private:
  LoadStage const& stage_;
  std::uint32_t reader_ = 0;
};

}  // namespace

std::vector<std::int64_t> expected_home(Population const& people, std::uint32_t reader, std::size_t limit) {
  auto const followees = people.graph().followees(reader);
  std::vector<std::int64_t> ids;
  for (auto number = people.shape().posts; number > 0 && ids.size() < limit; --number) {
    auto const author = people.author_of(number - 1);
    if (author == reader || std::ranges::binary_search(followees, author)) {
      ids.push_back(people.post(number - 1).id);
    }
  }
  return ids;
}

Result<WorkloadResult> run_verify(LoadStage const& stage) {
  Measurement run(stage, "verify");
  TRY(auto loop, RequestLoop::open(stage.endpoint, stage.connections));
  Verifying verifying(stage);
  Progress bar("verify", stage.residents);
  loop.run(verifying, {.count = stage.residents,
                       .shown = [&](std::uint64_t through) { bar.show(through, verifying.tally.errors()); }});
  bar.finish(verifying.tally.answers(), verifying.tally.errors());
  run.count_errors(verifying.tally);
  run.result.figure("homes", static_cast<double>(verifying.tally.answers()));
  run.result.figure("entries", static_cast<double>(verifying.entries));
  return run.result;
}

}  // namespace auklet::bench
