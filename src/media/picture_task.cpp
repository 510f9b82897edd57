// SPDX-License-Identifier: Apache-2.0
#include "media/picture_task.h"

#include <array>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value_to.hpp>
#include <exception>

namespace auklet::media {

namespace json = boost::json;

namespace {

constexpr std::array<std::string_view, 4> purposes{"attachment", "avatar", "header", "emoji"};

json::value size_value(std::optional<PictureSize> const& size) {
  return size ? json::value{{"width", size->width}, {"height", size->height}} : json::value(nullptr);
}

PictureSize read_size(json::value const& value) {
  return {json::value_to<int>(value.at("width")), json::value_to<int>(value.at("height"))};
}

std::string text_of(json::value const& value) {
  return json::value_to<std::string>(value);
}

// The reading of what the other side has written. Boost.JSON throws at what is not as it should be.
template <class Read>
auto guarded(std::string_view text, Read read) -> decltype(read(std::declval<json::value>())) {
  try {
    return read(json::parse(text));
  } catch (std::exception const& e) {
    return fail(ErrorKind::internal, "", std::string("a message about a picture: ") + e.what());
  }
}

}  // namespace

std::string write_task(PictureTask const& task) {
  return json::serialize(json::object{
      {"input", task.input.string()},
      {"format", to_string(task.format)},
      {"purpose", purposes.at(static_cast<std::size_t>(task.purpose))},
      {"output", task.output.string()},
      {"preview_output", task.preview_output.string()},
      {"pixels_max", task.pixels_max},
  });
}

Result<PictureTask> read_task(std::string_view text) {
  return guarded(text, [](json::value const& value) -> Result<PictureTask> {
    auto const format = parse_file_format(text_of(value.at("format")));
    auto const purpose = std::ranges::find(purposes, text_of(value.at("purpose")));
    if (!format || purpose == purposes.end()) {
      return fail(ErrorKind::internal, "", "a task of an unknown kind");
    }
    return PictureTask{
        .input = text_of(value.at("input")),
        .format = *format,
        .purpose = static_cast<PicturePurpose>(purpose - purposes.begin()),
        .output = text_of(value.at("output")),
        .preview_output = text_of(value.at("preview_output")),
        .pixels_max = json::value_to<std::uint64_t>(value.at("pixels_max")),
    };
  });
}

std::string write_outcome(Result<Picture> const& outcome) {
  if (!outcome) {
    auto const& error = outcome.error();
    return json::serialize(json::object{
        {"invalid", error.kind == ErrorKind::invalid}, {"error", error.message}, {"detail", error.detail}});
  }
  return json::serialize(json::object{
      {"size", size_value(outcome->size)},
      {"bytes", outcome->bytes},
      {"preview_size", size_value(outcome->preview_size)},
      {"blurhash", outcome->blurhash},
      {"moves", outcome->moves},
  });
}

Result<Picture> read_outcome(std::string_view text) {
  return guarded(text, [](json::value const& value) -> Result<Picture> {
    auto const& object = value.as_object();
    if (object.contains("error")) {
      return fail(object.at("invalid").as_bool() ? ErrorKind::invalid : ErrorKind::unavailable,
                  text_of(object.at("error")), text_of(object.at("detail")));
    }
    Picture picture{.size = read_size(object.at("size")),
                    .bytes = json::value_to<std::uint64_t>(object.at("bytes")),
                    .preview_size = {},
                    .blurhash = text_of(object.at("blurhash")),
                    .moves = object.at("moves").as_bool()};
    if (auto const& preview = object.at("preview_size"); !preview.is_null()) {
      picture.preview_size = read_size(preview);
    }
    return picture;
  });
}

}  // namespace auklet::media
