// SPDX-License-Identifier: Apache-2.0
//
// The files of the web client, as its build has packed them (web/build.mjs): each as it is, and compressed by Brotli and
// gzip where that makes it smaller.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string_view>

#include "api/call.h"

namespace auklet::api {

// Sent with every page that the client may run on: scripts, styles and pictures of this server alone (pictures of posts
// may lie elsewhere), nothing inline, no frame around it.
inline constexpr std::string_view client_security_policy =
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; font-src 'self'; "
    "img-src 'self' https: data: blob:; media-src 'self' https:; manifest-src 'self'; worker-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

class ClientFiles {
 public:
  struct File {
    std::string_view type;  // media type
    std::string_view etag;  // with its quotes; of the content before compression
    std::string_view plain;
    std::string_view brotli;  // empty: not smaller
    std::string_view gzip;
  };

  // `pack` must outlive the files. It is part of the program: one that is broken is a bug. Empty: the program was built
  // without the client.
  explicit ClientFiles(std::string_view pack);

  bool empty() const { return files_.empty(); }
  std::size_t size() const { return files_.size(); }
  File const* find(std::string_view name) const;

  // Where the script is served that turns a page of the server into the client for people who use it; empty
  // without the client.
  std::string_view takeover_path() const { return takeover_path_; }

 private:
  std::map<std::string_view, File, std::less<>> files_;
  std::string_view takeover_path_;
};

// Where the files are served: below this, each under a name that changes with its content.
inline constexpr std::string_view client_path = "/client/";

// RFC 9110, 12.5.3: the smallest form that the client of this field takes; 'identity' when it says nothing.
enum class Coding : std::uint8_t { identity, gzip, brotli };
Coding choose_coding(std::string_view accept_encoding, ClientFiles::File const& file);

// The file in the best form for this request, or 304 when the client has it.
Reply send_file(Call const& call, ClientFiles::File const& file, std::string_view cache_control);
// The same of a file of the client. ErrorKind::not_found without such a file.
Result<Reply> send_client_file(Call const& call, std::string_view name, std::string_view cache_control);

}  // namespace auklet::api
