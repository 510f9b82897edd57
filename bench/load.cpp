// SPDX-License-Identifier: Apache-2.0
#include "bench/load.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace auklet::bench {

namespace {

constexpr std::size_t post_characters_max = 500;
constexpr std::size_t deep_read_every = 5;  // of the reads go on to a second page
constexpr std::string_view first_page = "/api/v1/timelines/home?limit=40";

}  // namespace

Load::Load(Crowd& crowd, Graph const& graph, Plan const& plan, std::vector<Text> const& texts,
           std::string name_prefix, std::uint64_t seed)
    : crowd_(crowd),
      graph_(graph),
      plan_(plan),
      texts_(texts),
      name_prefix_(std::move(name_prefix)),
      seed_(seed),
      members_(graph.users),
      model_(graph.users),
      ids_(plan.slots),
      boost_about_(plan.slots, no_slot),
      ended_(plan.actions.size()),
      news_(crowd.executor(), boost::asio::steady_timer::time_point::max()) {}

Result<> Load::sign_up() {
  crowd_.each("app", 1, [this](Api& api, std::size_t) { return register_app(api); });
  if (app_token_.empty()) {
    return fail(ErrorKind::unavailable, "the server does not register an app");
  }
  times_.sign_up_s = crowd_.each("sign-up", graph_.users,
                                 [this](Api& api, std::size_t user) { return sign_up_one(api, user); });
  if (std::ranges::any_of(members_, [](Member const& member) { return member.id.empty(); })) {
    return fail(ErrorKind::unavailable, "not every account could be made");
  }
  return {};
}

Task<> Load::register_app(Api& api) {
  auto token = co_await api.app_token();
  if (token) {
    app_token_ = *std::move(token);
  } else {
    crowd_.statistics().add_error(token.error().message);
  }
}

Task<> Load::sign_up_one(Api& api, std::size_t user) {
  auto member = co_await api.sign_up(app_token_, fmt::format("{}{}", name_prefix_, user));
  if (member) {
    members_[user] = *std::move(member);
  } else {
    crowd_.statistics().add_error(member.error().message);
  }
}

void Load::follow() {
  times_.follow_s = crowd_.each("follow", graph_.edges.size() * 2, [this](Api& api, std::size_t index) {
    auto const [a, b] = graph_.edges[index / 2];
    return index % 2 == 0 ? follow_one(api, a, b) : follow_one(api, b, a);
  });
}

Task<> Load::follow_one(Api& api, UserIndex follower, UserIndex target) {
  auto const done =
      co_await api.relate(Op::follow, members_[follower], members_[target].id, "follow", "following", true);
  if (done) {
    ++counts_.follows;
    model_.relations().follow(follower, target);
  } else {
    crowd_.statistics().add_error(done.error().message);
  }
}

void Load::act() {
  times_.act_s = crowd_.each("act", plan_.actions.size(),
                             [this](Api& api, std::size_t position) { return act_one(api, position); });
}

Task<> Load::act_one(Api& api, std::size_t position) {
  auto const& action = plan_.actions[position];
  co_await acknowledged(action.after);
  auto const done = co_await perform(api, action);
  if (!done) {
    crowd_.statistics().add_error(fmt::format("action {}: {}", position, done.error().message));
  }
  ended_[position] = true;
  news_.cancel();
}

Task<> Load::acknowledged(std::vector<std::uint32_t> const& positions) {
  // Those waited for began earlier and wait for none that began later: this ends. The one thread sees to it
  // that no end is missed between the look and the wait.
  for (auto const position : positions) {
    while (!ended_[position]) {
      co_await news_.async_wait(boost::asio::as_tuple(boost::asio::use_awaitable));
    }
  }
}

Task<Result<>> Load::perform(Api& api, Action const& action) {
  auto const& actor = members_[action.actor];
  if (is_missing(action.about)) {
    co_return fail(ErrorKind::conflict,
                   fmt::format("{}: what it is about was never made", to_text(action.op)));
  }
  auto const about = action.about == no_slot ? 0 : ids_[action.about];
  switch (action.op) {
    case Op::post:
    case Op::reply:
      co_return co_await perform_post(api, action);
    case Op::boost: {
      CO_TRY(auto const id, co_await api.boost(actor, about));
      ++counts_.boosts;
      ids_[action.makes] = id;
      boost_about_[action.makes] = action.about;
      model_.add({.id = id, .author = action.actor, .boost_of = about});
      co_return Result<>{};
    }
    case Op::unboost: {
      auto const original = ids_[boost_about_[action.about]];
      CO_TRY_OK(co_await api.touch_status(Op::unboost, actor, original, "unreblog"));
      model_.remove(about);
      co_return Result<>{};
    }
    case Op::favourite:
      CO_TRY_OK(co_await api.touch_status(Op::favourite, actor, about, "favourite"));
      ++counts_.favourites;
      model_.favourite(action.actor, about);
      co_return Result<>{};
    case Op::delete_post:
      CO_TRY_OK(co_await api.delete_post(actor, about));
      ++counts_.deletes;
      model_.remove(about);
      co_return Result<>{};
    case Op::read_home:
      co_return co_await read_home(api, action);
    default:
      co_return co_await perform_relation(api, action);
  }
}

NewPost Load::compose(Action const& action) const {
  auto const& text = texts_[action.text % texts_.size()];
  std::string names;
  for (auto const user : action.mentions) {
    names += fmt::format("@{} ", members_[user].name);
  }
  return {.text = names + cut_text(text.content, post_characters_max - names.size()),
          .language = text.language,
          .visibility = action.visibility,
          .answers = action.about == no_slot ? 0 : ids_[action.about],
          .idempotency_key = fmt::format("{}-{}-{}", name_prefix_, seed_, action.makes)};
}

Task<Result<>> Load::perform_post(Api& api, Action const& action) {
  auto const& actor = members_[action.actor];
  auto post = compose(action);
  auto const answers = post.answers;
  std::vector<std::string> mentions;
  mentions.reserve(action.mentions.size());
  for (auto const user : action.mentions) {
    mentions.push_back(members_[user].id);
  }
  CO_TRY(auto const id, co_await api.post(action.op, actor, std::move(post), std::move(mentions)));
  ++counts_.posts;
  counts_.replies += answers != 0 ? 1 : 0;
  ids_[action.makes] = id;
  auto const* parent = model_.find(answers);
  model_.add({.id = id,
              .author = action.actor,
              .visibility = action.visibility,
              .mentions = action.mentions,
              .answers = answers,
              .answers_user = parent == nullptr ? std::nullopt : std::optional(parent->author)});
  if (!action.reads_back) {
    co_return Result<>{};
  }
  // Read your writes: a post that was acknowledged is in its author's home.
  CO_TRY(auto const page, co_await api.page(Op::read_home, actor, std::string(first_page)));
  ++counts_.reads;
  bool const could_be_older = page.entries.size() >= 40 && page.entries.back().id > id;
  if (!could_be_older && std::ranges::find(page.entries, id, &Entry::id) == page.entries.end()) {
    co_return fail(ErrorKind::internal,
                   fmt::format("post {} is not in the home of its author {} right after it", id, actor.name));
  }
  co_return Result<>{};
}

Task<Result<>> Load::perform_relation(Api& api, Action const& action) {
  auto const& actor = members_[action.actor];
  auto const& other = members_[action.other].id;
  auto& relations = model_.relations();
  switch (action.op) {
    case Op::follow:
      CO_TRY_OK(co_await api.relate(action.op, actor, other, "follow", "following", true,
                                    action.follow.boosts ? R"({"reblogs":true})" : R"({"reblogs":false})"));
      relations.follow(action.actor, action.other, action.follow);
      co_return Result<>{};
    case Op::unfollow:
      CO_TRY_OK(co_await api.relate(action.op, actor, other, "unfollow", "following", false));
      relations.unfollow(action.actor, action.other);
      co_return Result<>{};
    case Op::block:
      CO_TRY_OK(co_await api.relate(action.op, actor, other, "block", "blocking", true));
      relations.block(action.actor, action.other);
      co_return Result<>{};
    case Op::unblock:
      CO_TRY_OK(co_await api.relate(action.op, actor, other, "unblock", "blocking", false));
      relations.unblock(action.actor, action.other);
      co_return Result<>{};
    case Op::mute:
      CO_TRY_OK(co_await api.relate(action.op, actor, other, "mute", "muting", true));
      relations.mute(action.actor, action.other);
      co_return Result<>{};
    case Op::unmute:
      CO_TRY_OK(co_await api.relate(action.op, actor, other, "unmute", "muting", false));
      relations.unmute(action.actor, action.other);
      co_return Result<>{};
    default:
      co_return fail(ErrorKind::internal, fmt::format("{} is no relation", to_text(action.op)));
  }
}

Task<Result<>> Load::read_home(Api& api, Action const& action) {
  CO_TRY(auto page, co_await api.page(Op::read_home, members_[action.actor], std::string(first_page)));
  ++counts_.reads;
  if (action.text % deep_read_every == 0 && !page.next.empty()) {
    CO_TRY_OK(co_await api.page(Op::read_home, members_[action.actor], page.next));
    ++counts_.reads;
  }
  co_return Result<>{};
}

}  // namespace auklet::bench
