// SPDX-License-Identifier: Apache-2.0
//
// The job that removes files: written in the transaction that ends whatever showed them.
#pragma once

#include <string>
#include <vector>

#include "async/task.h"
#include "base/result.h"
#include "db/database.h"
#include "domain/media.h"
#include "service/environment.h"

namespace auklet::service {

inline constexpr char const* remove_files_job = "remove_media_files";
// The job that makes a film or a sound of a file that was sent. Its payload is the id of the media.
inline constexpr char const* make_film_job = "make_film";

// Nothing for no names; empty ones are passed over.
Task<Result<>> enqueue_removal(Environment const& env, db::Session& session, std::vector<std::string> files);
std::vector<std::string> files_in_removal(std::string const& payload);

}  // namespace auklet::service
