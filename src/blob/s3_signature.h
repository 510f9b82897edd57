// SPDX-License-Identifier: Apache-2.0
//
// How a request to an S3-compatible service says who sends it: AWS Signature Version 4, in the Authorization header.
// https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "base/clock.h"

namespace auklet::blob {

struct S3Access {
  std::string region;
  std::string key_id;
  std::string secret;
};

struct S3Signed {
  std::string_view method;                     // "PUT"
  std::string_view path;                       // percent-encoded, from the slash on; there is no query
  std::map<std::string, std::string> headers;  // by their names in small letters; all of them are signed
  std::string_view payload_sha256;             // in hexadecimal
};

// 20130524T000000Z: the value of x-amz-date, which must be among the headers.
std::string s3_time(UnixMillis time);
// The value of the Authorization header.
std::string s3_authorization(S3Access const& access, S3Signed const& request, UnixMillis time);

}  // namespace auklet::blob
