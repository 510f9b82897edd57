// SPDX-License-Identifier: Apache-2.0
#include "service/mark_reader.h"

#include <algorithm>
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
  auto const answer = marks_.read(viewer, posts, flags, [this] { return env_.mint<PostId>(); });
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
                     .thread_muted = contains(marks.muted_threads, post.thread)});
  }
  marks_.remember(viewer, answer.version, asked, found);
  for (std::size_t i = 0; i < found.size(); ++i) {
    flags[answer.unknown[i]] = found[i];
  }
  co_return flags;
}

void MarkReader::on_event(bus::Event const& event) {
  if (auto const* marked = std::get_if<bus::MarksChanged>(&event)) {
    marks_.forget(marked->viewer, marked->post);
  } else if (auto const* muted = std::get_if<bus::ThreadMutesChanged>(&event)) {
    marks_.forget_all(muted->viewer);
  }
}

}  // namespace auklet::service
