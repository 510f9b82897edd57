// SPDX-License-Identifier: Apache-2.0
#include "push/vapid.h"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <chrono>

#include "base/encoding.h"

namespace auklet::push {

std::string origin_of(std::string_view url) {
  auto const scheme = url.find("://");
  auto const host = scheme == std::string_view::npos ? 0 : scheme + 3;
  return std::string(url.substr(0, url.find_first_of("/?#", host)));
}

std::string sign_token(base::P256Key const& key, std::string_view audience, std::string_view subject,
                       UnixMillis expires) {
  auto const part = [](boost::json::object const& object) {
    return base::base64url(boost::json::serialize(object));
  };
  auto const seconds = std::chrono::floor<std::chrono::seconds>(expires.time_since_epoch()).count();
  auto token = part({{"typ", "JWT"}, {"alg", "ES256"}}) + '.' +
               part({{"aud", audience}, {"exp", seconds}, {"sub", subject}});
  token += '.' + base::base64url(key.sign(token));
  return token;
}

}  // namespace auklet::push
