// SPDX-License-Identifier: Apache-2.0
//
// The statements of one transaction that are all known before the first of them runs: the engine runs them in one go,
// without coming back to the caller in between. Texts and lists are borrowed, as Params say.
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "base/result.h"
#include "db/param.h"
#include "db/sql.h"

namespace auklet::db {

class Batch {
 public:
  // Gives back the place of the statement, which is the place of its rows in the answer.
  std::size_t add(Sql sql, std::initializer_list<Param> params) { return append(sql, params, std::nullopt); }
  // When the statement changes no row nothing of the batch remains, and `otherwise` is the answer.
  std::size_t add_or_fail(Sql sql, std::initializer_list<Param> params, Error otherwise) {
    return append(sql, params, std::move(otherwise));
  }

  std::size_t size() const { return statements_.size(); }
  bool may_refuse() const { return may_refuse_; }

  Sql sql(std::size_t place) const { return statements_[place].sql; }
  std::span<Param const> params(std::size_t place) const {
    auto const& statement = statements_[place];
    return std::span{params_}.subspan(statement.first_param, statement.param_count);
  }
  // The error to answer with after this many changed rows, if any.
  Error const* refusal(std::size_t place, std::int64_t affected) const {
    auto const& otherwise = statements_[place].otherwise;
    return otherwise && affected == 0 ? &*otherwise : nullptr;
  }

 private:
  struct Statement {
    Sql sql;
    std::size_t first_param;
    std::size_t param_count;
    std::optional<Error> otherwise;
  };

  std::size_t append(Sql sql, std::initializer_list<Param> params, std::optional<Error> otherwise) {
    may_refuse_ = may_refuse_ || otherwise.has_value();
    statements_.push_back({sql, params_.size(), params.size(), std::move(otherwise)});
    params_.insert(params_.end(), params.begin(), params.end());
    return statements_.size() - 1;
  }

  std::vector<Statement> statements_;
  std::vector<Param> params_;
  bool may_refuse_ = false;
};

}  // namespace auklet::db
