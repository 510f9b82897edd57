// SPDX-License-Identifier: Apache-2.0
//
// What programs ask of OAuth; the pages for people are in oauth_pages.h.
#pragma once

#include <vector>

#include "api/call.h"
#include "service/oauth_service.h"

namespace auklet::api {

// https://docs.joinmastodon.org/methods/oauth/ and the server's metadata (RFC 8414).
std::vector<Route> oauth_routes();

// https://docs.joinmastodon.org/entities/Token/
Reply token_reply(service::IssuedToken const& issued);

}  // namespace auklet::api
