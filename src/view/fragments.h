// SPDX-License-Identifier: Apache-2.0
//
// Statuses as text that is made once and shown many times. A status falls into what changes apart: the post, its
// author's account, and what depends on who looks. The first two are kept as JSON text without their braces, the
// third is one of 64 texts; joining them is copying. The fields themselves are named in one place, the Renderer.
#pragma once

#include <array>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/post.h"
#include "domain/post_facts.h"
#include "view/renderer.h"

namespace auklet::view {

// The fields of a poll that are the same for all.
struct PollFragment {
  std::string open;   // until it ends
  std::string ended;  // from then on
  std::optional<UnixMillis> ends_at;
};

// A post, or the part of a boost that is its own.
struct PostFragment {
  PostFacts facts;
  std::string text;             // fields; first those of Renderer::voice_part, of which a boost has none
  std::size_t voice_bytes = 0;  // how many bytes of the text they take, with the comma behind them
  std::shared_ptr<PollFragment const> poll;  // null: it has none
  std::string words;  // what it says, for the filters of its readers (text::fold_for_keywords)

  std::string_view voice() const { return std::string_view(text).substr(0, voice_bytes); }
  std::string_view rest() const { return std::string_view(text).substr(voice_bytes); }
  std::size_t bytes() const {
    return sizeof(*this) + text.capacity() + words.capacity() +
           facts.mentions.capacity() * sizeof(AccountId) +
           (poll ? sizeof(*poll) + poll->open.capacity() + poll->ended.capacity() : 0);
  }
};

struct AccountFragment {
  AccountId id{};
  bool suspended = false;
  std::string text;  // a whole object

  std::size_t bytes() const { return sizeof(*this) + text.capacity(); }
};

// What a status quotes, as it is to be shown.
struct QuotedPieces {
  QuoteState state = QuoteState::accepted;
  // Null unless carries_post(state).
  PostFragment const* post = nullptr;
  AccountFragment const* author = nullptr;
  std::optional<ViewerFlags> flags = {};
  std::string_view filtered = {};
  bool follows_author = false;
};

// One status as it is to be shown. For a boost the `original…` say what it boosts; flags, `follows_author` and `quoted`
// are about that.
struct StatusPieces {
  PostFragment const* post = nullptr;
  AccountFragment const* author = nullptr;
  PostFragment const* original = nullptr;  // null: not a boost
  AccountFragment const* original_author = nullptr;
  std::optional<ViewerFlags> flags;  // absent when nobody is logged in
  // FragmentWriter::filtered of what matches it. It is said without flags too; when there are flags, always.
  std::string_view filtered = {};
  UnixMillis now{};             // whether a poll has ended is told as of then
  bool follows_author = false;  // the viewer does; said only where the post's policy names followers
  // Null for a post within a quote, of which the quote is only named; and for one that quotes nothing.
  QuotedPieces const* quoted = nullptr;
};

class FragmentWriter {
 public:
  explicit FragmentWriter(Renderer const& renderer);

  PostFragment post(PostDetails const& details) const;
  AccountFragment account(Account const& account) const;
  // The elements of Status.filtered; empty when there are none.
  std::string filtered(std::vector<FilterMatch> const& matches) const;

  // Writes what Renderer::status would say, and returns where it ends; `viewer` is who looks. There must be room for
  // bytes_max(pieces).
  char* write_status(char* out, StatusPieces const& pieces, std::optional<AccountId> viewer) const;
  std::size_t bytes_max(StatusPieces const& pieces) const;
  // The same, behind what is there.
  void append_status(std::string& out, StatusPieces const& pieces, std::optional<AccountId> viewer) const;

 private:
  std::string_view viewer_fields(ViewerFlags const& flags, bool pinnable) const;
  static char* write_poll(char* out, PollFragment const& poll, StatusPieces const& pieces,
                          std::optional<AccountId> viewer);
  char* write_quote(char* out, StatusPieces const& pieces, std::optional<AccountId> viewer) const;
  char* write_approvals(char* out, StatusPieces const& pieces, std::optional<AccountId> viewer) const;
  char* write_viewer_fields(char* out, StatusPieces const& pieces, std::optional<AccountId> viewer) const;

  Renderer const& renderer_;
  std::array<std::string, 64>
      viewer_fields_;  // by the bits of flags and pinnable, each with a comma before it, up to `"filtered":[]`
  std::size_t viewer_fields_bytes_max_ = 0;
  // Of quotes, replies and boosts, by what the policy says and whether the viewer may; each with a comma before it.
  // Empty where nothing is said.
  using Approvals = std::array<std::array<std::string, 2>, approval_names.size()>;
  std::array<Approvals, Renderer::approval_fields.size()> approvals_;
  std::size_t approvals_bytes_max_ = 0;
};

}  // namespace auklet::view
