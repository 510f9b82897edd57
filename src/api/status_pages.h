// SPDX-License-Identifier: Apache-2.0
//
// Pages of statuses as text, joined from fragments (view/fragments.h). Posts, accounts and marks that are known in
// memory cost no statement; the others are loaded, shown, and known from then on. Who may see what is the gate's word
// (service/post_gate.h); only show() takes it from its caller.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "async/task.h"
#include "base/result.h"
#include "base/ticket_cache.h"
#include "bus/events.h"
#include "domain/ids.h"
#include "domain/page.h"
#include "service/environment.h"
#include "service/filter_reader.h"
#include "service/id_pages.h"
#include "service/listing.h"
#include "service/mark_reader.h"
#include "service/post_gate.h"
#include "service/post_loader.h"
#include "view/fragment_cache.h"
#include "view/fragments.h"
#include "view/renderer.h"

namespace auklet::api {

class StatusPages {
 public:
  using Viewer = std::optional<AccountId>;

  // Listens to the bus, so it must live as long as the bus publishes.
  StatusPages(service::Environment const& env, service::PostLoader const& loader, service::PostGate& gate,
              service::MarkReader& marks, service::FilterReader& filters, view::Renderer const& renderer,
              std::size_t memory_bytes_max);

  // An array of posts that the viewer is known to be allowed to see, without those that are gone. Those whose author,
  // or the author of what they boost, is suspended are left out all the same.
  Task<Result<std::string>> show(Viewer viewer, std::vector<PostId> ids);
  // An array of those that the viewer may see, in the order of the ids.
  Task<Result<std::string>> show_visible(Viewer viewer, std::vector<PostId> ids, service::Company company);
  // One status. ErrorKind::not_found when it is gone or not to be seen.
  Task<Result<std::string>> show_one(Viewer viewer, PostId id);

  // A page of a list, filled up with what the viewer may see.
  struct Page {
    std::string text;  // an array
    std::optional<std::int64_t> first_cursor;
    std::optional<std::int64_t> last_cursor;
    bool full = false;
  };
  Task<Result<Page>> fill(Viewer viewer, service::IdPages& pages, PageRequest page);

  // A post that was just written, as its author sees it; it is kept for those who read it next. `ticket` was taken before
  // it was written.
  base::Ticket ticket() const { return cache_.ticket(); }
  std::string show_new(PostDetails const& details, base::Ticket ticket);

  // ErrorKind::not_found when there is no such account, or it is suspended.
  Task<Result<>> check_account(AccountId id);

 private:
  using PostPointer = view::PostFragments::Pointer;
  using AccountPointer = view::AccountFragments::Pointer;
  struct Pieces {
    PostPointer post;
    AccountPointer author;
    PostPointer original;
    AccountPointer original_author;
    PostPointer quoted;  // by the post, or by what it boosts; null when it is gone
    AccountPointer quoted_author;

    bool lacks_post() const;  // its own, or the boosted one
    bool is_complete() const;
    bool is_suspended() const;  // of a complete one
    view::PostFragment const& marked() const { return original ? *original : *post; }
    view::AccountFragment const& marked_author() const { return original ? *original_author : *author; }
    // What is quoted, if it may be shown to anyone.
    std::optional<PostId> wanted_quote() const;
  };
  // What the viewer's own view adds to each status of a page.
  struct Sight {
    std::vector<ViewerFlags> flags;     // none when nobody is logged in
    std::vector<std::string> filtered;  // FragmentWriter::filtered; none when the viewer filters nothing
    UnixMillis now{};
    // One for each status where any quotes, or lets only followers do something; else none.
    std::vector<bool> follows_author;
    std::vector<view::QuotedPieces> quoted;
    std::vector<std::string> quoted_filtered;  // what `quoted` points at

    view::StatusPieces of(Pieces const& pieces, std::size_t index) const;
  };
  struct Shelf;

  // Fills in what is here of a post that was found.
  void complete(Pieces& pieces) const;
  // All that is there of the posts, in their order.
  Task<Result<std::vector<Pieces>>> collect(std::vector<PostId> ids);
  Task<Result<std::vector<Pieces>>> collect_bare(std::vector<PostId> ids);  // without what they quote
  Task<Result<>> add_quoted(std::vector<Pieces>& page);
  // Fills in what find() did not find.
  Task<Result<>> load_missing(std::vector<PostId> const& ids, std::vector<Pieces>& page);
  // Takes out what the viewer may not see.
  Task<Result<>> judge(Viewer viewer, std::vector<Pieces>& page, service::Company company);
  Task<Result<Sight>> sight_of(Viewer viewer, std::vector<Pieces> const& page);
  Task<Result<>> look_into(Viewer viewer, std::vector<Pieces> const& page, Sight& sight);
  // Looks through the page for what the viewer filters.
  std::vector<std::string> filter(service::CompiledFilters const& filters, std::vector<Pieces> const& page,
                                  UnixMillis now) const;
  Pieces keep(PostDetails const& details, base::Ticket ticket);
  AccountPointer keep(Account const& account, base::Ticket ticket);
  std::string join(std::vector<Pieces> const& page, Sight const& sight, Viewer viewer) const;
  void on_event(bus::Event const& event);

  service::Environment const& env_;
  service::PostLoader const& loader_;
  service::PostGate& gate_;
  service::MarkReader& marks_;
  service::FilterReader& filters_;
  view::FragmentWriter const writer_;
  view::FragmentCache cache_;
};

}  // namespace auklet::api
