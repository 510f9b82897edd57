// SPDX-License-Identifier: Apache-2.0
#include "bench/http_client.h"

#include <fmt/format.h>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http.hpp>
#include <charconv>

namespace auklet::bench {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;

namespace {

constexpr auto as_result = asio::as_tuple(asio::use_awaitable);
constexpr std::size_t answer_bytes_max = 16 << 20;

Error to_error(beast::error_code code, char const* step) {
  auto const kind = code == beast::error::timeout ? ErrorKind::timeout : ErrorKind::unavailable;
  return {kind, fmt::format("{}: {}", step, code.message()), {}, {}};
}

}  // namespace

Result<Endpoint> parse_endpoint(std::string_view url) {
  auto const bad =
      fail(ErrorKind::invalid,
           fmt::format("{}: expected http://127.0.0.1:PORT (the load tool only calls this machine)", url));
  constexpr std::string_view scheme = "http://";
  if (!url.starts_with(scheme)) {
    return bad;
  }
  url.remove_prefix(scheme.size());
  if (url.ends_with('/')) {
    url.remove_suffix(1);
  }
  auto const colon = url.rfind(':');
  if (colon == std::string_view::npos) {
    return bad;
  }
  auto host = url.substr(0, colon);
  auto const port_text = url.substr(colon + 1);
  Endpoint endpoint;
  auto const [end, error] =
      std::from_chars(port_text.data(), port_text.data() + port_text.size(), endpoint.port);
  if (error != std::errc{} || end != port_text.data() + port_text.size() || endpoint.port == 0) {
    return bad;
  }
  if (host == "localhost") {
    host = "127.0.0.1";
  } else if (host == "[::1]") {
    host = "::1";
  }
  boost::system::error_code code;
  auto const address = asio::ip::make_address(host, code);
  if (code || !address.is_loopback()) {
    return bad;
  }
  endpoint.address = address.to_string();
  return endpoint;
}

struct HttpConnection::Impl {
  Impl(asio::any_io_executor executor, Endpoint const& to, std::chrono::milliseconds limit)
      : stream(std::move(executor)),
        endpoint(asio::ip::make_address(to.address), to.port),
        host(to.address.contains(':') ? fmt::format("[{}]:{}", to.address, to.port)
                                      : fmt::format("{}:{}", to.address, to.port)),
        timeout(limit) {}

  http::request<http::string_body> prepare(HttpRequest& request) const {
    http::request<http::string_body> message;
    message.version(11);
    message.method_string(request.method);
    message.target(request.target);
    message.set(http::field::host, host);
    message.set(http::field::accept, "application/json");
    if (!request.token.empty()) {
      message.set(http::field::authorization, "Bearer " + request.token);
    }
    if (!request.idempotency_key.empty()) {
      message.set("Idempotency-Key", request.idempotency_key);
    }
    if (!request.body.empty()) {
      message.set(http::field::content_type, "application/json");
      message.body() = std::move(request.body);
    }
    if (!message.body().empty() || request.method != "GET") {
      message.prepare_payload();
    }
    return message;
  }

  void close() {
    beast::error_code ignored;
    stream.socket().close(ignored);
    buffer.clear();
    connected = false;
  }

  Task<Result<HttpResponse>> exchange(http::request<http::string_body> const& message) {
    stream.expires_after(timeout);
    if (!connected) {
      auto const [code] = co_await stream.async_connect(endpoint, as_result);
      if (code) {
        co_return std::unexpected(to_error(code, "connect"));
      }
      stream.socket().set_option(asio::ip::tcp::no_delay(true));
      connected = true;
    }
    auto const [write_code, written] = co_await http::async_write(stream, message, as_result);
    if (write_code) {
      co_return std::unexpected(to_error(write_code, "write"));
    }
    http::response_parser<http::string_body> parser;
    parser.body_limit(answer_bytes_max);
    auto const [read_code, got] = co_await http::async_read(stream, buffer, parser, as_result);
    if (read_code) {
      co_return std::unexpected(to_error(read_code, "read"));
    }
    auto& answer = parser.get();
    HttpResponse response{.status = answer.result_int(),
                          .link = std::string(answer[http::field::link]),
                          .body = std::move(answer.body())};
    if (!answer.keep_alive()) {
      close();
    }
    co_return response;
  }

  beast::tcp_stream stream;
  asio::ip::tcp::endpoint endpoint;
  std::string host;
  std::chrono::milliseconds timeout;
  beast::flat_buffer buffer;
  bool connected = false;
};

HttpConnection::HttpConnection(asio::any_io_executor executor, Endpoint endpoint,
                               std::chrono::milliseconds timeout)
    : impl_(std::make_unique<Impl>(std::move(executor), endpoint, timeout)) {}

HttpConnection::~HttpConnection() = default;
HttpConnection::HttpConnection(HttpConnection&&) noexcept = default;

Task<Result<HttpResponse>> HttpConnection::send(HttpRequest request) {
  bool const may_repeat = impl_->connected && request.method == "GET";
  auto const message = impl_->prepare(request);
  auto response = co_await impl_->exchange(message);
  if (!response) {
    impl_->close();
    if (may_repeat && response.error().kind != ErrorKind::timeout) {
      response = co_await impl_->exchange(message);
      if (!response) {
        impl_->close();
      }
    }
  }
  co_return response;
}

std::string link_target(std::string_view header, std::string_view relation) {
  auto const wanted = fmt::format("rel=\"{}\"", relation);
  while (!header.empty()) {
    auto const open = header.find('<');
    auto const close = header.find('>', open == std::string_view::npos ? 0 : open);
    if (open == std::string_view::npos || close == std::string_view::npos) {
      return {};
    }
    auto address = header.substr(open + 1, close - open - 1);
    auto const end = std::min(header.find('<', close), header.size());
    if (header.substr(close, end - close).find(wanted) != std::string_view::npos) {
      if (auto const scheme = address.find("://"); scheme != std::string_view::npos) {
        auto const path = address.find('/', scheme + 3);
        address = path == std::string_view::npos ? "/" : address.substr(path);
      }
      return std::string(address);
    }
    header.remove_prefix(end);
  }
  return {};
}

}  // namespace auklet::bench
