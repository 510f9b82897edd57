// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "bench/draw.h"
#include "bench/workloads.h"

namespace auklet::bench {

namespace {

// Two different words of the text, parted by '+'; one word when it has no other.
std::string two_words(std::string_view text, Draw& draw) {
  std::vector<std::string_view> words;
  while (!text.empty()) {
    auto const end = std::min(text.find(' '), text.size());
    words.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  auto const first = words[draw.below(words.size())];
  auto const second = words[draw.below(words.size())];
  return std::string(first) + (first == second ? "" : "+" + std::string(second));
}

}  // namespace

Result<WorkloadResult> run_search(LoadStage const& stage) {
  Measurement run(stage, "search");
  auto const posts = stage.people.shape().posts;
  if (posts == 0) {
    return fail(ErrorKind::invalid, "search wants a population with old posts: prepare --posts");
  }
  Draw draw(stage.seed);
  auto const search = [&](std::string& out) {
    auto const reader = static_cast<std::uint32_t>(draw.below(stage.people.users()));
    stage.requests.search(out, reader, two_words(stage.people.post(draw.below(posts)).text, draw));
    return Errand{};
  };
  run.result.setting("posts", posts);
  run.result.setting("vocabulary", stage.people.shape().vocabulary);
  Tally alone;
  TRY(auto const one_client, run.ceiling("one client", search, alone, 1));
  run.result.figure("one_client_per_s", one_client);
  run.result.figure("p50_ms", millis(alone.of(0).quantile(0.5)));
  run.result.figure("p99_ms", millis(alone.of(0).quantile(0.99)));
  run.result.figure("max_ms", millis(alone.of(0).max()));
  Tally all;
  TRY(auto const ceiling, run.ceiling("all clients", search, all, stage.connections));
  run.result.figure("requests_per_s", ceiling);
  return run.result;
}

}  // namespace auklet::bench
