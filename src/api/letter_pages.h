// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "api/browser.h"
#include "api/call.h"

namespace auklet::api {

// The pages that links in e-mails lead to. They are absent where the server sends none.
std::vector<Route> letter_page_routes();

// For who has just signed up in a browser: where the link went.
Reply letter_sent_page(Call const& call, Browser const& browser, std::string const& email);

}  // namespace auklet::api
