// SPDX-License-Identifier: Apache-2.0
#include "net/spooled_form.h"

#include <chrono>
#include <system_error>

namespace auklet::net {

namespace fs = std::filesystem;

namespace {

// Nothing takes that long; a file that is older belongs to nobody any more.
constexpr std::chrono::hours left_behind_after{24};

}  // namespace

Result<std::shared_ptr<SpooledFile>> SpooledFile::make_in(fs::path const& folder) {
  std::shared_ptr<SpooledFile> made(new SpooledFile);
  TRY(made->file_, base::File::make_in(folder, made->path_));
  return made;
}

SpooledFile::~SpooledFile() {
  if (!path_.empty()) {
    std::error_code ignored;
    fs::remove(path_, ignored);
  }
}

SpooledForm::SpooledForm(std::string_view boundary, Limits limits, std::optional<fs::path> folder,
                         std::shared_ptr<void> hold)
    : reader_(boundary, limits.parts_max, *this),
      fields_bytes_left_(limits.fields_bytes_max),
      folder_(std::move(folder)),
      hold_(std::move(hold)) {}

Result<> SpooledForm::write(std::string_view bytes) {
  return reader_.feed(bytes);
}

Result<SpooledForm::Contents> SpooledForm::take() {
  TRY_OK(reader_.finish());
  return std::move(contents_);
}

Result<> SpooledForm::begin_part(PartHead head) {
  in_file_ = head.filename.has_value();
  if (!in_file_) {
    contents_.fields.emplace_back(std::move(head.name), "");
    return {};
  }
  auto& file = contents_.files.emplace_back(std::move(head));
  if (folder_) {
    TRY(file.spooled, SpooledFile::make_in(*folder_));
  }
  return {};
}

Result<> SpooledForm::part_bytes(std::string_view bytes) {
  if (!in_file_) {
    if (bytes.size() > fields_bytes_left_) {
      return fail(ErrorKind::too_large, "Payload too large", "the fields of a form");
    }
    fields_bytes_left_ -= bytes.size();
    contents_.fields.back().second += bytes;
    return {};
  }
  auto& file = contents_.files.back();
  if (!file.spooled) {
    file.bytes += bytes;
    return {};
  }
  file.spooled->size_ += bytes.size();
  return file.spooled->file_.write(bytes);
}

Result<> SpooledForm::end_part() {
  if (in_file_ && contents_.files.back().spooled) {
    contents_.files.back().spooled->file_.close();
  }
  return {};
}

SpoolFolder::SpoolFolder(fs::path folder, Limits limits) : folder_(std::move(folder)), limits_(limits) {}

Result<> SpoolFolder::prepare() const {
  std::error_code code;
  fs::create_directories(folder_, code);
  if (code) {
    return fail(ErrorKind::unavailable, "The folder for uploads cannot be made",
                folder_.string() + ": " + code.message());
  }
  auto const oldest = fs::file_time_type::clock::now() - left_behind_after;
  for (auto const& entry : fs::directory_iterator(folder_, code)) {
    std::error_code ignored;
    if (entry.is_regular_file(ignored) && entry.last_write_time(ignored) < oldest) {
      fs::remove(entry.path(), ignored);
    }
  }
  return {};
}

Result<std::shared_ptr<SpooledForm>> SpoolFolder::open(std::string_view content_type) {
  auto const boundary = multipart_boundary(content_type);
  if (!boundary) {
    return fail(ErrorKind::malformed, "The multipart body has no valid boundary");
  }
  auto const hold = std::shared_ptr<void>(nullptr, [forms = forms_](void*) { forms->fetch_sub(1); });
  if (forms_->fetch_add(1) >= limits_.forms_max) {
    return fail(ErrorKind::unavailable, "The server is busy, please try again");
  }
  return std::make_shared<SpooledForm>(*boundary, limits_.form, folder_, hold);
}

}  // namespace auklet::net
