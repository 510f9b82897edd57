// SPDX-License-Identifier: Apache-2.0
//
// A strict reader of multipart/form-data (RFC 7578). No preamble, no nesting, no transfer encodings: what
// browsers and the client libraries send, and nothing more. It takes the body piece by piece as it comes, and holds
// of it no more than a header of a part.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace auklet::net {

struct PartHead {
  std::string name;
  std::optional<std::string> filename;  // present: the part is a file
  std::string content_type;             // empty if the part names none
};

// The boundary of a Content-Type field value (RFC 2046, 5.1.1), quoted or not. Nothing if there is none that
// is valid.
std::optional<std::string> multipart_boundary(std::string_view content_type);

// Who is told of the parts, in order: the head of each, its bytes in pieces, its end. An error ends the reading.
class MultipartSink {
 public:
  virtual ~MultipartSink() = default;
  virtual Result<> begin_part(PartHead head) = 0;
  virtual Result<> part_bytes(std::string_view bytes) = 0;
  virtual Result<> end_part() = 0;
};

class MultipartReader {
 public:
  // The sink must outlive the reader.
  MultipartReader(std::string_view boundary, std::size_t parts_max, MultipartSink& sink);

  // Errors: malformed, also for more than `parts_max` parts or a part with outsized headers; and the sink's own. After
  // an error the reader is of no more use.
  Result<> feed(std::string_view bytes);
  // The body has ended. Errors: malformed when its end is missing.
  Result<> finish() const;

 private:
  enum class State { begin, delimiter, header, body, end };

  // Each takes what it can off the front of what waits; true when there is more to be taken.
  Result<bool> step();
  Result<bool> take_begin();
  Result<bool> take_delimiter();
  Result<bool> take_header();
  Result<bool> take_body();

  std::string_view rest() const { return std::string_view(waiting_).substr(used_); }

  std::string const delimiter_;  // CRLF, two hyphens, the boundary
  std::size_t parts_left_;
  MultipartSink& sink_;
  State state_ = State::begin;
  bool at_start_ = false;  // of a body: the CRLF of the empty line before it waits too
  std::string waiting_;
  std::size_t used_ = 0;
};

}  // namespace auklet::net
