// SPDX-License-Identifier: Apache-2.0
//
// What an archive says of an account and of what it wrote, in the words of ActivityPub
// (https://www.w3.org/TR/activitypub/, https://www.w3.org/TR/activitystreams-vocabulary/). Pure.
#pragma once

#include <boost/json/object.hpp>
#include <string>

#include "domain/account.h"
#include "domain/post.h"

namespace auklet::service {

// Where a file of media lies in the archive.
std::string archived_path(std::string const& file);

std::string post_uri(Post const& post, Account const& author);

boost::json::object archived_actor(Account const& account);
// Create of a Note or a Question, or Announce.
boost::json::object archived_activity(PostDetails const& details);

}  // namespace auklet::service
