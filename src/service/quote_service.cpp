// SPDX-License-Identifier: Apache-2.0
#include "service/quote_service.h"

#include <utility>
#include <vector>

#include "service/home_entry.h"
#include "service/post_quote.h"
#include "store/posts.h"
#include "store/quotes.h"

namespace auklet::service {

namespace {

struct QuotePages final : IdPages {
  QuotePages(db::Session& session, PostId quoted) : session_(session), quoted_(quoted) {}

  Task<Result<std::vector<PostId>>> next(PageRequest page) override {
    return store::quotes::accepted(session_, quoted_, page);
  }

 private:
  db::Session& session_;
  PostId const quoted_;
};

}  // namespace

Task<Result<std::unique_ptr<IdPages>>> QuoteService::pages(Caller caller, PostId id) const {
  auto& reader = env_.database.session();
  CO_TRY(auto const details, co_await loader_.load_one(reader, caller.account, id));
  co_return std::make_unique<QuotePages>(reader, details.post.boost_of_id.value_or(id));
}

Task<Result<PostDetails>> QuoteService::revoke(Caller caller, PostId quoted, PostId quoting) {
  CO_TRY(auto transaction, co_await env_.database.begin());
  // The older post first, as everywhere.
  CO_TRY_OK(co_await store::posts::lock(*transaction, quoted));
  CO_TRY_OK(co_await store::posts::lock(*transaction, quoting));
  CO_TRY(auto const original, co_await store::posts::find(*transaction, quoted));
  CO_TRY(auto const post, co_await store::posts::find(*transaction, quoting));
  if (!original || !caller.is(original->account_id) || !post || !post->quote || post->quote->post != quoted) {
    co_return record_not_found();
  }
  CO_TRY(auto const revoked, co_await store::quotes::change_state(*transaction, quoting, QuoteState::accepted,
                                                                  QuoteState::revoked));
  if (revoked && post->counts_in_public()) {
    CO_TRY_OK(co_await store::quotes::count(*transaction, quoted, -1));
  }
  CO_TRY_OK(co_await transaction->commit());
  transaction.reset();
  CO_TRY(auto details, co_await loader_.load_one(env_.database.session(), caller.account, quoting));
  if (revoked) {
    env_.bus.publish(bus::PostTouched{quoted});
    // Whoever has the quoting post before them is to see it as it is now.
    std::vector<AccountId> mentions;
    for (auto const& account : details.mentions) {
      mentions.push_back(account.id);
    }
    auto tags = ids_of(details.tags);
    env_.bus.publish(bus::PostEdited{home_entry(details.post, mentions, tags), mentions, tags});
  }
  co_return details;
}

Task<Result<PostDetails>> QuoteService::change_policy(Caller caller, PostId id, PolicyChange change) {
  CO_TRY_OK(co_await change_policy_of(env_, caller, id, change));
  co_return co_await loader_.load_one(env_.database.session(), caller.account, id);
}

}  // namespace auklet::service
