// SPDX-License-Identifier: Apache-2.0
#include "db/postgres_pool.h"

#include <algorithm>
#include <utility>

#include "base/log.h"
#include "db/failure.h"

namespace auklet::db {

namespace {

constexpr std::chrono::milliseconds tick_interval{50};
constexpr std::chrono::milliseconds pause_min{100};
constexpr std::chrono::milliseconds pause_max{3000};

// With more than this many statements in flight on each, another shared connection is worth its memory.
constexpr std::size_t busy_reader = 8;

}  // namespace

PostgresPool::PostgresPool(boost::asio::any_io_executor executor, PostgresConnector& connector, Limits limits)
    : executor_(std::move(executor)),
      connector_(connector),
      limits_(limits),
      reading_{.use = Use::read, .max = limits.readers_max},
      writing_{.use = Use::write, .max = limits.transactions_max},
      timer_(executor_) {}

Task<Result<PostgresPool::Connection>> PostgresPool::reader() {
  auto best = least_busy();
  if (!best) {
    co_return co_await wait(reading_);
  }
  if (best->in_flight() >= busy_reader && reading_.connecting == 0 && reading_.open.size() < reading_.max &&
      Clock::now() >= connect_not_before_) {
    connect(reading_);
  }
  if (best->in_flight() >= limits_.waiters_max) {
    co_return std::unexpected(unavailable("too many reads in flight"));
  }
  arm();
  co_return best;
}

PostgresPool::Connection PostgresPool::least_busy() const {
  auto const in_flight = [](Connection const& connection) { return connection->in_flight(); };
  auto const best = std::ranges::min_element(reading_.open, {}, in_flight);
  return best == reading_.open.end() ? nullptr : *best;
}

Task<Result<PostgresPool::Connection>> PostgresPool::check_out() {
  arm();
  if (writing_.waiters.empty() && !writing_.idle.empty()) {
    auto connection = std::move(writing_.idle.back());
    writing_.idle.pop_back();
    co_return connection;
  }
  co_return co_await wait(writing_);
}

void PostgresPool::give_back(Connection connection) {
  if (closed_ || !connection->alive()) {
    return;
  }
  if (writing_.waiters.empty()) {
    writing_.idle.push_back(std::move(connection));
    return;
  }
  writing_.waiters.front().coroutine.complete(std::move(connection));
  writing_.waiters.pop_front();
}

void PostgresPool::close() {
  closed_ = true;
  timer_.cancel();
  auto const error = unavailable("the database is closed");
  for (auto* const side : {&reading_, &writing_}) {
    for (auto& waiter : std::exchange(side->waiters, {})) {
      waiter.coroutine.complete(std::unexpected(error));
    }
    side->idle.clear();
    for (auto const& connection : std::exchange(side->open, {})) {
      connection->close(error);
    }
  }
}

// ---- Waiting ----

Task<Result<PostgresPool::Connection>> PostgresPool::wait(Side& side) {
  if (side.waiters.size() >= limits_.waiters_max) {
    co_return std::unexpected(unavailable("too many wait for a connection to PostgreSQL"));
  }
  co_return co_await suspend<Connection>([this, &side](Suspended<Connection> coroutine) {
    if (closed_) {
      coroutine.complete(std::unexpected(unavailable("the database is closed")));
      return;
    }
    side.waiters.push_back({std::move(coroutine), Clock::now() + limits_.wait_max});
    connect_where_wanted();
    arm();
  });
}

void PostgresPool::connect_where_wanted() {
  if (closed_ || Clock::now() < connect_not_before_) {
    return;
  }
  for (auto* const side : {&reading_, &writing_}) {
    while (wants_connection(*side)) {
      connect(*side);
    }
  }
}

// All who wait to read are content with one connection; each transaction wants its own.
bool PostgresPool::wants_connection(Side const& side) {
  auto const wanted =
      side.use == Use::read ? std::min<std::size_t>(side.waiters.size(), 1) : side.waiters.size();
  return wanted > side.connecting && side.open.size() + side.connecting < side.max;
}

void PostgresPool::connect(Side& side) {
  ++side.connecting;
  connector_.connect(side.use, executor_, [self = shared_from_this(), &side](Result<PostgresHandle> handle) {
    self->connected(side, std::move(handle));
  });
}

void PostgresPool::connected(Side& side, Result<PostgresHandle> handle) {
  --side.connecting;
  if (closed_) {
    return;
  }
  if (!handle) {
    pause_ = std::clamp(pause_ * 2, pause_min, pause_max);
    connect_not_before_ = Clock::now() + pause_;
    log::warn("database: {} (next attempt in {} ms)", handle.error().message, pause_.count());
    return;
  }
  auto const connection =
      std::make_shared<PostgresConnection>(*std::move(handle), executor_, limits_.answer_max,
                                           [pool = weak_from_this(), &side](PostgresConnection& gone) {
                                             if (auto const alive = pool.lock()) {
                                               alive->closed(side, gone);
                                             }
                                           });
  if (!connection->start()) {
    return;
  }
  pause_ = {};
  side.open.push_back(connection);
  if (side.use == Use::write) {
    give_back(connection);
    return;
  }
  for (auto& waiter : std::exchange(side.waiters, {})) {
    waiter.coroutine.complete(connection);
  }
}

void PostgresPool::closed(Side& side, PostgresConnection& connection) {
  auto const is_it = [&](Connection const& other) { return other.get() == &connection; };
  std::erase_if(side.open, is_it);
  std::erase_if(side.idle, is_it);
  connect_where_wanted();
}

// ---- Time ----

bool PostgresPool::busy() const {
  auto const in_flight = [](Connection const& connection) { return connection->in_flight() > 0; };
  return !reading_.waiters.empty() || !writing_.waiters.empty() ||
         writing_.open.size() > writing_.idle.size() || std::ranges::any_of(reading_.open, in_flight) ||
         std::ranges::any_of(writing_.open, in_flight);
}

void PostgresPool::arm() {
  if (armed_ || closed_) {
    return;
  }
  armed_ = true;
  timer_.expires_after(tick_interval);
  timer_.async_wait([pool = weak_from_this()](boost::system::error_code failure) {
    if (auto const alive = pool.lock(); alive && !failure) {
      alive->tick();
    }
  });
}

void PostgresPool::tick() {
  armed_ = false;
  auto const now = Clock::now();
  for (auto* const side : {&reading_, &writing_}) {
    while (!side->waiters.empty() && side->waiters.front().deadline <= now) {
      side->waiters.front().coroutine.complete(
          std::unexpected(unavailable("waited too long for a connection to PostgreSQL")));
      side->waiters.pop_front();
    }
    // A copy: closing takes a connection out of the list.
    for (auto const& connection : std::vector(side->open)) {
      connection->check_deadline(now);
    }
  }
  connect_where_wanted();
  if (busy()) {
    arm();
  }
}

}  // namespace auklet::db
