// SPDX-License-Identifier: Apache-2.0
//
// One thing to be told to those who listen, made once of an event on the bus. Whom it is told to is for each of them to
// be judged (stream/viewer.h).
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "bus/events.h"
#include "domain/home_rule.h"
#include "domain/ids.h"
#include "domain/scope.h"
#include "stream/stream_name.h"
#include "view/fragments.h"

namespace auklet::stream {

// A post as it is shown, in the pieces that view joins.
struct ShownPost {
  view::PostFragment post;
  view::AccountFragment author;
  std::shared_ptr<ShownPost const> original;  // of a boost
  std::shared_ptr<ShownPost const> quoted;    // null when there is nothing to be shown
  bool local = true;
  bool has_media = false;
  std::vector<std::string> tags;  // names, folded

  // What marks of a viewer are about.
  view::PostFragment const& marked() const { return original ? original->post : post; }
  // What that quotes.
  ShownPost const* marked_quote() const { return original ? original->quoted.get() : quoted.get(); }
  std::size_t bytes() const;
};

// A post was written, edited or deleted.
struct AboutPost {
  HomeEntry entry;                 // of a deleted one only its id, author, visibility and tags
  std::optional<ShownPost> shown;  // nothing once it is deleted
  std::vector<std::string> deleted_tags;
  bool deleted_boost = false;
  bool edited = false;
};

// Something for one person, on some of their own streams.
struct ToAccount {
  AccountId account{};
  std::vector<StreamKind> streams;
  std::optional<Scope> scope;      // needed beside what the stream itself needs
  std::optional<PostId> shows;     // the post in its payload
  bool filters_are_stale = false;  // what is known of the account's filters is to be forgotten
};

// Something for everyone who listens to their own stream.
struct ToEveryone {};

// Nothing to tell, but to be heeded before what comes after it.
struct RelationsAreStale {
  std::vector<AccountId> accounts;
};
struct ListIsStale {
  AccountId owner{};
  ListId list{};
};
struct AccessIsStale {
  AccountId account{};
};

struct Message {
  std::uint64_t sequence = 0;
  std::string_view event;              // a literal: "update"
  std::optional<std::string> payload;  // JSON or an id; of a shown post it is made when it is sent
  std::variant<AboutPost, ToAccount, ToEveryone, RelationsAreStale, ListIsStale, AccessIsStale> about;

  std::size_t bytes() const;
  // Whether it shows this post, so that it is not to be sent any more once that is gone.
  bool shows(PostId post) const;
};

using MessagePointer = std::shared_ptr<Message const>;

}  // namespace auklet::stream
