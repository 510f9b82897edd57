// SPDX-License-Identifier: Apache-2.0
//
// The values that travel with a statement. Every parameter knows its type even when it is null, because
// PostgreSQL wants to know. Text and lists are borrowed: they must live until the co_await on the statement
// returns.
#pragma once

#include <boost/container/small_vector.hpp>
#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "base/clock.h"

namespace auklet::db {

struct Param {
  enum class Type : std::uint8_t { integer, text, integer_list };

  Type type = Type::integer;
  bool null = false;
  std::int64_t integer = 0;
  std::string_view text;
  std::span<std::int64_t const> list;

  // Integers, booleans (as 0 and 1) and the strong id enums of domain.
  template <class T>
    requires(std::integral<T> || std::is_enum_v<T>)
  Param(T value) : integer(static_cast<std::int64_t>(value)) {}
  Param(UnixMillis time) : integer(to_count(time)) {}
  Param(std::string_view value) : type(Type::text), text(value) {}
  Param(std::string const& value) : Param(std::string_view{value}) {}
  Param(char const* value) : Param(std::string_view{value}) {}
  template <class T>
  Param(std::optional<T> const& value) : Param(value ? Param{*value} : null_of<T>()) {}

  // A list of ids for the {any} form, see Session::query.
  template <class T>
    requires(sizeof(T) == sizeof(std::int64_t) && (std::same_as<T, std::int64_t> || std::is_enum_v<T>))
  Param(std::vector<T> const& ids)
      : type(Type::integer_list), list(reinterpret_cast<std::int64_t const*>(ids.data()), ids.size()) {}

 private:
  template <class T>
  static Param null_of() {
    Param param = [] {
      if constexpr (std::is_convertible_v<T, std::string_view>) {
        return Param{std::string_view{}};
      } else {
        return Param{std::int64_t{0}};
      }
    }();
    param.null = true;
    return param;
  }
};

using Params = boost::container::small_vector<Param, 12>;

}  // namespace auklet::db
