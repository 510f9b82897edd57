// SPDX-License-Identifier: Apache-2.0
#include "view/instance_view.h"

#include <boost/json/array.hpp>
#include <boost/json/value_from.hpp>
#include <string_view>

#include "domain/poll.h"
#include "text/post_html.h"
#include "text/post_text.h"
#include "view/default_pictures.h"
#include "view/page_frame.h"

namespace auklet::view {

namespace json = boost::json;

namespace {

// Clients compare the number before the brackets with the Mastodon release that brought a feature.
constexpr std::string_view version = "4.5.0 (compatible; Auklet " AUKLET_VERSION ")";
// 2 promises grouped notifications, 7 quotes.
constexpr int mastodon_api_version = 7;

// ws://… for http://…, wss://… for https://….
std::string streaming_url(InstanceView const& instance) {
  return "ws" + instance.base_url.substr(std::string_view{"http"}.size());
}

std::string logo_url(InstanceView const& instance) {
  return instance.base_url + std::string(logo_path);
}

std::string thumbnail_url(InstanceView const& instance) {
  return instance.base_url + std::string(banner_path);
}

json::object accounts(InstanceView const& instance) {
  return {
      {"max_featured_tags", instance.featured_tags_max},
      {"max_pinned_statuses", instance.pins_max},
      {"max_display_name_length", instance.display_name_characters_max},
      {"max_note_length", instance.note_characters_max},
      {"max_profile_fields", instance.profile_fields_max},
      {"profile_field_name_limit", instance.profile_field_characters_max},
      {"profile_field_value_limit", instance.profile_field_characters_max},
  };
}

json::object statuses(InstanceView const& instance) {
  return {
      {"max_characters", instance.post_characters_max},
      {"max_media_attachments", instance.media_per_post_max},
      {"characters_reserved_per_url", text::characters_reserved_per_url},
  };
}

// The largest film of all is what media/film.h takes.
json::object media_attachments(InstanceView const& instance) {
  return {
      {"supported_mime_types", json::value_from(instance.media_types)},
      {"description_limit", instance.media_description_characters_max},
      {"image_size_limit", instance.image_bytes_max},
      {"image_matrix_limit", instance.image_pixels_max},
      {"video_size_limit", instance.video_bytes_max},
      {"video_frame_rate_limit", 120},
      {"video_matrix_limit", 3840 * 2160},
  };
}

json::object polls() {
  return {
      {"max_options", poll_options_max},
      {"max_characters_per_option", poll_option_characters_max},
      {"min_expiration", poll_duration_min.count()},
      {"max_expiration", poll_duration_max.count()},
  };
}

json::object urls(InstanceView const& instance) {
  return {
      {"streaming", streaming_url(instance)}, {"about", nullptr},  {"privacy_policy", nullptr},
      {"terms_of_service", nullptr},          {"status", nullptr},
  };
}

// Who may read what without logging in: https://docs.joinmastodon.org/entities/Instance/#timelines_access
json::object timelines_access() {
  json::object const open{{"local", "public"}, {"remote", "public"}};
  return {{"live_feeds", open}, {"hashtag_feeds", open}};
}

json::object configuration_v2(InstanceView const& instance) {
  return {
      {"urls", urls(instance)},
      {"vapid", {{"public_key", instance.vapid_key}}},
      {"accounts", accounts(instance)},
      {"statuses", statuses(instance)},
      {"media_attachments", media_attachments(instance)},
      {"polls", polls()},
      {"translation", {{"enabled", instance.translates}}},
      {"timelines_access", timelines_access()},
      {"limited_federation", false},
  };
}

json::object registrations(InstanceView const& instance) {
  return {
      {"enabled", instance.registrations_open},
      {"approval_required", false},
      {"reason_required", false},
      {"message", nullptr},
      {"min_age", nullptr},
      {"url", nullptr},
  };
}

}  // namespace

json::object instance_v2(InstanceView const& instance) {
  return {
      {"domain", instance.domain},
      {"title", instance.title},
      {"version", version},
      // There is no public address of the source yet; people of this server can be asked.
      {"source_url", instance.base_url},
      {"description", instance.description},
      {"usage", {{"users", {{"active_month", instance.active_month}}}}},
      {"thumbnail", {{"url", thumbnail_url(instance)}, {"blurhash", nullptr}, {"versions", json::object{}}}},
      {"icon", json::array{json::object{{"src", logo_url(instance)}, {"size", "512x512"}}}},
      {"languages", json::value_from(instance.languages)},
      {"configuration", configuration_v2(instance)},
      {"registrations", registrations(instance)},
      {"api_versions", {{"mastodon", mastodon_api_version}}},
      {"contact", {{"email", instance.contact_email}, {"account", instance.contact_account}}},
      {"rules", json::array{}},
  };
}

json::object instance_v1(InstanceView const& instance) {
  return {
      {"uri", instance.domain},
      {"title", instance.title},
      {"short_description", instance.description},
      {"description", instance.description},
      {"email", instance.contact_email},
      {"version", version},
      {"urls", {{"streaming_api", streaming_url(instance)}}},
      {"stats", {{"user_count", instance.people}, {"status_count", instance.posts}, {"domain_count", 0}}},
      {"thumbnail", thumbnail_url(instance)},
      {"languages", json::value_from(instance.languages)},
      {"registrations", instance.registrations_open},
      {"approval_required", false},
      {"invites_enabled", false},
      {"configuration",
       {{"accounts", accounts(instance)},
        {"statuses", statuses(instance)},
        {"media_attachments", media_attachments(instance)},
        {"polls", polls()}}},
      {"contact_account", instance.contact_account},
      {"rules", json::array{}},
  };
}

std::string text_as_html(std::string_view text) {
  return text::render_html(text::parse(text),
                           {.mention = [](auto const&) { return std::nullopt; }, .tags_url = {}});
}

json::object nodeinfo(InstanceView const& instance, std::string_view schema_version) {
  return {
      {"version", schema_version},
      {"software", {{"name", "auklet"}, {"version", AUKLET_VERSION}}},
      {"protocols", json::array{"activitypub"}},
      {"services", {{"inbound", json::array{}}, {"outbound", json::array{}}}},
      {"openRegistrations", instance.registrations_open},
      {"usage",
       {{"users", {{"total", instance.people}, {"activeMonth", instance.active_month}}},
        {"localPosts", instance.posts}}},
      {"metadata", {{"nodeName", instance.title}, {"nodeDescription", instance.description}}},
  };
}

}  // namespace auklet::view
