// SPDX-License-Identifier: Apache-2.0
#include "view/fragments.h"

#include <algorithm>
#include <boost/json/serialize.hpp>
#include <cstring>

namespace auklet::view {

namespace {

constexpr std::string_view begin_account = R"(,"account":)";
constexpr std::string_view begin_boosted = R"(,"reblog":)";
constexpr std::string_view no_boosted = R"(,"reblog":null)";

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
    viewer_fields_[bits] = "," + fields_of(renderer.viewer_part(flags, (bits & 32U) != 0));
    viewer_fields_bytes_max_ = std::max(viewer_fields_bytes_max_, viewer_fields_[bits].size());
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
                                  .mentions = {}},
                        .text = {}};
  for (auto const& account : details.mentions) {
    fragment.facts.mentions.push_back(account.id);
  }
  if (!post.boost_of_id) {
    fragment.text = fields_of(renderer_.voice_part(post)) + ",";
    fragment.voice_bytes = fragment.text.size();
  }
  fragment.text += fields_of(renderer_.post_part(details));
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

std::size_t FragmentWriter::bytes_max(StatusPieces const& pieces) const {
  auto const joints = begin_account.size() + begin_boosted.size() + no_boosted.size() + 2;
  auto bytes = pieces.post->text.size() + pieces.author->text.size() + joints + viewer_fields_bytes_max_;
  if (pieces.original != nullptr) {
    bytes += pieces.original->voice_bytes +
             bytes_max({.post = pieces.original, .author = pieces.original_author, .flags = pieces.flags});
  }
  return bytes;
}

char* FragmentWriter::write_status(char* out, StatusPieces const& pieces,
                                   std::optional<AccountId> viewer) const {
  auto const put = [&out](std::string_view text) {
    std::memcpy(out, text.data(), text.size());
    out += text.size();
  };
  auto const& post = *pieces.post;
  put("{");
  put(pieces.original != nullptr ? pieces.original->voice() : post.voice());
  put(post.rest());
  put(begin_account);
  put(pieces.author->text);
  if (pieces.original != nullptr) {
    put(begin_boosted);
    out = write_status(
        out, {.post = pieces.original, .author = pieces.original_author, .flags = pieces.flags}, viewer);
  } else {
    put(no_boosted);
  }
  if (pieces.flags) {
    auto const pinnable = pieces.original == nullptr &&
                          Renderer::is_pinnable(viewer == post.facts.author, post.facts.visibility);
    put(viewer_fields(*pieces.flags, pinnable));
  }
  put("}");
  return out;
}

void FragmentWriter::append_status(std::string& out, StatusPieces const& pieces,
                                   std::optional<AccountId> viewer) const {
  auto const before = out.size();
  out.resize_and_overwrite(before + bytes_max(pieces), [&](char* text, std::size_t) {
    return static_cast<std::size_t>(write_status(text + before, pieces, viewer) - text);
  });
}

}  // namespace auklet::view
