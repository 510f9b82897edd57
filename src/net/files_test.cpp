// SPDX-License-Identifier: Apache-2.0
//
// Files through the server: forms that are written to disk while they come, and answers that are parts of files.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <string>

#include "async/runtime.h"
#include "base/random.h"
#include "base/testing/temporary_folder.h"
#include "net/params.h"
#include "net/server.h"
#include "net/testing/raw_client.h"

namespace auklet::net {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using ::testing::HasSubstr;
using testing::RawClient;

constexpr std::uint64_t form_bytes_max = 1'000'000;

class FilesTest : public ::testing::Test {
 protected:
  FilesTest() {
    spool_.emplace(folder_ / "incoming", SpoolFolder::Limits{});
    EXPECT_TRUE(spool_->prepare().has_value());
  }
  ~FilesTest() override {
    server_.reset();
    runtime_.stop();
  }

  void serve(Handler handler) {
    LargeForms forms{
        .bytes_max = form_bytes_max,
        .timeout = 10s,
        .is_one = [](Request const& head) { return head.path.starts_with("/upload"); },
        .open = [this](Request head) { return open_form(std::move(head)); },
    };
    server_.emplace(
        runtime_, random_,
        ServerOptions{.port = 0, .limits = {.body_bytes_max = 1000}, .large_forms = std::move(forms)},
        std::move(handler));
    ASSERT_TRUE(server_->listen().has_value());
    runtime_.start();
  }

  Task<std::expected<std::shared_ptr<SpooledForm>, Response>> open_form(Request head) {
    if (head.path != "/upload") {
      co_return std::unexpected(Response{401, {}, "not you"});
    }
    auto form = spool_->open(head.headers.find("Content-Type").value_or(""));
    if (!form) {
      co_return std::unexpected(Response{503, {}, form.error().message});
    }
    co_return std::move(*form);
  }

  std::optional<Response> ask(std::string const& request) {
    return RawClient(server_->port()).roundtrip(request);
  }

  static std::string head(std::string const& path, std::size_t length, std::string const& more = "") {
    return "POST " + path + " HTTP/1.1\r\nHost: h\r\nContent-Type: multipart/form-data; boundary=edge\r\n" +
           more + "Content-Length: " + std::to_string(length) + "\r\n\r\n";
  }
  static std::string form_with(std::string const& bytes) {
    return "--edge\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\n" + bytes +
           "\r\n--edge--\r\n";
  }

  std::size_t incoming() const {
    return static_cast<std::size_t>(
        std::distance(fs::directory_iterator(folder_ / "incoming"), fs::directory_iterator{}));
  }

  async::Runtime runtime_{1};
  base::SystemRandom random_;
  base::testing::TemporaryFolder const temporary_;
  fs::path const folder_ = temporary_.path();
  std::optional<SpoolFolder> spool_;
  std::optional<Server> server_;
};

// Says how large the file is, and whether any of it was held in memory.
Task<Response> weigh(Request request) {
  auto const in_memory = request.body.size();
  auto params = parse_params(request);
  if (!params) {
    co_return Response{400, {}, params.error().message};
  }
  auto const& uploads = params->uploads;
  co_return Response{200,
                     {},
                     uploads.empty()
                         ? "none"
                         : fmt::format("{} {}", uploads[0].file ? uploads[0].file->size() : 0, in_memory)};
}

// From the byte on that the query names.
Task<Response> part_of(std::shared_ptr<base::File const> file, Request request) {
  auto const offset = request.query.empty() ? 0 : std::stoull(request.query);
  Response response;
  response.file = FileSlice{file, offset, file->size().value() - offset};
  co_return response;
}

TEST_F(FilesTest, AFormIsWrittenToDiskWhileItComes) {
  serve(weigh);
  auto const body = form_with(std::string(900'000, 'x'));
  auto const answer = ask(head("/upload", body.size()) + body);
  ASSERT_TRUE(answer.has_value());
  EXPECT_EQ(answer->body, "900000 0");
  auto const chunked =
      ask("POST /upload HTTP/1.1\r\nHost: h\r\nContent-Type: multipart/form-data; boundary=edge\r\n"
          "Transfer-Encoding: chunked\r\n\r\n" +
          fmt::format("{:x}\r\n", body.size()) + body + "\r\n0\r\n\r\n");
  ASSERT_TRUE(chunked.has_value());
  EXPECT_EQ(chunked->body, "900000 0");
  EXPECT_EQ(incoming(), 0U);
}

TEST_F(FilesTest, AFormIsRefusedBeforeItIsSent) {
  serve(weigh);
  for (auto const& more : {"", "Expect: 100-continue\r\n"}) {
    auto const refused = ask(head("/upload/other", 500'000, more));
    ASSERT_TRUE(refused.has_value());
    EXPECT_EQ(refused->status, 401U);
    EXPECT_EQ(refused->body, "not you");
  }
  auto const too_large = ask(head("/upload", form_bytes_max + 1));
  ASSERT_TRUE(too_large.has_value());
  EXPECT_EQ(too_large->status, 413U);
  EXPECT_EQ(incoming(), 0U);
}

TEST_F(FilesTest, AFormInChunksMayNotGrowBeyondItsLimit) {
  serve(weigh);
  RawClient client(server_->port());
  client.send(
      "POST /upload HTTP/1.1\r\nHost: h\r\nContent-Type: multipart/form-data; boundary=edge\r\n"
      "Transfer-Encoding: chunked\r\n\r\n");
  auto const chunk = fmt::format("{:x}\r\n", 100'000) + std::string(100'000, 'x') + "\r\n";
  auto const begin =
      std::string("--edge\r\nContent-Disposition: form-data; name=\"f\"; filename=\"a\"\r\n\r\n");
  client.send(fmt::format("{:x}\r\n", begin.size()) + begin + "\r\n");
  for (int i = 0; i < 20 && client.send(chunk); ++i) {
  }
  auto const answer = client.roundtrip("");
  ASSERT_TRUE(answer.has_value());
  EXPECT_EQ(answer->status, 413U);
}

TEST_F(FilesTest, ABrokenFormIsRefused) {
  serve(weigh);
  auto const answer = ask(head("/upload", 500) + std::string(500, 'x'));
  ASSERT_TRUE(answer.has_value());
  EXPECT_EQ(answer->status, 400U);
  auto const whole = form_with("bytes");
  auto const cut = whole.substr(0, whole.size() - 6);
  auto const unfinished = ask(head("/upload", cut.size()) + cut);
  ASSERT_TRUE(unfinished.has_value());
  EXPECT_EQ(unfinished->status, 400U);
}

TEST_F(FilesTest, OtherRequestsKeepTheirLimit) {
  serve(weigh);
  EXPECT_EQ(ask(head("/other", 1001))->status, 413U);
  EXPECT_EQ(ask(head("/upload", 0))->body, "none");
}

TEST_F(FilesTest, AnAnswerIsAPartOfAFile) {
  auto const path = folder_ / "large";
  std::string bytes;
  for (int i = 0; bytes.size() < 3'000'000; ++i) {
    bytes += std::to_string(i);
  }
  std::ofstream(path) << bytes;
  auto const file = std::make_shared<base::File const>(base::File::open_for_reading(path).value());
  serve([file](Request request) { return part_of(file, std::move(request)); });
  RawClient client(server_->port());
  auto const whole = client.roundtrip("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
  ASSERT_TRUE(whole.has_value());
  EXPECT_EQ(whole->body, bytes);
  auto const part = client.roundtrip("GET /?2999990 HTTP/1.1\r\nHost: h\r\n\r\n");
  ASSERT_TRUE(part.has_value());
  EXPECT_EQ(part->body, bytes.substr(2'999'990));
  EXPECT_EQ(part->headers.find("Content-Length"), std::to_string(bytes.size() - 2'999'990));
}

}  // namespace
}  // namespace auklet::net
