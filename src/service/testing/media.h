// SPDX-License-Identifier: Apache-2.0
//
// Support for tests of what is done with files: pictures that are made without looking at them, and files that are kept
// nowhere.
#pragma once

#include <fstream>
#include <set>
#include <string>
#include <utility>

#include "blob/blob_store.h"
#include "media/picture_process.h"

namespace auklet::service::testing {

class FakePictures final : public media::PictureMaker {
 public:
  Task<Result<media::Picture>> make(media::PictureTask task) override {
    if (!error.empty()) {
      co_return fail(ErrorKind::invalid, error);
    }
    std::ofstream(task.output) << "whole";
    media::Picture picture{.size = {640, 480}, .bytes = 5, .preview_size = {}, .blurhash = "hash"};
    if (task.purpose == media::PicturePurpose::attachment) {
      std::ofstream(task.preview_output) << "small";
      picture.preview_size = media::PictureSize{320, 240};
    }
    co_return picture;
  }

  std::string error;  // of the next picture
};

class FakeBlobs final : public blob::BlobStore {
 public:
  Task<Result<>> put(std::string name, std::filesystem::path path) override {
    if (!std::filesystem::remove(path)) {
      co_return fail(ErrorKind::unavailable, "no such file");
    }
    names.insert(std::move(name));
    co_return Result<>{};
  }
  Task<Result<>> remove(std::string name) override {
    names.erase(name);
    co_return Result<>{};
  }
  Result<std::shared_ptr<base::File const>> open(std::string_view name) const override {
    if (!names.contains(std::string(name))) {
      return fail(ErrorKind::not_found, "Record not found");
    }
    TRY(auto file, base::File::open_for_reading("/dev/null"));
    return std::make_shared<base::File const>(std::move(file));
  }

  std::set<std::string> names;
};

}  // namespace auklet::service::testing
