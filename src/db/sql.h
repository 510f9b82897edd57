// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace auklet::db {

// The text of a statement, a literal by construction.
class Sql {
 public:
  consteval Sql(char const* text) : text_(text) {}
  constexpr char const* text() const { return text_; }

 private:
  char const* text_;
};

}  // namespace auklet::db
