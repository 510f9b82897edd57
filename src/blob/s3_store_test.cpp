// SPDX-License-Identifier: Apache-2.0
#include "blob/s3_store.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>

#include "async/testing/run_task.h"
#include "base/crypto.h"
#include "base/encoding.h"
#include "base/testing/temporary_folder.h"

namespace auklet::blob {
namespace {

using async::testing::run_task;

using ::testing::HasSubstr;

// The moment, key and example of the documentation named in the header.
UnixMillis const moment = from_count(1'369'353'600'000);
S3Access const example{"us-east-1", "AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"};

TEST(S3Signature, IsThatOfTheDocumentation) {
  EXPECT_EQ(s3_time(moment), "20130524T000000Z");
  auto const nothing = base::hex(base::sha256(""));
  EXPECT_EQ(s3_authorization(example,
                             {.method = "GET",
                              .path = "/test.txt",
                              .headers = {{"host", "examplebucket.s3.amazonaws.com"},
                                          {"range", "bytes=0-9"},
                                          {"x-amz-content-sha256", nothing},
                                          {"x-amz-date", "20130524T000000Z"}},
                              .payload_sha256 = nothing},
                             moment),
            "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request, "
            "SignedHeaders=host;range;x-amz-content-sha256;x-amz-date, "
            "Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41");
}

class S3StoreTest : public ::testing::Test {
 protected:
  static Task<Result<S3Answer>> take(S3StoreTest& test, S3Request request) {
    test.sent.push_back(std::move(request));
    co_return S3Answer{test.status, "<Error>no</Error>"};
  }

  std::filesystem::path file() {
    auto path = folder / "file";
    std::ofstream(path) << "bytes";
    return path;
  }

  static std::string header(S3Request const& request, std::string_view name) {
    for (auto const& [field, value] : request.headers) {
      if (field == name) {
        return value;
      }
    }
    return "absent";
  }

  base::testing::TemporaryFolder const temporary_;
  std::filesystem::path const folder = temporary_.path();
  unsigned status = 200;
  std::vector<S3Request> sent;
  base::ManualClock clock{moment};
  S3Store store{{"http://storage.example:9000", "pictures", example}, clock, [this](S3Request request) {
                  return take(*this, std::move(request));
                }};
};

std::string const name = "00112233445566778899aabbccddeeff-small.jpg";

TEST_F(S3StoreTest, SendsAFileWithAllThatItsReadersNeed) {
  auto const path = file();
  ASSERT_TRUE(run_task(store.put(name, path)).has_value());
  EXPECT_FALSE(std::filesystem::exists(path));
  ASSERT_EQ(sent.size(), 1U);
  EXPECT_EQ(sent[0].verb, S3Request::Verb::put);
  EXPECT_EQ(sent[0].url, "http://storage.example:9000/pictures/" + name);
  EXPECT_EQ(sent[0].body, "bytes");
  EXPECT_EQ(header(sent[0], "content-type"), "image/jpeg");
  EXPECT_EQ(header(sent[0], "x-amz-content-sha256"), base::hex(base::sha256("bytes")));
  EXPECT_THAT(header(sent[0], "cache-control"), HasSubstr("immutable"));
  EXPECT_THAT(header(sent[0], "authorization"),
              HasSubstr("SignedHeaders=cache-control;content-type;host;x-amz-content-sha256;x-amz-date"));
}

TEST_F(S3StoreTest, KeepsAFileThatWasNotTaken) {
  status = 403;
  auto const path = file();
  auto const kept = run_task(store.put(name, path));
  ASSERT_FALSE(kept.has_value());
  EXPECT_EQ(kept.error().kind, ErrorKind::unavailable);
  EXPECT_THAT(kept.error().detail, HasSubstr("403"));
  EXPECT_TRUE(std::filesystem::exists(path));
}

TEST_F(S3StoreTest, RemovesWhatMayBeGoneAlready) {
  for (auto const answer : {204U, 200U, 404U}) {
    status = answer;
    EXPECT_TRUE(run_task(store.remove(name)).has_value());
  }
  EXPECT_EQ(sent[0].verb, S3Request::Verb::remove);
  status = 500;
  EXPECT_FALSE(run_task(store.remove(name)).has_value());
}

TEST_F(S3StoreTest, GivesAFileBackToBeWorkedOn) {
  auto const copy = run_task(store.fetch(name, folder));
  ASSERT_TRUE(copy.has_value());
  EXPECT_EQ(std::filesystem::file_size(*copy), std::string("<Error>no</Error>").size());
  EXPECT_EQ(sent[0].verb, S3Request::Verb::get);
  status = 404;
  EXPECT_EQ(run_task(store.fetch(name, folder)).error().kind, ErrorKind::not_found);
  status = 500;
  EXPECT_EQ(run_task(store.fetch(name, folder)).error().kind, ErrorKind::unavailable);
}

TEST_F(S3StoreTest, AsksForNothingButBlobs) {
  EXPECT_FALSE(run_task(store.put("../secret.jpg", file())).has_value());
  EXPECT_TRUE(run_task(store.remove("../secret.jpg")).has_value());
  EXPECT_FALSE(store.open(name).has_value());
  EXPECT_TRUE(sent.empty());
}

}  // namespace
}  // namespace auklet::blob
