// SPDX-License-Identifier: Apache-2.0
#include "service/post_gate.h"

#include <algorithm>
#include <utility>
#include <variant>

#include "db/database.h"
#include "domain/may_see.h"
#include "store/blocks.h"
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

bool is_mentioned(AccountId viewer, PostFacts const& facts) {
  return std::ranges::find(facts.mentions, viewer) != facts.mentions.end();
}

}  // namespace

std::optional<bool> PostGate::Circle::follows_author(AccountId author) const {
  auto const place = std::ranges::lower_bound(follows, author, {}, &Follow::author);
  return place != follows.end() && place->author == author ? std::optional{place->follows} : std::nullopt;
}

std::size_t PostGate::Circle::bytes() const {
  return sizeof(*this) + (hiding.hidden.capacity() + hiding.hidden_by.capacity()) * sizeof(AccountId) +
         follows.capacity() * sizeof(Follow);
}

// The verdicts for one viewer, or for nobody.
struct PostGate::Judge {
  std::optional<AccountId> viewer;
  Hiding const* hiding = nullptr;  // with a viewer
  Circle const* circle = nullptr;

  bool visible(Written const& written, Company company) const {
    auto const& facts = *written.facts;
    Standing standing{.self = viewer == facts.author, .suspended = written.author_suspended};
    if (viewer) {
      standing.blocked = contains(hiding->hidden_by, facts.author);
      standing.mentioned = is_mentioned(*viewer, facts);
      standing.follows =
          facts.visibility == Visibility::private_ && circle->follows_author(facts.author).value_or(false);
    }
    return may_see(facts.visibility, standing) && (company != Company::welcome || !viewer || standing.self ||
                                                   !contains(hiding->hidden, facts.author));
  }

  bool visible(Subject const& subject, Company company) const {
    auto const within_boosts = company == Company::host ? Company::welcome : company;
    return visible(subject.post, company) && (!subject.original || visible(*subject.original, within_boosts));
  }

  // Authors whose private posts are among them and of whom it is not known whether the viewer follows them.
  std::vector<AccountId> unknown_follows(std::vector<Subject> const& subjects) const {
    std::vector<AccountId> authors;
    auto const look_at = [&](Written const& written) {
      auto const& facts = *written.facts;
      if (facts.visibility == Visibility::private_ && viewer != facts.author &&
          !circle->follows_author(facts.author)) {
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

Task<Result<std::vector<bool>>> PostGate::judge(std::optional<AccountId> viewer,
                                                std::vector<Subject> subjects, Company company) {
  CirclePointer circle;
  Hiding among;
  Judge judge{.viewer = viewer};
  if (viewer) {
    circle = circles_.find(*viewer);
    if (!circle || circle->good_until <= env_.clock.now()) {
      CO_TRY(circle, co_await load_circle(*viewer));
    }
    judge.circle = circle.get();
    judge.hiding = &circle->hiding;
    if (auto unknown = judge.unknown_follows(subjects); !unknown.empty()) {
      CO_TRY(circle, co_await add_follows(*viewer, std::move(circle), std::move(unknown)));
      judge.circle = circle.get();
      judge.hiding = &circle->hiding;
    }
    if (circle->hiding_unkept) {
      CO_TRY(among, co_await hiding_among(*viewer, subjects));
      judge.hiding = &among;
    }
  }
  std::vector<bool> verdicts;
  verdicts.reserve(subjects.size());
  for (auto const& subject : subjects) {
    verdicts.push_back(judge.visible(subject, company));
  }
  co_return verdicts;
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
    circle.hiding = {.hidden = std::move(hidden.blocked), .hidden_by = std::move(hidden.blocked_by)};
    circle.hiding.hidden.insert(circle.hiding.hidden.end(), hidden.muted.begin(), hidden.muted.end());
    sort_and_unite(circle.hiding.hidden);
    sort_and_unite(circle.hiding.hidden_by);
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
  Hiding hiding{.hidden = std::move(hidden.blocked), .hidden_by = std::move(hidden.blocked_by)};
  hiding.hidden.insert(hiding.hidden.end(), hidden.muted.begin(), hidden.muted.end());
  sort_and_unite(hiding.hidden);
  sort_and_unite(hiding.hidden_by);
  co_return hiding;
}

void PostGate::on_event(bus::Event const& event) {
  if (auto const* changed = std::get_if<bus::RelationsChanged>(&event)) {
    for (auto const account : changed->accounts) {
      circles_.erase(account);
    }
  }
}

}  // namespace auklet::service
