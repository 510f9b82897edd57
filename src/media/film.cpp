// SPDX-License-Identifier: Apache-2.0
#include "media/film.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <charconv>
#include <exception>
#include <optional>

namespace auklet::media {

namespace json = boost::json;

namespace {

using namespace std::string_view_literals;

// As ffmpeg calls its readers. Playlists, scripts, and readers of series of files are not among them.
constexpr char const* readers = "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,ogg,mp3,aac,wav,flac,gif";

// The shorter of the two sides is whatever follows; both are even, as H.264 wants it.
constexpr char const* shape =
    "scale=w='min(1920,iw)':h='min(1920,ih)':force_original_aspect_ratio=decrease,"
    "scale=w='max(2,trunc(iw/2)*2)':h='max(2,trunc(ih/2)*2)',setsar=1,format=yuv420p";

std::string file_url(std::filesystem::path const& path) {
  return "file:" + path.string();
}

std::unexpected<Error> invalid(std::string what) {
  return fail(ErrorKind::invalid, "Validation failed: " + std::move(what));
}

std::optional<double> number_in(std::string_view text) {
  double number = 0;
  auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc{} && end == text.data() + text.size() ? std::optional{number} : std::nullopt;
}

// "30000/1001" is 29.97.
std::optional<double> fraction_in(std::string_view text) {
  auto const slash = text.find('/');
  auto const upper = number_in(text.substr(0, slash));
  auto const lower = slash == std::string_view::npos ? std::optional{1.0} : number_in(text.substr(slash + 1));
  return upper && lower && *lower > 0 ? std::optional{*upper / *lower} : std::nullopt;
}

std::string_view text_of(json::object const& object, std::string_view name) {
  auto const* const value = object.if_contains(name);
  return value != nullptr && value->is_string() ? std::string_view(value->get_string()) : std::string_view{};
}

std::int64_t integer_of(json::object const& object, std::string_view name) {
  auto const* const value = object.if_contains(name);
  return value != nullptr && value->is_int64() ? value->get_int64() : 0;
}

// The picture on a record's sleeve is no film.
bool is_sleeve(json::object const& stream) {
  auto const* const disposition = stream.if_contains("disposition");
  return disposition != nullptr && integer_of(disposition->as_object(), "attached_pic") != 0;
}

Result<> read_video(json::object const& stream, FilmLimits const& limits, Film& film) {
  film.size = {static_cast<int>(integer_of(stream, "width")), static_cast<int>(integer_of(stream, "height"))};
  film.frame_rate = text_of(stream, "avg_frame_rate");
  if (film.size.width <= 0 || film.size.height <= 0) {
    return invalid("File is damaged or cut short");
  }
  if (static_cast<std::uint64_t>(film.size.width) * static_cast<std::uint64_t>(film.size.height) >
      limits.pixels_max) {
    return invalid(fmt::format("File has frames of more than {} pixels", limits.pixels_max));
  }
  if (fraction_in(film.frame_rate).value_or(0) > limits.frame_rate_max) {
    return invalid(fmt::format("File has more than {} frames a second", limits.frame_rate_max));
  }
  return {};
}

Result<Film> read_streams(json::object const& probed, FilmLimits const& limits) {
  Film film;
  auto has_video = false;
  auto has_audio = false;
  for (auto const& value : probed.at("streams").as_array()) {
    auto const& stream = value.as_object();
    auto const type = text_of(stream, "codec_type");
    if (type == "video" && !has_video && !is_sleeve(stream)) {
      has_video = true;
      TRY_OK(read_video(stream, limits, film));
    }
    has_audio = has_audio || type == "audio";
  }
  if (!has_video && !has_audio) {
    return invalid("File has neither pictures nor sound");
  }
  film.kind = !has_video ? FilmKind::audio : has_audio ? FilmKind::video : FilmKind::silent_video;
  auto const& format = probed.at("format").as_object();
  film.duration = std::chrono::milliseconds{
      static_cast<std::int64_t>(number_in(text_of(format, "duration")).value_or(0) * 1000)};
  film.bitrate = static_cast<std::int64_t>(number_in(text_of(format, "bit_rate")).value_or(0));
  return film;
}

std::vector<std::string> reading(std::filesystem::path const& file) {
  return {"-v", "error", "-protocol_whitelist", "file", "-format_whitelist", readers, "-i", file_url(file)};
}

void add(std::vector<std::string>& arguments, std::initializer_list<char const*> more) {
  arguments.insert(arguments.end(), more.begin(), more.end());
}

}  // namespace

bool looks_like_film(std::string_view first_bytes) {
  constexpr std::array beginnings{"\x1A\x45\xDF\xA3"sv, "OggS"sv,     "ID3"sv,      "fLaC"sv,    "\xFF\xFB"sv,
                                  "\xFF\xF3"sv,         "\xFF\xF2"sv, "\xFF\xF1"sv, "\xFF\xF9"sv};
  auto const begins = [first_bytes](std::string_view bytes) { return first_bytes.starts_with(bytes); };
  return std::ranges::any_of(beginnings, begins) ||
         (first_bytes.size() >= 12 &&
          (first_bytes.substr(4, 4) == "ftyp" ||
           (first_bytes.starts_with("RIFF") && first_bytes.substr(8, 4) == "WAVE")));
}

std::vector<std::string> probe_arguments(std::filesystem::path const& file) {
  auto arguments = reading(file);
  add(arguments, {"-of", "json", "-show_entries",
                  "format=duration,bit_rate:stream=codec_type,width,height,avg_frame_rate:stream_disposition="
                  "attached_pic"});
  return arguments;
}

Result<Film> read_probe(std::string_view json_text, FilmLimits const& limits) {
  try {
    return read_streams(json::parse(json_text).as_object(), limits);
  } catch (std::exception const& e) {
    return fail(ErrorKind::invalid, "Validation failed: File is damaged or cut short", e.what());
  }
}

std::vector<std::string> film_arguments(std::filesystem::path const& from, std::filesystem::path const& to,
                                        FilmKind kind) {
  auto arguments = reading(from);
  arguments.insert(arguments.begin(), {"-nostdin", "-y", "-xerror", "-threads", "2"});
  add(arguments, {"-map_metadata", "-1", "-map_chapters", "-1", "-fflags", "+bitexact", "-flags:v",
                  "+bitexact", "-flags:a", "+bitexact", "-sn", "-dn", "-threads", "2"});
  if (kind == FilmKind::audio) {
    add(arguments, {"-vn", "-map", "0:a:0", "-c:a", "libmp3lame", "-q:a", "2", "-f", "mp3"});
  } else {
    add(arguments, {"-map", "0:v:0", "-c:v", "libx264", "-preset", "veryfast", "-crf", "23", "-maxrate", "5M",
                    "-bufsize", "10M", "-vf", shape, "-fpsmax", "60"});
    if (kind == FilmKind::video) {
      add(arguments, {"-map", "0:a:0", "-c:a", "aac", "-b:a", "128k", "-ac", "2"});
    }
    add(arguments, {"-movflags", "+faststart", "-f", "mp4"});
  }
  arguments.push_back(file_url(to));
  return arguments;
}

std::vector<std::string> frame_arguments(std::filesystem::path const& from, std::filesystem::path const& to) {
  auto arguments = reading(from);
  arguments.insert(arguments.begin(), {"-nostdin", "-y"});
  add(arguments, {"-map", "0:v:0", "-frames:v", "1", "-c:v", "png", "-f", "image2", "-update", "1"});
  arguments.push_back(file_url(to));
  return arguments;
}

}  // namespace auklet::media
