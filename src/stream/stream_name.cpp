// SPDX-License-Identifier: Apache-2.0
#include "stream/stream_name.h"

#include <algorithm>
#include <array>
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <charconv>
#include <system_error>
#include <utility>

#include "text/post_text.h"

namespace auklet::stream {

namespace {

constexpr std::array<std::string_view, 12> names{
    "user",          "user:notification",   "public",  "public:media",  "public:local", "public:local:media",
    "public:remote", "public:remote:media", "hashtag", "hashtag:local", "list",         "direct"};

// Longer than any tag that a post can have.
constexpr std::size_t topic_bytes_max = 400;

}  // namespace

std::string_view to_string(StreamKind kind) {
  return names[std::to_underlying(kind)];
}

Result<StreamName> read_stream_name(std::string_view name, std::optional<std::string> tag,
                                    std::optional<std::string> list) {
  auto const* const found = std::ranges::find(names, name);
  if (found == names.end()) {
    return fail(ErrorKind::malformed, "Unknown stream type");
  }
  StreamName stream{.kind = static_cast<StreamKind>(found - names.begin()), .topic = {}, .folded = {}};
  if (stream.is_hashtag()) {
    stream.topic = std::move(tag).value_or("");
    stream.folded = text::fold_hashtag(stream.topic);
    if (stream.folded.empty() || stream.topic.size() > topic_bytes_max) {
      return fail(ErrorKind::malformed, "Missing tag name parameter");
    }
  }
  if (stream.kind == StreamKind::list) {
    stream.topic = std::move(list).value_or("");
    stream.folded = stream.topic;
    if (stream.topic.empty()) {
      return fail(ErrorKind::malformed, "Missing list name parameter");
    }
    if (stream.list() == ListId{}) {
      return std::unexpected(not_your_list());
    }
  }
  return stream;
}

ListId StreamName::list() const {
  std::int64_t id = 0;
  auto const [end, failed] = std::from_chars(topic.data(), topic.data() + topic.size(), id);
  return failed == std::errc{} && end == topic.data() + topic.size() && id > 0 ? ListId{id} : ListId{};
}

Error not_your_list() {
  return {ErrorKind::forbidden, "Not authorized to stream this list", "", {}};
}

Scope scope_of(StreamKind kind) {
  return kind == StreamKind::user_notification ? Scope::read_notifications : Scope::read_statuses;
}

std::string echo(StreamName const& name) {
  boost::json::array words{to_string(name.kind)};
  if (!name.topic.empty()) {
    words.emplace_back(name.topic);
  }
  return boost::json::serialize(words);
}

}  // namespace auklet::stream
