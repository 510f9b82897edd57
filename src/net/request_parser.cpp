// SPDX-License-Identifier: Apache-2.0
// Beast asserts that at least five bytes of a last chunk are there, which "0\r\n" cut behind its end
// disproves; the code around the assertion copes. A client must not be able to end the process, in a debug
// build either.
#define BOOST_DISABLE_ASSERTS

#include "net/request_parser.h"

#include <algorithm>
#include <boost/assert.hpp>  // again, now that assertions are off
#include <boost/beast/core/error.hpp>
#include <boost/beast/http/basic_parser.hpp>
#include <boost/beast/http/error.hpp>
#include <functional>
#include <string>
#include <utility>

#include "base/log.h"
#include "net/spooled_form.h"

namespace auklet::net {

namespace {

namespace http = boost::beast::http;
using boost::beast::error_code;
using BeastView = boost::beast::string_view;

std::string_view view(BeastView text) {
  return {text.data(), text.size()};
}

Method method_of(http::verb verb) {
  switch (verb) {
    case http::verb::get:
      return Method::get;
    case http::verb::head:
      return Method::head;
    case http::verb::post:
      return Method::post;
    case http::verb::put:
      return Method::put;
    case http::verb::patch:
      return Method::patch;
    case http::verb::delete_:
      return Method::delete_;
    case http::verb::options:
      return Method::options;
    default:
      return Method::other;
  }
}

bool is_digits(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

// RFC 3986, 3.2.2 as far as it matters: no byte that could begin another part of a URL. Empty is allowed.
bool is_host(std::string_view text) {
  return std::ranges::none_of(text, [](char c) {
    return static_cast<unsigned char>(c) <= ' ' ||
           std::string_view("/?#@\\\"<>,").find(c) != std::string_view::npos;
  });
}

// Origin form, or the absolute form that a server must take too (RFC 9112, 3.2.2); `*` is for OPTIONS alone.
bool split_target(std::string_view target, Request& request) {
  if (auto const scheme = target.find("://");
      scheme != std::string_view::npos && scheme < target.find_first_of("/?")) {
    auto const path = target.find_first_of("/?", scheme + 3);
    target = path == std::string_view::npos ? "/" : target.substr(path);
  }
  auto const mark = target.find('?');
  request.path = target.substr(0, mark);
  request.query = mark == std::string_view::npos ? std::string_view{} : target.substr(mark + 1);
  if (request.path.empty()) {
    request.path = "/";
  }
  return request.path.front() == '/' || (request.path == "*" && request.method == Method::options);
}

}  // namespace

// Beast finds the parts; this class keeps them in our own Request, so that nothing is stored twice.
struct RequestParser::Impl {
  class Parser final : public http::basic_parser<true> {
   public:
    explicit Parser(Impl& owner) : owner_(owner) {}

   private:
    void on_request_impl(http::verb verb, BeastView, BeastView target, int version, error_code& ec) override {
      owner_.request.method = method_of(verb);
      owner_.http11 = version == 11;
      if (!split_target(view(target), owner_.request)) {
        ec = http::error::bad_target;
      }
    }
    void on_field_impl(http::field field, BeastView name, BeastView value, error_code& ec) override {
      if (!owner_.in_body && !owner_.add_field(field, view(name), view(value))) {
        ec = http::error::bad_value;
      }
    }
    void on_header_impl(error_code& ec) override {
      // Beast compares with the limit that held before it knew the fields.
      auto const bytes_max = owner_.body_bytes_max();
      body_limit(bytes_max);
      if (content_length().value_or(0) > bytes_max) {
        ec = http::error::body_limit;
      }
    }
    void on_body_init_impl(boost::optional<std::uint64_t> const& content_length, error_code&) override {
      // Memory follows the bytes that came, not the number that was announced.
      owner_.request.body.reserve(std::min<std::uint64_t>(content_length.value_or(0), 64 * 1024));
    }
    std::size_t on_body_impl(BeastView data, error_code& ec) override {
      owner_.body_begun = true;
      if (owner_.request.form) {
        if (auto const written = owner_.request.form->write(view(data)); !written) {
          owner_.refuse_for(written.error());
          ec = http::error::body_limit;
        }
        return data.size();
      }
      owner_.request.body.append(data.data(), data.size());
      return data.size();
    }
    void on_chunk_header_impl(std::uint64_t, BeastView, error_code&) override {}
    std::size_t on_chunk_body_impl(std::uint64_t, BeastView data, error_code& ec) override {
      return on_body_impl(data, ec);
    }
    void on_finish_impl(error_code&) override {}
    void on_response_impl(int, BeastView, int, error_code&) override {}

    Impl& owner_;
  };

  Impl(ServerLimits const& l, LargeForms const* forms) : limits(l), large_forms(forms) {}

  void refuse(unsigned status, std::string_view message) { refusal = Refusal{status, message}; }

  // Once all fields are there.
  std::uint64_t body_bytes_max() {
    is_large = large_forms != nullptr && large_forms->is_one(request);
    return is_large ? large_forms->bytes_max : limits.body_bytes_max;
  }

  void refuse_for(Error const& error) {
    if (error.kind == ErrorKind::malformed) {
      refuse(400, "The multipart body is malformed");
    } else if (error.kind == ErrorKind::too_large) {
      refuse(413, "Payload too large");
    } else {
      log::error("a form could not be written: {} ({})", error.message, error.detail);
      refuse(503, "The server cannot take files at the moment");
    }
  }

  bool add_field(http::field field, std::string_view name, std::string_view value) {
    // Beast unfolds a folded field (RFC 9112, 5.2) into a buffer of its own: that is how to tell.
    if (std::less<>{}(value.data(), bytes.data()) ||
        std::less<>{}(bytes.data() + bytes.size(), value.data())) {
      return false;
    }
    if (field == http::field::host && (++hosts > 1 || !is_host(value))) {
      return false;
    }
    if (field == http::field::content_length && (++content_lengths > 1 || !is_digits(value))) {
      return false;
    }
    if (field == http::field::transfer_encoding) {
      transfer_encoding = true;
      unknown_coding = unknown_coding || !equal_ignoring_case(value, "chunked");
    }
    if (field == http::field::expect) {
      expects_continue = equal_ignoring_case(value, "100-continue");
      unknown_expectation = unknown_expectation || !expects_continue;
    }
    request.headers.add(std::string(name), std::string(value));
    return true;
  }

  // What can only be judged when all fields are there.
  void check_head() {
    if ((http11 && hosts != 1) || (transfer_encoding && (!http11 || content_lengths > 0))) {
      refuse(400, "Bad request");
    } else if (unknown_coding) {
      refuse(501, "Transfer coding not implemented");
    } else if (http11 && unknown_expectation) {
      refuse(417, "Expectation failed");
    }
  }

  void refuse_for(error_code ec) {
    if (refusal) {
      return;
    }
    if (ec == http::error::header_limit) {
      refuse(431, "Request header fields too large");
    } else if (ec == http::error::body_limit) {
      refuse(413, "Payload too large");
    } else if (ec == http::error::bad_version && names_other_version()) {
      refuse(505, "HTTP version not supported");
    } else {
      refuse(400, "Bad request");
    }
  }

  // True for a request line that ends in HTTP/<digit>.<digit>: well-formed, but of another version.
  bool names_other_version() const {
    auto line = bytes.substr(0, bytes.find("\r\n"));
    if (line.size() < 8) {
      return false;
    }
    line = line.substr(line.size() - 8);
    return line.starts_with("HTTP/") && is_digits(line.substr(5, 1)) && line[6] == '.' &&
           is_digits(line.substr(7)) && line != "HTTP/1.0" && line != "HTTP/1.1";
  }

  std::size_t feed_head() {
    error_code ec;
    auto const used = parser->put({bytes.data(), bytes.size()}, ec);
    head_bytes += used;
    if (ec && ec != http::error::need_more) {
      refuse_for(ec);
    } else if (head_bytes > limits.header_bytes_max) {  // Beast limits what it has not taken yet, not the sum
      refuse_for(http::error::header_limit);
    } else if (parser->is_header_done()) {
      check_head();
      in_body = true;
      parser->eager(true);
    }
    return used;
  }

  std::size_t feed_body() {
    error_code ec;
    auto const used = parser->put({bytes.data(), bytes.size()}, ec);
    if (ec && ec != http::error::need_more) {
      refuse_for(ec);
    } else if (!parser->is_done() && bytes.size() - used > limits.header_bytes_max) {
      refuse(400, "Bad request");  // a chunk header or trailer without an end
    }
    return used;
  }

  ServerLimits const& limits;
  LargeForms const* large_forms;
  std::optional<Parser> parser;
  std::string_view bytes;  // what feed() is looking at
  Request request;
  std::optional<Refusal> refusal;
  std::size_t head_bytes = 0;
  int hosts = 0;
  int content_lengths = 0;
  bool http11 = false;
  bool transfer_encoding = false;
  bool unknown_coding = false;
  bool expects_continue = false;
  bool unknown_expectation = false;
  bool in_body = false;
  bool is_large = false;
  bool body_begun = false;
};

RequestParser::RequestParser(ServerLimits const& limits, LargeForms const* large_forms)
    : impl_(std::make_unique<Impl>(limits, large_forms)) {
  reset();
}
RequestParser::~RequestParser() = default;

void RequestParser::reset() {
  auto& limits = impl_->limits;
  auto& self = *impl_;
  self.parser.emplace(self);
  self.parser->header_limit(static_cast<std::uint32_t>(limits.header_bytes_max));
  self.parser->body_limit(boost::none);  // until the head says what it is
  self.request = {};
  self.refusal.reset();
  self.head_bytes = 0;
  self.hosts = self.content_lengths = 0;
  self.http11 = self.transfer_encoding = self.unknown_coding = false;
  self.expects_continue = self.unknown_expectation = self.in_body = self.is_large = self.body_begun = false;
}

std::size_t RequestParser::feed(std::string_view bytes) {
  auto& self = *impl_;
  std::size_t used = 0;
  if (!self.parser->got_some()) {
    // Empty lines before a request are to be ignored (RFC 9112, 2.2).
    while (bytes.substr(used).starts_with("\r\n")) {
      used += 2;
    }
    if (bytes.substr(used) == "\r") {
      return used;
    }
  }
  if (used < bytes.size() && !self.in_body) {
    self.bytes = bytes.substr(used);
    used += self.feed_head();
  }
  if (used < bytes.size() && self.in_body && !self.refusal && !self.parser->is_done() && !awaits_form()) {
    self.bytes = bytes.substr(used);
    used += self.feed_body();
  }
  self.bytes = {};
  return used;
}

bool RequestParser::complete() const {
  return !impl_->refusal && impl_->parser->is_done();
}
std::optional<Refusal> const& RequestParser::refusal() const {
  return impl_->refusal;
}
bool RequestParser::awaits_continue() const {
  return impl_->http11 && impl_->expects_continue && impl_->in_body && !impl_->parser->is_done() &&
         !impl_->body_begun;
}
bool RequestParser::awaits_form() const {
  return impl_->is_large && impl_->in_body && !impl_->refusal && !impl_->parser->is_done() &&
         !impl_->request.form;
}
Request const& RequestParser::head() const {
  return impl_->request;
}
void RequestParser::set_form(std::shared_ptr<SpooledForm> form) {
  impl_->request.form = std::move(form);
}
bool RequestParser::keep_alive() const {
  return impl_->http11 && impl_->parser->keep_alive();
}
Request RequestParser::take() {
  return std::move(impl_->request);
}

}  // namespace auklet::net
