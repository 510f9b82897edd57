// SPDX-License-Identifier: Apache-2.0
#include "stream/sight.h"

#include <utility>
#include <vector>

#include "service/environment.h"
#include "service/mark_reader.h"

namespace auklet::stream {

namespace {

// A new post that starts a conversation has no mark of anyone.
bool may_be_marked(AboutPost const& about) {
  auto const& facts = about.shown->marked().facts;
  return about.edited || about.entry.boost || static_cast<PostId>(facts.thread) != facts.id;
}

}  // namespace

ViewerSight SightReader::common(Viewer const& viewer, AboutPost const& about) const {
  ViewerSight sight;
  if (!about.shown) {
    return sight;
  }
  auto const& shown = *about.shown;
  auto const boost = shown.original ? std::optional{shown.post.facts.id} : std::nullopt;
  sight.filtered = filtered(viewer, shown.marked(), boost);
  sight.quote = quote_state(viewer, about);
  if (auto const* const quoted = shown.marked_quote(); quoted != nullptr && carries_post(sight.quote)) {
    sight.quoted_filtered = filtered(viewer, quoted->post, std::nullopt);
  }
  return sight;
}

Task<ViewerSight> SightReader::own(Viewer const& viewer, AboutPost const& about) const {
  auto sight = common(viewer, about);
  if (!about.shown) {
    co_return sight;
  }
  auto const& marked = about.shown->marked().facts;
  auto const* const quoted = about.shown->marked_quote();
  sight.flags = ViewerFlags{};
  sight.follows_author = marked.policy.names_followers() && viewer.relations.follows(marked.author);
  std::vector<timeline::MarkedPost> posts;
  if (may_be_marked(about)) {
    posts.push_back({marked.id, marked.thread});
  }
  if (quoted != nullptr) {
    auto const& facts = quoted->post.facts;
    sight.quoted_flags = ViewerFlags{};
    sight.follows_quoted_author = facts.policy.names_followers() && viewer.relations.follows(facts.author);
    posts.push_back({facts.id, facts.thread});
  }
  if (posts.empty()) {
    co_return sight;
  }
  auto const marks = co_await sources_.marks.read(viewer.id, std::move(posts));
  if (!marks) {
    co_return sight;
  }
  if (may_be_marked(about)) {
    sight.flags = marks->front();
  }
  if (quoted != nullptr) {
    sight.quoted_flags = marks->back();
  }
  co_return sight;
}

std::string SightReader::filtered(Viewer const& viewer, view::PostFragment const& said,
                                  std::optional<PostId> boost) const {
  if (!viewer.filters || viewer.filters->empty()) {
    return {};
  }
  return writer_.filtered(viewer.filters->match(said.words, said.facts.id, boost, sources_.env.clock.now()));
}

}  // namespace auklet::stream
