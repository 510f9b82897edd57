// SPDX-License-Identifier: Apache-2.0
#include "text/csv.h"

#include <algorithm>
#include <utility>

#include "base/encoding.h"

namespace auklet::text {

namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

bool needs_quotes(std::string_view cell) {
  return cell.find_first_of(",\"\r\n") != std::string_view::npos;
}

// Reads cell after cell from the front of the text.
class Reader {
 public:
  Reader(std::string_view text, CsvLimits const& limits) : rest_(text), limits_(limits) {}

  Result<std::vector<CsvRow>> read() {
    std::vector<CsvRow> rows;
    while (!rest_.empty()) {
      TRY(auto row, next_row());
      if (std::ranges::all_of(row, &std::string::empty)) {
        continue;
      }
      if (rows.size() == limits_.rows_max) {
        return fail(ErrorKind::too_large, "The file has too many rows");
      }
      rows.push_back(std::move(row));
    }
    return rows;
  }

 private:
  Result<CsvRow> next_row() {
    CsvRow row;
    for (;;) {
      TRY(auto cell, next_cell());
      if (cell.size() > limits_.cell_bytes_max || row.size() == limits_.cells_max) {
        return fail(ErrorKind::too_large, "The file has a row that is too long");
      }
      row.push_back(std::move(cell));
      if (rest_.empty() || rest_.front() != ',') {
        break;
      }
      rest_.remove_prefix(1);
    }
    if (rest_.starts_with("\r\n")) {
      rest_.remove_prefix(1);
    }
    if (!rest_.empty()) {
      rest_.remove_prefix(1);  // the line end
    }
    return row;
  }

  // Up to a comma or a line end, which stays.
  Result<std::string> next_cell() {
    std::string cell;
    if (rest_.starts_with('"')) {
      rest_.remove_prefix(1);
      for (;;) {
        auto const quote = rest_.find('"');
        if (quote == std::string_view::npos) {
          return fail(ErrorKind::malformed, "The file has a quote that does not end");
        }
        cell += rest_.substr(0, quote);
        rest_.remove_prefix(quote + 1);
        if (!rest_.starts_with('"')) {
          break;
        }
        cell += '"';
        rest_.remove_prefix(1);
      }
    }
    // What stands behind a closing quote belongs to the cell, as spreadsheets read it.
    auto const end = std::min(rest_.find_first_of(",\n\r"), rest_.size());
    cell += rest_.substr(0, end);
    rest_.remove_prefix(end);
    return cell;
  }

  std::string_view rest_;
  CsvLimits const& limits_;
};

}  // namespace

void append_csv(std::string& out, CsvRow const& row) {
  std::string_view separator;
  for (auto const& cell : row) {
    out += std::exchange(separator, ",");
    if (!needs_quotes(cell)) {
      out += cell;
      continue;
    }
    out += '"';
    for (auto const c : cell) {
      out.append(c == '"' ? 2 : 1, c);
    }
    out += '"';
  }
  out += '\n';
}

Result<std::vector<CsvRow>> read_csv(std::string_view text, CsvLimits const& limits) {
  if (!base::is_utf8(text)) {
    return fail(ErrorKind::malformed, "The file is no UTF-8 text");
  }
  if (text.starts_with(byte_order_mark)) {
    text.remove_prefix(byte_order_mark.size());
  }
  return Reader(text, limits).read();
}

}  // namespace auklet::text
