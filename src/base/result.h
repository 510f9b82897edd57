// SPDX-License-Identifier: Apache-2.0
//
// The one error type of the house. A function that can fail for an expected reason returns Result<T>;
// exceptions are left for a broken world (out of memory, a bug). Kinds are protocol-neutral: each door (REST,
// ActivityPub, command line) maps them to its own status once.
#pragma once

#include <expected>
#include <string>
#include <utility>
#include <vector>

namespace auklet {

enum class ErrorKind {
  malformed,        // the bytes are not what they claim to be (JSON, UTF-8, multipart)
  invalid,          // well-formed, but against a rule of the product
  unauthenticated,  // no valid identity
  forbidden,        // a valid identity that may not do this
  not_found,        // absent, or not visible to the one who asks: the two must look alike
  conflict,         // against the present state; the same request may succeed later
  gone,             // was there once and will not come back
  too_large,        // over a limit in bytes or count
  rate_limited,     // too often; try later
  unavailable,      // a part of the system is away or overloaded; try later
  timeout,          // a deadline passed
  internal,         // our fault; detail says what
};

// What is wrong with one named field, for forms. `code` is a Mastodon code such as ERR_TAKEN.
struct FieldError {
  std::string field;
  std::string code;
  std::string description;

  friend bool operator==(FieldError const&, FieldError const&) = default;
};

struct Error {
  ErrorKind kind = ErrorKind::internal;
  std::string message;             // safe to show to whoever asked
  std::string detail;              // for the log only; may hold SQL, paths, peers; never a secret
  std::vector<FieldError> fields;  // only with ErrorKind::invalid

  friend bool operator==(Error const&, Error const&) = default;
};

// The default value type is void: `Result<>` says only whether it worked.
template <class T = void>
using Result = std::expected<T, Error>;

// The short way to fail: `return fail(ErrorKind::not_found, "Record not found");`
inline std::unexpected<Error> fail(ErrorKind kind, std::string message, std::string detail = {}) {
  return std::unexpected(Error{kind, std::move(message), std::move(detail), {}});
}

}  // namespace auklet

#define AUKLET_CONCAT_(a, b) a##b
#define AUKLET_CONCAT(a, b) AUKLET_CONCAT_(a, b)
#define AUKLET_TRY_(return_, result, declaration, ...)             \
  auto result = (__VA_ARGS__);                                     \
  if (!result) return_ std::unexpected(std::move(result).error()); \
  declaration = *std::move(result)
#define AUKLET_CHECK_OK_(return_, ...) \
  if (auto result_ = (__VA_ARGS__); !result_) return_ std::unexpected(std::move(result_).error())

// Unwraps a Result or leaves the function with its error. TRY is for functions, CO_TRY for coroutines:
//   TRY(auto port, parse_port(text));
//   CO_TRY(auto account, co_await accounts.find(id));
// TRY_OK and CO_TRY_OK do the same for a Result without a value.
#define TRY(declaration, ...) \
  AUKLET_TRY_(return, AUKLET_CONCAT(try_result_, __COUNTER__), declaration, __VA_ARGS__)
#define CO_TRY(declaration, ...) \
  AUKLET_TRY_(co_return, AUKLET_CONCAT(try_result_, __COUNTER__), declaration, __VA_ARGS__)
#define TRY_OK(...) AUKLET_CHECK_OK_(return, __VA_ARGS__)
#define CO_TRY_OK(...) AUKLET_CHECK_OK_(co_return, __VA_ARGS__)
