// SPDX-License-Identifier: Apache-2.0
//
// https://docs.joinmastodon.org/entities/Announcement/
#pragma once

#include <boost/json/object.hpp>
#include <string>

#include "domain/announcement.h"
#include "view/renderer.h"

namespace auklet::view {

boost::json::object announcement(Renderer const& renderer, AnnouncementDetails const& shown);

// What streams tell of a reaction that came or went: how many there are now.
boost::json::object reaction_event(Renderer const& renderer, AnnouncementDetails const& shown,
                                   std::string const& name);

}  // namespace auklet::view
