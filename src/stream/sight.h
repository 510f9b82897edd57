// SPDX-License-Identifier: Apache-2.0
//
// What of a post that is shown depends on who gets it.
#pragma once

#include <optional>
#include <string>

#include "async/task.h"
#include "domain/post.h"
#include "domain/quote.h"
#include "stream/message.h"
#include "stream/sources.h"
#include "stream/viewer.h"
#include "view/fragments.h"

namespace auklet::stream {

struct ViewerSight {
  std::optional<ViewerFlags> flags = {};  // on streams that say them
  std::string filtered = {};              // what of their filters matches, see view::StatusPieces
  bool follows_author = false;            // of the post, or of what it boosts
  QuoteState quote = QuoteState::accepted;
  std::optional<ViewerFlags> quoted_flags = {};
  std::string quoted_filtered = {};
  bool follows_quoted_author = false;
};

class SightReader {
 public:
  // Both must outlive it.
  SightReader(Sources const& sources, view::FragmentWriter const& writer)
      : sources_(sources), writer_(writer) {}

  // On streams that are the same for all, but for what someone filters or may not see.
  ViewerSight common(Viewer const& viewer, AboutPost const& about) const;
  // In the viewer's own feed: with what they have done with it. The viewer and the post are there until it is done.
  Task<ViewerSight> own(Viewer const& viewer, AboutPost const& about) const;

 private:
  std::string filtered(Viewer const& viewer, view::PostFragment const& said,
                       std::optional<PostId> boost) const;

  Sources const& sources_;
  view::FragmentWriter const& writer_;
};

}  // namespace auklet::stream
