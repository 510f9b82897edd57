// SPDX-License-Identifier: Apache-2.0
//
// The server as its clients learn of it: what it is called, what it can do, where its limits are.
// https://docs.joinmastodon.org/entities/Instance/ and …/V1_Instance/
#pragma once

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace auklet::view {

// Everything that differs from server to server; what is the same on all of them stands in the .cpp.
struct InstanceView {
  std::string domain;    // of its accounts
  std::string base_url;  // without a slash at the end
  std::string title;
  std::string description;
  std::string contact_email;
  std::vector<std::string> languages;  // the main one first
  std::string vapid_key;               // of Web Push, base64url
  boost::json::value contact_account;  // Account, or null when there is no owner yet
  bool registrations_open = true;
  bool translates = false;  // posts, on demand

  std::int64_t people = 0;
  std::int64_t posts = 0;
  std::int64_t active_month = 0;  // people who posted within the last 30 days

  std::size_t post_characters_max = 0;
  std::size_t display_name_characters_max = 0;
  std::size_t note_characters_max = 0;
  std::size_t profile_fields_max = 0;
  std::size_t profile_field_characters_max = 0;
  std::size_t pins_max = 0;
  std::size_t featured_tags_max = 0;
  std::size_t media_per_post_max = 0;
  std::vector<std::string> media_types = {};  // of files that may be uploaded
  std::size_t media_description_characters_max = 0;
  std::uint64_t image_bytes_max = 0;
  std::uint64_t image_pixels_max = 0;
  std::uint64_t video_bytes_max = 0;
};

boost::json::object instance_v2(InstanceView const& instance);
boost::json::object instance_v1(InstanceView const& instance);

// A text of whoever runs the server, with its paragraphs and links.
std::string text_as_html(std::string_view text);

// https://github.com/jhass/nodeinfo/blob/main/PROTOCOL.md — `schema_version` is 2.0 or 2.1.
boost::json::object nodeinfo(InstanceView const& instance, std::string_view schema_version);

}  // namespace auklet::view
