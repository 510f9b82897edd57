// SPDX-License-Identifier: Apache-2.0
#include "service/author_posts.h"

#include <algorithm>
#include <functional>
#include <utility>
#include <variant>

#include "db/database.h"

namespace auklet::service {

namespace {

using store::timelines::OwnPost;

// Three pages of the usual size, so that a filter finds enough; 1 KB.
constexpr std::size_t window_posts_max = 60;

OwnPost own_post(HomeEntry const& entry) {
  return {.id = entry.id,
          .boost = entry.boost.has_value(),
          .answers_another = entry.in_reply_to.value_or(entry.author) != entry.author};
}

}  // namespace

std::optional<std::vector<PostId>> AuthorPosts::Window::page(AuthorFilter filter,
                                                             PageRequest const& page) const {
  auto const limit = static_cast<std::size_t>(std::max(page.limit, 0));
  auto const below = page.below();
  auto const above = page.above();
  // Everything above `above` is here.
  auto const reaches_down = floor == PostId{} || above >= std::to_underlying(floor) - 1;
  if (page.ascending() && !reaches_down) {
    return std::nullopt;
  }
  std::vector<PostId> ids;
  auto const take = [&](OwnPost const& post) {
    auto const id = std::to_underlying(post.id);
    if (id < below && id > above && !(filter.exclude_boosts && post.boost) &&
        !(filter.exclude_replies && post.answers_another)) {
      ids.push_back(post.id);
    }
    return ids.size() < limit;
  };
  if (limit == 0) {
    return ids;
  }
  ids.reserve(std::min(limit, posts.size()));
  if (page.ascending()) {
    for (auto post = posts.rbegin(); post != posts.rend() && take(*post); ++post) {
    }
    std::ranges::reverse(ids);
    return ids;
  }
  for (auto post = posts.begin(); post != posts.end() && take(*post); ++post) {
  }
  return ids.size() == limit || reaches_down ? std::optional{std::move(ids)} : std::nullopt;
}

AuthorPosts::Window AuthorPosts::Window::with(OwnPost const& post) const {
  auto changed = *this;
  auto const place = std::ranges::lower_bound(changed.posts, post.id, std::ranges::greater{}, &OwnPost::id);
  if (post.id < floor || (place != changed.posts.end() && place->id == post.id)) {
    return changed;
  }
  changed.posts.insert(place, post);
  if (changed.posts.size() > window_posts_max) {
    changed.posts.pop_back();
    changed.floor = changed.posts.back().id;
  }
  return changed;
}

AuthorPosts::Window AuthorPosts::Window::without(PostId id) const {
  auto changed = *this;
  std::erase_if(changed.posts, [id](OwnPost const& post) { return post.id == id; });
  return changed;
}

AuthorPosts::AuthorPosts(Environment const& env, std::size_t memory_bytes_max)
    : env_(env), windows_(memory_bytes_max, office_) {
  env_.bus.subscribe([this](bus::Event const& event) { on_event(event); });
}

Task<Result<std::optional<std::vector<PostId>>>> AuthorPosts::page(AccountId author, AuthorFilter filter,
                                                                   PageRequest page) {
  auto window = windows_.find(author);
  if (!window) {
    auto const ticket = office_.ticket();
    CO_TRY(auto posts, co_await store::timelines::newest_of_account(env_.database.session(), author,
                                                                    static_cast<int>(window_posts_max)));
    auto const floor = posts.size() < window_posts_max ? PostId{} : posts.back().id;
    window = std::make_shared<Window const>(std::move(posts), floor);
    windows_.put(author, ticket, window);
  }
  co_return window->page(filter, page);
}

void AuthorPosts::on_event(bus::Event const& event) {
  if (auto const* created = std::get_if<bus::PostCreated>(&event)) {
    windows_.replace(created->entry.author, [&](Window const& window) {
      return std::make_shared<Window const>(window.with(own_post(created->entry)));
    });
  } else if (auto const* deleted = std::get_if<bus::PostDeleted>(&event)) {
    windows_.replace(deleted->author, [&](Window const& window) {
      return std::make_shared<Window const>(window.without(deleted->post));
    });
  }
}

}  // namespace auklet::service
