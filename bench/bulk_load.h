// SPDX-License-Identifier: Apache-2.0
//
// Many rows into one table after the other, as fast as the database takes them: sorted rows, secondary indexes built
// once at the end, no waiting for the disk. Only for a database that nobody else uses and that is thrown away when the
// load fails.
#pragma once

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <variant>

#include "base/result.h"

namespace auklet::bench {

// NULL, an integer, or a text that lives until the row is taken.
using Value = std::variant<std::monostate, std::int64_t, std::string_view>;

class BulkLoad {
 public:
  // `sqlite:PATH` or `postgresql://…`, as the server takes it; the schema must be there. ErrorKind::unavailable.
  static Result<std::unique_ptr<BulkLoad>> open(std::string const& address);
  virtual ~BulkLoad() = default;

  // Between begin_table() and end_table() every row has the values of these columns, parted by commas. The rows come in the
  // order of the index `in_order`, if there is one: to append to it is cheaper than to sort for it. Errors hold the
  // database's own words.
  virtual Result<> begin_table(std::string_view table, std::string_view columns,
                               std::string_view in_order) = 0;
  virtual Result<> row(std::initializer_list<Value> values) = 0;
  // Calls `shown` with the name of each index before it is built, which may take longer than the rows did.
  virtual Result<> end_table(std::function<void(std::string_view)> const& shown) = 0;
  // Everything is on the disk when this returns.
  virtual Result<> finish() = 0;
};

}  // namespace auklet::bench
