// SPDX-License-Identifier: Apache-2.0
#include "service/senders.h"

#include <algorithm>
#include <utility>

#include "service/account_loader.h"

namespace auklet::service {

Task<Result<std::vector<SeenSent>>> load_sent(db::Session& session, PostLoader const& loader,
                                              std::optional<AccountId> receiver, std::vector<Sent> list) {
  std::vector<AccountId> account_ids;
  std::vector<PostId> post_ids;
  for (auto const& sent : list) {
    account_ids.push_back(sent.from);
    if (sent.post) {
      post_ids.push_back(*sent.post);
    }
  }
  CO_TRY(auto const accounts, co_await load_accounts(session, std::move(account_ids)));
  CO_TRY(auto const posts, co_await loader.load(session, receiver, std::move(post_ids), Company::anyone));
  std::vector<SeenSent> seen;
  for (auto const& sent : list) {
    auto& one = seen.emplace_back();
    if (auto const from = std::ranges::find(accounts, sent.from, &Account::id); from != accounts.end()) {
      one.from = *from;
    }
    auto const post = std::ranges::find_if(
        posts, [&sent](PostDetails const& details) { return details.post.id == sent.post; });
    if (post != posts.end()) {
      one.post = *post;
    }
  }
  co_return seen;
}

}  // namespace auklet::service
