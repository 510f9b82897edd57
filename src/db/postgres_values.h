// SPDX-License-Identifier: Apache-2.0
//
// Our values in PostgreSQL's wire formats: parameters go out typed and in binary, cells come back as text.
#pragma once

#include <libpq-fe.h>

#include <array>
#include <boost/container/small_vector.hpp>
#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "base/result.h"
#include "db/param.h"
#include "db/rows.h"

namespace auklet::db {

struct ClearResult {
  void operator()(PGresult* result) const { PQclear(result); }
};
using PostgresResult = std::unique_ptr<PGresult, ClearResult>;

// The arrays that libpq wants for the parameters of one statement. Borrows the texts.
class PostgresParams {
 public:
  explicit PostgresParams(std::span<Param const> params);
  PostgresParams(PostgresParams const&) = delete;
  PostgresParams& operator=(PostgresParams const&) = delete;

  int count() const { return static_cast<int>(values_.size()); }
  char const* const* values() const { return values_.data(); }
  int const* lengths() const { return lengths_.data(); }
  int const* formats() const { return formats_.data(); }

 private:
  void add(char const* value, std::size_t size);

  static constexpr std::size_t usual = 12;
  boost::container::small_vector<std::array<char, 8>, usual> integers_;
  boost::container::small_vector<std::string, 2> lists_;
  boost::container::small_vector<char const*, usual> values_;
  boost::container::small_vector<int, usual> lengths_;
  boost::container::small_vector<int, usual> formats_;
};

using PostgresTypes = boost::container::small_vector<Oid, 12>;
PostgresTypes types_of(std::span<Param const> params);

// The rows of a successful result. Integers of any size and truth values become integers, and so do the
// NUMERIC sums of PostgreSQL; everything else is text.
Rows rows_of(PGresult const* result);

// What a failed result means. `text` is the statement, for the detail.
Error error_of(PGresult const* result, char const* text);

// Whether after this failure the connection should be replaced: the server is leaving, has become a standby,
// or has changed its schema under a prepared statement.
bool spoils_connection(PGresult const* result);

}  // namespace auklet::db
