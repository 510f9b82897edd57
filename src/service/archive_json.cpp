// SPDX-License-Identifier: Apache-2.0
#include "service/archive_json.h"

#include <fmt/format.h>

#include <boost/json/array.hpp>
#include <utility>

#include "base/time_text.h"
#include "domain/media.h"

namespace auklet::service {

namespace json = boost::json;

namespace {

constexpr char const* everyone = "https://www.w3.org/ns/activitystreams#Public";

// A picture of the profile; nothing for none.
void add_image(json::object& actor, char const* name, std::string const& file) {
  if (!file.empty()) {
    actor[name] = {{"type", "Image"}, {"mediaType", media_type_of(file)}, {"url", archived_path(file)}};
  }
}

struct Audience {
  json::array to;
  json::array cc;
};

Audience audience_of(PostDetails const& details) {
  Audience audience;
  auto const followers = details.author.uri + "/followers";
  switch (details.post.visibility) {
    case Visibility::public_:
      audience = {{everyone}, {json::string(followers)}};
      break;
    case Visibility::unlisted:
      audience = {{json::string(followers)}, {everyone}};
      break;
    case Visibility::private_:
      audience.to.emplace_back(followers);
      break;
    case Visibility::direct:
      break;
  }
  auto& mentioned = details.post.visibility == Visibility::direct ? audience.to : audience.cc;
  for (auto const& account : details.mentions) {
    mentioned.emplace_back(account.uri);
  }
  return audience;
}

json::array attachments_of(PostDetails const& details) {
  json::array list;
  for (auto const& media : details.media) {
    list.push_back({{"type", "Document"},
                    {"mediaType", media_type_of(media.file)},
                    {"url", archived_path(media.file)},
                    {"name", media.description},
                    {"width", media.size.width},
                    {"height", media.size.height}});
  }
  return list;
}

json::array tags_of(PostDetails const& details) {
  json::array list;
  for (auto const& account : details.mentions) {
    list.push_back({{"type", "Mention"},
                    {"href", account.uri},
                    {"name", "@" + account.username + "@" + account.domain}});
  }
  for (auto const& tag : details.tags) {
    list.push_back({{"type", "Hashtag"}, {"name", "#" + tag.name}});
  }
  return list;
}

void add_poll(json::object& note, Poll const& poll) {
  json::array options;
  for (auto const& option : poll.options) {
    options.push_back({{"type", "Note"},
                       {"name", option.title},
                       {"replies", {{"type", "Collection"}, {"totalItems", option.votes}}}});
  }
  note["type"] = "Question";
  note[poll.multiple ? "anyOf" : "oneOf"] = std::move(options);
  if (poll.expires_at) {
    note["endTime"] = base::iso_seconds(*poll.expires_at);
  }
}

json::object note_of(PostDetails const& details, Audience audience) {
  auto const& post = details.post;
  json::object note{
      {"id", post_uri(post, details.author)},
      {"type", "Note"},
      {"attributedTo", details.author.uri},
      {"summary",
       post.spoiler_text.empty() ? json::value(nullptr) : json::value(json::string(post.spoiler_text))},
      {"content", post.content},
      // As it was typed, which nothing else tells.
      {"source", {{"content", post.text}, {"mediaType", "text/plain"}}},
      {"sensitive", post.sensitive},
      {"published", base::iso_seconds(post.created_at)},
      {"url", fmt::format("{}/{}", details.author.url, to_text(post.id))},
      {"to", std::move(audience.to)},
      {"cc", std::move(audience.cc)},
      {"attachment", attachments_of(details)},
      {"tag", tags_of(details)},
  };
  if (post.language) {
    note["contentMap"] = {{*post.language, post.content}};
  }
  if (post.edited_at) {
    note["updated"] = base::iso_seconds(*post.edited_at);
  }
  if (post.in_reply_to_id) {
    note["auklet:inReplyToId"] = to_text(*post.in_reply_to_id);
  }
  if (details.poll) {
    add_poll(note, *details.poll);
  }
  return note;
}

}  // namespace

std::string archived_path(std::string const& file) {
  return "media/" + file;
}

std::string post_uri(Post const& post, Account const& author) {
  return post.remote_uri ? *post.remote_uri : fmt::format("{}/statuses/{}", author.uri, to_text(post.id));
}

json::object archived_actor(Account const& account) {
  json::array fields;
  for (auto const& field : account.fields) {
    fields.push_back({{"type", "PropertyValue"}, {"name", field.name}, {"value", field.value}});
  }
  json::object actor{
      {"@context", "https://www.w3.org/ns/activitystreams"},
      {"id", account.uri},
      {"type", account.bot ? "Service" : "Person"},
      {"preferredUsername", account.username},
      {"name", account.display_name},
      {"summary", account.note},
      {"url", account.url},
      {"manuallyApprovesFollowers", account.locked},
      {"discoverable", account.discoverable},
      {"indexable", account.indexable},
      {"published", base::iso_seconds(account.created_at)},
      {"attachment", std::move(fields)},
      {"outbox", "outbox.json"},
      {"likes", "likes.json"},
      {"bookmarks", "bookmarks.json"},
  };
  add_image(actor, "icon", account.avatar);
  add_image(actor, "image", account.header);
  return actor;
}

json::object archived_activity(PostDetails const& details) {
  auto const& post = details.post;
  auto audience = audience_of(details);
  json::object activity{
      {"id", post_uri(post, details.author) + "/activity"},
      {"type", details.boosted ? "Announce" : "Create"},
      {"actor", details.author.uri},
      {"published", base::iso_seconds(post.created_at)},
      {"to", audience.to},
      {"cc", audience.cc},
  };
  if (details.boosted) {
    activity["object"] = post_uri(details.boosted->post, details.boosted->author);
  } else {
    activity["object"] = note_of(details, std::move(audience));
  }
  return activity;
}

}  // namespace auklet::service
