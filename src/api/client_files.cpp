// SPDX-License-Identifier: Apache-2.0
#include "api/client_files.h"

#include <charconv>
#include <string>

#include "api/services.h"
#include "base/check.h"

namespace auklet::api {

namespace {

constexpr std::string_view magic = "auklet-client 1";

// Cuts the text at the first `end` and returns what was before it.
std::string_view take_until(std::string_view& text, char end) {
  auto const at = text.find(end);
  CHECK(at != std::string_view::npos);
  auto const taken = text.substr(0, at);
  text.remove_prefix(at + 1);
  return taken;
}

std::size_t to_size(std::string_view digits) {
  std::size_t size = 0;
  auto const [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), size);
  CHECK(error == std::errc{} && end == digits.data() + digits.size());
  return size;
}

std::string_view take_bytes(std::string_view& bytes, std::size_t size) {
  CHECK(size <= bytes.size());
  auto const taken = bytes.substr(0, size);
  bytes.remove_prefix(size);
  return taken;
}

std::string_view trim(std::string_view text) {
  auto const first = text.find_first_not_of(" \t");
  return first == std::string_view::npos ? std::string_view{}
                                         : text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

// q=0, q=0.0 …: "not acceptable".
bool refuses(std::string_view parameters) {
  auto const at = parameters.find("q=");
  if (at == std::string_view::npos) {
    return false;
  }
  auto const weight = trim(parameters.substr(at + 2));
  return weight.starts_with('0') && weight.find_first_of("123456789") == std::string_view::npos;
}

bool has_etag(std::string_view if_none_match, std::string_view etag) {
  return trim(if_none_match) == "*" || if_none_match.find(etag) != std::string_view::npos;
}

}  // namespace

// One line `auklet-client 1 TAB NAME-OF-TAKEOVER`, one a file `NAME TAB TYPE TAB SIZE TAB BROTLI TAB GZIP TAB ETAG`, an
// empty line, and the bytes in the same order.
ClientFiles::ClientFiles(std::string_view pack) {
  if (pack.empty()) {
    return;
  }
  auto const head_end = pack.find("\n\n");
  CHECK(head_end != std::string_view::npos);
  auto head = pack.substr(0, head_end + 1);
  auto bytes = pack.substr(head_end + 2);
  CHECK(take_until(head, '\t') == magic);
  takeover_path_ = take_until(head, '\n');
  while (!head.empty()) {
    auto line = take_until(head, '\n');
    auto const name = take_until(line, '\t');
    File file;
    file.type = take_until(line, '\t');
    auto const plain = to_size(take_until(line, '\t'));
    auto const brotli = to_size(take_until(line, '\t'));
    auto const gzip = to_size(take_until(line, '\t'));
    file.etag = line;
    file.plain = take_bytes(bytes, plain);
    file.brotli = take_bytes(bytes, brotli);
    file.gzip = take_bytes(bytes, gzip);
    files_.emplace(name, file);
  }
  CHECK(bytes.empty());
}

ClientFiles::File const* ClientFiles::find(std::string_view name) const {
  auto const found = files_.find(name);
  return found == files_.end() ? nullptr : &found->second;
}

Coding choose_coding(std::string_view accept_encoding, ClientFiles::File const& file) {
  bool brotli = false;
  bool gzip = false;
  while (!accept_encoding.empty()) {
    auto const comma = accept_encoding.find(',');
    auto const item = accept_encoding.substr(0, comma);
    accept_encoding.remove_prefix(comma == std::string_view::npos ? accept_encoding.size() : comma + 1);
    auto const semicolon = item.find(';');
    if (semicolon != std::string_view::npos && refuses(item.substr(semicolon + 1))) {
      continue;
    }
    auto const name = trim(item.substr(0, semicolon));
    brotli |= net::equal_ignoring_case(name, "br");
    gzip |= net::equal_ignoring_case(name, "gzip");
  }
  if (brotli && !file.brotli.empty()) {
    return Coding::brotli;
  }
  return gzip && !file.gzip.empty() ? Coding::gzip : Coding::identity;
}

Reply send_file(Call const& call, ClientFiles::File const& file, std::string_view cache_control) {
  Reply reply{.text = {}, .content_type = std::string(file.type)};
  reply.headers = {{"Cache-Control", std::string(cache_control)},
                   {"ETag", std::string(file.etag)},
                   {"Vary", "Accept-Encoding"}};
  if (file.type.starts_with("text/html")) {
    reply.headers.emplace_back("Content-Security-Policy", std::string(client_security_policy));
  }
  if (has_etag(call.request.headers.find("If-None-Match").value_or(""), file.etag)) {
    reply.status = 304;
    return reply;
  }
  switch (choose_coding(call.request.headers.find("Accept-Encoding").value_or(""), file)) {
    case Coding::brotli:
      reply.text = file.brotli;
      reply.headers.emplace_back("Content-Encoding", "br");
      break;
    case Coding::gzip:
      reply.text = file.gzip;
      reply.headers.emplace_back("Content-Encoding", "gzip");
      break;
    case Coding::identity:
      reply.text = file.plain;
  }
  return reply;
}

Result<Reply> send_client_file(Call const& call, std::string_view name, std::string_view cache_control) {
  auto const* const file = call.services.client.find(name);
  if (file == nullptr) {
    return fail(ErrorKind::not_found, "The page you are looking for does not exist");
  }
  return send_file(call, *file, cache_control);
}

}  // namespace auklet::api
