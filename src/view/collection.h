// SPDX-License-Identifier: Apache-2.0
//
// https://docs.joinmastodon.org/entities/Collection/
#pragma once

#include <boost/json/object.hpp>

#include "domain/collection.h"
#include "view/renderer.h"

namespace auklet::view {

boost::json::object collection(Renderer const& renderer, CollectionDetails const& shown);
boost::json::object collection_item(CollectionItem const& item);
// With the account of its owner and of everyone in it.
boost::json::object collection_with_accounts(Renderer const& renderer, CollectionDetails const& shown);

}  // namespace auklet::view
