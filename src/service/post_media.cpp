// SPDX-License-Identifier: Apache-2.0
#include "service/post_media.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "service/caller.h"
#include "store/media.h"

namespace auklet::service {

namespace {

Error media_are_taken() {
  return {ErrorKind::invalid, "Validation failed: Media are attached to another post already", "", {}};
}

Result<> check(Media const& media, AccountId author, PostId post) {
  if (media.account_id != author || media.kind == MediaKind::profile ||
      media.post_id.value_or(post) != post) {
    return validation_failed(
        fmt::format("Media with ID {} not found or already attached to another post", to_text(media.id)));
  }
  if (media.state != MediaState::ready) {
    return validation_failed("Cannot attach files that have not finished processing. Try again in a moment!");
  }
  return {};
}

void relabel(Media& media, std::vector<MediaDescription> const& descriptions) {
  auto const label = std::ranges::find(descriptions, media.id, &MediaDescription::id);
  if (label != descriptions.end()) {
    media.description = label->description.value_or(media.description);
    media.focus = label->focus ? label->focus : media.focus;
  }
}

}  // namespace

Task<Result<std::vector<Media>>> media_for_post(Environment const& env, AccountId author, PostId post,
                                                MediaChoice choice) {
  std::vector<Media> media;
  if (choice.ids.empty()) {
    co_return media;
  }
  if (choice.ids.size() > post_media_max) {
    co_return validation_failed(fmt::format("Cannot attach more than {} files", post_media_max));
  }
  CO_TRY(auto const found, co_await store::media::find_all(env.database.session(), choice.ids));
  for (auto const id : choice.ids) {
    auto const item = std::ranges::find(found, id, &Media::id);
    CO_TRY_OK(check(item == found.end() ? Media{.id = id} : *item, author, post));
    if (std::ranges::find(media, id, &Media::id) != media.end()) {
      continue;
    }
    auto& attached = media.emplace_back(*item);
    attached.post_id = post;
    attached.position = static_cast<int>(media.size()) - 1;
    attached.expires_at.reset();
    relabel(attached, choice.descriptions);
  }
  if (media.size() > 1 && std::ranges::any_of(media, [](Media const& item) { return plays(item.kind); })) {
    co_return validation_failed("Cannot attach a video to a post that already contains images");
  }
  co_return media;
}

void attach(db::Batch& batch, std::vector<Media> const& media) {
  for (auto const& item : media) {
    store::media::attach(batch, item, media_are_taken());
  }
}

Task<Result<>> attach_anew(db::Session& session, PostId post, std::vector<Media> media) {
  CO_TRY_OK(co_await store::media::take_off(session, post));
  for (auto const& item : media) {
    CO_TRY(auto const attached, co_await store::media::attach(session, item));
    if (!attached) {
      co_return std::unexpected(media_are_taken());
    }
    CO_TRY_OK(co_await store::media::describe(session, item.id, item.description, item.focus));
  }
  co_return Result<>{};
}

std::vector<MediaLabel> labels_of(std::vector<Media> const& media) {
  std::vector<MediaLabel> labels;
  for (auto const& item : media) {
    labels.push_back({item.id, item.description});
  }
  return labels;
}

}  // namespace auklet::service
