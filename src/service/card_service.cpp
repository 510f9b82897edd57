// SPDX-License-Identifier: Apache-2.0
#include "service/card_service.h"

#include <utility>

#include "base/encoding.h"
#include "base/time_text.h"
#include "service/post_card.h"
#include "store/cards.h"
#include "store/posts.h"
#include "text/link_preview.h"
#include "text/post_text.h"

namespace auklet::service {

namespace {

constexpr std::size_t page_bytes_max = std::size_t{1} << 20U;  // what follows is left unread
constexpr std::size_t oembed_bytes_max = std::size_t{256} << 10U;
constexpr std::chrono::seconds request_timeout{10};

// Somebody else's trouble that may be over at the next attempt.
bool may_pass(ErrorKind kind) {
  return kind == ErrorKind::timeout || kind == ErrorKind::unavailable;
}
bool may_pass(unsigned status) {
  return status >= 500 || status == 429;
}

bool is_html(std::string_view content_type) {
  auto const lower = base::ascii_lower(content_type);
  return lower.starts_with("text/html") || lower.starts_with("application/xhtml+xml");
}

void take_page(LinkCard& card, text::LinkPreview preview) {
  card.title = std::move(preview.title);
  card.description = std::move(preview.description);
  card.author_name = std::move(preview.author_name);
  card.provider_name = std::move(preview.provider_name);
  card.language = std::move(preview.language);
  if (auto const published = base::parse_iso(preview.published_at)) {
    card.published_at = *published;
  }
}

// What oEmbed says was written for those who embed: it goes before the page's own words.
void take_embed(LinkCard& card, text::Embed embed) {
  auto const prefer = [](std::string& value, std::string& better) {
    if (!better.empty()) {
      value = std::move(better);
    }
  };
  prefer(card.title, embed.title);
  prefer(card.author_name, embed.author_name);
  prefer(card.author_url, embed.author_url);
  prefer(card.provider_name, embed.provider_name);
  prefer(card.provider_url, embed.provider_url);
  card.width = embed.width;
  card.height = embed.height;
  if (embed.type == text::Embed::Type::photo) {
    card.type = CardType::photo;
    card.embed_url = std::move(embed.photo_url);
  } else if (embed.type == text::Embed::Type::video) {
    card.type = CardType::video;
    card.html = text::player_html(embed.player_url, embed.width, embed.height);
  }
}

}  // namespace

Task<Result<>> CardService::fetch_for(PostId id, bool is_last) {
  auto& reader = env_.database.session();
  CO_TRY(auto const post, co_await store::posts::find(reader, id));
  if (!post) {
    co_return Result<>{};
  }
  auto const url = card_link(text::parse(post->text).urls, env_.identity);
  if (!url) {
    co_return Result<>{};  // it was edited since
  }
  auto const now = env_.clock.now();
  CO_TRY(auto const kept, co_await store::cards::find(reader, *url));
  db::Batch batch;
  LinkCard card;
  std::chrono::milliseconds const spread{env_.random.next() %
                                         (std::chrono::milliseconds{fresh_for}.count() / 7)};
  if (kept && now - kept->fetched_at < fresh_for - spread) {
    card = kept->card;
  } else {
    CO_TRY(card, co_await fetch(*url, is_last));
    store::cards::put(batch, card, now);
  }
  store::cards::attach(batch, id, *url);
  CO_TRY_OK(co_await env_.database.write(batch));
  if (card.is_shown()) {
    env_.bus.publish(bus::PostTouched{id});
    env_.bus.publish(bus::PostLinked{id});
  }
  co_return Result<>{};
}

Task<Result<LinkCard>> CardService::fetch(std::string url, bool is_last) {
  LinkCard card{.id = env_.mint<CardId>(), .url = url};
  auto page = co_await ask(url, "text/html, application/xhtml+xml;q=0.9", page_bytes_max);
  if (!page && !is_last) {
    co_return std::unexpected(std::move(page).error());
  }
  if (!page || !*page || !is_html((*page)->headers.find("Content-Type").value_or(""))) {
    co_return card;
  }
  auto const& response = **page;
  auto preview =
      text::read_page(response.body, response.headers.find("Content-Type").value_or(""), response.url);
  auto const oembed_url = std::exchange(preview.oembed_url, {});
  take_page(card, std::move(preview));
  if (!oembed_url.empty()) {
    // Without it the page's own words must do.
    if (auto const answer = co_await ask(oembed_url, "application/json", oembed_bytes_max);
        answer && *answer) {
      if (auto embed = text::read_oembed((*answer)->body)) {
        take_embed(card, *std::move(embed));
      }
    }
  }
  if (card.provider_name.empty()) {
    card.provider_name = text::host_of(url);
  }
  co_return card;
}

Task<Result<std::optional<net::IncomingResponse>>> CardService::ask(std::string url, std::string accept,
                                                                    std::size_t bytes_max) {
  net::OutgoingRequest request{
      .url = std::move(url), .timeout = request_timeout, .body_bytes_max = bytes_max, .cut_long_body = true};
  request.headers.add("Accept", std::move(accept));
  auto response = co_await client_.send(std::move(request));
  if (!response) {
    if (may_pass(response.error().kind)) {
      co_return std::unexpected(std::move(response).error());
    }
    co_return std::nullopt;
  }
  if (may_pass(response->status)) {
    co_return fail(ErrorKind::unavailable, "The page cannot be had now",
                   "status " + std::to_string(response->status));
  }
  if (response->status != 200) {
    co_return std::nullopt;
  }
  co_return *std::move(response);
}

}  // namespace auklet::service
