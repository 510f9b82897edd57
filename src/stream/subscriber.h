// SPDX-License-Identifier: Apache-2.0
//
// The other end of one connection: reads what its client asks for, and enters and leaves the audience of its loop.
// https://docs.joinmastodon.org/methods/streaming/#websocket
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "net/channel.h"
#include "service/caller.h"
#include "stream/hub.h"
#include "stream/member.h"
#include "stream/stream_name.h"

namespace auklet::stream {

// What a client asks to be sent.
struct Wish {
  StreamName name;
  // Where it stood when it was last here; empty for a client that wants to be told its place from now on. Absent: no
  // places are told.
  std::optional<std::string> cursor;
};

// Errors: forbidden when the token's scopes do not allow it. Whether a list is theirs must be asked of the store.
Result<> check_wish(service::Caller const& caller, Wish const& wish);

class Subscriber final : public net::ChannelUser {
 public:
  // `first`: granted already. `complaint`: what was asked for with the connection and cannot be.
  Subscriber(Hub& hub, service::Caller caller, std::string token, std::optional<Wish> first,
             std::optional<Error> complaint = {});

  net::ChannelOptions options() const override { return hub_.options().channel; }
  void on_open(net::Channel& channel) override;
  void on_message(std::string_view text) override;
  void on_drained() override;
  void on_close() override;

 private:
  Result<> obey(std::string_view text);
  Result<> subscribe(Wish wish, std::uint64_t now, bool granted);

  Hub& hub_;
  Audience* audience_ = nullptr;
  std::shared_ptr<Member> const member_;
  std::optional<Wish> first_;
  std::optional<Error> complaint_;
};

}  // namespace auklet::stream
