// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "app/config.h"
#include "base/result.h"
#include "service/instance_service.h"

namespace auklet::app {

// What whoever runs the server has written into files, as of the last change of each.
struct HouseTexts {
  service::HouseText privacy_policy;  // without a file, what is true of every Auklet server
  std::optional<service::HouseText> terms_of_service;
};

// Errors: invalid for a file over 256 KiB or not UTF-8, unavailable when it cannot be read.
Result<HouseTexts> read_house_texts(Config const& config);

}  // namespace auklet::app
