// SPDX-License-Identifier: Apache-2.0
#include "stream/subscriber.h"

#include <algorithm>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <utility>

#include "net/param_reader.h"

namespace auklet::stream {

namespace {

constexpr std::size_t subscriptions_max = 64;  // of one connection
constexpr std::size_t json_depth_max = 8;

Result<boost::json::object> parse_message(std::string_view text) {
  boost::json::parse_options options;
  options.max_depth = json_depth_max;
  boost::system::error_code failed;
  auto value = boost::json::parse(text, failed, {}, options);
  if (failed || !value.is_object()) {
    return fail(ErrorKind::malformed, "Malformed message");
  }
  return std::move(value).as_object();
}

}  // namespace

Result<> check_wish(service::Caller const& caller, Wish const& wish) {
  if (!caller.scopes.has(scope_of(wish.name.kind))) {
    return fail(ErrorKind::forbidden, "Access token does not have the required scopes");
  }
  return {};
}

Subscriber::Subscriber(Hub& hub, service::Caller caller, std::string token, std::optional<Wish> first,
                       std::optional<Error> complaint)
    : hub_(hub),
      member_(std::make_shared<Member>()),
      first_(std::move(first)),
      complaint_(std::move(complaint)) {
  member_->caller = std::move(caller);
  member_->token = std::move(token);
}

void Subscriber::on_open(net::Channel& channel) {
  member_->channel = &channel;
  audience_ = &hub_.audience();
  auto const now = hub_.enter(member_->caller.self());
  audience_->enter(member_);
  if (first_) {
    if (auto subscribed = subscribe(*std::exchange(first_, {}), now, true); !subscribed) {
      complaint_ = std::move(subscribed).error();
    }
  }
  if (complaint_) {
    channel.send(refusal(*std::exchange(complaint_, {})));
  }
}

void Subscriber::on_message(std::string_view text) {
  if (auto const done = obey(text); !done) {
    member_->channel->send(refusal(done.error()));
  }
}

void Subscriber::on_drained() {
  audience_->go_on(*member_);
}

void Subscriber::on_close() {
  audience_->leave(member_);
  hub_.leave(member_->caller.self());
}

Result<> Subscriber::obey(std::string_view text) {
  TRY(auto const message, parse_message(text));
  net::ParamReader const reader(message);
  TRY(auto const type, reader.text("type"));
  if (type != "subscribe" && type != "unsubscribe") {
    return {};
  }
  TRY(auto const name, reader.text("stream"));
  TRY(auto tag, reader.text("tag"));
  TRY(auto list, reader.text("list"));
  TRY(auto stream, read_stream_name(name.value_or(""), std::move(tag), std::move(list)));
  if (type == "unsubscribe") {
    audience_->unsubscribe(member_, stream);
    return {};
  }
  TRY(auto cursor, reader.text("cursor"));
  bool const stream_is_open = stream.kind != StreamKind::list;
  return subscribe({std::move(stream), std::move(cursor)}, hub_.place(), stream_is_open);
}

Result<> Subscriber::subscribe(Wish wish, std::uint64_t now, bool granted) {
  auto const& subscriptions = member_->subscriptions;
  if (std::ranges::any_of(subscriptions, [&](auto const& other) { return other->name == wish.name; })) {
    return {};
  }
  TRY_OK(check_wish(member_->caller, wish));
  if (subscriptions.size() >= subscriptions_max) {
    return fail(ErrorKind::invalid, "Too many subscriptions on one connection");
  }
  Subscription subscription{
      .name = wish.name, .echo = echo(wish.name), .owner = member_.get(), .after = now, .granted = granted};
  if (wish.cursor) {
    subscription.with_cursor = true;
    auto const place = hub_.log().place(*wish.cursor);
    subscription.after = place.value_or(now);
    subscription.resumes = place.has_value();
    // A place in another life of the server, or none at all, cannot be gone on from.
    bool const unknown = !place && !wish.cursor->empty();
    member_->channel->send(
        notice(subscription, unknown ? "missed" : "cursor", hub_.log().cursor(subscription.after)));
  }
  audience_->subscribe(member_, std::move(subscription));
  return {};
}

}  // namespace auklet::stream
