// SPDX-License-Identifier: Apache-2.0
#include "service/domain_block_service.h"

#include <algorithm>
#include <utility>

#include "store/accounts.h"
#include "text/unicode.h"

namespace auklet::service {

namespace {

constexpr std::int64_t blocks_max = 1000;
constexpr int ties_at_once = 100;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// As accounts carry it: in lower case and ASCII, with the port of servers that have one.
Result<std::string> normalized(std::string const& domain) {
  auto const colon = domain.find(':');
  auto ascii = text::host_to_ascii(domain.substr(0, colon), /*underscores=*/true);
  auto const port = colon == std::string::npos ? std::string{} : domain.substr(colon);
  auto const is_port =
      port.size() > 1 && port.size() <= 6 && std::all_of(port.begin() + 1, port.end(), is_digit);
  if (!ascii || (!port.empty() && !is_port)) {
    return validation_failed("Domain is not a valid domain name");
  }
  return *ascii + port;
}

}  // namespace

Result<std::string> DomainBlockService::foreign(std::string const& domain) const {
  TRY(auto name, normalized(domain));
  if (name == env_.identity.domain) {
    return validation_failed("Domain is this server's own");
  }
  return name;
}

Task<Result<Listing<std::string>>> DomainBlockService::list(Caller caller, PageRequest page) const {
  CO_TRY(auto entries, co_await store::domain_blocks::list(env_.database.session(), caller.self(), page));
  auto listing = listing_of<std::string>(entries, page);
  for (auto& entry : entries) {
    listing.items.push_back(std::move(entry.domain));
  }
  co_return listing;
}

Task<Result<>> DomainBlockService::block(Caller caller, std::string domain) {
  CO_TRY(auto const name, foreign(domain));
  CO_TRY(auto transaction, co_await env_.database.begin());
  CO_TRY_OK(co_await store::accounts::lock(*transaction, caller.self()));
  CO_TRY_OK(
      co_await store::domain_blocks::insert(*transaction, env_.mint<RelationId>(), caller.self(), name));
  CO_TRY(auto const count, co_await store::domain_blocks::count(*transaction, caller.self()));
  if (count > blocks_max) {
    co_return validation_failed("You cannot block more than 1000 domains");
  }
  CO_TRY_OK(co_await transaction->commit());
  transaction.reset();
  env_.bus.publish(bus::RelationsChanged{{caller.self()}});
  co_return co_await end_ties(caller, name);
}

Task<Result<>> DomainBlockService::unblock(Caller caller, std::string domain) {
  CO_TRY(auto const name, normalized(domain));
  CO_TRY(auto transaction, co_await env_.database.begin());
  CO_TRY(auto const removed, co_await store::domain_blocks::remove(*transaction, caller.self(), name));
  CO_TRY_OK(co_await transaction->commit());
  transaction.reset();
  if (removed) {
    env_.bus.publish(bus::RelationsChanged{{caller.self()}});
  }
  co_return Result<>{};
}

Task<Result<store::domain_blocks::Ties>> DomainBlockService::preview(Caller caller,
                                                                     std::string domain) const {
  CO_TRY(auto const name, foreign(domain));
  co_return co_await store::domain_blocks::ties(env_.database.session(), caller.self(), name);
}

// Each pair in a transaction of its own, so that nobody else waits for all of them. Who is interrupted here and asks again
// goes on with the rest.
Task<Result<>> DomainBlockService::end_ties(Caller const& caller, std::string const& domain) {
  for (;;) {
    CO_TRY(auto const tied,
           co_await store::domain_blocks::tied(env_.database.session(), caller.self(), domain, ties_at_once));
    for (auto const account : tied) {
      CO_TRY_OK(co_await relations_.part(caller, account));
    }
    if (static_cast<int>(tied.size()) < ties_at_once) {
      co_return Result<>{};
    }
  }
}

}  // namespace auklet::service
