// SPDX-License-Identifier: Apache-2.0
#include "api/instance_facts.h"

#include <utility>

#include "api/services.h"
#include "service/environment.h"
#include "service/instance_service.h"
#include "service/media_service.h"
#include "service/push_service.h"
#include "service/translation_service.h"
#include "view/renderer.h"

namespace auklet::api {

Task<Result<view::InstanceView>> describe_instance(Services& services) {
  CO_TRY(auto facts, co_await services.instance.facts());
  CO_TRY(auto vapid_key, co_await services.push.public_key());
  auto const& [domain, base_url] = services.env.identity;
  auto const& limits = services.env.limits;
  auto const& media = services.media.limits();
  view::InstanceView instance{
      .domain = domain,
      .base_url = base_url,
      .title = std::move(facts.profile.title),
      .description = std::move(facts.profile.description),
      .contact_email = std::move(facts.profile.contact_email),
      .languages = std::move(facts.profile.languages),
      .vapid_key = std::move(vapid_key),
      .registrations_open = limits.registrations_open,
      .translates = services.translations.is_enabled(),
      .people = facts.totals.people,
      .posts = facts.totals.posts,
      .active_month = facts.totals.active,
      .post_characters_max = limits.post_characters_max,
      .display_name_characters_max = limits.display_name_characters_max,
      .note_characters_max = limits.note_characters_max,
      .profile_fields_max = limits.profile_fields_max,
      .profile_field_characters_max = limits.profile_field_characters_max,
      .pins_max = limits.pins_max,
      .featured_tags_max = limits.featured_tags_max,
      .media_per_post_max = post_media_max,
      .media_types = services.media.types(),
      .media_description_characters_max = media.description_characters_max,
      .image_bytes_max = media.image_bytes_max,
      .image_pixels_max = media.image_pixels_max,
      .video_bytes_max = media.video_bytes_max,
  };
  if (instance.title.empty()) {
    instance.title = domain;
  }
  if (facts.contact) {
    instance.contact_account = services.view.account(*facts.contact);
  }
  co_return instance;
}

}  // namespace auklet::api
