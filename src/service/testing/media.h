// SPDX-License-Identifier: Apache-2.0
//
// Support for tests of what is done with files: pictures that are made without looking at them, and files that are kept
// nowhere.
#pragma once

#include <chrono>
#include <filesystem>
#include <fstream>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "blob/blob_store.h"
#include "media/film_process.h"
#include "media/picture_process.h"

namespace auklet::service::testing {

class FakePictures final : public media::PictureMaker {
 public:
  Task<Result<media::Picture>> make(media::PictureTask task) override {
    if (!error.empty()) {
      co_return fail(ErrorKind::invalid, error);
    }
    std::ofstream(task.output) << "whole";
    media::Picture picture{
        .size = {640, 480}, .bytes = 5, .preview_size = {}, .blurhash = "hash", .moves = moves};
    if (task.purpose == media::PicturePurpose::attachment || task.purpose == media::PicturePurpose::emoji) {
      std::ofstream(task.preview_output) << "small";
      picture.preview_size = media::PictureSize{320, 240};
    }
    co_return picture;
  }

  std::string error;  // of the next picture
  bool moves = false;
};

// A file that begins with "film" is one.
class FakeFilms final : public media::FilmMaker {
 public:
  bool is_able() const override { return able; }
  Task<Result<media::Film>> examine(std::filesystem::path) override {
    if (!error.empty()) {
      co_return fail(ErrorKind::invalid, error);
    }
    co_return film;
  }
  Task<Result<media::Film>> make(media::FilmTask task) override {
    if (!error.empty()) {
      co_return fail(kind_of_error, error);
    }
    std::ofstream(task.output) << "film!";
    if (task.kind != media::FilmKind::audio) {
      std::ofstream(task.frame_output) << "frame";
    }
    ++made;
    co_return film;
  }

  bool able = true;
  media::Film film{.kind = media::FilmKind::video,
                   .size = {320, 240},
                   .duration = std::chrono::milliseconds{1500},
                   .frame_rate = "30/1",
                   .bitrate = 1000};
  std::string error;
  ErrorKind kind_of_error = ErrorKind::invalid;
  int made = 0;
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
  Task<Result<std::filesystem::path>> fetch(std::string name, std::filesystem::path folder) override {
    if (!names.contains(name)) {
      co_return fail(ErrorKind::not_found, "Record not found");
    }
    auto path = folder / ("copy-" + name);
    std::ofstream(path) << "source";
    co_return path;
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
