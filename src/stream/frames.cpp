// SPDX-License-Identifier: Apache-2.0
#include "stream/frames.h"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <memory>
#include <utility>

namespace auklet::stream {

namespace {

std::string json_text(std::string_view text) {
  return boost::json::serialize(boost::json::value(text));
}

net::WireBytes shared(std::string bytes) {
  return std::make_shared<std::string const>(std::move(bytes));
}

// https://docs.joinmastodon.org/methods/streaming/#events — the payload is a string, even when that string is JSON.
std::string socket_text(std::string_view echo, std::string_view event,
                        std::optional<std::string> const& payload, std::string_view cursor) {
  std::string text = R"({"stream":)";
  text += echo;
  text += R"(,"event":)";
  text += json_text(event);
  if (payload) {
    text += R"(,"payload":)";
    text += json_text(*payload);
  }
  if (!cursor.empty()) {
    text += R"(,"cursor":)";
    text += json_text(cursor);
  }
  text += '}';
  return text;
}

// https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation
std::string event_text(std::string_view event, std::optional<std::string> const& payload,
                       std::string_view cursor) {
  std::string text = "event: ";
  text += event;
  text += "\ndata: ";
  text += payload.value_or("");
  text += "\nid: ";
  text += cursor;
  text += "\n\n";
  return text;
}

// Each bit set of what makes two frames of one message differ, but for the name of the stream.
// `own`: whether the post is the viewer's, and whether what it boosts is.
std::uint32_t form_of(bool websocket, bool with_cursor, std::optional<ViewerFlags> const& flags,
                      std::pair<bool, bool> own) {
  auto form = std::uint32_t{websocket} | std::uint32_t{with_cursor} << 1U;
  if (flags) {
    form |= 1U << 2U | std::uint32_t{own.first} << 3U | std::uint32_t{own.second} << 9U |
            std::uint32_t{flags->favourited} << 4U | std::uint32_t{flags->boosted} << 5U |
            std::uint32_t{flags->bookmarked} << 6U | std::uint32_t{flags->pinned} << 7U |
            std::uint32_t{flags->thread_muted} << 8U | std::uint32_t{flags->votes} << 16U;
  }
  return form;
}

}  // namespace

net::WireBytes Frames::frame(Subscription const& to, std::optional<ViewerFlags> flags,
                             std::string_view filtered) {
  if (!filtered.empty()) {
    return make(to, flags, filtered);  // nobody else gets the same
  }
  auto const viewer = to.owner->viewer->id;
  auto const* const about = std::get_if<AboutPost>(&message_.about);
  std::pair const own{about != nullptr && about->entry.author == viewer,
                      about != nullptr && about->shown && about->shown->marked().facts.author == viewer};
  auto const websocket = to.owner->is_websocket();
  auto const form = form_of(websocket, to.with_cursor, flags, own);
  for (auto const& made : made_) {
    if (made.form == form && (!websocket || made.echo == to.echo)) {
      return made.bytes;
    }
  }
  auto bytes = make(to, flags, {});
  made_.push_back({form, to.echo, bytes});
  return bytes;
}

net::WireBytes Frames::make(Subscription const& to, std::optional<ViewerFlags> flags,
                            std::string_view filtered) const {
  auto const text = payload(flags, to.owner->viewer->id, filtered);
  auto const cursor = log_.cursor(message_.sequence);
  return shared(
      to.owner->is_websocket()
          ? net::text_frame(socket_text(to.echo, message_.event, text,
                                        to.with_cursor ? std::string_view(cursor) : std::string_view{}))
          : event_text(message_.event, text, cursor));
}

std::optional<std::string> Frames::payload(std::optional<ViewerFlags> flags, AccountId viewer,
                                           std::string_view filtered) const {
  auto const* const about = std::get_if<AboutPost>(&message_.about);
  if (about == nullptr || !about->shown) {
    return message_.payload;
  }
  auto const& shown = *about->shown;
  view::StatusPieces pieces{
      .post = &shown.post, .author = &shown.author, .flags = flags, .filtered = filtered, .now = now_};
  if (shown.original) {
    pieces.original = &shown.original->post;
    pieces.original_author = &shown.original->author;
  }
  std::string text;
  writer_.append_status(text, pieces, flags ? std::optional{viewer} : std::nullopt);
  return text;
}

net::WireBytes notice(Subscription const& to, std::string_view event, std::string_view cursor) {
  if (to.owner->is_websocket()) {
    return shared(net::text_frame(socket_text(to.echo, event, std::nullopt, cursor)));
  }
  // Without data it is no event: the client takes only the place from it.
  return event == "cursor" ? shared("id: " + std::string(cursor) + "\n\n")
                           : shared(event_text(event, std::nullopt, cursor));
}

net::WireBytes refusal(Error const& error) {
  boost::json::object const body{{"error", error.message}, {"status", status_of(error)}};
  return shared(net::text_frame(boost::json::serialize(body)));
}

unsigned status_of(Error const& error) {
  switch (error.kind) {
    case ErrorKind::malformed:
    case ErrorKind::invalid:
      return 400;
    case ErrorKind::unauthenticated:
    case ErrorKind::forbidden:
      return 401;
    case ErrorKind::not_found:
      return 404;
    case ErrorKind::too_large:
      return 413;
    case ErrorKind::rate_limited:
      return 429;
    case ErrorKind::unavailable:
    case ErrorKind::timeout:
      return 503;
    default:
      return 500;
  }
}

}  // namespace auklet::stream
