// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "api/call.h"
#include "service/sign_up_service.h"

namespace auklet::api {

// https://docs.joinmastodon.org/methods/accounts/#create
std::vector<Route> sign_up_routes();

// username, email, password, agreement and locale as the API and the page send them.
Result<service::SignUp> read_sign_up(Call const& call);

}  // namespace auklet::api
