// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fstream>
#include <string>

namespace auklet::app {

// A secret that the operator keeps in a file of its own; empty when there is none.
inline std::string first_line_of(std::string const& path) {
  std::ifstream in(path);
  std::string line;
  std::getline(in, line);
  return line;
}

}  // namespace auklet::app
