// SPDX-License-Identifier: Apache-2.0
#include "db/postgres_connection.h"

#include <fmt/format.h>

#include <utility>

#include "base/check.h"
#include "base/log.h"
#include "db/dialect.h"
#include "db/failure.h"

namespace auklet::db {

namespace {

// Each keeps memory on the server. Statements beyond this are prepared anew each time.
constexpr std::size_t named_max = 512;

void log_notice(void*, char const* message) {
  log::debug("PostgreSQL: {}", message);
}

}  // namespace

PostgresConnection::PostgresConnection(PostgresHandle handle, boost::asio::any_io_executor executor,
                                       std::chrono::milliseconds answer_max,
                                       std::function<void(PostgresConnection&)> on_closed)
    : handle_(std::move(handle)),
      executor_(std::move(executor)),
      socket_(executor_),
      answer_max_(answer_max),
      on_closed_(std::move(on_closed)) {}

PostgresConnection::~PostgresConnection() {
  if (socket_.is_open()) {
    socket_.release();  // the file descriptor is libpq's to close
  }
}

bool PostgresConnection::start() {
  PQsetNoticeProcessor(handle_.get(), &log_notice, nullptr);
  boost::system::error_code failure;
  socket_.assign(PQsocket(handle_.get()), failure);
  if (failure || PQsetnonblocking(handle_.get(), 1) != 0 || PQenterPipelineMode(handle_.get()) != 1) {
    return false;
  }
  watch_reads();
  return true;
}

// ---- Sending ----

void PostgresConnection::send(Sql sql, std::span<Param const> params, bool begin, Suspended<Rows> caller) {
  Request request{
      .text = sql.text(), .begin = begin, .deadline = {}, .outcome = {}, .caller = std::move(caller)};
  auto const sent = alive() && (!begin || send_command("BEGIN")) && send_statement(sql, params, request);
  finish_sending(std::move(request), sent);
}

void PostgresConnection::send_commit(Suspended<Rows> caller) {
  Request request{
      .text = "COMMIT", .commit = true, .deadline = {}, .outcome = {}, .caller = std::move(caller)};
  auto const sent = alive() && send_command(request.text);
  finish_sending(std::move(request), sent);
}

void PostgresConnection::send_rollback() {
  Request request{.text = "ROLLBACK", .deadline = {}, .outcome = {}, .caller = std::nullopt};
  auto const sent = alive() && send_command(request.text);
  finish_sending(std::move(request), sent);
}

bool PostgresConnection::send_command(char const* text) {
  return PQsendQueryParams(handle_.get(), text, 0, nullptr, nullptr, nullptr, nullptr, 0) == 1;
}

bool PostgresConnection::send_statement(Sql sql, std::span<Param const> params, Request& request) {
  auto types = types_of(params);
  PostgresParams const values(params);
  auto found = named_.find(sql.text());
  if (found == named_.end() && named_.size() < named_max) {
    auto name = fmt::format("s{}", named_.size());
    auto const text = translate(Engine::postgresql, sql.text());
    if (PQsendPrepare(handle_.get(), name.c_str(), text.c_str(), values.count(), types.data()) != 1) {
      return false;
    }
    request.preparing = sql.text();
    found = named_.emplace(sql.text(), Named{std::move(name), std::move(types)}).first;
  } else if (found == named_.end() || !found->second.ready || found->second.types != types) {
    // While the answer to its preparation is out, a name cannot be relied on.
    return send_unnamed(sql, types, values);
  }
  return PQsendQueryPrepared(handle_.get(), found->second.name.c_str(), values.count(), values.values(),
                             values.lengths(), values.formats(), 0) == 1;
}

bool PostgresConnection::send_unnamed(Sql sql, PostgresTypes const& types, PostgresParams const& params) {
  auto const text = translate(Engine::postgresql, sql.text());
  return PQsendQueryParams(handle_.get(), text.c_str(), params.count(), types.data(), params.values(),
                           params.lengths(), params.formats(), 0) == 1;
}

void PostgresConnection::finish_sending(Request request, bool sent) {
  if (!alive()) {
    fail(request, lost("no connection"));
    return;
  }
  request.deadline = Clock::now() + answer_max_;
  requests_.push_back(std::move(request));
  if (!sent || PQpipelineSync(handle_.get()) != 1) {
    close(lost("cannot send"));
    return;
  }
  flush();
}

void PostgresConnection::flush() {
  auto const left = PQflush(handle_.get());
  if (left < 0) {
    close(lost("cannot send"));
  } else if (left > 0 && !writing_) {
    writing_ = true;
    watch_writes();
  }
}

void PostgresConnection::watch_writes() {
  socket_.async_wait(boost::asio::posix::stream_descriptor::wait_write,
                     [self = shared_from_this()](boost::system::error_code failure) {
                       self->writing_ = false;
                       if (!failure && self->alive()) {
                         self->flush();
                       }
                     });
}

// ---- Receiving ----

void PostgresConnection::watch_reads() {
  socket_.async_wait(boost::asio::posix::stream_descriptor::wait_read,
                     [self = shared_from_this()](boost::system::error_code failure) {
                       if (!failure && self->alive()) {
                         self->on_readable();
                       }
                     });
}

void PostgresConnection::on_readable() {
  auto const consumed = PQconsumeInput(handle_.get()) == 1;
  read_answers();
  if (!alive()) {
    return;
  }
  if (!consumed || PQstatus(handle_.get()) != CONNECTION_OK) {
    close(lost("connection lost"));
    return;
  }
  flush();
  if (alive()) {
    watch_reads();
  }
}

void PostgresConnection::read_answers() {
  // A null ends the answer to one command. Two in a row mean that libpq has nothing more to give.
  int nulls = 0;
  while (alive() && PQisBusy(handle_.get()) == 0 && !requests_.empty() && nulls < 2) {
    PostgresResult result(PQgetResult(handle_.get()));
    if (!result) {
      ++nulls;
      continue;
    }
    nulls = 0;
    take_answer(std::move(result));
  }
}

void PostgresConnection::take_answer(PostgresResult result) {
  auto& request = requests_.front();
  auto const status = PQresultStatus(result.get());
  if (status == PGRES_PIPELINE_SYNC) {
    auto done = std::move(request);
    requests_.pop_front();
    if (done.caller) {
      done.caller->complete(std::move(done.outcome));
    } else if (!done.outcome) {
      spoiled_ = true;
    }
    if (spoiled_) {
      close(lost("connection given up"));
    }
    return;
  }
  auto const worked = status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;
  ++request.answers;
  if (request.preparing != nullptr && request.answers == (request.begin ? 2 : 1)) {
    prepared(request, worked);
  }
  if (worked) {
    if (request.commit && std::string_view{PQcmdStatus(result.get())} != "COMMIT") {
      request.outcome = std::unexpected(internal("COMMIT was answered by ROLLBACK"));
    } else if (request.outcome) {
      request.outcome = rows_of(result.get());  // the last answer, that of the statement, stays
    }
  } else if (request.outcome) {
    request.outcome = std::unexpected(error_of(result.get(), request.text));
    spoiled_ = spoiled_ || spoils_connection(result.get());
  }
}

void PostgresConnection::prepared(Request const& request, bool worked) {
  auto const named = named_.find(request.preparing);
  CHECK(named != named_.end());
  // A name once taken is not given to another statement, even if the server refused this one: the map only
  // grows.
  named->second.ready = worked;
}

// ---- The end ----

void PostgresConnection::check_deadline(Clock::time_point now) {
  if (!requests_.empty() && requests_.front().deadline <= now) {
    close(Error{ErrorKind::timeout,
                "The server took too long, please try again",
                fmt::format("PostgreSQL did not answer: {}", requests_.front().text),
                {}});
  }
}

// An error that the server has sent says more than the loss of the connection after it. A COMMIT without its
// answer may or may not have taken effect; nobody can be told that it has.
void PostgresConnection::fail(Request& request, Error error) {
  if (!request.caller) {
    return;
  }
  if (!request.outcome) {
    error = request.outcome.error();
  } else if (request.commit) {
    error.detail += " (during COMMIT: whether it took effect is not known)";
  }
  request.caller->complete(std::unexpected(std::move(error)));
}

void PostgresConnection::close(Error const& error) {
  if (!alive()) {
    return;
  }
  auto const keep_alive = shared_from_this();
  socket_.release();
  handle_.reset();
  for (auto& request : std::exchange(requests_, {})) {
    fail(request, error);
  }
  std::exchange(on_closed_, {})(*this);
}

Error PostgresConnection::lost(std::string_view what) const {
  return unavailable(fmt::format("PostgreSQL: {}: {}", what, PQerrorMessage(handle_.get())));
}

}  // namespace auklet::db
