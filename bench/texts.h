// SPDX-License-Identifier: Apache-2.0
//
// Real short texts in many languages: the files of Debian's fortunes packages.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace auklet::bench {

struct Text {
  std::string content;   // UTF-8, not empty, no control characters but line ends and tabs
  std::string language;  // ISO 639-1 where the folder's name tells it, else empty
};

// Reads every fortune file (`%` alone on a line splits) under the folders, deeper folders too, in the order
// of their paths. Leaves aside index files (.dat), second names (.u8), the offensive ones (folders `off`) and
// texts that are not UTF-8. ErrorKind::not_found names the package to install when there are none.
Result<std::vector<Text>> read_texts(std::vector<std::string> const& folders);

// The beginning of the text that a server counting at most `characters_max` accepts, where a link counts 23
// whatever its length (Mastodon docs, "Posting: links") and every code point one.
std::string cut_text(std::string_view text, std::size_t characters_max);

}  // namespace auklet::bench
