// SPDX-License-Identifier: Apache-2.0
//
// The things of the domain as the JSON entities of the Mastodon API
// (https://docs.joinmastodon.org/entities/). Pure: everything shown was loaded before. A nullable field is
// always present as null; a field that depends on the viewer is absent when nobody is logged in.
#pragma once

#include <array>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/storage_ptr.hpp>
#include <boost/json/value.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "domain/account.h"
#include "domain/conversation.h"
#include "domain/emoji_table.h"
#include "domain/filter.h"
#include "domain/notification.h"
#include "domain/post.h"
#include "view/emojis.h"

namespace auklet::view {

class Renderer {
 public:
  // `domain` is the one whose accounts are shown without theirs; neither URL has a slash at its end. Files lie below
  // `media_url`, on this server when it is not given. The table of emojis outlives this.
  Renderer(std::string domain, std::string base_url, std::string media_url = {},
           EmojiTable const& emojis = EmojiTable::none())
      : domain_(std::move(domain)),
        base_url_(std::move(base_url)),
        media_url_(media_url.empty() ? base_url_ + "/media" : std::move(media_url)),
        emojis_(emojis, media_url_) {}

  // `name` for people of this server, `name@domain` for all others.
  std::string acct(Account const& account) const;
  bool is_local(Account const& account) const { return account.domain == domain_; }
  // The permanent ActivityPub id of a post, and its page.
  std::string post_uri(Post const& post, Account const& author) const;
  std::string post_url(Post const& post, Account const& author) const;
  // Everybody has a picture, be it the same one.
  std::string avatar_url(Account const& account) const;
  std::string header_url(Account const& account) const;
  std::string file_url(std::string const& file) const { return media_url_ + "/" + file; }
  Emojis const& emojis() const { return emojis_; }

  // Where a `storage` can be given the entity is made in it and must not outlive it.
  boost::json::object account(Account const& account, boost::json::storage_ptr storage = {}) const;
  // CredentialAccount: with `source` and `role`.
  boost::json::object own_account(Account const& account, User const& user,
                                  std::int64_t follow_requests_count) const;
  boost::json::object role(Role role) const;
  boost::json::object relationship(Relationship const& relationship) const;

  boost::json::object status(PostDetails const& details, boost::json::storage_ptr storage = {}) const;
  // The parts that a status is made of; view/fragments.h keeps their text and joins it again. Beside them stand
  // `account` and `reblog`.
  // What is the post's own, a boost's too: its id, links, numbers, mentions. Without its poll, when it has one, and its
  // quote.
  boost::json::object post_part(PostDetails const& details, boost::json::storage_ptr storage = {}) const;
  // What is said; a boost says what its post says.
  boost::json::object voice_part(Post const& post, boost::json::storage_ptr storage = {}) const;
  // What depends on who looks. `pinnable`: a post of their own that they may pin. `filtered` comes last.
  boost::json::object viewer_part(ViewerFlags const& flags, bool pinnable,
                                  std::vector<FilterMatch> const& filtered,
                                  boost::json::storage_ptr storage = {}) const;
  static bool is_pinnable(bool own, Visibility visibility) { return own && visibility != Visibility::direct; }
  // The poll of a post that has one, as its viewer sees it.
  boost::json::object poll(PostDetails const& details) const;
  // What is the same for all viewers; it differs between a poll that has ended and one that has not.
  boost::json::object poll_part(Poll const& poll, bool ended) const;
  // What others may do with a post. https://docs.joinmastodon.org/entities/QuoteApproval/ — of replies and boosts, of which
  // Mastodon has no such thing, it is said only where not everyone may.
  struct ApprovalField {
    std::string_view name;
    Approval InteractionPolicy::* approval;
    bool always;
  };
  static constexpr std::array<ApprovalField, 3> approval_fields{
      {{"quote_approval", &InteractionPolicy::quote, true},
       {"reply_approval", &InteractionPolicy::reply, false},
       {"reblog_approval", &InteractionPolicy::boost, false}}};
  boost::json::object approval(Approval approval, bool viewer_may,
                               boost::json::storage_ptr storage = {}) const;
  // Whether a viewer who is logged in may, field by field.
  static std::array<bool, 3> may(InteractionPolicy policy, Visibility visibility, Asker asker,
                                 bool mentioned);
  // What DELETE answers: the text as typed in place of the HTML.
  boost::json::object deleted_status(PostDetails const& details) const;
  // `media`: all that was ever attached to the post.
  boost::json::object edit(PostEdit const& edit, Account const& author,
                           std::vector<Media> const& media) const;
  boost::json::object attachment(Media const& media, boost::json::storage_ptr storage = {}) const;
  // How others are named in a text, and hashtags.
  boost::json::object mention(Account const& account, boost::json::storage_ptr storage = {}) const;
  boost::json::object tag_link(std::string const& name, boost::json::storage_ptr storage = {}) const;
  // Use of a tag or a link in the last seven days where that is known, newest day first.
  struct UseDay {
    std::int64_t day = 0;  // Unix seconds at midnight
    std::int64_t uses = 0;
    std::int64_t accounts = 0;
  };
  boost::json::object tag(Tag const& tag, std::vector<UseDay> const& history) const;
  // PreviewCard, and Trends::Link.
  boost::json::object card(LinkCard const& card) const;
  boost::json::object trending_link(LinkCard const& card, std::vector<UseDay> const& history) const;

  // Without its keywords and posts.
  boost::json::object filter(Filter const& filter) const;
  boost::json::object filter_match(FilterMatch const& match) const;

  boost::json::object notification(Notification const& notification, Account const& from,
                                   std::optional<PostDetails> const& post) const;

  boost::json::object conversation(Conversation const& conversation, std::vector<Account> const& others,
                                   std::optional<PostDetails> const& last) const;

  boost::json::array accounts(std::vector<Account> const& list) const;
  boost::json::array statuses(std::vector<PostDetails> const& list) const;

 private:
  // `within`: inside of a quote, where what it quotes itself is only named.
  boost::json::object status_within(PostDetails const& details, boost::json::storage_ptr storage,
                                    bool within) const;
  boost::json::value quote(PostDetails const& details, boost::json::storage_ptr storage, bool within) const;
  boost::json::array fields(Account const& account) const;

  std::string const domain_;
  std::string const base_url_;
  std::string const media_url_;
  Emojis const emojis_;
};

}  // namespace auklet::view
