// SPDX-License-Identifier: Apache-2.0
#include "blob/s3_signature.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <span>

#include "base/crypto.h"
#include "base/encoding.h"
#include "base/time_text.h"

namespace auklet::blob {

namespace {

std::string_view bytes_of(base::Sha256 const& hash) {
  return {reinterpret_cast<char const*>(hash.data()), hash.size()};
}

std::string hex_hash(std::string_view text) {
  return base::hex(base::sha256(text));
}

}  // namespace

std::string s3_time(UnixMillis time) {
  auto text = base::iso_seconds(time);
  std::erase_if(text, [](char c) { return c == '-' || c == ':'; });
  return text;
}

std::string s3_authorization(S3Access const& access, S3Signed const& request, UnixMillis time) {
  std::string fields;
  std::string names;
  for (auto const& [name, value] : request.headers) {
    fields += name + ":" + value + "\n";
    names += (names.empty() ? "" : ";") + name;
  }
  auto const canonical = fmt::format("{}\n{}\n\n{}\n{}\n{}", request.method, request.path, fields, names,
                                     request.payload_sha256);
  auto const moment = s3_time(time);
  auto const day = moment.substr(0, moment.find('T'));
  auto const scope = fmt::format("{}/{}/s3/aws4_request", day, access.region);
  auto const to_sign = fmt::format("AWS4-HMAC-SHA256\n{}\n{}\n{}", moment, scope, hex_hash(canonical));
  auto key = base::hmac_sha256("AWS4" + access.secret, day);
  for (std::string_view const part :
       {std::string_view(access.region), std::string_view("s3"), std::string_view("aws4_request")}) {
    key = base::hmac_sha256(bytes_of(key), part);
  }
  return fmt::format("AWS4-HMAC-SHA256 Credential={}/{}, SignedHeaders={}, Signature={}", access.key_id,
                     scope, names, base::hex(base::hmac_sha256(bytes_of(key), to_sign)));
}

}  // namespace auklet::blob
