// SPDX-License-Identifier: Apache-2.0
//
// Where files lie that are served to everyone who knows their names. A name is never given to other bytes, and cannot
// be guessed: so it may be cached for ever, and is all the permission that there is.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "async/task.h"
#include "base/file.h"
#include "base/random.h"
#include "base/result.h"

namespace auklet::blob {

// 32 hexadecimal digits, then perhaps a suffix of small letters after a hyphen, then an ending: `…-small.jpg`.
bool is_blob_name(std::string_view name);
// The digits for a new name.
std::string new_blob_stem(base::Random& random);

class BlobStore {
 public:
  virtual ~BlobStore() = default;

  // Takes the file at `path` away and keeps it under that name; it is durable when this returns. The same name again
  // replaces it. Errors: unavailable.
  virtual Task<Result<>> put(std::string name, std::filesystem::path path) = 0;
  // A copy of it in that folder, under a name of its own, for somebody to work on and remove. Errors: not_found,
  // unavailable.
  virtual Task<Result<std::filesystem::path>> fetch(std::string name, std::filesystem::path folder) = 0;
  // Fine when there is none of that name. Errors: unavailable.
  virtual Task<Result<>> remove(std::string name) = 0;
  // Errors: not_found, also for what is no name of a blob.
  virtual Result<std::shared_ptr<base::File const>> open(std::string_view name) const = 0;
};

}  // namespace auklet::blob
