// SPDX-License-Identifier: Apache-2.0
#include "db/postgres_values.h"

#include <fmt/format.h>

#include <bit>
#include <charconv>
#include <concepts>
#include <cstdint>
#include <cstring>
#include <optional>

#include "db/failure.h"

namespace auklet::db {

namespace {

// From PostgreSQL's catalog pg_type; these numbers never change.
constexpr Oid bool_oid = 16;
constexpr Oid int8_oid = 20;
constexpr Oid int2_oid = 21;
constexpr Oid int4_oid = 23;
constexpr Oid text_oid = 25;
constexpr Oid int8_list_oid = 1016;
constexpr Oid numeric_oid = 1700;

template <std::integral Number>
std::array<char, sizeof(Number)> big_endian(Number number) {
  auto const swapped = std::endian::native == std::endian::little ? std::byteswap(number) : number;
  return std::bit_cast<std::array<char, sizeof(Number)>>(swapped);
}

template <std::integral Number>
void append(std::string& out, Number number) {
  auto const bytes = big_endian(number);
  out.append(bytes.data(), bytes.size());
}

// The binary form of a one-dimensional array without nulls, as array_recv() of the server reads it.
std::string binary_list(std::span<std::int64_t const> list) {
  std::string out;
  out.reserve(20 + list.size() * 12);
  append<std::int32_t>(out, list.empty() ? 0 : 1);  // dimensions
  append<std::int32_t>(out, 0);                     // no nulls
  append<std::int32_t>(out, int8_oid);
  if (!list.empty()) {
    append<std::int32_t>(out, static_cast<std::int32_t>(list.size()));
    append<std::int32_t>(out, 1);  // the first index
  }
  for (auto const number : list) {
    append<std::int32_t>(out, sizeof number);
    append<std::int64_t>(out, number);
  }
  return out;
}

std::optional<std::int64_t> whole_number(std::string_view text) {
  std::int64_t number = 0;
  auto const parsed = std::from_chars(text.data(), text.data() + text.size(), number);
  if (parsed.ec != std::errc{} || parsed.ptr != text.data() + text.size()) {
    return std::nullopt;
  }
  return number;
}

void add_cell(Rows& rows, Oid type, std::string_view text) {
  switch (type) {
    case bool_oid:
      rows.add_integer(text == "t" ? 1 : 0);
      return;
    case int2_oid:
    case int4_oid:
    case int8_oid:
    case numeric_oid:
      if (auto const number = whole_number(text)) {
        rows.add_integer(*number);
        return;
      }
      break;
    default:
      break;
  }
  rows.add_text(text);
}

std::string_view field(PGresult const* result, int code) {
  auto const* const text = PQresultErrorField(result, code);
  return text == nullptr ? std::string_view{} : text;
}

}  // namespace

PostgresParams::PostgresParams(std::span<Param const> params) {
  // Reserved once, so that the addresses taken below stay.
  integers_.reserve(params.size());
  lists_.reserve(params.size());
  for (auto const& param : params) {
    if (param.null) {
      add(nullptr, 0);
      continue;
    }
    switch (param.type) {
      case Param::Type::integer: {
        auto const& bytes = integers_.emplace_back(big_endian(param.integer));
        add(bytes.data(), bytes.size());
        break;
      }
      case Param::Type::text:
        // A null pointer would mean NULL.
        add(param.text.empty() ? "" : param.text.data(), param.text.size());
        break;
      case Param::Type::integer_list: {
        auto const& bytes = lists_.emplace_back(binary_list(param.list));
        add(bytes.data(), bytes.size());
        break;
      }
    }
  }
}

void PostgresParams::add(char const* value, std::size_t size) {
  values_.push_back(value);
  lengths_.push_back(static_cast<int>(size));
  formats_.push_back(1);
}

PostgresTypes types_of(std::span<Param const> params) {
  PostgresTypes types;
  for (auto const& param : params) {
    types.push_back(param.type == Param::Type::integer ? int8_oid
                    : param.type == Param::Type::text  ? text_oid
                                                       : int8_list_oid);
  }
  return types;
}

Rows rows_of(PGresult const* result) {
  auto const columns = PQnfields(result);
  Rows rows(static_cast<std::size_t>(columns));
  for (int row = 0; row < PQntuples(result); ++row) {
    for (int column = 0; column < columns; ++column) {
      if (PQgetisnull(result, row, column) != 0) {
        rows.add_null();
      } else {
        add_cell(
            rows, PQftype(result, column),
            {PQgetvalue(result, row, column), static_cast<std::size_t>(PQgetlength(result, row, column))});
      }
    }
  }
  // libpq's older functions forget the const.
  auto* const tag = const_cast<PGresult*>(result);
  if (!std::string_view{PQcmdStatus(tag)}.starts_with("SELECT")) {
    rows.set_affected(whole_number(PQcmdTuples(tag)).value_or(0));
  }
  return rows;
}

// The codes: PostgreSQL documentation, appendix A.
Error error_of(PGresult const* result, char const* text) {
  auto const code = field(result, PG_DIAG_SQLSTATE);
  auto detail = fmt::format("PostgreSQL {}: {}: {}", code, field(result, PG_DIAG_MESSAGE_PRIMARY), text);
  if (code == "23505" || code == "23503") {  // unique, foreign key
    return conflict(std::move(detail));
  }
  if (code == "22021" || code == "22P05") {  // characters that the database cannot hold
    return {ErrorKind::malformed, "Text must be UTF-8 without the character NUL", std::move(detail), {}};
  }
  if (code == "57014") {  // cancelled, by statement_timeout
    return {ErrorKind::timeout, "The server took too long, please try again", std::move(detail), {}};
  }
  if (code == "08P01") {  // the statement and its parameters do not fit
    return internal(std::move(detail));
  }
  // A serialization failure or a deadlock (40…) or a lock not available: the same transaction may work when
  // it is tried again. Connection trouble (08…), resources used up (53…), a server that shuts down (57P…), or
  // one that is gone.
  if (code.starts_with("40") || code == "55P03" || code.starts_with("08") || code.starts_with("53") ||
      code.starts_with("57P") || code.empty() || spoils_connection(result)) {
    return unavailable(std::move(detail));
  }
  return internal(std::move(detail));
}

bool spoils_connection(PGresult const* result) {
  auto const code = field(result, PG_DIAG_SQLSTATE);
  if (code == "0A000") {
    // The one case among "feature not supported" that a new connection cures; the server names it by its
    // function.
    return field(result, PG_DIAG_SOURCE_FUNCTION) == "RevalidateCachedQuery";
  }
  return code.starts_with("57P");
}

}  // namespace auklet::db
