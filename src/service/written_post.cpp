// SPDX-License-Identifier: Apache-2.0
#include "service/written_post.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <utility>

#include "service/post_card.h"
#include "service/post_poll.h"
#include "service/post_quote.h"
#include "store/accounts.h"
#include "text/language.h"
#include "text/post_html.h"
#include "text/unicode.h"
#include "text/username.h"

namespace auklet::service {

namespace {

constexpr std::size_t mentions_max = 100;  // people one post may notify

}  // namespace

std::vector<AccountId> WrittenPost::mentions() const {
  std::vector<AccountId> ids;
  std::ranges::transform(mentioned, std::back_inserter(ids), &Account::id);
  return ids;
}

bool WrittenPost::mentions(AccountId account) const {
  return std::ranges::find(mentioned, account, &Account::id) != mentioned.end();
}

std::vector<store::posts::TagUse> WrittenPost::tag_uses(Environment const& env) const {
  std::vector<store::posts::TagUse> uses;
  for (auto const& hashtag : hashtags) {
    uses.push_back({env.mint<TagId>(), hashtag.name, hashtag.display});
  }
  return uses;
}

Task<Result<WrittenPost>> write_post(Environment const& env, AccountId author, std::string text,
                                     std::string spoiler_text, PostDraft const& draft,
                                     std::optional<std::string> quoted_url) {
  auto parsed = text::parse(text);
  auto const spoiler = text::clean_text(spoiler_text);
  if (parsed.text.empty() && draft.media.ids.empty() && !quoted_url) {
    co_return validation_failed("Text can't be blank");
  }
  if (text::count_characters(parsed) + text::count_graphemes(spoiler) > env.limits.post_characters_max) {
    co_return validation_failed(
        fmt::format("Text character limit of {} exceeded", env.limits.post_characters_max));
  }
  if (parsed.mentions.size() > mentions_max) {
    co_return validation_failed(fmt::format("Text mentions more than {} people", mentions_max));
  }
  WrittenPost written{.text = parsed.text, .spoiler_text = spoiler};
  if (draft.poll && !draft.media.ids.empty()) {
    co_return validation_failed("A post cannot have both a poll and media");
  }
  if (draft.poll) {
    CO_TRY(written.poll, poll_of(*draft.poll, author, env.clock.now()));
  }
  if (draft.language && !draft.language->empty()) {
    written.language = text::canonical_language(*draft.language);
    if (!written.language) {
      co_return validation_failed("Language is invalid");
    }
  }

  Error unexpected{ErrorKind::invalid, "Post would be sent to unexpected accounts", "", {}};
  std::map<std::pair<std::string, std::string>, Account> known;
  for (auto const& mention : parsed.mentions) {
    auto const domain = mention.domain.empty() ? env.identity.domain : mention.domain;
    CO_TRY(auto account, co_await store::accounts::find_by_handle(
                             env.database.session(), text::fold_username(mention.username), domain));
    if (!account || account->suspended_at) {
      continue;
    }
    if (draft.allowed_mentions && account->id != author &&
        std::ranges::find(*draft.allowed_mentions, account->id) == draft.allowed_mentions->end()) {
      unexpected.fields.push_back({unexpected_accounts_field, "", to_text(account->id)});
    }
    if (!written.mentions(account->id)) {
      written.mentioned.push_back(*account);
    }
    known.emplace(std::pair{mention.username, mention.domain}, std::move(*account));
  }
  if (!unexpected.fields.empty()) {
    co_return std::unexpected(std::move(unexpected));
  }
  // The domain is shown only where two people of one name would look the same.
  auto const namesakes = [&known](Account const& account) {
    return std::ranges::count_if(known, [&](auto const& entry) {
      return entry.second.id != account.id &&
             text::fold_username(entry.second.username) == text::fold_username(account.username);
    });
  };
  written.content = text::render_html(
      parsed, {.mention = [&](text::MentionToken const& token) -> std::optional<text::MentionLink> {
                 auto const found = known.find({token.username, token.domain});
                 if (found == known.end()) {
                   return std::nullopt;
                 }
                 auto const& account = found->second;
                 auto const shown =
                     namesakes(account) > 0 ? account.username + "@" + account.domain : account.username;
                 return text::MentionLink{account.url, shown};
               },
               .tags_url = env.identity.tags_url()});
  if (quoted_url) {
    written.content = with_quote_link(std::move(written.content), parsed.text, *quoted_url);
  }
  written.hashtags = std::move(parsed.hashtags);
  written.link = card_link(parsed.urls, env.identity);
  co_return written;
}

}  // namespace auklet::service
