// SPDX-License-Identifier: Apache-2.0
//
// https://docs.joinmastodon.org/methods/polls/
#include "api/polls.h"

#include "api/paging.h"
#include "api/services.h"
#include "domain/poll.h"
#include "service/poll_service.h"
#include "view/renderer.h"

namespace auklet::api {

namespace {

Task<Result<Reply>> show(Call& call) {
  CO_TRY(auto const id, read_id<PostId>(call));
  CO_TRY(auto const details, co_await call.services.polls.find(call.caller, id));
  co_return Reply::of(call.services.view.poll(details));
}

Task<Result<Reply>> vote(Call& call) {
  CO_TRY(auto const id, read_id<PostId>(call));
  CO_TRY(auto const sent, call.reader().ids("choices"));
  std::vector<int> choices;
  for (auto const number : sent) {
    if (number < 0 || number >= static_cast<std::int64_t>(poll_choices_max) ||
        choices.size() == poll_choices_max) {
      co_return service::validation_failed("There is no such option in the poll");
    }
    choices.push_back(static_cast<int>(number));
  }
  CO_TRY(auto const details, co_await call.services.polls.vote(call.caller, id, std::move(choices)));
  co_return Reply::of(call.services.view.poll(details));
}

}  // namespace

std::vector<Route> poll_routes() {
  using enum net::Method;
  using enum Scope;
  return {
      {get, "/api/v1/polls/{id}", Access::optional, {read_statuses}, show},
      {post, "/api/v1/polls/{id}/votes", Access::user, {write_statuses}, vote},
  };
}

}  // namespace auklet::api
