// SPDX-License-Identifier: Apache-2.0
#include "view/fragments.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json/serialize.hpp>
#include <utility>

#include "text/post_words.h"

namespace auklet::view {

namespace {

constexpr std::string_view begin_account = R"(,"account":)";
constexpr std::string_view begin_boosted = R"(,"reblog":)";
constexpr std::string_view no_boosted = R"(,"reblog":null)";
constexpr std::string_view begin_filtered = R"(,"filtered":[)";
constexpr std::string_view no_quote = R"(,"quote":null)";
constexpr std::string_view begin_quote = R"(,"quote":{"state":")";
constexpr std::string_view begin_quoted = R"(","quoted_status":)";
constexpr std::string_view begin_quoted_id = R"(","quoted_status_id":)";
// Of a quote without the post in it: the longest state, an id of 20 digits in quotes.
constexpr std::size_t bare_quote_bytes_max = begin_quote.size() + begin_quoted_id.size() + 64;
constexpr std::string_view begin_poll = R"(,"poll":{)";
constexpr std::string_view begin_voted = R"(,"voted":)";
constexpr std::string_view begin_votes = R"(,"own_votes":[)";
// What of a poll is the viewer's, at most: every choice has two digits and a comma.
constexpr std::size_t own_poll_bytes_max =
    begin_voted.size() + sizeof("false") + begin_votes.size() + 3 * poll_choices_max + sizeof("]}");

char* put(char* out, std::string_view text) {
  return text.empty() ? out : std::ranges::copy(text, out).out;  // memmove takes no null, even for nothing
}

// The fields of an object as they stand between its braces.
std::string fields_of(boost::json::object const& object) {
  auto text = boost::json::serialize(object);
  text.pop_back();
  text.erase(0, 1);
  return text;
}

std::size_t bits_of(ViewerFlags const& flags, bool pinnable) {
  return std::size_t{flags.favourited} | std::size_t{flags.boosted} << 1U |
         std::size_t{flags.bookmarked} << 2U | std::size_t{flags.thread_muted} << 3U |
         std::size_t{flags.pinned} << 4U | std::size_t{pinnable} << 5U;
}

}  // namespace

FragmentWriter::FragmentWriter(Renderer const& renderer) : renderer_(renderer) {
  for (std::size_t bits = 0; bits < viewer_fields_.size(); ++bits) {
    ViewerFlags const flags{.favourited = (bits & 1U) != 0,
                            .boosted = (bits & 2U) != 0,
                            .bookmarked = (bits & 4U) != 0,
                            .pinned = (bits & 16U) != 0,
                            .thread_muted = (bits & 8U) != 0};
    viewer_fields_[bits] = "," + fields_of(renderer.viewer_part(flags, (bits & 32U) != 0, {}));
    viewer_fields_bytes_max_ = std::max(viewer_fields_bytes_max_, viewer_fields_[bits].size());
  }
  for (std::size_t i = 0; i < approvals_.size(); ++i) {
    auto const& field = Renderer::approval_fields[i];
    std::size_t longest = 0;
    for (std::size_t policy = 0; policy < approval_names.size(); ++policy) {
      auto const approval = static_cast<Approval>(policy);
      for (bool const may : {false, true}) {
        auto& text = approvals_[i][policy][may ? 1 : 0];
        if (field.always || approval != Approval::everyone) {
          text = "," + fields_of({{field.name, renderer.approval(approval, may)}});
        }
        longest = std::max(longest, text.size());
      }
    }
    approvals_bytes_max_ += longest;
  }
}

std::string_view FragmentWriter::viewer_fields(ViewerFlags const& flags, bool pinnable) const {
  return viewer_fields_[bits_of(flags, pinnable)];
}

PostFragment FragmentWriter::post(PostDetails const& details) const {
  auto const& post = details.post;
  PostFragment fragment{.facts = {.id = post.id,
                                  .author = post.account_id,
                                  .thread = post.thread_id,
                                  .boost_of = post.boost_of_id,
                                  .visibility = post.visibility,
                                  .mentions = {},
                                  .policy = post.policy,
                                  .quote = post.quote},
                        .text = {},
                        .poll = {},
                        .words = {}};
  for (auto const& account : details.mentions) {
    fragment.facts.mentions.push_back(account.id);
  }
  if (!post.boost_of_id) {
    fragment.text = fields_of(renderer_.voice_part(post)) + ",";
    fragment.voice_bytes = fragment.text.size();
    fragment.words = text::fold_words_of(details);
    fragment.words.shrink_to_fit();
  }
  fragment.text += fields_of(renderer_.post_part(details));
  if (auto const& poll = details.poll) {
    fragment.poll = std::make_shared<PollFragment const>(
        PollFragment{.open = fields_of(renderer_.poll_part(*poll, false)),
                     .ended = fields_of(renderer_.poll_part(*poll, true)),
                     .ends_at = poll->expires_at});
  }
  fragment.text.shrink_to_fit();
  return fragment;
}

AccountFragment FragmentWriter::account(Account const& account) const {
  AccountFragment fragment{.id = account.id,
                           .suspended = account.suspended_at.has_value(),
                           .text = boost::json::serialize(renderer_.account(account))};
  fragment.text.shrink_to_fit();
  return fragment;
}

std::string FragmentWriter::filtered(std::vector<FilterMatch> const& matches) const {
  std::string text;
  for (auto const& match : matches) {
    if (!text.empty()) {
      text += ',';
    }
    text += boost::json::serialize(renderer_.filter_match(match));
  }
  return text;
}

std::size_t FragmentWriter::bytes_max(StatusPieces const& pieces) const {
  auto const joints =
      begin_account.size() + begin_boosted.size() + no_boosted.size() + begin_filtered.size() + 2;
  auto bytes = pieces.post->text.size() + pieces.author->text.size() + joints + viewer_fields_bytes_max_ +
               pieces.filtered.size() + approvals_bytes_max_ + bare_quote_bytes_max;
  if (auto const& poll = pieces.post->poll) {
    bytes += begin_poll.size() + std::max(poll->open.size(), poll->ended.size()) + own_poll_bytes_max;
  }
  if (pieces.original != nullptr) {
    bytes += pieces.original->voice_bytes + bytes_max({.post = pieces.original,
                                                       .author = pieces.original_author,
                                                       .flags = pieces.flags,
                                                       .filtered = pieces.filtered,
                                                       .quoted = pieces.quoted});
  } else if (pieces.quoted != nullptr && pieces.quoted->post != nullptr) {
    auto const& quoted = *pieces.quoted;
    bytes += bytes_max(
        {.post = quoted.post, .author = quoted.author, .flags = quoted.flags, .filtered = quoted.filtered});
  }
  return bytes;
}

char* FragmentWriter::write_status(char* out, StatusPieces const& pieces,
                                   std::optional<AccountId> viewer) const {
  auto const& post = *pieces.post;
  out = put(out, "{");
  out = put(out, pieces.original != nullptr ? pieces.original->voice() : post.voice());
  out = put(out, post.rest());
  if (post.poll) {
    out = write_poll(out, *post.poll, pieces, viewer);
  }
  out = put(out, begin_account);
  out = put(out, pieces.author->text);
  if (pieces.original != nullptr) {
    out = put(out, begin_boosted);
    out = write_status(out,
                       {.post = pieces.original,
                        .author = pieces.original_author,
                        .flags = pieces.flags,
                        .filtered = pieces.filtered,
                        .now = pieces.now,
                        .follows_author = pieces.follows_author,
                        .quoted = pieces.quoted},
                       viewer);
    out = put(out, no_quote);
  } else {
    out = put(out, no_boosted);
    out = write_quote(out, pieces, viewer);
  }
  out = write_approvals(out, pieces, viewer);
  out = write_viewer_fields(out, pieces, viewer);
  return put(out, "}");
}

char* FragmentWriter::write_quote(char* out, StatusPieces const& pieces,
                                  std::optional<AccountId> viewer) const {
  auto const& quote = pieces.post->facts.quote;
  if (!quote) {
    return put(out, no_quote);
  }
  out = put(out, begin_quote);
  if (pieces.quoted == nullptr) {
    out = put(out, to_string(quote->common_state()));
    out = put(out, begin_quoted_id);
    if (!quote->is_shown()) {
      return put(out, "null}");
    }
    fmt::format_int const digits(std::to_underlying(*quote->post));
    out = put(out, "\"");
    out = put(out, {digits.data(), digits.size()});
    return put(out, "\"}");
  }
  auto const& quoted = *pieces.quoted;
  out = put(out, to_string(quoted.state));
  out = put(out, begin_quoted);
  if (quoted.post == nullptr) {
    return put(out, "null}");
  }
  out = write_status(out,
                     {.post = quoted.post,
                      .author = quoted.author,
                      .flags = quoted.flags,
                      .filtered = quoted.filtered,
                      .now = pieces.now,
                      .follows_author = quoted.follows_author},
                     viewer);
  return put(out, "}");
}

char* FragmentWriter::write_approvals(char* out, StatusPieces const& pieces,
                                      std::optional<AccountId> viewer) const {
  auto const& facts = pieces.post->facts;
  std::array<bool, 3> may{};
  if (pieces.flags && viewer) {
    // A boost is no post to do anything with, but what it boosts.
    bool const follows = pieces.original == nullptr && pieces.follows_author;
    may = Renderer::may(facts.policy, facts.visibility, {.self = viewer == facts.author, .follows = follows},
                        std::ranges::find(facts.mentions, *viewer) != facts.mentions.end());
  }
  for (std::size_t i = 0; i < approvals_.size(); ++i) {
    auto const policy = static_cast<std::size_t>(facts.policy.*Renderer::approval_fields[i].approval);
    out = put(out, approvals_[i][policy][may[i] ? 1 : 0]);
  }
  return out;
}

char* FragmentWriter::write_poll(char* out, PollFragment const& poll, StatusPieces const& pieces,
                                 std::optional<AccountId> viewer) {
  out = put(out, begin_poll);
  out = put(out, poll.ends_at && *poll.ends_at <= pieces.now ? poll.ended : poll.open);
  if (pieces.flags) {
    auto const votes = pieces.flags->votes;
    out = put(out, begin_voted);
    out = put(out, votes != 0 || viewer == pieces.post->facts.author ? "true" : "false");
    out = put(out, begin_votes);
    std::string_view separator = "";  // a null view must not be copied
    for (std::size_t i = 0; i < poll_choices_max; ++i) {
      if ((votes >> i & 1U) != 0) {
        out = put(out, std::exchange(separator, ","));
        fmt::format_int const digits(i);
        out = put(out, {digits.data(), digits.size()});
      }
    }
    out = put(out, "]");
  }
  return put(out, "}");
}

char* FragmentWriter::write_viewer_fields(char* out, StatusPieces const& pieces,
                                          std::optional<AccountId> viewer) const {
  if (pieces.flags) {
    auto const& facts = pieces.post->facts;
    auto const pinnable =
        pieces.original == nullptr && Renderer::is_pinnable(viewer == facts.author, facts.visibility);
    auto const fields = viewer_fields(*pieces.flags, pinnable);
    if (pieces.filtered.empty()) {
      return put(out, fields);
    }
    out = put(out, fields.substr(0, fields.size() - 1));  // its last bracket closes the empty list
  } else if (pieces.filtered.empty()) {
    return out;
  } else {
    out = put(out, begin_filtered);
  }
  return put(put(out, pieces.filtered), "]");
}

void FragmentWriter::append_status(std::string& out, StatusPieces const& pieces,
                                   std::optional<AccountId> viewer) const {
  auto const before = out.size();
  out.resize_and_overwrite(before + bytes_max(pieces), [&](char* text, std::size_t) {
    return static_cast<std::size_t>(write_status(text + before, pieces, viewer) - text);
  });
}

}  // namespace auklet::view
