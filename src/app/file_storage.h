// SPDX-License-Identifier: Apache-2.0
//
// Where uploaded files are kept, as the configuration says: in a folder, or by an S3-compatible service.
#pragma once

#include <optional>
#include <string>

#include "app/config.h"
#include "base/clock.h"
#include "base/result.h"
#include "blob/folder_store.h"
#include "blob/s3_store.h"
#include "net/http_client.h"

namespace auklet::app {

class FileStorage {
 public:
  FileStorage(Config const& config, base::Clock const& clock);

  blob::BlobStore& blobs();
  // Makes what is missing. Errors: unavailable, as when the secret cannot be read.
  Result<> prepare() const;

 private:
  std::string const secret_file_;
  bool secret_is_read_ = false;
  std::optional<blob::FolderStore> folder_;
  std::optional<net::HttpClient> client_;
  std::optional<blob::S3Store> s3_;
};

}  // namespace auklet::app
