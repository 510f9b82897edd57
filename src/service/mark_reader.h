// SPDX-License-Identifier: Apache-2.0
//
// What a viewer has done with the posts of a page: from memory where that is known, else by one statement. The first time
// all that they ever did is looked up, if it is little.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "async/task.h"
#include "base/result.h"
#include "bus/events.h"
#include "domain/post.h"
#include "service/environment.h"
#include "timeline/viewer_marks.h"

namespace auklet::service {

class MarkReader {
 public:
  // Listens to the bus, so it must live as long as the bus publishes.
  MarkReader(Environment const& env, std::size_t memory_bytes_max);

  // One for each post, in their order. No boosts among them: ask for the boosted.
  Task<Result<std::vector<ViewerFlags>>> read(AccountId viewer, std::vector<timeline::MarkedPost> posts);

 private:
  // Remembers it, if it is little.
  Task<Result<>> look_up_all(AccountId viewer, std::uint64_t version);
  void on_event(bus::Event const& event);

  Environment const& env_;
  timeline::ViewerMarks marks_;
};

}  // namespace auklet::service
