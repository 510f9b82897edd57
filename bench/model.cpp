// SPDX-License-Identifier: Apache-2.0
#include "bench/model.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <functional>

#include "base/check.h"

namespace auklet::bench {

std::string_view to_text(Visibility visibility) {
  switch (visibility) {
    case Visibility::public_:
      return "public";
    case Visibility::unlisted:
      return "unlisted";
    case Visibility::private_:
      return "private";
    case Visibility::direct:
      return "direct";
  }
  return "?";
}

std::string_view to_text(Verdict verdict) {
  switch (verdict) {
    case Verdict::shown:
      return "belongs there";
    case Verdict::no_such_status:
      return "does not exist (never acknowledged, or deleted)";
    case Verdict::not_followed:
      return "its author is neither the viewer nor followed";
    case Verdict::direct_to_others:
      return "is direct and does not mention the viewer";
    case Verdict::reply_to_stranger:
      return "answers an account the viewer does not follow";
    case Verdict::boosts_switched_off:
      return "is a boost by an account followed without boosts";
    case Verdict::author_hidden:
      return "its author (or the boosted author) is blocked, muted or blocking";
    case Verdict::names_hidden:
      return "mentions or answers an account the viewer blocks or mutes";
    case Verdict::duplicate_boost:
      return "repeats a post that is among the 40 next older entries";
  }
  return "?";
}

void Model::add(Post post) {
  CHECK(post.id != 0);
  by_author_[post.author].push_back(post.id);
  if (post.boost_of != 0) {
    boosts_[post.boost_of].push_back(post.id);
  }
  if (post.answers != 0) {
    replies_[post.answers].push_back(post.id);
  }
  bool const is_new = posts_.emplace(post.id, std::move(post)).second;
  CHECK(is_new);
}

void Model::remove(StatusId id) {
  if (auto const boosts = boosts_.find(id); boosts != boosts_.end()) {
    for (auto const boost : boosts->second) {
      posts_.erase(boost);
    }
    boosts_.erase(boosts);
  }
  if (auto const replies = replies_.find(id); replies != replies_.end()) {
    for (auto const reply : replies->second) {
      if (auto const found = posts_.find(reply); found != posts_.end()) {
        found->second.answers = 0;
      }
    }
    replies_.erase(replies);
  }
  posts_.erase(id);
}

void Model::favourite(UserIndex user, StatusId id) {
  favourites_.insert({user, id});
}

Post const* Model::find(StatusId id) const {
  auto const found = posts_.find(id);
  return found == posts_.end() ? nullptr : &found->second;
}

bool Model::favourited(UserIndex user, StatusId id) const {
  return favourites_.contains({user, id});
}

bool Model::boosted(UserIndex user, StatusId id) const {
  auto const boosts = boosts_.find(id);
  return boosts != boosts_.end() && std::ranges::any_of(boosts->second, [&](StatusId boost) {
           auto const* post = find(boost);
           return post != nullptr && post->author == user;
         });
}

bool Model::hidden_author(UserIndex viewer, UserIndex author) const {
  return viewer != author && (hides(viewer, author) || relations_.blocks(author, viewer));
}

bool Model::hides(UserIndex viewer, UserIndex user) const {
  return relations_.blocks(viewer, user) || relations_.mutes(viewer, user);
}

bool Model::names_hidden(UserIndex viewer, Post const& post) const {
  return (post.answers_user && hides(viewer, *post.answers_user)) ||
         std::ranges::any_of(post.mentions, [&](UserIndex user) { return hides(viewer, user); });
}

Verdict Model::judge_boost(UserIndex viewer, Post const& boost) const {
  auto const* boosted = find(boost.boost_of);
  CHECK(boosted != nullptr);
  if (hidden_author(viewer, boosted->author)) {
    return Verdict::author_hidden;
  }
  if (boost.author == viewer) {
    return Verdict::shown;
  }
  if (!relations_.follows_boosts(viewer, boost.author)) {
    return Verdict::boosts_switched_off;
  }
  return names_hidden(viewer, *boosted) ? Verdict::names_hidden : Verdict::shown;
}

Verdict Model::judge_alone(UserIndex viewer, Post const& post) const {
  bool const own = post.author == viewer;
  if (!own && !relations_.follows(viewer, post.author)) {
    return Verdict::not_followed;
  }
  if (hidden_author(viewer, post.author)) {
    return Verdict::author_hidden;
  }
  if (post.boost_of != 0) {
    return judge_boost(viewer, post);
  }
  if (own) {
    return Verdict::shown;
  }
  if (post.visibility == Visibility::direct &&
      std::ranges::find(post.mentions, viewer) == post.mentions.end()) {
    return Verdict::direct_to_others;
  }
  if (post.answers_user && *post.answers_user != viewer && *post.answers_user != post.author &&
      !relations_.follows(viewer, *post.answers_user)) {
    return Verdict::reply_to_stranger;
  }
  return names_hidden(viewer, post) ? Verdict::names_hidden : Verdict::shown;
}

std::vector<StatusId> Model::candidates(UserIndex viewer) const {
  std::vector<StatusId> ids;
  auto const take = [&](UserIndex author) {
    for (auto const id : by_author_[author]) {
      if (auto const* post = find(id); post != nullptr && judge_alone(viewer, *post) == Verdict::shown) {
        ids.push_back(id);
      }
    }
  };
  take(viewer);
  for (auto const& [author, options] : relations_.followed(viewer)) {
    if (author != viewer) {
      take(author);
    }
  }
  std::ranges::sort(ids, std::greater{});
  return ids;
}

bool Model::is_duplicate(std::vector<StatusId> const& candidates, std::size_t position) const {
  auto const original = find(candidates[position])->boost_of;
  if (original == 0) {
    return false;
  }
  auto const end = std::min(candidates.size(), position + 1 + boost_window);
  for (auto i = position + 1; i < end; ++i) {
    if (candidates[i] == original || find(candidates[i])->boost_of == original) {
      return true;
    }
  }
  return false;
}

std::vector<StatusId> Model::home(UserIndex viewer) const {
  auto const all = candidates(viewer);
  std::vector<StatusId> ids;
  ids.reserve(all.size());
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (!is_duplicate(all, i)) {
      ids.push_back(all[i]);
    }
  }
  return ids;
}

Verdict Model::judge(UserIndex viewer, StatusId id) const {
  auto const* post = find(id);
  if (post == nullptr) {
    return Verdict::no_such_status;
  }
  if (auto const verdict = judge_alone(viewer, *post); verdict != Verdict::shown) {
    return verdict;
  }
  auto const all = candidates(viewer);
  auto const position = static_cast<std::size_t>(std::ranges::find(all, id) - all.begin());
  return is_duplicate(all, position) ? Verdict::duplicate_boost : Verdict::shown;
}

std::string Model::describe(StatusId id) const {
  auto const* post = find(id);
  if (post == nullptr) {
    return fmt::format("status {}", id);
  }
  if (post->boost_of != 0) {
    return fmt::format("boost {} by user {} of {}", id, post->author, describe(post->boost_of));
  }
  auto text = fmt::format("{} post {} by user {}", to_text(post->visibility), id, post->author);
  if (!post->mentions.empty()) {
    text += fmt::format(", mentions {}", fmt::join(post->mentions, " "));
  }
  if (post->answers_user) {
    text +=
        fmt::format(", answers user {}{}", *post->answers_user, post->answers == 0 ? " (post deleted)" : "");
  }
  return text;
}

std::string Model::explain(UserIndex viewer, StatusId id) const {
  return fmt::format("{}: {}", describe(id), to_text(judge(viewer, id)));
}

}  // namespace auklet::bench
