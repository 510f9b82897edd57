// SPDX-License-Identifier: Apache-2.0
//
// HTML that cannot forget to escape: html("<b>{}</b>", name) escapes every text it is given, and leaves alone
// only what is Html already. The format string is checked at compile time.
#pragma once

#include <fmt/format.h>

#include <concepts>
#include <string>
#include <string_view>
#include <utility>

#include "base/encoding.h"

namespace auklet::view {

// Markup that is safe to send: made by html(), or vouched for by trusted_html().
class Html {
 public:
  Html() = default;

  std::string const& text() const& { return text_; }
  std::string text() && { return std::move(text_); }
  bool empty() const { return text_.empty(); }
  Html& operator+=(Html const& other) {
    text_ += other.text_;
    return *this;
  }

 private:
  explicit Html(std::string text) : text_(std::move(text)) {}
  friend Html trusted_html(std::string text);

  std::string text_;
};

// For markup from the text room (render_html), which escapes by itself. Never for anything a person typed.
inline Html trusted_html(std::string text) {
  return Html(std::move(text));
}

namespace detail {

inline std::string_view piece(Html const& value) {
  return value.text();
}
inline std::string piece(std::string_view value) {
  return base::html_escape(value);
}
template <std::integral Number>
Number piece(Number value) {
  return value;
}

template <class Value>
using Piece = decltype(piece(std::declval<Value const&>()));

}  // namespace detail

template <class... Values>
Html html(fmt::format_string<detail::Piece<Values>...> format, Values const&... values) {
  return trusted_html(fmt::format(format, detail::piece(values)...));
}

}  // namespace auklet::view
