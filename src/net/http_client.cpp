// SPDX-License-Identifier: Apache-2.0
#include "net/http_client.h"

#include <curl/curl.h>
#include <fmt/format.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <boost/asio/ip/tcp.hpp>
#include <cstring>
#include <mutex>
#include <optional>
#include <string_view>
#include <utility>

#include "async/blocking_pool.h"
#include "base/check.h"
#include "net/curl_library.h"
#include "net/forwarded.h"
#include "net/outside_address.h"

namespace auklet::net {

namespace {

constexpr std::size_t head_bytes_max = std::size_t{64} << 10U;
constexpr long idle_connections_max = 4;  // of one handle
// A server that sends less than this for so long is not worth waiting for.
constexpr long slow_bytes_per_s = 128;
constexpr long slow_seconds = 5;

template <auto Free>
struct FreeWith {
  void operator()(auto* what) const { Free(what); }
};
using Handle = std::unique_ptr<CURL, FreeWith<curl_easy_cleanup>>;
using HeaderList = std::unique_ptr<curl_slist, FreeWith<curl_slist_free_all>>;

// What the callbacks of one exchange know.
struct Exchange {
  OutgoingRequest const& request;
  HttpClientOptions const& options;
  std::atomic<bool> const& stopping;
  IncomingResponse response;
  std::size_t head_bytes = 0;
  bool refused_address = false;
  bool too_large = false;
};

std::optional<boost::asio::ip::tcp::endpoint> endpoint_of(curl_sockaddr const& address) {
  boost::asio::ip::tcp::endpoint endpoint;
  if ((address.family != AF_INET && address.family != AF_INET6) || address.addrlen > endpoint.capacity()) {
    return std::nullopt;
  }
  std::memcpy(endpoint.data(), &address.addr, address.addrlen);
  endpoint.resize(address.addrlen);
  return endpoint;
}

bool may_connect(HttpClientOptions const& options, boost::asio::ip::tcp::endpoint const& endpoint) {
  auto const address = plain_address(endpoint.address());
  if (options.anywhere) {
    return true;
  }
  if (address.is_loopback() &&
      std::ranges::find(options.loopback_ports, endpoint.port()) != options.loopback_ports.end()) {
    return true;
  }
  return (endpoint.port() == 80 || endpoint.port() == 443) && is_outside(address);
}

// Asked for every connection, with the address that it will really go to.
curl_socket_t open_socket(void* user, curlsocktype purpose, curl_sockaddr* address) {
  auto& exchange = *static_cast<Exchange*>(user);
  auto const endpoint = endpoint_of(*address);
  if (purpose != CURLSOCKTYPE_IPCXN || !endpoint || !may_connect(exchange.options, *endpoint)) {
    exchange.refused_address = true;
    return CURL_SOCKET_BAD;
  }
  return ::socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

std::size_t take_body(char* bytes, std::size_t size, std::size_t count, void* user) {
  auto& exchange = *static_cast<Exchange*>(user);
  auto& body = exchange.response.body;
  auto const left = exchange.request.body_bytes_max - body.size();
  auto const length = size * count;
  body.append(bytes, std::min(left, length));
  if (length > left) {
    exchange.too_large = true;
    return CURL_WRITEFUNC_ERROR;
  }
  return length;
}

std::size_t take_header(char* bytes, std::size_t size, std::size_t count, void* user) {
  auto& exchange = *static_cast<Exchange*>(user);
  std::string_view line(bytes, size * count);
  exchange.head_bytes += line.size();
  if (exchange.head_bytes > head_bytes_max) {
    exchange.too_large = true;
    return 0;
  }
  auto const length = line.size();
  while (line.ends_with('\n') || line.ends_with('\r')) {
    line.remove_suffix(1);
  }
  if (line.starts_with("HTTP/")) {  // another hop
    exchange.response.headers = {};
    exchange.response.body.clear();
  } else if (auto const colon = line.find(':'); colon != std::string_view::npos) {
    auto value = line.substr(colon + 1);
    value.remove_prefix(std::min(value.find_first_not_of(" \t"), value.size()));
    exchange.response.headers.add(std::string(line.substr(0, colon)), std::string(value));
  }
  return length;
}

int look_up(void* user, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
  return static_cast<Exchange*>(user)->stopping.load() ? 1 : 0;
}

// Sets options that cannot fail with the libcurl we build with.
template <class Value>
void set(CURL* handle, CURLoption option, Value value) {
  CHECK(curl_easy_setopt(handle, option, value) == CURLE_OK);
}

void set_rules(CURL* handle, HttpClientOptions const& options) {
  set(handle, CURLOPT_NOSIGNAL, 1L);
  set(handle, CURLOPT_PROTOCOLS_STR, "http,https");
  set(handle, CURLOPT_REDIR_PROTOCOLS_STR, "http,https");
  set(handle, CURLOPT_DISALLOW_USERNAME_IN_URL, 1L);
  set(handle, CURLOPT_PROXY, "");
  set(handle, CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED));
  set(handle, CURLOPT_MAXCONNECTS, idle_connections_max);
  set(handle, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(options.connect_timeout.count()));
  set(handle, CURLOPT_LOW_SPEED_LIMIT, slow_bytes_per_s);
  set(handle, CURLOPT_LOW_SPEED_TIME, slow_seconds);
  set(handle, CURLOPT_USERAGENT, options.user_agent.c_str());
  set(handle, CURLOPT_ACCEPT_ENCODING, "");  // every coding that libcurl can undo
}

void set_exchange(CURL* handle, Exchange& exchange) {
  set(handle, CURLOPT_OPENSOCKETFUNCTION, open_socket);
  set(handle, CURLOPT_OPENSOCKETDATA, &exchange);
  set(handle, CURLOPT_WRITEFUNCTION, take_body);
  set(handle, CURLOPT_WRITEDATA, &exchange);
  set(handle, CURLOPT_HEADERFUNCTION, take_header);
  set(handle, CURLOPT_HEADERDATA, &exchange);
  set(handle, CURLOPT_XFERINFOFUNCTION, look_up);
  set(handle, CURLOPT_XFERINFODATA, &exchange);
  set(handle, CURLOPT_NOPROGRESS, 0L);
}

// Errors: invalid for a method or a header that cannot be sent.
Result<HeaderList> set_request(CURL* handle, OutgoingRequest const& request) {
  auto const reads = request.method == Method::get || request.method == Method::head;
  auto const writes = request.method == Method::post || request.method == Method::put;
  if (!reads && !writes && request.method != Method::delete_) {
    return fail(ErrorKind::invalid, "The request cannot be sent", "a method that HttpClient does not know");
  }
  set(handle, CURLOPT_URL, request.url.c_str());
  set(handle, CURLOPT_TIMEOUT_MS, static_cast<long>(request.timeout.count()));
  set(handle, CURLOPT_FOLLOWLOCATION, reads && request.redirects_max > 0 ? 1L : 0L);
  set(handle, CURLOPT_MAXREDIRS, request.redirects_max);
  if (request.method == Method::head) {
    set(handle, CURLOPT_NOBODY, 1L);
  } else if (request.method == Method::delete_) {
    set(handle, CURLOPT_CUSTOMREQUEST, "DELETE");
  } else if (writes) {
    set(handle, CURLOPT_POST, 1L);
    set(handle, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
    set(handle, CURLOPT_POSTFIELDS, request.body.data());
    set(handle, CURLOPT_CUSTOMREQUEST, request.method == Method::put ? "PUT" : "POST");
  }
  HeaderList list;
  auto const add = [&list](std::string const& line) {
    auto* const longer = curl_slist_append(list.get(), line.c_str());
    CHECK(longer != nullptr);
    static_cast<void>(list.release());
    list.reset(longer);
  };
  add("Expect:");  // bodies are short: no question whether they may come
  for (auto const& [name, value] : request.headers) {
    if ((name + value).find_first_of(std::string_view("\r\n\0", 3)) != std::string::npos) {
      return fail(ErrorKind::invalid, "The request cannot be sent", "a line end in a header");
    }
    add(fmt::format("{}: {}", name, value));
  }
  set(handle, CURLOPT_HTTPHEADER, list.get());
  return list;
}

Error failure(CURLcode code, Exchange const& exchange) {
  auto detail = fmt::format("{}: {}", exchange.request.url, curl_easy_strerror(code));
  if (exchange.too_large) {
    return {ErrorKind::too_large, "The answer is too large", std::move(detail), {}};
  }
  switch (code) {
    case CURLE_URL_MALFORMAT:
    case CURLE_UNSUPPORTED_PROTOCOL:
    case CURLE_LOGIN_DENIED:
      return {ErrorKind::invalid, "This address cannot be asked", std::move(detail), {}};
    case CURLE_ABORTED_BY_CALLBACK:
      return {ErrorKind::unavailable, "The server is ending", std::move(detail), {}};
    case CURLE_OPERATION_TIMEDOUT:
      return {ErrorKind::timeout, "The answer took too long", std::move(detail), {}};
    default:
      break;
  }
  if (exchange.refused_address) {
    return {ErrorKind::forbidden, "This address must not be asked", std::move(detail), {}};
  }
  return {ErrorKind::unavailable, "There was no answer", std::move(detail), {}};
}

}  // namespace

struct HttpClient::Impl {
  explicit Impl(HttpClientOptions given)
      : options(std::move(given)), pool(options.threads, options.queue_max) {
    start_curl();
  }

  Result<IncomingResponse> perform(OutgoingRequest const& request) {
    auto handle = take_handle();
    Exchange exchange{.request = request, .options = options, .stopping = stopping, .response = {}};
    set_rules(handle.get(), options);
    set_exchange(handle.get(), exchange);
    TRY(auto const headers, set_request(handle.get(), request));
    auto const code = curl_easy_perform(handle.get());
    auto const cut = exchange.too_large && request.cut_long_body && exchange.head_bytes <= head_bytes_max;
    if (code != CURLE_OK && !cut) {
      return std::unexpected(failure(code, exchange));
    }
    long status = 0;
    char const* url = nullptr;
    curl_easy_getinfo(handle.get(), CURLINFO_RESPONSE_CODE, &status);
    curl_easy_getinfo(handle.get(), CURLINFO_EFFECTIVE_URL, &url);
    exchange.response.status = static_cast<unsigned>(status);
    exchange.response.url = url == nullptr ? request.url : url;
    give_back(std::move(handle));
    return std::move(exchange.response);
  }

  // A handle keeps the connections that it has opened: each of them was looked at.
  Handle take_handle() {
    std::lock_guard const lock(mutex);
    if (idle.empty()) {
      Handle fresh(curl_easy_init());
      CHECK(fresh != nullptr);
      return fresh;
    }
    auto handle = std::move(idle.back());
    idle.pop_back();
    return handle;
  }
  void give_back(Handle handle) {
    curl_easy_reset(handle.get());
    std::lock_guard const lock(mutex);
    idle.push_back(std::move(handle));
  }

  HttpClientOptions const options;
  std::atomic<bool> stopping{false};
  std::mutex mutex;
  std::vector<Handle> idle;  // no more than there are threads
  async::BlockingPool pool;  // last: its threads use all above
};

HttpClient::HttpClient(HttpClientOptions options) : impl_(std::make_shared<Impl>(std::move(options))) {}

HttpClient::~HttpClient() {
  impl_->stopping = true;
}

Task<Result<IncomingResponse>> HttpClient::send(OutgoingRequest request) {
  auto const impl = impl_;
  auto done = co_await impl->pool.run([impl = impl.get(), &request] { return impl->perform(request); });
  if (!done) {
    co_return std::unexpected(std::move(done).error());
  }
  co_return *std::move(done);
}

}  // namespace auklet::net
