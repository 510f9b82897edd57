// SPDX-License-Identifier: Apache-2.0
#include "view/renderer.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/encoding.h"
#include "base/time_text.h"
#include "text/post_html.h"
#include "text/post_text.h"
#include "view/default_pictures.h"
#include "view/json_values.h"

namespace auklet::view {

namespace json = boost::json;

namespace {

// About as many as there will be: an object that grows later is laid out anew.
constexpr std::size_t account_fields = 32;
constexpr std::size_t status_fields = 40;

// Two names: as it is, and without motion. No picture moves yet.
void add_picture(json::object& object, char const* name, char const* static_name, std::string const& url) {
  object[name] = url;
  object[static_name] = url;
}

// What a post says apart from its media: here emojis may stand.
std::vector<std::string_view> words_of(PostDetails const& details) {
  std::vector<std::string_view> texts{details.post.spoiler_text, details.post.text};
  if (details.poll) {
    for (auto const& option : details.poll->options) {
      texts.push_back(option.title);
    }
  }
  return texts;
}

constexpr std::array card_types{"link", "photo", "video"};

json::array days_of(std::vector<Renderer::UseDay> const& history) {
  json::array days;
  for (auto const& day : history) {
    days.push_back({{"day", std::to_string(day.day)},
                    {"uses", std::to_string(day.uses)},
                    {"accounts", std::to_string(day.accounts)}});
  }
  return days;
}

// https://docs.joinmastodon.org/entities/MediaAttachment/#type
constexpr std::array<std::string_view, 5> kind_names{"image", "gifv", "video", "audio", "unknown"};

json::object dimensions(MediaSize size) {
  return {{"width", size.width},
          {"height", size.height},
          {"size", fmt::format("{}x{}", size.width, size.height)},
          {"aspect", static_cast<double>(size.width) / size.height}};
}

json::object original(Media const& media) {
  auto object = media.size.width > 0 ? dimensions(media.size) : json::object{};
  if (plays(media.kind)) {
    if (!media.frame_rate.empty()) {
      object["frame_rate"] = media.frame_rate;
    }
    object["duration"] = static_cast<double>(media.duration_ms) / 1000;
    object["bitrate"] = media.bitrate;
  }
  return object;
}

// https://docs.joinmastodon.org/entities/Role/#permission-flags
struct RoleView {
  char const* name;
  std::uint32_t permissions;
};
constexpr std::uint32_t administrator = 1, view_audit_log = 4, view_dashboard = 8, manage_reports = 16,
                        manage_users = 1024;
constexpr std::array role_views{
    RoleView{"", 0},
    RoleView{"Moderator", view_audit_log | view_dashboard | manage_reports | manage_users},
    RoleView{"Admin", administrator},
    RoleView{"Owner", administrator},
};

}  // namespace

std::string Renderer::acct(Account const& account) const {
  return is_local(account) ? account.username : account.username + "@" + account.domain;
}

std::string Renderer::post_uri(Post const& post, Account const& author) const {
  if (post.remote_uri) {
    return *post.remote_uri;
  }
  return fmt::format("{}/statuses/{}{}", author.uri, to_text(post.id), post.boost_of_id ? "/activity" : "");
}

std::string Renderer::post_url(Post const& post, Account const& author) const {
  if (post.remote_url) {
    return *post.remote_url;
  }
  return post.boost_of_id ? post_uri(post, author) : fmt::format("{}/{}", author.url, to_text(post.id));
}

std::string Renderer::avatar_url(Account const& account) const {
  return account.avatar.empty() ? base_url_ + std::string(avatar_path) : file_url(account.avatar);
}

std::string Renderer::header_url(Account const& account) const {
  return account.header.empty() ? base_url_ + std::string(banner_path) : file_url(account.header);
}

json::object Renderer::attachment(Media const& media, json::storage_ptr storage) const {
  auto const is_ready = media.state == MediaState::ready;
  auto const url = [&](std::string const& file) {
    return is_ready && !file.empty() ? json::value(json::string(file_url(file))) : json::value(nullptr);
  };
  json::object meta(storage);
  if (is_ready) {
    meta["original"] = original(media);
  }
  if (is_ready && media.preview_size.width > 0) {
    meta["small"] = dimensions(media.preview_size);
  }
  if (media.focus) {
    meta["focus"] = {{"x", media.focus->x}, {"y", media.focus->y}};
  }
  json::object object(std::move(storage));
  object = {
      {"id", to_text(media.id)},
      {"type", kind_names.at(static_cast<std::size_t>(media.kind))},
      {"url", url(media.file)},
      {"preview_url", url(media.preview)},
      {"remote_url", nullptr},
      {"preview_remote_url", nullptr},
      {"text_url", nullptr},
      {"meta", std::move(meta)},
      {"description",
       media.description.empty() ? json::value(nullptr) : json::value(json::string(media.description))},
      {"blurhash", media.blurhash.empty() ? json::value(nullptr) : json::value(json::string(media.blurhash))},
  };
  return object;
}

json::array Renderer::fields(Account const& account) const {
  json::array array;
  for (auto const& field : account.fields) {
    auto const parsed = text::parse(field.value);
    array.push_back(json::object{
        {"name", field.name},
        {"value", text::render_field_html(parsed, {.mention = [](auto const&) { return std::nullopt; },
                                                   .tags_url = base_url_ + "/tags/"})},
        {"verified_at", nullptr},
    });
  }
  return array;
}

json::object Renderer::account(Account const& account, json::storage_ptr storage) const {
  auto const note = text::render_html(
      text::parse(account.note),
      {.mention = [](auto const&) { return std::nullopt; }, .tags_url = base_url_ + "/tags/"});
  json::object object(std::move(storage));
  object.reserve(account_fields);
  object.insert({
      {"id", to_text(account.id)},
      {"username", account.username},
      {"acct", acct(account)},
      {"display_name", account.display_name},
      {"locked", account.locked},
      {"bot", account.bot},
      {"discoverable", account.discoverable},
      {"indexable", account.indexable},
      {"group", false},
      {"created_at", base::iso_midnight(account.created_at)},
      {"note", note},
      {"url", account.url},
      {"uri", account.uri},
      {"avatar_description", ""},
      {"header_description", ""},
      {"followers_count", account.followers_count},
      {"following_count", account.following_count},
      {"statuses_count", account.posts_count},
      {"last_status_at",
       account.last_posted_at ? json::value(json::string(base::iso_date(*account.last_posted_at))) : nullptr},
      {"hide_collections", account.hide_collections},
      {"noindex", !account.indexable},
      {"emojis", emojis_.in(account)},
      {"roles", json::array{}},
      {"fields", fields(account)},
  });
  add_picture(object, "avatar", "avatar_static", avatar_url(account));
  add_picture(object, "header", "header_static", header_url(account));
  return object;
}

json::object Renderer::role(Role role) const {
  auto const& view = role_views[static_cast<std::size_t>(role)];
  return {
      {"id", std::to_string(static_cast<int>(role))},
      {"name", view.name},
      {"color", ""},
      {"permissions", std::to_string(view.permissions)},
      {"highlighted", role != Role::user},
  };
}

json::object Renderer::own_account(Account const& account, User const& user,
                                   std::int64_t follow_requests_count) const {
  auto object = this->account(account);
  json::array source_fields;
  for (auto const& field : account.fields) {
    source_fields.push_back({{"name", field.name}, {"value", field.value}, {"verified_at", nullptr}});
  }
  object["source"] = {
      {"privacy", to_string(user.default_visibility)},
      {"sensitive", user.default_sensitive},
      {"language", text_or_null(user.default_language)},
      {"note", account.note},
      {"fields", std::move(source_fields)},
      {"follow_requests_count", follow_requests_count},
      {"hide_collections", account.hide_collections},
      {"discoverable", account.discoverable},
      {"indexable", account.indexable},
      {"attribution_domains", json::array{}},
      {"quote_policy", to_string(user.default_quote_policy)},
  };
  object["role"] = role(user.role);
  return object;
}

json::object Renderer::relationship(Relationship const& relationship) const {
  json::value languages = nullptr;
  if (!relationship.languages.empty()) {
    languages = json::array(relationship.languages.begin(), relationship.languages.end());
  }
  return {
      {"id", to_text(relationship.target)},
      {"following", relationship.following},
      {"showing_reblogs", relationship.showing_reblogs},
      {"notifying", relationship.notifying},
      {"languages", std::move(languages)},
      {"followed_by", relationship.followed_by},
      {"blocking", relationship.blocking},
      {"blocked_by", relationship.blocked_by},
      {"muting", relationship.muting},
      {"muting_notifications", relationship.muting_notifications},
      {"muting_expires_at",
       relationship.muting_expires_at
           ? json::value(json::string(base::iso_seconds(*relationship.muting_expires_at)))
           : nullptr},
      {"requested", relationship.requested},
      {"requested_by", relationship.requested_by},
      {"domain_blocking", relationship.domain_blocking},
      {"endorsed", relationship.endorsed},
      {"note", relationship.note},
  };
}

json::object Renderer::mention(Account const& account, json::storage_ptr storage) const {
  json::object object(std::move(storage));
  object = {
      {"id", to_text(account.id)},
      {"username", account.username},
      {"url", account.url},
      {"acct", acct(account)},
  };
  return object;
}

json::object Renderer::tag_link(std::string const& name, json::storage_ptr storage) const {
  json::object object(std::move(storage));
  object = {{"name", name}, {"url", base_url_ + "/tags/" + base::percent_encode(name)}};
  return object;
}

json::object Renderer::post_part(PostDetails const& details, json::storage_ptr storage) const {
  auto const& post = details.post;
  json::object object(std::move(storage));
  object.reserve(status_fields);
  object.insert({
      {"id", to_text(post.id)},
      {"created_at", base::iso_millis(post.created_at)},
      {"in_reply_to_id", id_or_null(post.in_reply_to_id)},
      {"in_reply_to_account_id", id_or_null(post.in_reply_to_account_id)},
      {"visibility", to_string(post.visibility)},
      {"uri", post_uri(post, details.author)},
      {"url", post_url(post, details.author)},
      {"replies_count", post.replies_count},
      {"reblogs_count", post.boosts_count},
      {"favourites_count", post.favourites_count},
      {"quotes_count", post.quotes_count},
      {"edited_at", time_or_null(post.edited_at)},
      {"emojis", emojis_.in(words_of(details))},
      {"card", details.card ? json::value(card(*details.card)) : json::value(nullptr)},
  });
  if (!details.poll) {
    object["poll"] = nullptr;
  }
  json::array mentions(object.storage());
  for (auto const& mentioned : details.mentions) {
    mentions.push_back(mention(mentioned, object.storage()));
  }
  object["mentions"] = std::move(mentions);
  json::array tags(object.storage());
  for (auto const& tag : details.tags) {
    tags.push_back(tag_link(tag.name, object.storage()));
  }
  object["tags"] = std::move(tags);
  json::array media(object.storage());
  for (auto const& item : details.media) {
    media.push_back(attachment(item, object.storage()));
  }
  object["media_attachments"] = std::move(media);
  if (details.app) {
    object["application"] = {{"name", details.app->name}, {"website", text_or_null(details.app->website)}};
  }
  return object;
}

json::object Renderer::voice_part(Post const& post, json::storage_ptr storage) const {
  json::object object(std::move(storage));
  object = {
      {"content", post.content},
      {"spoiler_text", post.spoiler_text},
      {"sensitive", post.sensitive},
      {"language", text_or_null(post.language)},
  };
  return object;
}

json::object Renderer::viewer_part(ViewerFlags const& flags, bool pinnable,
                                   std::vector<FilterMatch> const& filtered,
                                   json::storage_ptr storage) const {
  json::object object(std::move(storage));
  object = {
      {"favourited", flags.favourited},
      {"reblogged", flags.boosted},
      {"muted", flags.thread_muted},
      {"bookmarked", flags.bookmarked},
  };
  if (pinnable) {
    object["pinned"] = flags.pinned;
  }
  json::array matches(object.storage());
  for (auto const& match : filtered) {
    matches.push_back(filter_match(match));
  }
  object["filtered"] = std::move(matches);
  return object;
}

json::object Renderer::approval(Approval approval, bool viewer_may, json::storage_ptr storage) const {
  json::array automatic(storage);
  if (approval != Approval::nobody) {
    automatic.push_back(json::string(to_string(approval)));
  }
  json::object object(std::move(storage));
  object = {{"automatic", std::move(automatic)},
            {"manual", json::array{}},
            {"current_user", viewer_may ? "automatic" : "denied"}};
  return object;
}

std::array<bool, 3> Renderer::may(InteractionPolicy policy, Visibility visibility, Asker asker,
                                  bool mentioned) {
  return {visibility != Visibility::direct && allows(policy.quote, asker),
          mentioned || allows(policy.reply, asker), allows(policy.boost, asker)};
}

json::value Renderer::quote(PostDetails const& details, json::storage_ptr storage, bool within) const {
  auto const& quote = details.post.quote;
  if (!quote) {
    return nullptr;
  }
  if (within) {
    return {{"state", to_string(quote->common_state())},
            {"quoted_status_id", quote->is_shown() ? id_or_null(quote->post) : json::value(nullptr)}};
  }
  auto const& shown = details.quote;
  json::object object(storage);
  object["state"] = to_string(shown ? shown->state : quote->common_state());
  object["quoted_status"] =
      shown && shown->post ? json::value(status_within(*shown->post, storage, true)) : json::value(nullptr);
  return object;
}

json::object Renderer::status(PostDetails const& details, json::storage_ptr storage) const {
  return status_within(details, std::move(storage), false);
}

json::object Renderer::status_within(PostDetails const& details, json::storage_ptr storage,
                                     bool within) const {
  auto object = post_part(details, storage);
  if (details.poll) {
    object["poll"] = poll(details);
  }
  object["account"] = account(details.author, storage);
  object["reblog"] = nullptr;
  if (details.boosted) {
    object["reblog"] = status(*details.boosted, storage);
  }
  object["quote"] = quote(details, storage, within);
  bool const mentioned = details.viewer && details.viewer_is_mentioned;
  auto const may_do = may(details.post.policy, details.post.visibility,
                          {.self = details.own, .follows = details.follows_author}, mentioned);
  for (std::size_t i = 0; i < approval_fields.size(); ++i) {
    auto const& field = approval_fields[i];
    if (auto const approved = details.post.policy.*field.approval;
        field.always || approved != Approval::everyone) {
      object[field.name] = approval(approved, details.viewer && may_do[i], storage);
    }
  }
  // A boost speaks for its post, and what the viewer did with it they did with that.
  auto const& speaker = details.boosted ? *details.boosted : details;
  for (auto& field : voice_part(speaker.post, storage)) {
    object[field.key()] = std::move(field.value());
  }
  if (details.viewer) {
    auto const pinnable = !details.boosted && is_pinnable(details.own, details.post.visibility);
    for (auto& field : viewer_part(*speaker.viewer, pinnable, details.filtered, storage)) {
      object[field.key()] = std::move(field.value());
    }
  }
  return object;
}

json::object Renderer::poll_part(Poll const& poll, bool ended) const {
  json::array options;
  std::vector<std::string_view> titles;
  bool const tells = ended || !poll.hide_totals;
  for (auto const& option : poll.options) {
    titles.push_back(option.title);
    options.push_back(
        {{"title", option.title}, {"votes_count", tells ? json::value(option.votes) : json::value(nullptr)}});
  }
  return {
      {"id", to_text(poll.post)},
      {"expires_at", time_or_null(poll.expires_at)},
      {"expired", ended},
      {"multiple", poll.multiple},
      {"votes_count", poll.votes_count},
      {"voters_count", poll.voters_count},
      {"options", std::move(options)},
      {"emojis", emojis_.in(titles)},
  };
}

json::object Renderer::poll(PostDetails const& details) const {
  auto object = poll_part(*details.poll, details.poll->has_ended(details.seen_at));
  if (details.viewer) {
    json::array votes;
    for (std::size_t i = 0; i < poll_choices_max; ++i) {
      if ((details.viewer->votes >> i & 1U) != 0) {
        votes.push_back(i);
      }
    }
    object["voted"] = details.own || !votes.empty();
    object["own_votes"] = std::move(votes);
  }
  return object;
}

json::object Renderer::deleted_status(PostDetails const& details) const {
  auto object = status(details);
  object.erase("content");
  object["text"] = details.post.text;
  if (details.boosted) {
    object["reblog"] = deleted_status(*details.boosted);
  }
  // As the contract has it, the quoted post too.
  if (auto* const quote = object["quote"].if_object();
      quote != nullptr && details.quote && details.quote->post) {
    quote->at("quoted_status") = deleted_status(*details.quote->post);
  }
  return object;
}

json::object Renderer::edit(PostEdit const& edit, Account const& author,
                            std::vector<Media> const& media) const {
  json::array shown;
  for (auto const& label : edit.media) {
    auto const found = std::ranges::find(media, label.id, &Media::id);
    if (found != media.end()) {
      auto as_it_was = *found;
      as_it_was.description = label.description;
      shown.push_back(attachment(as_it_was));
    }
  }
  std::vector<std::string_view> texts{edit.spoiler_text, edit.content};
  texts.insert(texts.end(), edit.poll_options.begin(), edit.poll_options.end());
  json::object object{
      {"content", edit.content},     {"spoiler_text", edit.spoiler_text},
      {"sensitive", edit.sensitive}, {"created_at", base::iso_millis(edit.created_at)},
      {"account", account(author)},  {"media_attachments", std::move(shown)},
      {"emojis", emojis_.in(texts)},
  };
  if (!edit.poll_options.empty()) {
    json::array options;
    for (auto const& title : edit.poll_options) {
      options.push_back({{"title", title}});
    }
    object["poll"] = {{"options", std::move(options)}};
  }
  return object;
}

json::object Renderer::tag(Tag const& tag, std::vector<UseDay> const& history) const {
  return {
      {"id", to_text(tag.id)},
      {"name", tag.name},
      {"url", base_url_ + "/tags/" + base::percent_encode(tag.name)},
      {"history", days_of(history)},
  };
}

// https://docs.joinmastodon.org/entities/PreviewCard/
json::object Renderer::card(LinkCard const& card) const {
  json::array authors;
  if (!card.author_name.empty()) {
    authors.push_back({{"name", card.author_name}, {"url", card.author_url}, {"account", nullptr}});
  }
  return {
      {"url", card.url},
      {"title", card.title},
      {"description", card.description},
      {"language", text_or_null(card.language)},
      {"type", card_types.at(static_cast<std::size_t>(card.type))},
      {"author_name", card.author_name},
      {"author_url", card.author_url},
      {"authors", std::move(authors)},
      {"provider_name", card.provider_name},
      {"provider_url", card.provider_url},
      {"html", card.html},
      {"width", card.width},
      {"height", card.height},
      {"image", nullptr},
      {"image_description", ""},
      {"embed_url", card.embed_url},
      {"blurhash", nullptr},
      {"published_at", time_or_null(card.published_at)},
      {"missing_attribution", nullptr},
  };
}

json::object Renderer::trending_link(LinkCard const& card, std::vector<UseDay> const& history) const {
  auto object = this->card(card);
  object["history"] = days_of(history);
  return object;
}

json::object Renderer::filter(Filter const& filter) const {
  json::array contexts;
  for (std::size_t i = 0; i < filter_context_names.size(); ++i) {
    if ((filter.contexts >> i & 1U) != 0) {
      contexts.push_back(json::string(filter_context_names[i]));
    }
  }
  return {
      {"id", to_text(filter.id)},
      {"title", filter.title},
      {"context", std::move(contexts)},
      {"expires_at", time_or_null(filter.expires_at)},
      {"filter_action", to_string(filter.action)},
  };
}

json::object Renderer::filter_match(FilterMatch const& match) const {
  json::array posts;
  for (auto const post : match.posts) {
    posts.push_back(json::string(to_text(post)));
  }
  auto const or_null = [](json::array list) {
    return list.empty() ? json::value(nullptr) : json::value(std::move(list));
  };
  return {
      {"filter", filter(*match.filter)},
      {"keyword_matches", or_null(json::array(match.keywords.begin(), match.keywords.end()))},
      {"status_matches", or_null(std::move(posts))},
  };
}

json::object Renderer::notification(Notification const& notification, Account const& from,
                                    std::optional<PostDetails> const& post) const {
  json::object object{
      {"id", to_text(notification.id)},
      {"type", to_string(notification.type)},
      {"created_at", base::iso_millis(notification.created_at)},
      {"group_key", to_text(group_key(notification))},
      {"account", account(from)},
  };
  if (post) {
    object["status"] = status(*post);
  }
  return object;
}

json::object Renderer::conversation(Conversation const& conversation, std::vector<Account> const& others,
                                    std::optional<PostDetails> const& last) const {
  return {
      {"id", to_text(conversation.id)},
      {"unread", conversation.unread},
      {"accounts", accounts(others)},
      {"last_status", last ? json::value(status(*last)) : json::value(nullptr)},
  };
}

json::array Renderer::accounts(std::vector<Account> const& list) const {
  json::array array;
  for (auto const& item : list) {
    array.push_back(account(item));
  }
  return array;
}

json::array Renderer::statuses(std::vector<PostDetails> const& list) const {
  json::array array;
  for (auto const& item : list) {
    array.push_back(status(item));
  }
  return array;
}

}  // namespace auklet::view
