// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "async/blocking_pool.h"
#include "blob/blob_store.h"

namespace auklet::blob {

// Blobs as files in a folder, spread over two levels of 256 by their first digits.
class FolderStore final : public BlobStore {
 public:
  // Files to be put must lie in the same file system: they are moved, not copied.
  explicit FolderStore(std::filesystem::path folder);

  // Makes the folder. Errors: unavailable.
  Result<> prepare() const;

  Task<Result<>> put(std::string name, std::filesystem::path path) override;
  Task<Result<std::filesystem::path>> fetch(std::string name, std::filesystem::path folder) override;
  Task<Result<>> remove(std::string name) override;
  Result<std::shared_ptr<base::File const>> open(std::string_view name) const override;

 private:
  std::filesystem::path place_of(std::string_view name) const;

  std::filesystem::path const folder_;
  async::BlockingPool pool_;
};

}  // namespace auklet::blob
