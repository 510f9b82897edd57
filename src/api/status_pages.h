// SPDX-License-Identifier: Apache-2.0
//
// Pages of statuses as text, joined from fragments (view/fragments.h). Posts, accounts and marks that are known in
// memory cost no statement; the others are loaded, shown, and known from then on.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "async/task.h"
#include "base/result.h"
#include "bus/events.h"
#include "domain/ids.h"
#include "service/environment.h"
#include "service/mark_reader.h"
#include "service/post_loader.h"
#include "view/fragment_cache.h"
#include "view/fragments.h"
#include "view/renderer.h"

namespace auklet::api {

class StatusPages {
 public:
  // Listens to the bus, so it must live as long as the bus publishes.
  StatusPages(service::Environment const& env, service::PostLoader const& loader, service::MarkReader& marks,
              view::Renderer const& renderer, std::size_t memory_bytes_max);

  // An array of posts that the viewer is known to be allowed to see, without those that are gone. Those whose author,
  // or the author of what they boost, is suspended are left out all the same.
  Task<Result<std::string>> show(std::optional<AccountId> viewer, std::vector<PostId> ids);

 private:
  using PostPointer = view::FragmentTable<PostId, view::PostFragment>::Pointer;
  using AccountPointer = view::FragmentTable<AccountId, view::AccountFragment>::Pointer;
  struct Pieces {
    PostPointer post;
    AccountPointer author;
    PostPointer original;
    AccountPointer original_author;

    bool lacks_post() const;  // its own, or the boosted one
    bool is_complete() const;
    bool is_shown() const;
    view::PostFragment const& marked() const { return original ? *original : *post; }
  };

  Pieces find(PostId id) const;
  // Fills in what find() did not find.
  Task<Result<>> load_missing(std::vector<PostId> const& ids, std::vector<Pieces>& page);
  Pieces keep(PostDetails const& details, view::FragmentTicket ticket);
  AccountPointer keep(Account const& account, view::FragmentTicket ticket);
  std::string join(std::vector<Pieces> const& page, std::vector<ViewerFlags> const& flags,
                   std::optional<AccountId> viewer) const;
  void on_event(bus::Event const& event);

  service::Environment const& env_;
  service::PostLoader const& loader_;
  service::MarkReader& marks_;
  view::FragmentWriter const writer_;
  view::FragmentCache cache_;
};

}  // namespace auklet::api
