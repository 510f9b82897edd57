// SPDX-License-Identifier: Apache-2.0
//
// What every service stands on. Made once by app and handed to each by reference.
#pragma once

#include <cstddef>
#include <string>

#include "base/clock.h"
#include "base/ids.h"
#include "base/random.h"
#include "bus/bus.h"
#include "db/database.h"

namespace auklet::service {

// How this server is known to the world. Permanent once there is an account.
struct Identity {
  std::string domain;    // in handles: alice@DOMAIN
  std::string base_url;  // of links and ActivityPub ids, without a slash at the end: https://DOMAIN

  std::string actor_uri(std::string const& username) const { return base_url + "/users/" + username; }
  std::string profile_url(std::string const& username) const { return base_url + "/@" + username; }
  std::string tags_url() const { return base_url + "/tags/"; }
};

struct ProductLimits {
  std::size_t post_characters_max = 500;
  std::size_t display_name_characters_max = 30;
  std::size_t note_characters_max = 500;
  std::size_t profile_fields_max = 4;
  std::size_t profile_field_characters_max = 255;
  std::size_t pins_max = 5;
  std::size_t featured_tags_max = 10;
  bool registrations_open = true;
  // The server sends mail, and who signs up must show that the address is theirs.
  bool confirms_email = false;
};

struct Environment {
  db::Database& database;
  base::Clock const& clock;
  base::IdGenerator& ids;
  base::Random& random;
  bus::Bus& bus;
  Identity identity;
  ProductLimits limits;

  template <class Id>
  Id mint() const {
    return static_cast<Id>(ids.next());
  }
};

}  // namespace auklet::service
