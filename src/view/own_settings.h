// SPDX-License-Identifier: Apache-2.0
//
// What only its owner sees of an account, beside CredentialAccount.
#pragma once

#include <boost/json/object.hpp>
#include <vector>

#include "domain/account.h"
#include "domain/featured_tag.h"
#include "view/renderer.h"

namespace auklet::view {

// https://docs.joinmastodon.org/entities/Profile/ — the texts are those that were typed, not HTML, and a
// picture that was never chosen is null.
boost::json::object profile(Renderer const& renderer, Account const& account,
                            std::vector<FeaturedTag> const& featured_tags);

// https://docs.joinmastodon.org/entities/Preferences/
boost::json::object preferences(User const& user);

}  // namespace auklet::view
