// SPDX-License-Identifier: Apache-2.0
#include "service/mark_reader.h"

#include <algorithm>
#include <map>
#include <utility>
#include <variant>

#include "db/database.h"
#include "store/reactions.h"

namespace auklet::service {

namespace {

template <class Id>
bool contains(std::vector<Id> const& list, Id id) {
  return std::ranges::find(list, id) != list.end();
}

}  // namespace

MarkReader::MarkReader(Environment const& env, std::size_t memory_bytes_max)
    : env_(env), marks_(memory_bytes_max) {
  env_.bus.subscribe([this](bus::Event const& event) { on_event(event); });
}

Task<Result<std::vector<ViewerFlags>>> MarkReader::read(AccountId viewer,
                                                        std::vector<timeline::MarkedPost> posts) {
  std::vector<ViewerFlags> flags(posts.size());
  auto const recall = [&] {
    return marks_.read(viewer, posts, flags, [this] { return env_.mint<PostId>(); });
  };
  auto answer = recall();
  if (answer.all_unknown && !answer.unknown.empty()) {
    CO_TRY_OK(co_await look_up_all(viewer, answer.version));
    answer = recall();
  }
  if (answer.unknown.empty()) {
    co_return flags;
  }
  auto& reader = env_.database.session();
  if (answer.mutes_unknown) {
    CO_TRY(auto const mutes, co_await store::reactions::any_thread_muted(reader, viewer));
    if (!mutes) {
      marks_.remember_no_mutes(viewer, answer.version);
    }
  }
  std::vector<timeline::MarkedPost> asked;
  std::vector<PostId> ids;
  std::vector<ThreadId> threads;
  for (auto const index : answer.unknown) {
    asked.push_back(posts[index]);
    ids.push_back(posts[index].id);
    threads.push_back(posts[index].thread);
  }
  CO_TRY(auto const marks, co_await store::reactions::marks(reader, viewer, ids, threads));
  std::vector<ViewerFlags> found;
  for (auto const& post : asked) {
    found.push_back({.favourited = contains(marks.favourited, post.id),
                     .boosted = contains(marks.boosted, post.id),
                     .bookmarked = contains(marks.bookmarked, post.id),
                     .pinned = contains(marks.pinned, post.id),
                     .thread_muted = contains(marks.muted_threads, post.thread),
                     .votes = marks.choices(post.id)});
  }
  marks_.remember(viewer, answer.version, asked, found);
  for (std::size_t i = 0; i < found.size(); ++i) {
    flags[answer.unknown[i]] = found[i];
  }
  co_return flags;
}

Task<Result<>> MarkReader::look_up_all(AccountId viewer, std::uint64_t version) {
  constexpr int posts_max = 500;
  CO_TRY(auto const all,
         co_await store::reactions::all_marks(env_.database.session(), viewer,
                                              static_cast<int>(timeline::ViewerMarks::all_max), posts_max));
  std::map<PostId, ViewerFlags> by_post;
  if (all) {
    for (auto const post : all->favourited) {
      by_post[post].favourited = true;
    }
    for (auto const post : all->boosted) {
      by_post[post].boosted = true;
    }
    for (auto const post : all->bookmarked) {
      by_post[post].bookmarked = true;
    }
    for (auto const post : all->pinned) {
      by_post[post].pinned = true;
    }
    for (auto const& vote : all->votes) {
      by_post[vote.post].votes = all->choices(vote.post);
    }
  }
  if (!all || !all->muted_threads.empty() || by_post.size() > timeline::ViewerMarks::all_max) {
    marks_.remember_many(viewer, version);
    co_return Result<>{};
  }
  std::vector<PostId> posts;
  std::vector<ViewerFlags> flags;
  for (auto const& [post, what] : by_post) {
    posts.push_back(post);
    flags.push_back(what);
  }
  marks_.remember_all(viewer, version, posts, flags);
  co_return Result<>{};
}

void MarkReader::on_event(bus::Event const& event) {
  if (auto const* marked = std::get_if<bus::MarksChanged>(&event)) {
    marks_.forget(marked->viewer, marked->post);
  } else if (auto const* muted = std::get_if<bus::ThreadMutesChanged>(&event)) {
    marks_.forget_all(muted->viewer);
  }
}

}  // namespace auklet::service
