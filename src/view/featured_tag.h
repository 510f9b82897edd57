// SPDX-License-Identifier: Apache-2.0
//
// https://docs.joinmastodon.org/entities/FeaturedTag/
#pragma once

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <vector>

#include "domain/account.h"
#include "domain/featured_tag.h"

namespace auklet::view {

// Leads to the page of what its owner posted with it.
boost::json::object featured_tag(FeaturedTag const& featured, Account const& owner);
boost::json::array featured_tags(std::vector<FeaturedTag> const& list, Account const& owner);

}  // namespace auklet::view
