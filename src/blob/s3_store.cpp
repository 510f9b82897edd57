// SPDX-License-Identifier: Apache-2.0
#include "blob/s3_store.h"

#include <fmt/format.h>

#include <array>
#include <fstream>
#include <iterator>
#include <system_error>
#include <utility>

#include "base/crypto.h"
#include "base/encoding.h"
#include "domain/media.h"

namespace auklet::blob {

namespace {

constexpr std::size_t threads = 2;
constexpr std::size_t queue_max = 256;
constexpr std::array<std::string_view, 3> words{"GET", "PUT", "DELETE"};  // by Verb
constexpr std::size_t told_bytes_max = 500;  // of what the service says when it refuses

std::unexpected<Error> refused(S3Answer const& answer) {
  return fail(
      ErrorKind::unavailable, "The file cannot be kept",
      fmt::format("the storage answers {}: {}", answer.status, answer.body.substr(0, told_bytes_max)));
}

// What the service has taken is here no more.
Result<std::string> read_file(std::filesystem::path const& path) {
  std::ifstream in(path, std::ios::binary);
  std::string bytes{std::istreambuf_iterator<char>(in), {}};
  if (!in.good() && !in.eof()) {
    return fail(ErrorKind::unavailable, "The file cannot be kept", "read " + path.string());
  }
  return bytes;
}

Result<std::filesystem::path> write_file(std::filesystem::path const& folder, std::string const& bytes) {
  std::filesystem::path path;
  TRY(auto const file, base::File::make_in(folder, path));
  TRY_OK(file.write(bytes));
  return path;
}

}  // namespace

S3Store::S3Store(S3Place place, base::Clock const& clock, S3Send send)
    : place_(std::move(place)), clock_(clock), send_(std::move(send)), pool_(threads, queue_max) {}

S3Request S3Store::signed_request(S3Request::Verb verb, std::string const& name, std::string body) const {
  auto const is_put = verb == S3Request::Verb::put;
  auto const now = clock_.now();
  auto const path = fmt::format("/{}/{}", place_.bucket, name);
  auto const hash = base::hex(base::sha256(body));
  auto const scheme_end = place_.endpoint.find("://") + 3;
  S3Signed signed_{.method = words.at(static_cast<std::size_t>(verb)),
                   .path = path,
                   .headers = {{"host", place_.endpoint.substr(scheme_end)},
                               {"x-amz-content-sha256", hash},
                               {"x-amz-date", s3_time(now)}},
                   .payload_sha256 = hash};
  if (is_put) {
    signed_.headers.emplace("cache-control", "public, max-age=31536000, immutable");
    signed_.headers.emplace("content-type", media_type_of(name));
  }
  S3Request request{.verb = verb, .url = place_.endpoint + path, .headers = {}, .body = std::move(body)};
  for (auto const& [field, value] : signed_.headers) {
    if (field != "host") {  // that comes from the address
      request.headers.emplace_back(field, value);
    }
  }
  request.headers.emplace_back("authorization", s3_authorization(place_.access, signed_, now));
  return request;
}

Task<Result<>> S3Store::put(std::string name, std::filesystem::path path) {
  if (!is_blob_name(name)) {
    co_return fail(ErrorKind::internal, "", "no name of a blob: " + name);
  }
  CO_TRY(auto bytes, co_await pool_.run([path] { return read_file(path); }));
  if (!bytes) {
    co_return std::unexpected(std::move(bytes).error());
  }
  CO_TRY(auto const answer, co_await send_(signed_request(S3Request::Verb::put, name, *std::move(bytes))));
  if (answer.status != 200) {
    co_return refused(answer);
  }
  std::error_code ignored;
  std::filesystem::remove(path, ignored);
  co_return Result<>{};
}

Task<Result<std::filesystem::path>> S3Store::fetch(std::string name, std::filesystem::path folder) {
  if (!is_blob_name(name)) {
    co_return fail(ErrorKind::not_found, "Record not found");
  }
  CO_TRY(auto answer, co_await send_(signed_request(S3Request::Verb::get, name, "")));
  if (answer.status == 404) {
    co_return fail(ErrorKind::not_found, "Record not found");
  }
  if (answer.status != 200) {
    co_return std::unexpected(refused(answer).error());
  }
  CO_TRY(auto written, co_await pool_.run([folder = std::move(folder), bytes = std::move(answer.body)] {
    return write_file(folder, bytes);
  }));
  co_return written;
}

Task<Result<>> S3Store::remove(std::string name) {
  if (!is_blob_name(name)) {
    co_return Result<>{};
  }
  CO_TRY(auto const answer, co_await send_(signed_request(S3Request::Verb::remove, name, "")));
  if (answer.status != 204 && answer.status != 200 && answer.status != 404) {
    co_return refused(answer);
  }
  co_return Result<>{};
}

Result<std::shared_ptr<base::File const>> S3Store::open(std::string_view) const {
  return fail(ErrorKind::not_found, "Record not found");
}

}  // namespace auklet::blob
