// SPDX-License-Identifier: Apache-2.0
#include "service/timeline_service.h"

#include <algorithm>
#include <chrono>
#include <functional>
#include <memory>
#include <utility>

#include "service/home_reader.h"
#include "store/accounts.h"
#include "store/blocks.h"
#include "store/cards.h"
#include "store/follows.h"
#include "store/lists.h"
#include "store/posts.h"
#include "store/reactions.h"
#include "text/post_text.h"

namespace auklet::service {

namespace {

// Threads as shown to people of this server, and to strangers.
constexpr int thread_posts_max = 4096;
constexpr int thread_depth_max = 1000;
constexpr int stranger_ancestors_max = 40;
constexpr int stranger_descendants_max = 60;
constexpr int stranger_depth_max = 20;

constexpr std::chrono::minutes eviction_interval{1};

}  // namespace

namespace {

// Posts as the tables have them, judged by the loader.
struct LoadedShelf {
  PostLoader const& loader;
  db::Session& session;
  std::optional<AccountId> viewer;
  Company company;
  // A last word about a post that the viewer may see.
  std::function<bool(PostDetails const&)> wants = {};

  Task<Result<std::vector<PostDetails>>> visible(std::vector<PostId> ids) {
    CO_TRY(auto found, co_await loader.load(session, viewer, std::move(ids), company));
    if (wants) {
      std::erase_if(found, [this](PostDetails const& details) { return !wants(details); });
    }
    co_return found;
  }
  static PostId id_of(PostDetails const& details) { return details.post.id; }
};

struct PublicPages final : IdPages {
  PublicPages(db::Session& reader, store::timelines::Origin from, store::timelines::Kind of)
      : session(reader), origin(from), kind(of) {}
  Task<Result<std::vector<PostId>>> next(PageRequest page) override {
    return store::timelines::public_posts(session, origin, page, kind);
  }
  db::Session& session;
  store::timelines::Origin origin;
  store::timelines::Kind kind;
};

struct TagPages final : IdPages {
  TagPages(db::Session& reader, store::timelines::Origin from, store::timelines::Kind of)
      : session(reader), origin(from), kind(of) {}
  Task<Result<std::vector<PostId>>> next(PageRequest page) override {
    return store::timelines::tagged(session, any_of, origin, page, kind);
  }
  db::Session& session;
  store::timelines::Origin origin;
  store::timelines::Kind kind;
  std::vector<TagId> any_of;
};

struct LinkPages final : IdPages {
  LinkPages(db::Session& reader, CardId of) : session(reader), card(of) {}
  Task<Result<std::vector<PostId>>> next(PageRequest page) override {
    return store::cards::posts_with(session, card, page);
  }
  db::Session& session;
  CardId card;
};

bool carries(PostDetails const& details, TagId id) {
  return std::ranges::any_of(details.tags, [id](Tag const& tag) { return tag.id == id; });
}

struct AccountPages final : IdPages {
  AccountPages(db::Session& reader, AuthorPosts& known, std::optional<AccountId> who, AccountId of,
               AuthorFilter wanted)
      : session(reader), newest(known), viewer(who), account(of), filter(wanted) {}

  Task<Result<std::vector<PostId>>> next(PageRequest page) override {
    if (!tag && kind == store::timelines::Kind::any) {
      CO_TRY(auto ids, co_await newest.page(account, filter, page));
      if (ids) {
        co_return std::move(*ids);
      }
    }
    store::timelines::AccountFilter wanted{.exclude_replies = filter.exclude_replies,
                                           .exclude_boosts = filter.exclude_boosts,
                                           .tag = tag,
                                           .kind = kind};
    if (viewer == account) {
      wanted.most_private = Visibility::direct;
    } else if (viewer) {
      CO_TRY(auto const follow, co_await store::follows::find(session, *viewer, account));
      wanted.most_private = follow ? Visibility::private_ : Visibility::unlisted;
      wanted.mentioned = *viewer;
    }
    co_return co_await store::timelines::by_account(session, account, wanted, page);
  }
  Company company() const override { return Company::host; }
  void tell_gone() override { newest.forget(account); }

  db::Session& session;
  AuthorPosts& newest;
  std::optional<AccountId> viewer;
  AccountId account;
  AuthorFilter filter;
  std::optional<TagId> tag;
  store::timelines::Kind kind = store::timelines::Kind::any;
};

store::timelines::Kind kind_of(bool only_media) {
  return only_media ? store::timelines::Kind::with_media : store::timelines::Kind::any;
}

// Depth first: each reply right below what it answers, siblings in the order of writing.
std::vector<PostId> in_thread_order(PostId root, std::vector<store::posts::Reply> replies) {
  std::ranges::sort(replies, {}, &store::posts::Reply::id);
  boost::unordered_flat_map<PostId, std::vector<PostId>> children;
  for (auto const& reply : replies) {
    children[reply.parent].push_back(reply.id);
  }
  std::vector<PostId> ordered;
  std::vector<PostId> stack{root};
  while (!stack.empty()) {
    auto const id = stack.back();
    stack.pop_back();
    if (id != root) {
      ordered.push_back(id);
    }
    if (auto const found = children.find(id); found != children.end()) {
      stack.insert(stack.end(), found->second.rbegin(), found->second.rend());
    }
  }
  return ordered;
}

Task<Result<std::vector<TagId>>> find_tags(db::Session& session, std::vector<std::string> const& names) {
  std::vector<TagId> ids;
  for (auto const& name : names) {
    CO_TRY(auto const tag, co_await store::posts::find_tag(session, text::fold_hashtag(name)));
    // A tag that nobody has used stands for no post at all.
    ids.push_back(tag ? tag->id : TagId{0});
  }
  co_return ids;
}

Task<Result<HomeRelations>> load_relations(db::Session& session, timeline::TimelineKey key, UnixMillis now) {
  return key.is_home() ? load_home_relations(session, key.owner, now)
                       : load_list_relations(session, key.owner, key.list, now);
}

}  // namespace

struct ResidentPages final : IdPages {
  ResidentPages(TimelineService& of, timeline::TimelineKey which) : service(of), key(which) {}
  Task<Result<std::vector<PostId>>> next(PageRequest page) override { return service.ids_of(key, page); }
  TimelineService& service;
  timeline::TimelineKey key;
};

Task<Result<Listing<PostDetails>>> TimelineService::home(Caller caller, PageRequest page) {
  co_return co_await listed(caller, caller.self(), page);
}

Task<Result<Listing<PostDetails>>> TimelineService::list(Caller caller, ListId list, PageRequest page) {
  CO_TRY_OK(co_await check_owner(caller, list));
  co_return co_await listed(caller, {caller.self(), list}, page);
}

Task<Result<Listing<PostDetails>>> TimelineService::listed(Caller caller, timeline::TimelineKey key,
                                                           PageRequest page) {
  ResidentPages pages(*this, key);
  LoadedShelf shelf{loader_, env_.database.session(), caller.account, pages.company()};
  co_return co_await fill<PostDetails>(shelf, pages, page);
}

Task<Result<>> TimelineService::check_owner(Caller const& caller, ListId list) const {
  CO_TRY(auto const found, co_await store::lists::find(env_.database.session(), list));
  if (!found || !caller.is(found->owner)) {
    co_return record_not_found();
  }
  co_return Result<>{};
}

Task<Result<TimelineService::HomeRead>> TimelineService::read_resident(timeline::TimelineKey key,
                                                                       PageRequest page) {
  auto const now = env_.clock.now();
  evict_idle_homes(now);
  forget_ended_mutes(key.owner, now);
  HomeRead read{.resident = homes_.read(key, page, now), .relations = {}};
  if (!read.resident) {
    if (auto const ticket = co_await rebuilds_.take(key)) {
      if (auto running = homes_.begin_rebuild(key)) {
        CO_TRY(read.relations, co_await beside_rebuilds(rebuild(key, std::move(*running))));
      }
    }
    read.resident = homes_.read(key, page, now);
  }
  co_return read;
}

Task<Result<std::optional<TimelineService::ResidentPage>>> TimelineService::resident_home(AccountId viewer,
                                                                                          PageRequest page) {
  co_return co_await resident_page(viewer, page);
}

Task<Result<std::optional<TimelineService::ResidentPage>>> TimelineService::resident_list(Caller caller,
                                                                                          ListId list,
                                                                                          PageRequest page) {
  CO_TRY_OK(co_await check_owner(caller, list));
  co_return co_await resident_page({caller.self(), list}, page);
}

Task<Result<std::optional<TimelineService::ResidentPage>>> TimelineService::resident_page(
    timeline::TimelineKey key, PageRequest page) {
  CO_TRY(auto read, co_await read_resident(key, page));
  if (!read.resident || read.resident->rest_below) {
    co_return std::nullopt;
  }
  co_return ResidentPage{.ids = std::move(read.resident->ids), .rebuilt = read.relations.has_value()};
}

Task<Result<std::vector<PostId>>> TimelineService::ids_of(timeline::TimelineKey key, PageRequest page) {
  CO_TRY(auto read, co_await read_resident(key, page));
  auto& [resident, relations] = read;
  if (resident && !resident->rest_below) {
    co_return std::move(resident->ids);
  }
  // The page goes on below the resident window, or the window was swept away again: the store knows it all.
  std::vector<PostId> ids;
  if (resident) {
    ids = std::move(resident->ids);
    page.max_id = std::to_underlying(*resident->rest_below);
    page.limit -= static_cast<int>(ids.size());
  }
  auto const now = env_.clock.now();
  auto& reader = env_.database.session();
  if (!relations) {
    CO_TRY(relations, co_await load_relations(reader, key, now));
  }
  CO_TRY(auto const rest, co_await load_home_page(reader, *relations, page, now));
  ids.insert(ids.end(), rest.begin(), rest.end());
  co_return ids;
}

Task<Result<HomeRelations>> TimelineService::rebuild(timeline::TimelineKey key,
                                                     timeline::HomeEngine::Rebuild rebuild) {
  auto const now = env_.clock.now();
  auto& reader = env_.database.session();
  CO_TRY(auto relations, co_await load_relations(reader, key, now));
  CO_TRY(auto const mute_end, co_await store::blocks::next_mute_end(reader, key.owner, now));
  {
    std::lock_guard const lock(mutex_);
    mute_ends_.erase(key.owner);
    if (mute_end) {
      mute_ends_.emplace(key.owner, *mute_end);
    }
  }
  if (!rebuild.enlist(relations)) {
    co_return relations;
  }
  CO_TRY(auto const window, co_await load_home_window(reader, recent_, relations, options_.entries_max, now));
  rebuild.complete(window.entries, window.floor, now);
  co_return relations;
}

void TimelineService::evict_idle_homes(UnixMillis now) {
  auto due = next_eviction_.load();
  if (to_count(now) >= due &&
      next_eviction_.compare_exchange_strong(due, to_count(now + eviction_interval))) {
    homes_.evict_idle(now);
  }
}

void TimelineService::forget_ended_mutes(AccountId viewer, UnixMillis now) {
  {
    std::lock_guard const lock(mutex_);
    auto const found = mute_ends_.find(viewer);
    if (found == mute_ends_.end() || found->second > now) {
      return;
    }
    mute_ends_.erase(found);
  }
  homes_.invalidate(viewer);
}

Task<Result<Listing<PostDetails>>> TimelineService::public_posts(Caller caller,
                                                                 store::timelines::Origin origin,
                                                                 bool only_media, PageRequest page) {
  auto& reader = env_.database.session();
  PublicPages pages(reader, origin, kind_of(only_media));
  LoadedShelf shelf{loader_, reader, caller.account, pages.company()};
  co_return co_await fill<PostDetails>(shelf, pages, page);
}

std::unique_ptr<IdPages> TimelineService::public_pages(store::timelines::Origin origin,
                                                       bool only_media) const {
  return std::make_unique<PublicPages>(env_.database.session(), origin, kind_of(only_media));
}

Task<Result<std::unique_ptr<IdPages>>> TimelineService::tag_pages(std::vector<std::string> any_of,
                                                                  store::timelines::Origin origin,
                                                                  bool only_media) const {
  auto& reader = env_.database.session();
  auto pages = std::make_unique<TagPages>(reader, origin, kind_of(only_media));
  CO_TRY(pages->any_of, co_await find_tags(reader, any_of));
  co_return std::move(pages);
}

Task<Result<std::unique_ptr<IdPages>>> TimelineService::link_pages(std::string url) const {
  auto& reader = env_.database.session();
  CO_TRY(auto const kept, co_await store::cards::find(reader, url));
  if (!kept || !kept->card.is_shown()) {
    co_return record_not_found();
  }
  co_return std::make_unique<LinkPages>(reader, kept->card.id);
}

std::unique_ptr<IdPages> TimelineService::account_pages(Caller const& caller, AccountId account,
                                                        AuthorFilter filter) {
  return std::make_unique<AccountPages>(env_.database.session(), author_posts_, caller.account, account,
                                        filter);
}

Task<Result<Listing<PostDetails>>> TimelineService::tagged(Caller caller, TagQuery query,
                                                           store::timelines::Origin origin, bool only_media,
                                                           PageRequest page) {
  auto& reader = env_.database.session();
  TagPages pages(reader, origin, kind_of(only_media));
  query.any.push_back(std::move(query.name));
  CO_TRY(pages.any_of, co_await find_tags(reader, query.any));
  CO_TRY(auto const all_of, co_await find_tags(reader, query.all));
  CO_TRY(auto const none_of, co_await find_tags(reader, query.none));
  LoadedShelf shelf{loader_, reader, caller.account, pages.company(), [&](PostDetails const& details) {
                      auto const has = [&details](TagId id) { return carries(details, id); };
                      return std::ranges::all_of(all_of, has) && std::ranges::none_of(none_of, has);
                    }};
  co_return co_await fill<PostDetails>(shelf, pages, page);
}

Task<Result<Listing<PostDetails>>> TimelineService::of_account(Caller caller, AccountId account,
                                                               AccountPostsQuery query, PageRequest page) {
  auto& reader = env_.database.session();
  CO_TRY(auto const owner, co_await store::accounts::find(reader, account));
  if (!owner || owner->suspended_at) {
    co_return record_not_found();
  }
  if (query.pinned) {
    CO_TRY(auto ids, co_await store::reactions::pins(reader, account));
    std::erase_if(ids, [&page](PostId id) {
      return std::to_underlying(id) >= page.below() || std::to_underlying(id) <= page.above();
    });
    Listing<PostDetails> listing;
    if (!ids.empty()) {  // they stand in the order of pinning, the cursors are ids all the same
      auto const [oldest, newest] = std::ranges::minmax(ids);
      listing.first_cursor = std::to_underlying(newest);
      listing.last_cursor = std::to_underlying(oldest);
    }
    CO_TRY(listing.items, co_await loader_.load(reader, caller.account, std::move(ids), Company::anyone));
    co_return listing;
  }
  AccountPages pages(reader, author_posts_, caller.account, account,
                     {.exclude_replies = query.exclude_replies, .exclude_boosts = query.exclude_boosts});
  pages.kind = kind_of(query.only_media);
  if (query.tagged) {
    CO_TRY(auto const tag, co_await store::posts::find_tag(reader, text::fold_hashtag(*query.tagged)));
    if (!tag) {
      co_return Listing<PostDetails>{};
    }
    pages.tag = tag->id;
  }
  LoadedShelf shelf{loader_, reader, caller.account, pages.company()};
  co_return co_await fill<PostDetails>(shelf, pages, page);
}

Task<Result<Thread>> TimelineService::thread(Caller caller, PostId id) {
  auto& reader = env_.database.session();
  CO_TRY_OK(co_await loader_.load_one(reader, caller.account, id));
  auto const known = caller.account.has_value();
  CO_TRY(auto above,
         co_await store::posts::ancestors(reader, id, known ? thread_posts_max : stranger_ancestors_max));
  CO_TRY(auto below,
         co_await store::posts::descendants(reader, id, known ? thread_depth_max : stranger_depth_max,
                                            known ? thread_posts_max : stranger_descendants_max));
  Thread thread;
  CO_TRY(thread.ancestors, co_await loader_.load(reader, caller.account, std::move(above), Company::welcome));
  CO_TRY(thread.descendants, co_await loader_.load(reader, caller.account,
                                                   in_thread_order(id, std::move(below)), Company::welcome));
  co_return thread;
}

void TimelineService::on_event(bus::Event const& event) {
  recent_.on_event(event);  // before the homes, as it asks for
  if (auto const* created = std::get_if<bus::PostCreated>(&event)) {
    homes_.publish(created->entry);
  } else if (auto const* edited = std::get_if<bus::PostEdited>(&event)) {
    homes_.amend(edited->entry, edited->mentions_before, edited->tags_before);
  } else if (auto const* deleted = std::get_if<bus::PostDeleted>(&event)) {
    homes_.remove(deleted->post, deleted->author, deleted->tags);
  } else if (auto const* changed = std::get_if<bus::RelationsChanged>(&event)) {
    for (auto const account : changed->accounts) {
      homes_.invalidate(account);
    }
  } else if (auto const* list = std::get_if<bus::ListChanged>(&event)) {
    homes_.invalidate_one({list->owner, list->list});
  }
}

}  // namespace auklet::service
