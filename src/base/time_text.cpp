// SPDX-License-Identifier: Apache-2.0
#include "base/time_text.h"

#include <fmt/format.h>

#include <array>
#include <chrono>
#include <optional>

namespace auklet::base {

namespace {

using std::chrono::days;
using std::chrono::floor;

struct Parts {
  std::chrono::year_month_day date;
  std::chrono::hh_mm_ss<std::chrono::milliseconds> time;
};

Parts split(UnixMillis time) {
  auto const day = floor<days>(time);
  return {std::chrono::year_month_day{day}, std::chrono::hh_mm_ss{time - day}};
}

// At least so many decimal digits. Each answer holds several times: a format string would take ten times as long.
void put(std::string& out, unsigned value, std::size_t digits_min) {
  fmt::format_int const digits(value);
  out.append(digits.size() < digits_min ? digits_min - digits.size() : 0, '0');
  out.append(digits.data(), digits.size());
}

std::string date_text(std::chrono::year_month_day date) {
  std::string out;
  out.reserve(std::string_view{"2026-01-01T00:00:00.000000Z"}.size());
  put(out, static_cast<unsigned>(static_cast<int>(date.year())), 4);
  out += '-';
  put(out, static_cast<unsigned>(date.month()), 2);
  out += '-';
  put(out, static_cast<unsigned>(date.day()), 2);
  return out;
}

std::string seconds_text(Parts const& parts) {
  auto out = date_text(parts.date);
  out += 'T';
  put(out, static_cast<unsigned>(parts.time.hours().count()), 2);
  out += ':';
  put(out, static_cast<unsigned>(parts.time.minutes().count()), 2);
  out += ':';
  put(out, static_cast<unsigned>(parts.time.seconds().count()), 2);
  return out;
}

std::string millis_text(Parts const& parts) {
  auto out = seconds_text(parts);
  out += '.';
  put(out, static_cast<unsigned>(parts.time.subseconds().count()), 3);
  return out;
}

// Takes exactly `digits` decimal digits off the front.
std::optional<int> take_number(std::string_view& text, std::size_t digits) {
  if (text.size() < digits) {
    return std::nullopt;
  }
  int value = 0;
  for (std::size_t i = 0; i < digits; ++i) {
    if (text[i] < '0' || text[i] > '9') {
      return std::nullopt;
    }
    value = value * 10 + (text[i] - '0');
  }
  text.remove_prefix(digits);
  return value;
}

bool take_char(std::string_view& text, std::string_view any_of) {
  if (text.empty() || any_of.find(text.front()) == std::string_view::npos) {
    return false;
  }
  text.remove_prefix(1);
  return true;
}

std::optional<std::chrono::milliseconds> take_fraction(std::string_view& text) {
  if (!take_char(text, ".")) {
    return std::chrono::milliseconds{0};
  }
  int millis = 0;
  int digits = 0;
  for (; !text.empty() && text.front() >= '0' && text.front() <= '9'; text.remove_prefix(1), ++digits) {
    if (digits < 3) {
      millis = millis * 10 + (text.front() - '0');
    }
  }
  if (digits == 0) {
    return std::nullopt;
  }
  for (; digits < 3; ++digits) {
    millis *= 10;
  }
  return std::chrono::milliseconds{millis};
}

std::optional<std::chrono::minutes> take_offset(std::string_view& text) {
  if (text.empty() || take_char(text, "Zz")) {
    return std::chrono::minutes{0};
  }
  auto const negative = text.front() == '-';
  if (!take_char(text, "+-")) {
    return std::nullopt;
  }
  auto const hours = take_number(text, 2);
  take_char(text, ":");
  auto const minutes = take_number(text, 2);
  if (!hours || !minutes || *hours > 23 || *minutes > 59) {
    return std::nullopt;
  }
  auto const offset = std::chrono::hours{*hours} + std::chrono::minutes{*minutes};
  return negative ? -offset : offset;
}

std::optional<UnixMillis> read_iso(std::string_view text) {
  auto const year = take_number(text, 4);
  if (!year || !take_char(text, "-")) {
    return std::nullopt;
  }
  auto const month = take_number(text, 2);
  if (!month || !take_char(text, "-")) {
    return std::nullopt;
  }
  auto const day = take_number(text, 2);
  if (!day || !take_char(text, "Tt ")) {
    return std::nullopt;
  }
  auto const hour = take_number(text, 2);
  if (!hour || !take_char(text, ":")) {
    return std::nullopt;
  }
  auto const minute = take_number(text, 2);
  if (!minute || !take_char(text, ":")) {
    return std::nullopt;
  }
  auto const second = take_number(text, 2);
  auto const fraction = second ? take_fraction(text) : std::nullopt;
  auto const offset = fraction ? take_offset(text) : std::nullopt;
  if (!offset || !text.empty()) {
    return std::nullopt;
  }
  std::chrono::year_month_day const date{std::chrono::year{*year},
                                         std::chrono::month(static_cast<unsigned>(*month)),
                                         std::chrono::day(static_cast<unsigned>(*day))};
  if (!date.ok() || *hour > 23 || *minute > 59 || *second > 60) {
    return std::nullopt;
  }
  return UnixMillis{std::chrono::sys_days{date}} + std::chrono::hours{*hour} + std::chrono::minutes{*minute} +
         std::chrono::seconds{*second} + *fraction - *offset;
}

}  // namespace

std::string iso_millis(UnixMillis time) {
  return millis_text(split(time)) + 'Z';
}

std::string iso_seconds(UnixMillis time) {
  return seconds_text(split(time)) + "Z";
}

std::string iso_midnight(UnixMillis time) {
  return date_text(split(time).date) + "T00:00:00.000Z";
}

std::string iso_date(UnixMillis time) {
  return date_text(split(time).date);
}

std::string iso_micros(UnixMillis time) {
  return millis_text(split(time)) + "000Z";
}

std::string http_date(UnixMillis time) {
  static constexpr std::array weekdays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  static constexpr std::array months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  auto const parts = split(time);
  auto const weekday = std::chrono::weekday{floor<days>(time)}.c_encoding();
  return fmt::format(
      "{}, {:02} {} {:04} {:02}:{:02}:{:02} GMT", weekdays[weekday], static_cast<unsigned>(parts.date.day()),
      months[static_cast<unsigned>(parts.date.month()) - 1], static_cast<int>(parts.date.year()),
      parts.time.hours().count(), parts.time.minutes().count(), parts.time.seconds().count());
}

Result<UnixMillis> parse_iso(std::string_view text) {
  if (auto const time = read_iso(text)) {
    return *time;
  }
  return fail(ErrorKind::invalid, "Validation failed: not an ISO 8601 date-time");
}

}  // namespace auklet::base
