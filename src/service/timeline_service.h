// SPDX-License-Identifier: Apache-2.0
//
// Reading: home, list, public, hashtag and account timelines, and threads. Every page is filled up with posts that
// the viewer may see, however many others lie between them.
#pragma once

#include <atomic>
#include <boost/asio/any_io_executor.hpp>
#include <boost/unordered/unordered_flat_map.hpp>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "async/run_on.h"
#include "async/task.h"
#include "base/result.h"
#include "bus/events.h"
#include "domain/page.h"
#include "domain/post.h"
#include "service/author_posts.h"
#include "service/caller.h"
#include "service/environment.h"
#include "service/id_pages.h"
#include "service/listing.h"
#include "service/post_loader.h"
#include "service/rebuild_desk.h"
#include "service/recent_entries.h"
#include "store/timelines.h"
#include "timeline/home_engine.h"

namespace auklet::service {

// https://docs.joinmastodon.org/methods/timelines/#tag — names without '#', in any case.
struct TagQuery {
  std::string name;
  std::vector<std::string> any;
  std::vector<std::string> all;
  std::vector<std::string> none;
};

// https://docs.joinmastodon.org/methods/accounts/#statuses
struct AccountPostsQuery {
  bool pinned = false;
  bool exclude_replies = false;
  bool exclude_boosts = false;
  bool only_media = false;
  std::optional<std::string> tagged;
};

struct Thread {
  std::vector<PostDetails> ancestors;    // from the top down to the parent
  std::vector<PostDetails> descendants;  // each reply right below what it answers
};

struct TimelineOptions {
  int entries_max = 800;  // of a resident timeline; as many as the engine's
  // Of all timelines that are not resident so many are rebuilt at the same time; the readers of others wait so long at
  // most, and are answered from the store then.
  int rebuilds_max = 8;
  std::chrono::milliseconds rebuild_wait_max = std::chrono::seconds{2};
  std::size_t recent_bytes_max = std::size_t{16} << 20U;  // for what rebuilds have in common
  // Where they are rebuilt, which takes milliseconds of processor time; none: where they are asked for.
  boost::asio::any_io_executor background = {};
};

class TimelineService {
 public:
  TimelineService(Environment const& env, PostLoader const& loader, AuthorPosts& author_posts,
                  timeline::HomeEngine& homes, TimelineOptions options = {})
      : env_(env),
        loader_(loader),
        author_posts_(author_posts),
        homes_(homes),
        options_(std::move(options)),
        recent_(options_.recent_bytes_max, static_cast<std::size_t>(options_.entries_max)),
        rebuilds_(static_cast<std::size_t>(options_.rebuilds_max), options_.rebuild_wait_max) {}

  // A page that a resident timeline has all of. It holds what the viewer may see and nothing else, so nobody needs to be
  // asked again: docs/decisions/0013-pages-without-sql.md.
  struct ResidentPage {
    std::vector<PostId> ids;
    bool rebuilt = false;  // the timeline was cold, so these posts may be in nobody's memory
  };

  Task<Result<Listing<PostDetails>>> home(Caller caller, PageRequest page);
  // The same page when the resident timeline has all of it, else nothing.
  Task<Result<std::optional<ResidentPage>>> resident_home(AccountId viewer, PageRequest page);
  // The same for the timeline of a list. Errors: not_found when the caller has no such list.
  Task<Result<Listing<PostDetails>>> list(Caller caller, ListId list, PageRequest page);
  Task<Result<std::optional<ResidentPage>>> resident_list(Caller caller, ListId list, PageRequest page);
  // Runs what goes with a rebuild where rebuilds run, out of the way of the readers of warm timelines.
  template <class T>
  Task<T> beside_rebuilds(Task<T> task) const {
    return options_.background ? async::run_on(options_.background, std::move(task)) : std::move(task);
  }
  Task<Result<Listing<PostDetails>>> public_posts(Caller caller, store::timelines::Origin origin,
                                                  bool only_media, PageRequest page);
  Task<Result<Listing<PostDetails>>> tagged(Caller caller, TagQuery query, store::timelines::Origin origin,
                                            bool only_media, PageRequest page);
  // Errors: not_found when there is no such account.
  Task<Result<Listing<PostDetails>>> of_account(Caller caller, AccountId account, AccountPostsQuery query,
                                                PageRequest page);
  // The ids of the same lists, for who shows posts from memory (api/status_pages.h). They are not judged yet, and nobody
  // has asked whether there is such an account.
  std::unique_ptr<IdPages> public_pages(store::timelines::Origin origin, bool only_media = false) const;
  Task<Result<std::unique_ptr<IdPages>>> tag_pages(std::vector<std::string> any_of,
                                                   store::timelines::Origin origin,
                                                   bool only_media = false) const;
  // Public posts that link to the page. Errors: not_found for an address that no post links to.
  Task<Result<std::unique_ptr<IdPages>>> link_pages(std::string url) const;
  std::unique_ptr<IdPages> account_pages(Caller const& caller, AccountId account, AuthorFilter filter);
  // Errors: not_found when the post is not to be seen. Strangers are shown smaller threads than people of
  // this server.
  Task<Result<Thread>> thread(Caller caller, PostId id);

  // Keeps the resident timelines in step: subscribe it to the bus.
  void on_event(bus::Event const& event);

 private:
  struct HomeRead {
    std::optional<timeline::HomePage> resident;  // nothing when it is cold and cannot be rebuilt now
    std::optional<HomeRelations> relations;      // when they were read for a rebuild
  };
  Task<Result<HomeRead>> read_resident(timeline::TimelineKey key, PageRequest page);
  Task<Result<std::optional<ResidentPage>>> resident_page(timeline::TimelineKey key, PageRequest page);
  Task<Result<std::vector<PostId>>> ids_of(timeline::TimelineKey key, PageRequest page);
  // Gives the relations that it has read.
  Task<Result<HomeRelations>> rebuild(timeline::TimelineKey key, timeline::HomeEngine::Rebuild rebuild);
  // A page of a resident timeline, loaded.
  Task<Result<Listing<PostDetails>>> listed(Caller caller, timeline::TimelineKey key, PageRequest page);
  Task<Result<>> check_owner(Caller const& caller, ListId list) const;
  // Readers do it in passing, once a minute: no timer has to run when nobody is there.
  void evict_idle_homes(UnixMillis now);
  void forget_ended_mutes(AccountId viewer, UnixMillis now);

  Environment const& env_;
  PostLoader const& loader_;
  AuthorPosts& author_posts_;
  timeline::HomeEngine& homes_;
  TimelineOptions const options_;
  RecentEntries recent_;

  RebuildDesk rebuilds_;
  std::atomic<std::int64_t> next_eviction_{0};  // milliseconds since 1970
  std::mutex mutex_;
  boost::unordered_flat_map<AccountId, UnixMillis>
      mute_ends_;  // of the owners of resident timelines: when the next mute is over

  friend struct ResidentPages;
};

}  // namespace auklet::service
