// SPDX-License-Identifier: Apache-2.0
//
// A list of posts that is read page by page, and how a page is filled up with those that the viewer may see, however
// many others lie between them.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <utility>
#include <vector>

#include "async/task.h"
#include "base/result.h"
#include "domain/ids.h"
#include "domain/page.h"
#include "service/listing.h"
#include "service/post_loader.h"

namespace auklet::service {

// Where the ids of a timeline come from.
struct IdPages {
  virtual ~IdPages() = default;
  // Newest first. Fewer than the limit means that there are no more in that direction.
  virtual Task<Result<std::vector<PostId>>> next(PageRequest page) = 0;
  virtual Company company() const { return Company::welcome; }
  // One of the ids that it gave is of no post any more.
  virtual void tell_gone() {}
};

// `shelf.visible(ids)` is a Task<Result<std::vector<Item>>> of those that the viewer may see, in the order of the ids;
// `shelf.id_of(item)` is the post's.
template <class Item, class Shelf>
Task<Result<Listing<Item>>> fill(Shelf& shelf, IdPages& pages, PageRequest page) {
  // How often a page is topped up when most of what the list gives is not to be seen; the batches double.
  constexpr int rounds_max = 12;
  constexpr int batch_max = 4000;
  auto const limit = static_cast<std::size_t>(page.limit);
  Listing<Item> listing;
  auto& items = listing.items;
  auto batch = page;
  for (int round = 0; round < rounds_max && items.size() < limit; ++round) {
    CO_TRY(auto ids, co_await pages.next(batch));
    auto const exhausted = static_cast<int>(ids.size()) < batch.limit;
    if (!ids.empty()) {
      (page.ascending() ? batch.min_id : batch.max_id) =
          std::to_underlying(page.ascending() ? ids.front() : ids.back());
    }
    CO_TRY(auto found, co_await shelf.visible(std::move(ids)));
    items.insert(page.ascending() ? items.begin() : items.end(), std::make_move_iterator(found.begin()),
                 std::make_move_iterator(found.end()));
    if (exhausted) {
      break;
    }
    batch.limit = std::min(batch.limit * 2, batch_max);
  }
  if (items.size() > limit) {
    auto const excess = static_cast<std::ptrdiff_t>(items.size() - limit);
    auto const first = page.ascending() ? items.begin() : items.end() - excess;
    items.erase(first, first + excess);
  }
  listing.full = items.size() == limit;
  if (!items.empty()) {
    listing.first_cursor = std::to_underlying(shelf.id_of(items.front()));
    listing.last_cursor = std::to_underlying(shelf.id_of(items.back()));
  }
  co_return listing;
}

}  // namespace auklet::service
