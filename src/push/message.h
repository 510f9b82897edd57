// SPDX-License-Identifier: Apache-2.0
//
// What an app is sent of a notification: enough for a line on a locked screen.
#pragma once

#include <string>

#include "domain/notification.h"
#include "service/notification_service.h"
#include "view/renderer.h"

namespace auklet::push {

struct Addressee {
  std::string access_token;  // of the app, so that it knows which of its accounts this is for
  std::string locale;
};

// JSON, never over message_bytes_max (encryption.h).
std::string message(service::NotificationDetails const& details, Addressee const& to,
                    view::Renderer const& view);

}  // namespace auklet::push
