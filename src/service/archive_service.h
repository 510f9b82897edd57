// SPDX-License-Identifier: Apache-2.0
//
// Archives: all that an account has here, made by a job into one file that only its owner may fetch, for a while.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <utility>
#include <vector>

#include "async/blocking_pool.h"
#include "async/task.h"
#include "base/file.h"
#include "base/result.h"
#include "blob/blob_store.h"
#include "domain/archive.h"
#include "service/caller.h"
#include "service/environment.h"
#include "service/portable_service.h"
#include "service/post_loader.h"

namespace auklet::service {

class ArchiveService {
 public:
  // The job that makes one; the payload is its id.
  static constexpr char const* job_kind = "make_archive";

  // Archives are kept in `folder`, which nothing else serves.
  ArchiveService(Environment const& env, PostLoader const& loader, PortableService const& portable,
                 blob::BlobStore& blobs, std::filesystem::path folder)
      : env_(env), loader_(loader), portable_(portable), blobs_(blobs), folder_(std::move(folder)) {}

  // Errors: unavailable when the folder cannot be had.
  Result<> prepare() const;

  // An archive holds everything, so whoever asks for one or opens it must be allowed to read everything. Errors of both:
  // forbidden for narrower scopes.
  //
  // Errors: invalid when one was asked for within the last seven days and has not failed.
  Task<Result<Archive>> ask(Caller caller);
  // The newest first; those that are gone are not listed.
  Task<Result<std::vector<Archive>>> list(Caller caller) const;
  // Errors: not_found when the caller has no such archive.
  Task<Result<Archive>> find(Caller caller, ArchiveId id) const;
  // The file. Errors: not_found, also when it is not ready.
  Task<Result<std::shared_ptr<base::File const>>> open(Caller caller, ArchiveId id) const;

  // The work of jobs. After the last attempt an archive that could not be made has failed.
  Task<Result<>> make(ArchiveId id, bool is_last);
  Task<Result<>> expire();

 private:
  class Writer;

  Task<Result<std::uint64_t>> write(Archive const& archive);

  Environment const& env_;
  PostLoader const& loader_;
  PortableService const& portable_;
  blob::BlobStore& blobs_;
  std::filesystem::path const folder_;
  async::BlockingPool pool_{1, 4};  // for what copies files
};

}  // namespace auklet::service
