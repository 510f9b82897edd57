// SPDX-License-Identifier: Apache-2.0
#include "net/multipart.h"

#include <algorithm>
#include <utility>

#include "net/http.h"

namespace auklet::net {

namespace {

constexpr std::size_t boundary_bytes_max = 70;  // RFC 2046, 5.1.1
constexpr std::size_t part_header_bytes_max = std::size_t{8} * 1024;
constexpr std::string_view line_end = "\r\n";

std::unexpected<Error> malformed(std::string detail) {
  return fail(ErrorKind::malformed, "The multipart body is malformed", std::move(detail));
}

bool take(std::string_view& text, std::string_view prefix) {
  if (!text.starts_with(prefix)) {
    return false;
  }
  text.remove_prefix(prefix.size());
  return true;
}

std::string_view trimmed(std::string_view text) {
  text.remove_prefix(std::min(text.find_first_not_of(" \t"), text.size()));
  return text.substr(0, text.find_last_not_of(" \t") + 1);
}

// RFC 9110, 5.6.2.
bool is_token(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
  });
}

struct Parameter {
  std::string_view name;
  std::string value;
};

// Takes `; name=value` off the front, the value a token or a quoted string. Nothing on anything else.
std::optional<Parameter> take_parameter(std::string_view& text) {
  text = trimmed(text);
  if (!take(text, ";")) {
    return std::nullopt;
  }
  auto const equals = text.find('=');
  if (equals == std::string_view::npos) {
    return std::nullopt;
  }
  Parameter parameter{trimmed(text.substr(0, equals)), {}};
  text = trimmed(text.substr(equals + 1));
  if (!is_token(parameter.name)) {
    return std::nullopt;
  }
  if (!take(text, "\"")) {
    auto const end = std::min(text.find_first_of("; \t"), text.size());
    parameter.value = text.substr(0, end);
    text.remove_prefix(end);
    return parameter;
  }
  while (!take(text, "\"")) {
    // A backslash protects a quote or a backslash. Before anything else it stands for itself: some clients
    // send paths.
    if (text.starts_with("\\\"") || text.starts_with("\\\\")) {
      text.remove_prefix(1);
    }
    if (text.empty()) {
      return std::nullopt;
    }
    parameter.value += text.front();
    text.remove_prefix(1);
  }
  return parameter;
}

bool read_disposition(std::string_view value, PartHead& part) {
  auto const type_end = std::min(value.find(';'), value.size());
  if (!equal_ignoring_case(trimmed(value.substr(0, type_end)), "form-data")) {
    return false;
  }
  value.remove_prefix(type_end);
  auto named = false;
  while (!trimmed(value).empty()) {
    auto parameter = take_parameter(value);
    if (!parameter) {
      return false;
    }
    if (equal_ignoring_case(parameter->name, "name")) {
      if (std::exchange(named, true)) {
        return false;
      }
      part.name = std::move(parameter->value);
    } else if (equal_ignoring_case(parameter->name, "filename")) {
      part.filename = std::move(parameter->value);
    }
  }
  return named;
}

// Only encodings that leave the bytes as they are (RFC 7578, 4.7 deprecates the others).
bool is_identity(std::string_view encoding) {
  return equal_ignoring_case(encoding, "binary") || equal_ignoring_case(encoding, "8bit") ||
         equal_ignoring_case(encoding, "7bit");
}

// The header lines of one part, each with its CRLF.
Result<PartHead> read_part_header(std::string_view header) {
  PartHead part;
  auto disposed = false;
  while (!header.empty()) {
    auto const line = header.substr(0, header.find(line_end));
    header.remove_prefix(line.size() + line_end.size());
    auto const colon = line.find(':');
    if (colon == std::string_view::npos || !is_token(line.substr(0, colon)) ||
        line.find_first_of(std::string_view("\r\n\0", 3)) != std::string_view::npos) {
      return malformed("part header line");
    }
    auto const name = line.substr(0, colon);
    auto const value = trimmed(line.substr(colon + 1));
    if (equal_ignoring_case(name, "Content-Disposition")) {
      if (std::exchange(disposed, true) || !read_disposition(value, part)) {
        return malformed("Content-Disposition");
      }
    } else if (equal_ignoring_case(name, "Content-Type")) {
      part.content_type = value;
    } else if (equal_ignoring_case(name, "Content-Transfer-Encoding") && !is_identity(value)) {
      return malformed("Content-Transfer-Encoding");
    }
  }
  if (!disposed) {
    return malformed("part without Content-Disposition");
  }
  return part;
}

}  // namespace

std::optional<std::string> multipart_boundary(std::string_view content_type) {
  auto rest = content_type.substr(std::min(content_type.find(';'), content_type.size()));
  while (auto parameter = take_parameter(rest)) {
    if (!equal_ignoring_case(parameter->name, "boundary")) {
      continue;
    }
    auto const& boundary = parameter->value;
    auto const valid = !boundary.empty() && boundary.size() <= boundary_bytes_max &&
                       !boundary.ends_with(' ') && std::ranges::all_of(boundary, [](char c) {
                         return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                                std::string_view("'()+_,-./:=? ").find(c) != std::string_view::npos;
                       });
    return valid ? std::optional(std::move(parameter->value)) : std::nullopt;
  }
  return std::nullopt;
}

MultipartReader::MultipartReader(std::string_view boundary, std::size_t parts_max, MultipartSink& sink)
    : delimiter_("\r\n--" + std::string(boundary)), parts_left_(parts_max), sink_(sink) {}

Result<> MultipartReader::feed(std::string_view bytes) {
  if (state_ == State::end) {
    return {};  // an epilogue is passed over, RFC 2046, 5.1.1
  }
  waiting_.erase(0, std::exchange(used_, 0));
  waiting_.append(bytes);
  for (auto more = true; more;) {
    TRY(more, step());
  }
  return {};
}

Result<> MultipartReader::finish() const {
  return state_ == State::end ? Result<>{} : malformed("the closing delimiter is missing");
}

Result<bool> MultipartReader::step() {
  switch (state_) {
    case State::begin:
      return take_begin();
    case State::delimiter:
      return take_delimiter();
    case State::header:
      return take_header();
    case State::body:
      return take_body();
    case State::end:
      break;
  }
  return false;
}

// The first delimiter needs no CRLF before it.
Result<bool> MultipartReader::take_begin() {
  if (rest().size() < line_end.size()) {
    return false;
  }
  if (!rest().starts_with(line_end)) {
    waiting_.insert(used_, line_end);
  }
  if (rest().size() < delimiter_.size() && delimiter_.starts_with(rest())) {
    return false;
  }
  if (!rest().starts_with(delimiter_)) {
    return malformed("does not begin with its boundary");
  }
  used_ += delimiter_.size();
  state_ = State::delimiter;
  return true;
}

Result<bool> MultipartReader::take_delimiter() {
  if (rest().size() < 2) {
    return false;
  }
  if (rest().starts_with("--")) {
    state_ = State::end;
    waiting_ = {};
    used_ = 0;
    return false;
  }
  auto const padding = std::min(rest().find_first_not_of(" \t"), rest().size());  // RFC 2046, 5.1.1
  auto const behind = rest().substr(padding);
  if (behind.size() < line_end.size() && line_end.starts_with(behind) && padding < part_header_bytes_max) {
    return false;
  }
  if (!behind.starts_with(line_end)) {
    return malformed("delimiter");
  }
  if (parts_left_ == 0) {
    return malformed("too many parts");
  }
  --parts_left_;
  used_ += padding + line_end.size();
  state_ = State::header;
  return true;
}

Result<bool> MultipartReader::take_header() {
  auto const end = rest().substr(0, part_header_bytes_max).find("\r\n\r\n");
  if (end == std::string_view::npos) {
    if (rest().size() < part_header_bytes_max) {
      return false;
    }
    return malformed("part header without an end");
  }
  TRY(auto head, read_part_header(rest().substr(0, end + line_end.size())));
  TRY_OK(sink_.begin_part(std::move(head)));
  // The empty line's own CRLF may be the one that begins the delimiter, if the part is empty.
  used_ += end + line_end.size();
  at_start_ = true;
  state_ = State::body;
  return true;
}

Result<bool> MultipartReader::take_body() {
  auto const text = rest();
  auto const begin = at_start_ ? line_end.size() : 0;
  auto const end = text.find(delimiter_);
  if (end == std::string_view::npos) {
    // The last bytes may be the beginning of a delimiter.
    auto const sure = text.size() - std::min(text.size(), delimiter_.size() - 1);
    if (sure > begin) {
      TRY_OK(sink_.part_bytes(text.substr(begin, sure - begin)));
      used_ += sure;
      at_start_ = false;
    }
    return false;
  }
  if (end > begin) {
    TRY_OK(sink_.part_bytes(text.substr(begin, end - begin)));
  }
  TRY_OK(sink_.end_part());
  used_ += end + delimiter_.size();
  at_start_ = false;
  state_ = State::delimiter;
  return true;
}

}  // namespace auklet::net
