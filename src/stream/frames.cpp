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

// 22 bits.
std::uint64_t bits_of(ViewerFlags const& flags) {
  return std::uint64_t{flags.favourited} | std::uint64_t{flags.boosted} << 1U |
         std::uint64_t{flags.bookmarked} << 2U | std::uint64_t{flags.pinned} << 3U |
         std::uint64_t{flags.thread_muted} << 4U | std::uint64_t{flags.votes} << 5U | std::uint64_t{1} << 21U;
}

// Who gets a post, beside the stream and what they have done with it.
struct Ownership {
  bool post = false;
  bool boosted = false;
  bool quoted = false;
};

// Each bit set of what makes two frames of one message differ, but for the name of the stream.
std::uint64_t form_of(bool websocket, bool with_cursor, ViewerSight const& sight, Ownership own) {
  auto form = std::uint64_t{websocket} | std::uint64_t{with_cursor} << 1U |
              static_cast<std::uint64_t>(sight.quote) << 2U;
  if (sight.flags) {
    form |= std::uint64_t{own.post} << 6U | std::uint64_t{own.boosted} << 7U |
            std::uint64_t{own.quoted} << 8U | std::uint64_t{sight.follows_author} << 9U |
            std::uint64_t{sight.follows_quoted_author} << 10U | bits_of(*sight.flags) << 16U;
  }
  if (sight.quoted_flags) {
    form |= bits_of(*sight.quoted_flags) << 40U;
  }
  return form;
}

}  // namespace

net::WireBytes Frames::frame(Subscription const& to, ViewerSight const& sight) {
  if (!sight.filtered.empty() || !sight.quoted_filtered.empty()) {
    return make(to, sight);  // nobody else gets the same
  }
  auto const viewer = to.owner->viewer->id;
  Ownership own;
  if (auto const* const about = std::get_if<AboutPost>(&message_.about)) {
    own.post = about->entry.author == viewer;
    own.boosted = about->shown && about->shown->marked().facts.author == viewer;
    auto const* const quoted = about->shown ? about->shown->marked_quote() : nullptr;
    own.quoted = quoted != nullptr && quoted->post.facts.author == viewer;
  }
  auto const websocket = to.owner->is_websocket();
  auto const form = form_of(websocket, to.with_cursor, sight, own);
  for (auto const& made : made_) {
    if (made.form == form && (!websocket || made.echo == to.echo)) {
      return made.bytes;
    }
  }
  auto bytes = make(to, sight);
  made_.push_back({form, to.echo, bytes});
  return bytes;
}

net::WireBytes Frames::make(Subscription const& to, ViewerSight const& sight) const {
  auto const text = payload(sight, to.owner->viewer->id);
  auto const cursor = log_.cursor(message_.sequence);
  return shared(
      to.owner->is_websocket()
          ? net::text_frame(socket_text(to.echo, message_.event, text,
                                        to.with_cursor ? std::string_view(cursor) : std::string_view{}))
          : event_text(message_.event, text, cursor));
}

std::optional<std::string> Frames::payload(ViewerSight const& sight, AccountId viewer) const {
  auto const* const about = std::get_if<AboutPost>(&message_.about);
  if (about == nullptr || !about->shown) {
    return message_.payload;
  }
  auto const& shown = *about->shown;
  view::StatusPieces pieces{.post = &shown.post,
                            .author = &shown.author,
                            .flags = sight.flags,
                            .filtered = sight.filtered,
                            .now = now_,
                            .follows_author = sight.follows_author};
  if (shown.original) {
    pieces.original = &shown.original->post;
    pieces.original_author = &shown.original->author;
  }
  view::QuotedPieces quoted{.state = sight.quote};
  if (auto const* const quote = shown.marked_quote(); quote != nullptr && carries_post(sight.quote)) {
    quoted.post = &quote->post;
    quoted.author = &quote->author;
    quoted.flags = sight.quoted_flags;
    quoted.filtered = sight.quoted_filtered;
    quoted.follows_author = sight.follows_quoted_author;
  }
  if (shown.marked().facts.quote) {
    pieces.quoted = &quoted;
  }
  std::string text;
  writer_.append_status(text, pieces, sight.flags ? std::optional{viewer} : std::nullopt);
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
