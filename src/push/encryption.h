// SPDX-License-Identifier: Apache-2.0
//
// Messages that only the app which subscribed can read: not the push service that carries them.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "base/p256.h"
#include "net/http.h"

namespace auklet::push {

// What an app gave when it subscribed.
struct Receiver {
  std::string_view point;  // its public key
  std::string_view auth;   // the secret it shares with this server
};

struct Sealed {
  std::string body;
  net::Headers headers;  // that say how it was encrypted
};

// The longest message that every push service takes (RFC 8291, section 4).
inline constexpr std::size_t message_bytes_max = 3'993;

// RFC 8291 with the content coding of RFC 8188. `sender` is a key for this one message, `salt` 16 bytes used once.
// nullopt when the receiver's key is none.
std::optional<Sealed> seal(std::string_view message, Receiver const& receiver, base::P256Key const& sender,
                           std::string_view salt);

// The same by the drafts that came before (draft-ietf-webpush-encryption-04): what apps want that have not said that
// they know the standard. The other part of the header Crypto-Key is vapid.h's.
std::optional<Sealed> seal_as_draft(std::string_view message, Receiver const& receiver,
                                    base::P256Key const& sender, std::string_view salt);

}  // namespace auklet::push
