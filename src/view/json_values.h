// SPDX-License-Identifier: Apache-2.0
//
// What may be absent, as JSON: always there, and null then.
#pragma once

#include <boost/json/value.hpp>
#include <optional>
#include <string>

#include "base/time_text.h"
#include "domain/ids.h"

namespace auklet::view {

inline boost::json::value text_or_null(std::optional<std::string> const& text) {
  return text ? boost::json::value(boost::json::string(*text)) : boost::json::value(nullptr);
}

template <class Id>
boost::json::value id_or_null(std::optional<Id> id) {
  return id ? boost::json::value(boost::json::string(to_text(*id))) : boost::json::value(nullptr);
}

inline boost::json::value time_or_null(std::optional<UnixMillis> time) {
  return time ? boost::json::value(boost::json::string(base::iso_millis(*time)))
              : boost::json::value(nullptr);
}

}  // namespace auklet::view
