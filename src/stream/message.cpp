// SPDX-License-Identifier: Apache-2.0
#include "stream/message.h"

namespace auklet::stream {

std::size_t ShownPost::bytes() const {
  return post.bytes() + author.bytes() + (original ? original->bytes() : 0) + (quoted ? quoted->bytes() : 0) +
         tags.capacity() * sizeof(std::string);
}

std::size_t Message::bytes() const {
  auto bytes = sizeof(*this) + (payload ? payload->capacity() : 0);
  if (auto const* post = std::get_if<AboutPost>(&about)) {
    bytes += post->entry.mentions.capacity() * sizeof(AccountId) +
             post->entry.tags.capacity() * sizeof(TagId) + (post->shown ? post->shown->bytes() : 0);
  } else if (auto const* stale = std::get_if<RelationsAreStale>(&about)) {
    bytes += stale->accounts.capacity() * sizeof(AccountId);
  }
  return bytes;
}

bool Message::shows(PostId post) const {
  if (auto const* of = std::get_if<AboutPost>(&about)) {
    if (!of->shown) {
      return false;
    }
    auto const* const quoted = of->shown->marked_quote();
    return of->entry.id == post || of->shown->marked().facts.id == post ||
           (quoted != nullptr && quoted->post.facts.id == post);
  }
  auto const* to = std::get_if<ToAccount>(&about);
  return to != nullptr && to->shows == post;
}

}  // namespace auklet::stream
