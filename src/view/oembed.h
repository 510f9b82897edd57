// SPDX-License-Identifier: Apache-2.0
//
// A post as other sites show it inside their pages: https://oembed.com and
// https://docs.joinmastodon.org/methods/oembed/
#pragma once

#include <boost/json/object.hpp>
#include <cstdint>
#include <string>

#include "domain/post.h"
#include "view/page_frame.h"
#include "view/renderer.h"

namespace auklet::view {

// `base_url`: of this server. `width`: in pixels, as the other site asked. The markup is a quotation that links to the
// post: it needs no script and loads nothing from here.
boost::json::object oembed(Renderer const& renderer, Site const& site, std::string const& base_url,
                           PostDetails const& details, std::int64_t width);

}  // namespace auklet::view
