// SPDX-License-Identifier: Apache-2.0
#include "base/zip_writer.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <concepts>
#include <vector>

namespace auklet::base {

namespace {

constexpr std::uint64_t size_max = 0xFFFF'FFFE;  // the next number says that ZIP64 knows better
constexpr std::uint16_t entries_unsaid = 0xFFFF;
constexpr std::uint32_t offset_unsaid = 0xFFFF'FFFF;
constexpr std::uint16_t plain_version = 20;
constexpr std::uint16_t zip64_version = 45;
constexpr std::uint16_t made_by_unix = 3 << 8U | zip64_version;
constexpr std::uint16_t utf8_names = 1 << 11U;
constexpr std::uint32_t owner_may_read = 0100600U << 16U;
constexpr std::size_t piece_bytes = std::size_t{64} * 1024;

constexpr auto crc_table = [] {
  std::array<std::uint32_t, 256> table{};
  for (std::uint32_t n = 0; n < table.size(); ++n) {
    auto value = n;
    for (int bit = 0; bit < 8; ++bit) {
      value = (value & 1U) != 0 ? 0xEDB8'8320U ^ (value >> 1U) : value >> 1U;
    }
    table[n] = value;
  }
  return table;
}();

// Little-endian, one behind the other.
class Fields {
 public:
  template <std::unsigned_integral... Numbers>
  explicit Fields(Numbers... numbers) {
    (put(numbers), ...);
  }
  operator std::string_view() const { return text_; }

 private:
  template <std::unsigned_integral Number>
  void put(Number number) {
    for (std::size_t i = 0; i < sizeof(Number); ++i) {
      text_ += static_cast<char>(static_cast<std::uint64_t>(number) >> (8 * i) & 0xFFU);
    }
  }

  std::string text_;
};

constexpr std::uint16_t u16(std::size_t number) {
  return static_cast<std::uint16_t>(number);
}
constexpr std::uint32_t u32(std::uint64_t number) {
  return static_cast<std::uint32_t>(number);
}

// Calls `use` with each piece; the number of bytes is the result.
template <class Use>
Result<std::uint64_t> read_pieces(std::filesystem::path const& path, Use use) {
  TRY(auto const file, File::open_for_reading(path));
  std::vector<char> piece(piece_bytes);
  std::uint64_t sum = 0;
  for (;;) {
    auto const count = ::read(file.descriptor(), piece.data(), piece.size());
    if (count < 0 && errno == EINTR) {
      continue;
    }
    if (count < 0) {
      return fail(ErrorKind::unavailable, "A file cannot be read", path.string());
    }
    if (count == 0) {
      return sum;
    }
    sum += static_cast<std::uint64_t>(count);
    TRY_OK(use(std::string_view(piece.data(), static_cast<std::size_t>(count))));
  }
}

}  // namespace

std::uint32_t crc32(std::string_view bytes, std::uint32_t before) {
  auto crc = ~before;
  for (auto const c : bytes) {
    crc = crc_table[(crc ^ static_cast<unsigned char>(c)) & 0xFFU] ^ (crc >> 8U);
  }
  return ~crc;
}

ZipWriter::ZipWriter(File const& file, UnixMillis time) : file_(file) {
  auto const day = std::chrono::floor<std::chrono::days>(time);
  std::chrono::year_month_day const date{day};
  std::chrono::hh_mm_ss const clock{std::chrono::floor<std::chrono::seconds>(time - day)};
  auto const years = std::clamp(static_cast<int>(date.year()) - 1980, 0, 127);
  date_ = u16(static_cast<unsigned>(years) << 9U | static_cast<unsigned>(date.month()) << 5U |
              static_cast<unsigned>(date.day()));
  time_ = u16(static_cast<unsigned>(clock.hours().count()) << 11U |
              static_cast<unsigned>(clock.minutes().count()) << 5U |
              static_cast<unsigned>(clock.seconds().count()) / 2);
}

Result<> ZipWriter::write(std::string_view bytes) {
  TRY_OK(file_.write(bytes));
  offset_ += bytes.size();
  return {};
}

Result<> ZipWriter::begin(std::string_view name, std::uint32_t crc, std::uint64_t size) {
  if (size > size_max || name.size() > 0xFFFF) {
    return fail(ErrorKind::too_large, "A file is too large for an archive", std::string(name));
  }
  auto const is_far = offset_ > size_max;
  Fields const what(utf8_names, u16(0), time_, date_, crc, u32(size), u32(size), u16(name.size()));
  directory_ += Fields(std::uint32_t{0x0201'4b50}, made_by_unix, is_far ? zip64_version : plain_version);
  directory_ += what;
  directory_ += Fields(u16(is_far ? 12 : 0), u16(0), u16(0), u16(0), owner_may_read,
                       is_far ? offset_unsaid : u32(offset_));
  directory_ += name;
  if (is_far) {
    directory_ += Fields(u16(1), u16(8), offset_);
  }
  ++entries_;
  std::string head(Fields(std::uint32_t{0x0403'4b50}, plain_version));
  head += what;
  head += Fields(u16(0));
  head += name;
  return write(head);
}

Result<> ZipWriter::add(std::string_view name, std::string_view bytes) {
  TRY_OK(begin(name, crc32(bytes), bytes.size()));
  return write(bytes);
}

Result<> ZipWriter::add_file(std::string_view name, std::filesystem::path const& path) {
  std::uint32_t crc = 0;
  TRY(auto const size, read_pieces(path, [&crc](std::string_view piece) -> Result<> {
        crc = crc32(piece, crc);
        return {};
      }));
  TRY_OK(begin(name, crc, size));
  TRY(auto const written, read_pieces(path, [this](std::string_view piece) { return write(piece); }));
  return written == size ? Result<>{}
                         : fail(ErrorKind::unavailable, "A file changed while it was read", path.string());
}

Result<> ZipWriter::finish() {
  auto const begins = offset_;
  auto const size = std::uint64_t{directory_.size()};
  TRY_OK(write(directory_));
  auto const is_large = begins > size_max || size > size_max || entries_ >= entries_unsaid;
  if (is_large) {
    auto const end = offset_;
    TRY_OK(write(Fields(std::uint32_t{0x0606'4b50}, std::uint64_t{44}, made_by_unix, zip64_version,
                        std::uint32_t{0}, std::uint32_t{0}, entries_, entries_, size, begins)));
    TRY_OK(write(Fields(std::uint32_t{0x0706'4b50}, std::uint32_t{0}, end, std::uint32_t{1})));
  }
  auto const entries = is_large ? entries_unsaid : u16(entries_);
  return write(Fields(std::uint32_t{0x0605'4b50}, u16(0), u16(0), entries, entries,
                      is_large ? offset_unsaid : u32(size), is_large ? offset_unsaid : u32(begins), u16(0)));
}

}  // namespace auklet::base
