// SPDX-License-Identifier: Apache-2.0
#include "net/smtp_client.h"

#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <map>
#include <string>
#include <thread>

#include "async/testing/run_task.h"
#include "base/check.h"

namespace auklet::net {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

// A mail server for one connection. It answers each command with what `replies` has for its first word, else with 250.
class FakeMailServer {
 public:
  explicit FakeMailServer(std::map<std::string, std::string> replies = {}) : replies_(std::move(replies)) {
    listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    CHECK(::bind(listener_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0);
    CHECK(::listen(listener_, 1) == 0);
    socklen_t length = sizeof address;
    CHECK(::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &length) == 0);
    port_ = ntohs(address.sin_port);
    thread_ = std::thread([this] { serve(); });
  }
  ~FakeMailServer() { finish(); }
  FakeMailServer(FakeMailServer const&) = delete;
  FakeMailServer& operator=(FakeMailServer const&) = delete;

  std::string url() const { return "smtp://127.0.0.1:" + std::to_string(port_); }
  // Waits until the client has gone; what it said is known from then on.
  void finish() {
    if (thread_.joinable()) {
      ::shutdown(listener_, SHUT_RDWR);
      thread_.join();
      ::close(listener_);
    }
  }

  std::vector<std::string> commands;
  std::string text;

 private:
  void serve() {
    auto const socket = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (socket < 0) {
      return;
    }
    say(socket, "220 fake");
    for (bool in_text = false;;) {
      auto const line = read_line(socket);
      if (!line) {
        break;
      }
      if (in_text) {
        in_text = *line != ".";
        if (in_text) {
          text += *line + "\n";
        } else {
          say(socket, reply_to("TEXT", "250 taken"));
        }
        continue;
      }
      commands.push_back(*line);
      auto const word = line->substr(0, line->find_first_of(" :"));
      auto const reply = reply_to(word, word == "DATA"   ? "354 go on"
                                        : word == "QUIT" ? "221 bye"
                                                         : "250 fine");
      in_text = word == "DATA" && reply.starts_with("354");
      say(socket, reply);
    }
    ::close(socket);
  }
  std::string reply_to(std::string const& word, std::string otherwise) const {
    auto const found = replies_.find(word);
    return found == replies_.end() ? std::move(otherwise) : found->second;
  }
  static void say(int socket, std::string line) {
    line += "\r\n";
    static_cast<void>(::send(socket, line.data(), line.size(), MSG_NOSIGNAL));
  }
  std::optional<std::string> read_line(int socket) {
    for (;;) {
      if (auto const end = unread_.find("\r\n"); end != std::string::npos) {
        auto line = unread_.substr(0, end);
        unread_.erase(0, end + 2);
        return line;
      }
      pollfd ready{socket, POLLIN, 0};
      char bytes[1024];
      auto const count = ::poll(&ready, 1, 30'000) == 1 ? ::recv(socket, bytes, sizeof bytes, 0) : 0;
      if (count <= 0) {
        return std::nullopt;
      }
      unread_.append(bytes, static_cast<std::size_t>(count));
    }
  }

  std::map<std::string, std::string> const replies_;
  int listener_ = -1;
  int port_ = 0;
  std::thread thread_;
  std::string unread_;
};

OutgoingMail const letter{.from = "rock@example.org",
                          .to = "ann@example.net",
                          .text = "Subject: hello\r\n\r\none\r\n.\r\n..two\r\n"};

Result<> send(std::string url, OutgoingMail mail = letter, std::string user = "") {
  SmtpClient client({.url = std::move(url), .user = std::move(user), .password = "secret word"});
  return async::testing::run_task(client.send(std::move(mail)));
}

TEST(SmtpClient, HandsALetterOver) {
  FakeMailServer server;
  ASSERT_TRUE(send(server.url()).has_value());
  server.finish();
  EXPECT_THAT(server.commands, ElementsAre("EHLO example.org", "MAIL FROM:<rock@example.org>",
                                           "RCPT TO:<ann@example.net>", "DATA", "QUIT"));
  EXPECT_EQ(server.text, "Subject: hello\n\none\n..\n...two\n") << "dots at the beginning are doubled";
}

TEST(SmtpClient, KnowsWhatWillNeverBeTakenFromWhatMayBeTakenLater) {
  struct Case {
    std::string word;
    std::string reply;
    ErrorKind kind;
  };
  for (auto const& [word, reply, kind] : std::vector<Case>{{"RCPT", "550 no such person", ErrorKind::invalid},
                                                           {"RCPT", "450 busy", ErrorKind::unavailable},
                                                           {"TEXT", "554 spam", ErrorKind::invalid},
                                                           {"TEXT", "451 later", ErrorKind::unavailable},
                                                           {"MAIL", "421 going", ErrorKind::unavailable}}) {
    FakeMailServer server({{word, reply}});
    auto const sent = send(server.url());
    ASSERT_FALSE(sent.has_value()) << reply;
    EXPECT_EQ(sent.error().kind, kind) << reply << ": " << sent.error().detail;
  }
}

TEST(SmtpClient, ARefusedLogInIsForTheOperatorToMend) {
  FakeMailServer server({{"EHLO", "250-fake\r\n250 AUTH PLAIN"}, {"AUTH", "535 no"}});
  auto const sent = send(server.url(), letter, "rock");
  ASSERT_FALSE(sent.has_value());
  EXPECT_EQ(sent.error().kind, ErrorKind::unavailable);
  EXPECT_THAT(sent.error().detail, Not(HasSubstr("secret word")));
}

TEST(SmtpClient, IsUnavailableWhereNobodyListens) {
  FakeMailServer server;
  auto const url = server.url();
  server.finish();
  EXPECT_EQ(send(url).error().kind, ErrorKind::unavailable);
}

TEST(SmtpClient, SaysNoAddressThatEndsALine) {
  FakeMailServer server;
  for (auto const* const address :
       {"", "ann", "@example.org", "ann@", "a@x\r\nDATA", "a@x\n", "a b@x", "a@x> <b@y", "a@x\x7F"}) {
    auto mail = letter;
    mail.to = address;
    EXPECT_EQ(send(server.url(), mail).error().kind, ErrorKind::invalid) << address;
    mail = letter;
    mail.from = address;
    EXPECT_EQ(send(server.url(), mail).error().kind, ErrorKind::invalid) << address;
  }
  server.finish();
  EXPECT_TRUE(server.commands.empty());
}

// Without an encrypted line nothing is said to a server that is not on this machine; this one offers none.
TEST(SmtpClient, SaysNothingBeforeTheLineIsEncrypted) {
  FakeMailServer server;
  auto url = server.url();
  url.replace(url.find("127.0.0.1"), 9, "127.1");  // the same place, under a name that is not known for it
  auto const sent = send(url);
  ASSERT_FALSE(sent.has_value());
  server.finish();
  EXPECT_THAT(server.commands, ::testing::Contains("EHLO example.org"));
  for (auto const& command : server.commands) {
    EXPECT_FALSE(command.starts_with("MAIL") || command.starts_with("AUTH")) << command;
  }
}

}  // namespace
}  // namespace auklet::net
