// SPDX-License-Identifier: Apache-2.0
#include "service/post_gate.h"

#include <algorithm>
#include <utility>
#include <variant>

#include "db/database.h"
#include "domain/may_see.h"
#include "store/follows.h"

namespace auklet::service {

namespace {

// Of one viewer. Who hides from more people has those on each page looked up.
constexpr std::size_t hiding_kept_max = 4096;
constexpr std::size_t follows_kept_max = 512;

constexpr UnixMillis for_ever = UnixMillis::max();

bool contains(std::vector<AccountId> const& sorted, AccountId id) {
  return !sorted.empty() && std::ranges::binary_search(sorted, id);
}

void sort_and_unite(std::vector<AccountId>& ids) {
  std::ranges::sort(ids);
  auto const repeated = std::ranges::unique(ids);
  ids.erase(repeated.begin(), repeated.end());
}

}  // namespace

std::optional<bool> PostGate::Circle::follows_author(AccountId author) const {
  auto const place = std::ranges::lower_bound(follows, author, {}, &Follow::author);
  return place != follows.end() && place->author == author ? std::optional{place->follows} : std::nullopt;
}

std::size_t PostGate::Circle::bytes() const {
  return sizeof(*this) +
         (hiding.blocked.capacity() + hiding.muted.capacity() + hiding.hidden_by.capacity()) *
             sizeof(AccountId) +
         follows.capacity() * sizeof(Follow);
}

// The verdicts for one viewer, or for nobody.
struct PostGate::Judge {
  std::optional<AccountId> viewer;
  Hiding const* hiding = nullptr;  // with a viewer
  Circle const* circle = nullptr;

  Stance stance(Written const& written) const {
    auto const author = written.facts->author;
    return {.quoted = {.may_see = visible(written, Company::anyone),
                       .blocks_author = viewer && contains(hiding->blocked, author),
                       .mutes_author = viewer && contains(hiding->muted, author)},
            .follows_author = viewer && circle->follows_author(author).value_or(false)};
  }

  bool visible(Written const& written, Company company) const {
    auto const& facts = *written.facts;
    Standing standing{.self = viewer == facts.author, .suspended = written.author_suspended};
    if (viewer) {
      standing.blocked = contains(hiding->hidden_by, facts.author);
      standing.mentioned = facts.is_for(*viewer);
      standing.follows =
          facts.visibility == Visibility::private_ && circle->follows_author(facts.author).value_or(false);
    }
    return may_see(facts.visibility, standing) &&
           (company != Company::welcome || !viewer || standing.self ||
            (!contains(hiding->blocked, facts.author) && !contains(hiding->muted, facts.author)));
  }

  bool visible(Subject const& subject, Company company) const {
    auto const within_boosts = company == Company::host ? Company::welcome : company;
    return visible(subject.post, company) && (!subject.original || visible(*subject.original, within_boosts));
  }

  // Authors of posts among them of which that decides, and of whom it is not known whether the viewer follows them.
  std::vector<AccountId> unknown_follows(std::vector<Subject> const& subjects) const {
    std::vector<AccountId> authors;
    auto const look_at = [&](Written const& written) {
      auto const& facts = *written.facts;
      if (facts.depends_on_follow() && viewer != facts.author && !circle->follows_author(facts.author)) {
        authors.push_back(facts.author);
      }
    };
    for (auto const& subject : subjects) {
      look_at(subject.post);
      if (subject.original) {
        look_at(*subject.original);
      }
    }
    sort_and_unite(authors);
    return authors;
  }
};

PostGate::PostGate(Environment const& env, std::size_t memory_bytes_max)
    : env_(env), circles_(memory_bytes_max, office_) {
  env_.bus.subscribe([this](bus::Event const& event) { on_event(event); });
}

PostGate::Judge PostGate::Acquaintance::judge(std::optional<AccountId> viewer) const {
  return {.viewer = viewer,
          .hiding = among_counts ? &among : (circle ? &circle->hiding : nullptr),
          .circle = circle.get()};
}

Task<Result<PostGate::Acquaintance>> PostGate::get_to_know(std::optional<AccountId> viewer,
                                                           std::vector<Subject> const& subjects) {
  Acquaintance known;
  if (!viewer) {
    co_return known;
  }
  known.circle = circles_.find(*viewer);
  if (!known.circle || known.circle->good_until <= env_.clock.now()) {
    CO_TRY(known.circle, co_await load_circle(*viewer));
  }
  if (auto unknown = known.judge(viewer).unknown_follows(subjects); !unknown.empty()) {
    CO_TRY(known.circle, co_await add_follows(*viewer, std::move(known.circle), std::move(unknown)));
  }
  if (known.circle->hiding_unkept) {
    CO_TRY(known.among, co_await hiding_among(*viewer, subjects));
    known.among_counts = true;
  }
  co_return known;
}

Task<Result<std::vector<bool>>> PostGate::judge(std::optional<AccountId> viewer,
                                                std::vector<Subject> subjects, Company company) {
  CO_TRY(auto const known, co_await get_to_know(viewer, subjects));
  auto const judge = known.judge(viewer);
  std::vector<bool> verdicts;
  verdicts.reserve(subjects.size());
  for (auto const& subject : subjects) {
    verdicts.push_back(judge.visible(subject, company));
  }
  co_return verdicts;
}

Task<Result<std::vector<PostGate::Stance>>> PostGate::stances(std::optional<AccountId> viewer,
                                                              std::vector<Written> posts) {
  std::vector<Subject> subjects;
  subjects.reserve(posts.size());
  for (auto const& post : posts) {
    subjects.push_back({.post = post, .original = {}});
  }
  CO_TRY(auto const known, co_await get_to_know(viewer, subjects));
  auto const judge = known.judge(viewer);
  std::vector<Stance> stances;
  stances.reserve(posts.size());
  for (auto const& post : posts) {
    stances.push_back(judge.stance(post));
  }
  co_return stances;
}

PostGate::Hiding PostGate::hiding_of(store::blocks::Hidden hidden) {
  for (auto* const accounts : {&hidden.blocked, &hidden.muted, &hidden.blocked_by}) {
    sort_and_unite(*accounts);
  }
  return {.blocked = std::move(hidden.blocked),
          .muted = std::move(hidden.muted),
          .hidden_by = std::move(hidden.blocked_by)};
}

Task<Result<PostGate::CirclePointer>> PostGate::load_circle(AccountId viewer) {
  auto const ticket = office_.ticket();
  auto const now = env_.clock.now();
  auto& reader = env_.database.session();
  CO_TRY(auto hidden, co_await store::blocks::all_hidden(reader, viewer, now));
  CO_TRY(auto const mute_end, co_await store::blocks::next_mute_end(reader, viewer, now));
  Circle circle{.good_until = mute_end.value_or(for_ever)};
  if (hidden.blocked.size() + hidden.muted.size() + hidden.blocked_by.size() > hiding_kept_max) {
    circle.hiding_unkept = true;
  } else {
    circle.hiding = hiding_of(std::move(hidden));
  }
  auto kept = std::make_shared<Circle const>(std::move(circle));
  circles_.put(viewer, ticket, kept);
  co_return kept;
}

Task<Result<PostGate::CirclePointer>> PostGate::add_follows(AccountId viewer, CirclePointer circle,
                                                            std::vector<AccountId> of) {
  auto const ticket = office_.ticket();
  // Taken after the circle was read, the ticket does not cover it: it must be the one that is there still.
  auto const current = circles_.find(viewer) == circle;
  CO_TRY(auto followed, co_await store::follows::followees_among(env_.database.session(), viewer, of));
  std::ranges::sort(followed);
  auto more = *circle;
  for (auto const author : of) {
    more.follows.push_back({author, contains(followed, author)});
  }
  std::ranges::sort(more.follows, {}, &Follow::author);
  auto const complete = std::make_shared<Circle const>(std::move(more));
  if (current) {
    auto kept = complete;
    if (complete->follows.size() > follows_kept_max) {  // begins anew
      auto fewer = *complete;
      fewer.follows = {};
      kept = std::make_shared<Circle const>(std::move(fewer));
    }
    circles_.put(viewer, ticket, std::move(kept));
  }
  co_return complete;
}

Task<Result<PostGate::Hiding>> PostGate::hiding_among(AccountId viewer,
                                                      std::vector<Subject> const& subjects) const {
  std::vector<AccountId> authors;
  for (auto const& subject : subjects) {
    authors.push_back(subject.post.facts->author);
    if (subject.original) {
      authors.push_back(subject.original->facts->author);
    }
  }
  sort_and_unite(authors);
  CO_TRY(auto hidden,
         co_await store::blocks::hidden_among(env_.database.session(), viewer, authors, env_.clock.now()));
  co_return hiding_of(std::move(hidden));
}

void PostGate::on_event(bus::Event const& event) {
  if (auto const* changed = std::get_if<bus::RelationsChanged>(&event)) {
    for (auto const account : changed->accounts) {
      circles_.erase(account);
    }
  }
}

}  // namespace auklet::service
