// SPDX-License-Identifier: Apache-2.0
#include "base/encoding.h"

#include <algorithm>
#include <array>

namespace auklet::base {

namespace {

constexpr std::string_view base64url_alphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

int hex_value(char c) {
  if (c >= '0' && c <= '9') {
    return c - '0';
  }
  if (c >= 'a' && c <= 'f') {
    return c - 'a' + 10;
  }
  if (c >= 'A' && c <= 'F') {
    return c - 'A' + 10;
  }
  return -1;
}

int base64_value(char c) {
  if (c >= 'A' && c <= 'Z') {
    return c - 'A';
  }
  if (c >= 'a' && c <= 'z') {
    return c - 'a' + 26;
  }
  if (c >= '0' && c <= '9') {
    return c - '0' + 52;
  }
  if (c == '+') {
    return 62;
  }
  return c == '/' ? 63 : -1;
}

bool is_unreserved(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.' ||
         c == '_' || c == '~';
}

}  // namespace

std::string hex(std::span<std::uint8_t const> bytes) {
  static constexpr std::string_view digits = "0123456789abcdef";
  std::string text;
  // The size that libstdc++ 12 hands in may be more than what was asked for.
  text.resize_and_overwrite(bytes.size() * 2, [bytes](char* out, std::size_t) {
    for (auto const byte : bytes) {
      *out++ = digits[byte >> 4];
      *out++ = digits[byte & 15];
    }
    return bytes.size() * 2;
  });
  return text;
}

std::string base64url(std::span<std::uint8_t const> bytes) {
  std::string text;
  text.reserve((bytes.size() * 4 + 2) / 3);
  std::uint32_t pending = 0;
  int bits = 0;
  for (auto const byte : bytes) {
    pending = (pending << 8) | byte;
    bits += 8;
    while (bits >= 6) {
      bits -= 6;
      text += base64url_alphabet[(pending >> bits) & 63];
    }
  }
  if (bits > 0) {
    text += base64url_alphabet[(pending << (6 - bits)) & 63];
  }
  return text;
}

std::string base64url(std::string_view bytes) {
  return base64url(std::span{reinterpret_cast<std::uint8_t const*>(bytes.data()), bytes.size()});
}

std::string base64(std::span<std::uint8_t const> bytes) {
  auto text = base64url(bytes);
  std::ranges::replace(text, '-', '+');
  std::ranges::replace(text, '_', '/');
  text.append((4 - text.size() % 4) % 4, '=');
  return text;
}

std::optional<std::string> base64_decode(std::string_view text) {
  while (text.ends_with('=')) {
    text.remove_suffix(1);
  }
  if (text.size() % 4 == 1) {
    return std::nullopt;
  }
  std::string bytes;
  bytes.reserve(text.size() * 3 / 4);
  std::uint32_t pending = 0;
  int bits = 0;
  for (auto const c : text) {
    auto const value = base64_value(c);
    if (value < 0) {
      return std::nullopt;
    }
    pending = (pending << 6) | static_cast<std::uint32_t>(value);
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      bytes += static_cast<char>((pending >> bits) & 255);
    }
  }
  return bytes;
}

std::optional<std::string> base64url_decode(std::string_view text) {
  std::string standard(text);
  std::ranges::replace(standard, '-', '+');
  std::ranges::replace(standard, '_', '/');
  return base64_decode(standard);
}

std::string percent_encode(std::string_view text) {
  static constexpr std::string_view digits = "0123456789ABCDEF";
  std::string out;
  out.reserve(text.size());
  for (auto const c : text) {
    if (is_unreserved(c)) {
      out += c;
    } else {
      auto const byte = static_cast<unsigned char>(c);
      out += '%';
      out += digits[byte >> 4];
      out += digits[byte & 15];
    }
  }
  return out;
}

std::optional<std::string> percent_decode(std::string_view text, bool plus_is_space) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '+' && plus_is_space) {
      out += ' ';
    } else if (text[i] != '%') {
      out += text[i];
    } else {
      if (i + 2 >= text.size()) {
        return std::nullopt;
      }
      auto const high = hex_value(text[i + 1]);
      auto const low = hex_value(text[i + 2]);
      if (high < 0 || low < 0) {
        return std::nullopt;
      }
      out += static_cast<char>(high * 16 + low);
      i += 2;
    }
  }
  return out;
}

std::string html_escape(std::string_view text) {
  std::string out;
  out.reserve(text.size() + text.size() / 8);
  for (;;) {
    auto const special = std::ranges::find_if(
        text, [](char c) { return c == '&' || c == '<' || c == '>' || c == '"' || c == '\''; });
    auto const plain = static_cast<std::size_t>(special - text.begin());
    out += text.substr(0, plain);
    if (plain == text.size()) {
      return out;
    }
    switch (*special) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      default:
        out += "&#39;";
    }
    text.remove_prefix(plain + 1);
  }
}

bool is_utf8(std::string_view text) {
  auto const* p = reinterpret_cast<unsigned char const*>(text.data());
  auto const* const end = p + text.size();
  while (p < end) {
    if (*p < 0x80) {
      ++p;
      continue;
    }
    int length;
    std::uint32_t code;
    std::uint32_t smallest;
    if ((*p & 0xE0) == 0xC0) {
      length = 2, code = *p & 0x1FU, smallest = 0x80;
    } else if ((*p & 0xF0) == 0xE0) {
      length = 3, code = *p & 0x0FU, smallest = 0x800;
    } else if ((*p & 0xF8) == 0xF0) {
      length = 4, code = *p & 0x07U, smallest = 0x10000;
    } else {
      return false;
    }
    if (end - p < length) {
      return false;
    }
    for (int i = 1; i < length; ++i) {
      if ((p[i] & 0xC0) != 0x80) {
        return false;
      }
      code = (code << 6) | (p[i] & 0x3FU);
    }
    if (code < smallest || code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF)) {
      return false;
    }
    p += length;
  }
  return true;
}

std::string ascii_lower(std::string_view text) {
  std::string out(text);
  for (auto& c : out) {
    if (c >= 'A' && c <= 'Z') {
      c = static_cast<char>(c - 'A' + 'a');
    }
  }
  return out;
}

}  // namespace auklet::base
