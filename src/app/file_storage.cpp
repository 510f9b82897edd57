// SPDX-License-Identifier: Apache-2.0
#include "app/file_storage.h"

#include <array>
#include <chrono>
#include <utility>

#include "app/secret_line.h"

namespace auklet::app {

namespace {

constexpr std::chrono::seconds storage_timeout{60};
constexpr std::size_t file_bytes_max = std::size_t{1} << 30U;

Task<Result<blob::S3Answer>> send(net::HttpClient& client, blob::S3Request request) {
  constexpr std::array methods{net::Method::get, net::Method::put, net::Method::delete_};  // by Verb
  net::OutgoingRequest outgoing{.method = methods.at(static_cast<std::size_t>(request.verb)),
                                .url = std::move(request.url),
                                .headers = {},
                                .body = std::move(request.body),
                                .timeout = storage_timeout,
                                .body_bytes_max = file_bytes_max};
  for (auto& [name, value] : request.headers) {
    outgoing.headers.add(std::move(name), std::move(value));
  }
  CO_TRY(auto answer, co_await client.send(std::move(outgoing)));
  co_return blob::S3Answer{answer.status, std::move(answer.body)};
}

}  // namespace

FileStorage::FileStorage(Config const& config, base::Clock const& clock)
    : secret_file_(config.media_s3_secret_file) {
  if (config.media_s3_endpoint.empty()) {
    folder_.emplace(config.media_dir + "/files");
    return;
  }
  auto secret = first_line_of(secret_file_);
  secret_is_read_ = !secret.empty();
  client_.emplace(net::HttpClientOptions{.anywhere = true});
  s3_.emplace(blob::S3Place{.endpoint = config.media_s3_endpoint,
                            .bucket = config.media_s3_bucket,
                            .access = {config.media_s3_region, config.media_s3_key_id, std::move(secret)}},
              clock,
              [&client = *client_](blob::S3Request request) { return send(client, std::move(request)); });
}

blob::BlobStore& FileStorage::blobs() {
  return folder_ ? static_cast<blob::BlobStore&>(*folder_) : *s3_;
}

Result<> FileStorage::prepare() const {
  if (folder_) {
    return folder_->prepare();
  }
  return secret_is_read_
             ? Result<>{}
             : fail(ErrorKind::unavailable, "media.s3_secret_file holds no secret: " + secret_file_);
}

}  // namespace auklet::app
