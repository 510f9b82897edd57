// SPDX-License-Identifier: Apache-2.0
#include "app/client_pack.h"

// Around the bytes of the pack, which the assembler takes in as they are.
extern "C" {
extern char const auklet_client_pack_begin[];
extern char const auklet_client_pack_end[];
}

namespace auklet::app {

std::string_view client_pack() {
  return {auklet_client_pack_begin, auklet_client_pack_end};
}

}  // namespace auklet::app
