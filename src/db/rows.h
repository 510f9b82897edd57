// SPDX-License-Identifier: Apache-2.0
//
// The answer to a statement, held in one piece of memory: no allocation per row or cell.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "base/check.h"
#include "base/clock.h"

namespace auklet::db {

class Rows;

// One row of Rows, valid while they live. Columns count from 0. Reading a null or a column that is not there,
// other than through an optional, is a bug of the store and ends the process.
class Row {
 public:
  bool is_null(std::size_t column) const;
  std::int64_t integer(std::size_t column) const;
  bool boolean(std::size_t column) const { return integer(column) != 0; }
  UnixMillis time(std::size_t column) const { return from_count(integer(column)); }
  std::string_view text(std::size_t column) const;
  std::string string(std::size_t column) const { return std::string(text(column)); }

  // A strong id (or any other enum) of domain.
  template <class Enum>
    requires std::is_enum_v<Enum>
  Enum as(std::size_t column) const {
    return static_cast<Enum>(integer(column));
  }
  template <class Enum>
    requires std::is_enum_v<Enum>
  std::optional<Enum> optional_as(std::size_t column) const {
    return is_null(column) ? std::nullopt : std::optional<Enum>{as<Enum>(column)};
  }
  std::optional<std::int64_t> optional_integer(std::size_t column) const {
    return is_null(column) ? std::nullopt : std::optional{integer(column)};
  }
  std::optional<UnixMillis> optional_time(std::size_t column) const {
    return is_null(column) ? std::nullopt : std::optional{time(column)};
  }
  std::optional<std::string> optional_string(std::size_t column) const {
    return is_null(column) ? std::nullopt : std::optional{string(column)};
  }

 private:
  friend class Rows;
  Row(Rows const& rows, std::size_t first_cell) : rows_(&rows), first_cell_(first_cell) {}

  Rows const* rows_;
  std::size_t first_cell_;
};

class Rows {
 public:
  Rows() = default;
  explicit Rows(std::size_t columns) : columns_(columns) {}

  std::size_t size() const { return columns_ == 0 ? 0 : cells_.size() / columns_; }
  bool empty() const { return cells_.empty(); }
  Row operator[](std::size_t row) const {
    CHECK(row < size());
    return Row{*this, row * columns_};
  }
  // Rows inserted, changed or deleted by the statement; 0 for a plain SELECT.
  std::int64_t affected() const { return affected_; }

  class Iterator {
   public:
    Iterator(Rows const& rows, std::size_t row) : rows_(&rows), row_(row) {}
    Row operator*() const { return (*rows_)[row_]; }
    Iterator& operator++() {
      ++row_;
      return *this;
    }
    bool operator==(Iterator const& other) const { return row_ == other.row_; }

   private:
    Rows const* rows_;
    std::size_t row_;
  };
  Iterator begin() const { return {*this, 0}; }
  Iterator end() const { return {*this, size()}; }

  // For the drivers, which fill cell by cell, row after row.
  void add_null() { cells_.push_back({Kind::null, 0, 0}); }
  void add_integer(std::int64_t value) { cells_.push_back({Kind::integer, value, 0}); }
  void add_text(std::string_view value) {
    cells_.push_back({Kind::text, static_cast<std::int64_t>(bytes_.size()), value.size()});
    bytes_ += value;
  }
  void set_affected(std::int64_t affected) { affected_ = affected; }

 private:
  friend class Row;
  enum class Kind : std::uint8_t { null, integer, text };
  struct Cell {
    Kind kind;
    std::int64_t value;  // the integer, or where the text starts in bytes_
    std::size_t size;    // of the text
  };

  std::size_t columns_ = 0;
  std::int64_t affected_ = 0;
  std::vector<Cell> cells_;
  std::string bytes_;
};

inline bool Row::is_null(std::size_t column) const {
  CHECK(column < rows_->columns_);
  return rows_->cells_[first_cell_ + column].kind == Rows::Kind::null;
}

inline std::int64_t Row::integer(std::size_t column) const {
  CHECK(column < rows_->columns_);
  auto const& cell = rows_->cells_[first_cell_ + column];
  CHECK(cell.kind == Rows::Kind::integer);
  return cell.value;
}

inline std::string_view Row::text(std::size_t column) const {
  CHECK(column < rows_->columns_);
  auto const& cell = rows_->cells_[first_cell_ + column];
  CHECK(cell.kind == Rows::Kind::text);
  return std::string_view{rows_->bytes_}.substr(static_cast<std::size_t>(cell.value), cell.size);
}

}  // namespace auklet::db
