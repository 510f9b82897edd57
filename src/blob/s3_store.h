// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "async/blocking_pool.h"
#include "base/clock.h"
#include "blob/blob_store.h"
#include "blob/s3_signature.h"

namespace auklet::blob {

// A request as the store wants it sent, and what came back.
struct S3Request {
  enum class Verb { get, put, remove };
  Verb verb = Verb::get;
  std::string url;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
};
struct S3Answer {
  unsigned status = 0;
  std::string body;
};
using S3Send = std::function<Task<Result<S3Answer>>(S3Request)>;

struct S3Place {
  std::string endpoint;  // https://s3.example.org, without a slash at its end
  std::string bucket;
  S3Access access;
};

// Blobs as objects of an S3-compatible service, which also serves them: everyone must be allowed to get an object of the
// bucket, and nobody to list them. Addressed by path, since not every service has a host name for each bucket.
class S3Store final : public BlobStore {
 public:
  S3Store(S3Place place, base::Clock const& clock, S3Send send);

  Task<Result<>> put(std::string name, std::filesystem::path path) override;
  Task<Result<std::filesystem::path>> fetch(std::string name, std::filesystem::path folder) override;
  Task<Result<>> remove(std::string name) override;
  // Nothing is here: the service gives it out.
  Result<std::shared_ptr<base::File const>> open(std::string_view name) const override;

 private:
  S3Request signed_request(S3Request::Verb verb, std::string const& name, std::string body) const;

  S3Place const place_;
  base::Clock const& clock_;
  S3Send const send_;
  async::BlockingPool pool_;
};

}  // namespace auklet::blob
