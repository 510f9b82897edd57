// SPDX-License-Identifier: Apache-2.0
#include "view/page_content.h"

#include <fmt/format.h>

#include <array>
#include <boost/json/object.hpp>
#include <chrono>
#include <optional>
#include <string_view>
#include <utility>

#include "base/time_text.h"

namespace auklet::view {

namespace {

std::string handle(Account const& account) {
  return "@" + account.username + "@" + account.domain;
}

std::string text_of(boost::json::object const& entity, char const* name) {
  return std::string(entity.at(name).as_string());
}

std::vector<PollLine> poll_lines(PostDetails const& details) {
  std::vector<PollLine> lines;
  if (details.poll) {
    auto const& poll = *details.poll;
    bool const tells = !poll.hide_totals || poll.has_ended(details.seen_at);
    for (auto const& option : poll.options) {
      lines.push_back({option.title, tells ? grouped(option.votes) : std::string{}});
    }
  }
  return lines;
}

// Pictures leave no room for it, as in the client.
std::optional<CardBlock> card_block(PostDetails const& details) {
  if (!details.card || !details.card->is_shown() || !details.media.empty()) {
    return std::nullopt;
  }
  auto const& card = *details.card;
  return CardBlock{card.url, card.title, card.description, card.provider_name};
}

PostBlock pictured_block(Renderer const& renderer, PostDetails const& details) {
  auto block = post_block(renderer, details);
  auto const& emojis = renderer.emojis();
  block.content = emojis.pictured(block.content);
  block.author_label = emojis.pictured_text(block.author_name);
  block.warning_label = emojis.pictured_text(block.content_warning);
  return block;
}

}  // namespace

std::string readable_date(UnixMillis time) {
  static constexpr std::array<std::string_view, 12> months{"January",   "February", "March",    "April",
                                                           "May",       "June",     "July",     "August",
                                                           "September", "October",  "November", "December"};
  std::chrono::year_month_day const date{std::chrono::floor<std::chrono::days>(time)};
  return fmt::format("{} {} {}", static_cast<unsigned>(date.day()),
                     months[static_cast<unsigned>(date.month()) - 1], static_cast<int>(date.year()));
}

std::string readable_time(UnixMillis time) {
  auto const of_day = time - std::chrono::floor<std::chrono::days>(time);
  auto const minutes = std::chrono::floor<std::chrono::minutes>(of_day).count();
  return fmt::format("{}, {:02}:{:02}", readable_date(time), minutes / 60, minutes % 60);
}

// Of a quote that is not shown the link in the post remains.
std::optional<QuoteBlock> quote_block(Renderer const& renderer, PostDetails const& details) {
  if (!details.quote || !details.quote->post || details.quote->state != QuoteState::accepted) {
    return std::nullopt;
  }
  auto const& quoted = *details.quote->post;
  auto const& author = quoted.author;
  return QuoteBlock{.url = renderer.post_url(quoted.post, author),
                    .author_name = author.display_name.empty() ? author.username : author.display_name,
                    .author_handle = handle(author),
                    .language = quoted.post.language.value_or(""),
                    .content = trusted_html(quoted.post.content),
                    .content_warning = quoted.post.spoiler_text};
}

PostBlock post_block(Renderer const& renderer, PostDetails const& details) {
  if (details.boosted) {
    return post_block(renderer, *details.boosted);
  }
  auto const& post = details.post;
  auto const& author = details.author;
  std::vector<PictureBlock> pictures;
  for (auto const& media : details.media) {
    if (!media.preview.empty()) {
      pictures.push_back(
          {renderer.file_url(media.file), renderer.file_url(media.preview), media.description});
    }
  }
  return {
      .url = renderer.post_url(post, author),
      .author_name = author.display_name,
      .author_handle = handle(author),
      .author_url = author.url,
      .author_avatar_url = renderer.avatar_url(author),
      .content = trusted_html(post.content),
      .content_warning = post.spoiler_text.empty() && post.sensitive && !pictures.empty()
                             ? "Sensitive content"
                             : post.spoiler_text,
      .language = post.language.value_or(""),
      .created_at = base::iso_millis(post.created_at),
      .created_on = readable_time(post.created_at),
      .replies = post.replies_count,
      .boosts = post.boosts_count,
      .favourites = post.favourites_count,
      .pictures = std::move(pictures),
      .edited_at = post.edited_at ? base::iso_millis(*post.edited_at) : std::string{},
      .poll = poll_lines(details),
      .card = card_block(details),
      .quote = quote_block(renderer, details),
  };
}

std::vector<PostBlock> post_blocks(Renderer const& renderer, std::vector<PostDetails> const& list) {
  std::vector<PostBlock> blocks;
  for (auto const& details : list) {
    blocks.push_back(pictured_block(renderer, details));
  }
  return blocks;
}

ProfilePage describe_profile(Renderer const& renderer, Site site, Account const& account,
                             std::vector<PostDetails> const& posts) {
  // The entity has the note and the fields as HTML already.
  auto const entity = renderer.account(account);
  auto const& emojis = renderer.emojis();
  std::vector<ProfileField> fields;
  for (auto const& field : entity.at("fields").as_array()) {
    fields.push_back({emojis.pictured_text(text_of(field.as_object(), "name")),
                      emojis.pictured(trusted_html(text_of(field.as_object(), "value")))});
  }
  return {
      .site = std::move(site),
      .display_name = account.display_name,
      .handle = handle(account),
      .url = account.url,
      .activity_uri = account.uri,
      .avatar_url = renderer.avatar_url(account),
      .header_url = renderer.header_url(account),
      .note = emojis.pictured(trusted_html(text_of(entity, "note"))),
      .summary = account.note,
      .fields = std::move(fields),
      .joined_on = readable_date(account.created_at),
      .posts_count = account.posts_count,
      .following_count = account.following_count,
      .followers_count = account.followers_count,
      .indexable = account.indexable,
      .posts = post_blocks(renderer, posts),
      .label = emojis.pictured_text(account.display_name),
      .username = account.username,
  };
}

PostPage describe_post(Renderer const& renderer, Site site, PostDetails const& details,
                       std::vector<PostDetails> const& ancestors, std::vector<PostDetails> const& replies) {
  auto const& post = details.post;
  return {
      .site = std::move(site),
      .post = pictured_block(renderer, details),
      .activity_uri = renderer.post_uri(post, details.author),
      .summary = post.spoiler_text.empty() ? post.text : post.spoiler_text,
      .indexable = details.author.indexable && post.visibility == Visibility::public_,
      .ancestors = post_blocks(renderer, ancestors),
      .replies = post_blocks(renderer, replies),
  };
}

}  // namespace auklet::view
