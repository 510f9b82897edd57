// SPDX-License-Identifier: Apache-2.0
#include "api/status_pages.h"

#include <algorithm>
#include <memory>
#include <utility>
#include <variant>

#include "base/prefetch.h"
#include "db/database.h"
#include "net/spare_body.h"
#include "service/account_loader.h"
#include "service/caller.h"

namespace auklet::api {

bool StatusPages::Pieces::lacks_post() const {
  return !post || (post->facts.boost_of && !original);
}

bool StatusPages::Pieces::is_complete() const {
  return !lacks_post() && author && (!original || original_author);
}

std::optional<PostId> StatusPages::Pieces::wanted_quote() const {
  auto const& quote = marked().facts.quote;
  return quote && quote->is_shown() ? quote->post : std::nullopt;
}

bool StatusPages::Pieces::is_suspended() const {
  return author->suspended || (original_author && original_author->suspended);
}

// What service::fill() puts on a page.
struct StatusPages::Shelf {
  StatusPages& pages;
  Viewer viewer;
  service::IdPages& list;

  Task<Result<std::vector<Pieces>>> visible(std::vector<PostId> ids) {
    auto const asked = ids.size();
    CO_TRY(auto page, co_await pages.collect(std::move(ids)));
    if (page.size() < asked) {
      list.tell_gone();
    }
    CO_TRY_OK(co_await pages.judge(viewer, page, list.company()));
    co_return page;
  }
  static PostId id_of(Pieces const& pieces) { return pieces.post->facts.id; }
};

StatusPages::StatusPages(service::Environment const& env, service::PostLoader const& loader,
                         service::PostGate& gate, service::MarkReader& marks, service::FilterReader& filters,
                         view::Renderer const& renderer, std::size_t memory_bytes_max)
    : env_(env),
      loader_(loader),
      gate_(gate),
      marks_(marks),
      filters_(filters),
      writer_(renderer),
      cache_(memory_bytes_max) {
  env_.bus.subscribe([this](bus::Event const& event) { on_event(event); });
}

Task<Result<std::string>> StatusPages::show(Viewer viewer, std::vector<PostId> ids) {
  CO_TRY(auto page, co_await collect(std::move(ids)));
  std::erase_if(page, [](Pieces const& pieces) { return pieces.is_suspended(); });
  CO_TRY(auto const sight, co_await sight_of(viewer, page));
  co_return join(page, sight, viewer);
}

Task<Result<std::string>> StatusPages::show_visible(Viewer viewer, std::vector<PostId> ids,
                                                    service::Company company) {
  CO_TRY(auto page, co_await collect(std::move(ids)));
  CO_TRY_OK(co_await judge(viewer, page, company));
  CO_TRY(auto const sight, co_await sight_of(viewer, page));
  co_return join(page, sight, viewer);
}

Task<Result<std::string>> StatusPages::show_one(Viewer viewer, PostId id) {
  CO_TRY(auto page, co_await collect({id}));
  CO_TRY_OK(co_await judge(viewer, page, service::Company::anyone));
  if (page.empty()) {
    co_return service::record_not_found();
  }
  CO_TRY(auto const sight, co_await sight_of(viewer, page));
  std::string out;
  writer_.append_status(out, sight.of(page.front(), 0), viewer);
  co_return out;
}

std::string StatusPages::show_new(PostDetails const& details, base::Ticket ticket) {
  auto const post = std::make_shared<view::PostFragment const>(writer_.post(details));
  cache_.posts.put(details.post.id, ticket, post);
  // Not kept: what this request has read of the author may be older than what another one has told of them since.
  auto const author = writer_.account(details.author);
  auto const filtered = writer_.filtered(details.filtered);
  std::string out;
  writer_.append_status(out,
                        {.post = post.get(),
                         .author = &author,
                         .flags = details.viewer,
                         .filtered = filtered,
                         .now = details.seen_at},
                        details.author.id);
  return out;
}

Task<Result<StatusPages::Page>> StatusPages::fill(Viewer viewer, service::IdPages& pages, PageRequest page) {
  Shelf shelf{*this, viewer, pages};
  CO_TRY(auto const listing, co_await service::fill<Pieces>(shelf, pages, page));
  CO_TRY(auto const sight, co_await sight_of(viewer, listing.items));
  co_return Page{.text = join(listing.items, sight, viewer),
                 .first_cursor = listing.first_cursor,
                 .last_cursor = listing.last_cursor,
                 .full = listing.full};
}

Task<Result<>> StatusPages::check_account(AccountId id) {
  auto account = cache_.accounts.find(id);
  if (!account) {
    auto const ticket = cache_.ticket();
    CO_TRY(auto const found, co_await service::load_accounts(env_.database.session(), {id}));
    if (found.empty()) {
      co_return service::record_not_found();
    }
    account = keep(found.front(), ticket);
  }
  co_return account->suspended ? Result<>(service::record_not_found()) : Result<>{};
}

Task<Result<std::vector<StatusPages::Pieces>>> StatusPages::collect(std::vector<PostId> ids) {
  CO_TRY(auto page, co_await collect_bare(std::move(ids)));
  if (std::ranges::any_of(page, [](Pieces const& pieces) { return pieces.wanted_quote().has_value(); })) {
    CO_TRY_OK(co_await add_quoted(page));
  }
  co_return page;
}

Task<Result<>> StatusPages::add_quoted(std::vector<Pieces>& page) {
  std::vector<PostId> ids;
  for (auto const& pieces : page) {
    if (auto const quoted = pieces.wanted_quote()) {
      ids.push_back(*quoted);
    }
  }
  std::ranges::sort(ids);
  auto const repeated = std::ranges::unique(ids);
  ids.erase(repeated.begin(), repeated.end());
  CO_TRY(auto const found, co_await collect_bare(std::move(ids)));
  for (auto& pieces : page) {
    auto const place = std::ranges::find(found, pieces.wanted_quote(), [](Pieces const& quoted) {
      return std::optional{quoted.post->facts.id};
    });
    if (place != found.end()) {
      pieces.quoted = place->post;
      pieces.quoted_author = place->author;
    }
  }
  co_return Result<>{};
}

Task<Result<std::vector<StatusPages::Pieces>>> StatusPages::collect_bare(std::vector<PostId> ids) {
  std::vector<Pieces> page;
  page.reserve(ids.size());
  for (auto const id : ids) {
    cache_.posts.prefetch(id);
  }
  for (auto const id : ids) {
    page.push_back({.post = cache_.posts.find(id)});
  }
  for (auto const& pieces : page) {
    if (pieces.post) {
      cache_.accounts.prefetch(pieces.post->facts.author);
      base::prefetch(pieces.post->text.data(), pieces.post->text.size());
    }
  }
  for (auto& pieces : page) {
    complete(pieces);
  }
  if (!std::ranges::all_of(page, &Pieces::is_complete)) {
    CO_TRY_OK(co_await load_missing(ids, page));
    std::erase_if(page, [](Pieces const& pieces) { return !pieces.is_complete(); });
  }
  co_return page;
}

Task<Result<>> StatusPages::judge(Viewer viewer, std::vector<Pieces>& page, service::Company company) {
  std::vector<service::PostGate::Subject> subjects;
  subjects.reserve(page.size());
  for (auto const& pieces : page) {
    auto& subject = subjects.emplace_back();
    subject.post = {&pieces.post->facts, pieces.author->suspended};
    if (pieces.original) {
      subject.original = {&pieces.original->facts, pieces.original_author->suspended};
    }
  }
  CO_TRY(auto const verdicts, co_await gate_.judge(viewer, std::move(subjects), company));
  std::size_t index = 0;
  std::erase_if(page, [&](Pieces const&) { return !verdicts[index++]; });
  co_return Result<>{};
}

Task<Result<StatusPages::Sight>> StatusPages::sight_of(Viewer viewer, std::vector<Pieces> const& page) {
  Sight sight;
  sight.now = env_.clock.now();
  if (std::ranges::any_of(page, [](Pieces const& pieces) {
        auto const& facts = pieces.marked().facts;
        return facts.quote || facts.policy.names_followers();
      })) {
    CO_TRY_OK(co_await look_into(viewer, page, sight));
  }
  if (!viewer) {
    co_return sight;
  }
  std::vector<timeline::MarkedPost> marked;
  marked.reserve(page.size());
  for (auto const& pieces : page) {
    marked.push_back({pieces.marked().facts.id, pieces.marked().facts.thread});
  }
  CO_TRY(sight.flags, co_await marks_.read(*viewer, std::move(marked)));
  auto filters = filters_.known(*viewer);
  if (!filters) {
    CO_TRY(filters, co_await filters_.of(*viewer));
  }
  if (!filters->empty()) {
    sight.filtered = filter(*filters, page, sight.now);
  }
  co_return sight;
}

// How the viewer stands to what the page shows and quotes.
Task<Result<>> StatusPages::look_into(Viewer viewer, std::vector<Pieces> const& page, Sight& sight) {
  std::vector<service::PostGate::Written> posts;
  std::vector<timeline::MarkedPost> marked;
  for (auto const& pieces : page) {
    posts.push_back({&pieces.marked().facts, pieces.marked_author().suspended});
    if (pieces.quoted) {
      posts.push_back({&pieces.quoted->facts, pieces.quoted_author->suspended});
      marked.push_back({pieces.quoted->facts.id, pieces.quoted->facts.thread});
    }
  }
  CO_TRY(auto const stances, co_await gate_.stances(viewer, std::move(posts)));
  std::vector<ViewerFlags> flags;
  service::FiltersPointer filters;
  if (viewer && !marked.empty()) {
    CO_TRY(flags, co_await marks_.read(*viewer, std::move(marked)));
    CO_TRY(filters, co_await filters_.of(*viewer));
  }
  sight.quoted_filtered.resize(page.size());
  auto stance = stances.begin();
  auto next_flags = flags.begin();
  for (std::size_t i = 0; i < page.size(); ++i) {
    auto const& pieces = page[i];
    sight.follows_author.push_back((stance++)->follows_author);
    auto& quoted = sight.quoted.emplace_back();
    if (auto const& quote = pieces.marked().facts.quote) {
      quoted.state = quote->is_shown() ? QuoteState::deleted : quote->common_state();
    }
    if (!pieces.quoted) {
      continue;
    }
    auto const& facts = pieces.quoted->facts;
    quoted.state = state_for(stance->quoted);
    quoted.follows_author = (stance++)->follows_author;
    if (viewer) {
      quoted.flags = *next_flags++;
    }
    if (!carries_post(quoted.state)) {
      continue;
    }
    quoted.post = pieces.quoted.get();
    quoted.author = pieces.quoted_author.get();
    if (filters && !filters->empty()) {
      sight.quoted_filtered[i] =
          writer_.filtered(filters->match(pieces.quoted->words, facts.id, std::nullopt, sight.now));
      quoted.filtered = sight.quoted_filtered[i];
    }
  }
  co_return Result<>{};
}

std::vector<std::string> StatusPages::filter(service::CompiledFilters const& filters,
                                             std::vector<Pieces> const& page, UnixMillis now) const {
  std::vector<std::string> filtered;
  filtered.reserve(page.size());
  for (auto const& pieces : page) {
    auto const& said = pieces.marked();
    auto const boost = pieces.original ? std::optional{pieces.post->facts.id} : std::nullopt;
    filtered.push_back(writer_.filtered(filters.match(said.words, said.facts.id, boost, now)));
  }
  return filtered;
}

void StatusPages::complete(Pieces& pieces) const {
  if (!pieces.post) {
    return;
  }
  pieces.author = cache_.accounts.find(pieces.post->facts.author);
  if (pieces.author) {
    base::prefetch(pieces.author->text.data(), pieces.author->text.size());
  }
  if (pieces.post->facts.boost_of) {
    pieces.original = cache_.posts.find(*pieces.post->facts.boost_of);
    if (pieces.original) {
      pieces.original_author = cache_.accounts.find(pieces.original->facts.author);
    }
  }
}

Task<Result<>> StatusPages::load_missing(std::vector<PostId> const& ids, std::vector<Pieces>& page) {
  auto const ticket = cache_.ticket();
  std::vector<PostId> posts;
  // Of posts that are here: each new post changes the numbers of its author.
  std::vector<AccountId> authors;
  for (std::size_t i = 0; i < ids.size(); ++i) {
    auto const& pieces = page[i];
    if (pieces.lacks_post()) {
      posts.push_back(ids[i]);
      continue;
    }
    if (!pieces.author) {
      authors.push_back(pieces.post->facts.author);
    }
    if (pieces.original && !pieces.original_author) {
      authors.push_back(pieces.original->facts.author);
    }
  }
  std::ranges::sort(authors);
  auto const repeated = std::ranges::unique(authors);
  authors.erase(repeated.begin(), repeated.end());
  auto& reader = env_.database.session();
  std::vector<PostDetails> loaded;
  if (!posts.empty()) {
    CO_TRY(loaded, co_await loader_.load_unjudged(reader, std::move(posts)));
  }
  auto next = loaded.begin();
  for (std::size_t i = 0; i < ids.size() && next != loaded.end(); ++i) {
    if (next->post.id == ids[i]) {
      page[i] = keep(*next, ticket);
      ++next;
    }
  }
  if (authors.empty()) {
    co_return Result<>{};
  }
  CO_TRY(auto const accounts, co_await service::load_accounts(reader, std::move(authors)));
  for (auto const& account : accounts) {
    auto const fragment = keep(account, ticket);
    for (auto& pieces : page) {
      if (pieces.post && pieces.post->facts.author == account.id) {
        pieces.author = fragment;
      }
      if (pieces.original && pieces.original->facts.author == account.id) {
        pieces.original_author = fragment;
      }
    }
  }
  co_return Result<>{};
}

StatusPages::AccountPointer StatusPages::keep(Account const& account, base::Ticket ticket) {
  auto fragment = std::make_shared<view::AccountFragment const>(writer_.account(account));
  cache_.accounts.put(account.id, ticket, fragment);
  return fragment;
}

StatusPages::Pieces StatusPages::keep(PostDetails const& details, base::Ticket ticket) {
  Pieces pieces{.post = std::make_shared<view::PostFragment const>(writer_.post(details)),
                .author = keep(details.author, ticket),
                .original = {},
                .original_author = {}};
  cache_.posts.put(details.post.id, ticket, pieces.post);
  if (details.quote && details.quote->post) {
    keep(*details.quote->post, ticket);
  }
  if (details.boosted) {
    auto original = keep(*details.boosted, ticket);
    pieces.original = std::move(original.post);
    pieces.original_author = std::move(original.author);
  }
  return pieces;
}

view::StatusPieces StatusPages::Sight::of(Pieces const& pieces, std::size_t index) const {
  return {.post = pieces.post.get(),
          .author = pieces.author.get(),
          .original = pieces.original.get(),
          .original_author = pieces.original_author.get(),
          .flags = flags.empty() ? std::nullopt : std::optional{flags[index]},
          .filtered = filtered.empty() ? std::string_view{} : std::string_view{filtered[index]},
          .now = now,
          .follows_author = !follows_author.empty() && follows_author[index],
          .quoted = quoted.empty() || !pieces.marked().facts.quote ? nullptr : &quoted[index]};
}

std::string StatusPages::join(std::vector<Pieces> const& page, Sight const& sight, Viewer viewer) const {
  std::vector<view::StatusPieces> statuses;
  statuses.reserve(page.size());
  std::size_t bytes_max = 2;
  for (std::size_t i = 0; i < page.size(); ++i) {
    statuses.push_back(sight.of(page[i], i));
    bytes_max += 1 + writer_.bytes_max(statuses.back());
  }
  auto text = net::take_spare_body();
  text.resize_and_overwrite(bytes_max, [&](char* const begin, std::size_t) {
    auto* out = begin;
    *out++ = '[';
    for (auto const& status : statuses) {
      if (&status != &statuses.front()) {
        *out++ = ',';
      }
      out = writer_.write_status(out, status, viewer);
    }
    *out++ = ']';
    return static_cast<std::size_t>(out - begin);
  });
  return text;
}

void StatusPages::on_event(bus::Event const& event) {
  if (auto const* touched = std::get_if<bus::PostTouched>(&event)) {
    cache_.posts.erase(touched->post);
  } else if (auto const* edited = std::get_if<bus::PostEdited>(&event)) {
    cache_.posts.erase(edited->entry.id);
  } else if (auto const* deleted = std::get_if<bus::PostDeleted>(&event)) {
    cache_.posts.erase(deleted->post);
  } else if (auto const* people = std::get_if<bus::AccountsTouched>(&event)) {
    for (auto const account : people->accounts) {
      cache_.accounts.erase(account);
    }
  } else if (std::holds_alternative<bus::EmojisChanged>(event)) {
    cache_.posts.clear();
    cache_.accounts.clear();
  }
}

}  // namespace auklet::api
