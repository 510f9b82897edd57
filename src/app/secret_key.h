// SPDX-License-Identifier: Apache-2.0
//
// The server's own secret, 256 bits in a file that only its owner may read.
#pragma once

#include <string>

#include "base/random.h"
#include "base/result.h"

namespace auklet::app {

// The 32 bytes of the key in `path`. Makes the file (mode 0600) and its folder when they are missing; of
// several processes that start at once all get the same key. Errors: invalid when the file is no key or
// others may read it, unavailable when it cannot be read or made. The message names the path and never the
// content.
Result<std::string> read_or_create_secret_key(std::string const& path, base::Random& random);

}  // namespace auklet::app
