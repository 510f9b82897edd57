// SPDX-License-Identifier: Apache-2.0
#include "media/film.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "async/testing/run_task.h"
#include "base/testing/temporary_folder.h"
#include "media/child_process.h"
#include "media/film_process.h"

namespace auklet::media {
namespace {

using async::testing::run_task;

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using namespace std::string_view_literals;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr std::string_view probed =
    R"({"streams":[{"codec_type":"video","width":320,"height":240,"avg_frame_rate":"30000/1001","disposition":{"attached_pic":0}},)"
    R"({"codec_type":"audio","avg_frame_rate":"0/0"}],"format":{"duration":"2.500000","bit_rate":"141172"}})";

TEST(Film, IsReadFromWhatFfprobeSays) {
  auto const film = read_probe(probed, {}).value();
  EXPECT_EQ(film.kind, FilmKind::video);
  EXPECT_EQ(film.size.width, 320);
  EXPECT_EQ(film.duration, 2500ms);
  EXPECT_EQ(film.frame_rate, "30000/1001");
  EXPECT_EQ(film.bitrate, 141172);
  EXPECT_EQ(read_probe(R"({"streams":[{"codec_type":"audio"}],"format":{}})", {})->kind, FilmKind::audio);
  EXPECT_EQ(read_probe(R"({"streams":[{"codec_type":"video","width":1,"height":1}],"format":{}})", {})->kind,
            FilmKind::silent_video);
  EXPECT_EQ(read_probe(R"({"streams":[{"codec_type":"audio"},{"codec_type":"video","width":500,"height":500,)"
                       R"("disposition":{"attached_pic":1}}],"format":{}})",
                       {})
                ->kind,
            FilmKind::audio)
      << "the picture on a sleeve is no film";
}

TEST(Film, HasItsLimits) {
  EXPECT_FALSE(read_probe(probed, {.pixels_max = 320 * 240 - 1}).has_value());
  EXPECT_FALSE(read_probe(probed, {.frame_rate_max = 29}).has_value());
  for (auto const nonsense :
       {""sv, "{}"sv, "[]"sv, R"({"streams":[],"format":{}})"sv, R"({"streams":[{}],"format":{}})"sv,
        R"({"streams":[{"codec_type":"video","width":0,"height":0}],"format":{}})"sv}) {
    EXPECT_EQ(read_probe(nonsense, {}).error().kind, ErrorKind::invalid) << nonsense;
  }
}

TEST(Film, IsKnownByItsFirstBytes) {
  for (auto const bytes :
       {"\0\0\0\x20"
        "ftypisom"sv,
        "\x1A\x45\xDF\xA3"sv, "OggS"sv, "ID3\x04"sv, "\xFF\xFB\x90"sv, "RIFF....WAVE"sv, "fLaC"sv}) {
    EXPECT_TRUE(looks_like_film(bytes));
  }
  for (auto const bytes :
       {""sv, "#EXTM3U"sv, "ffconcat version 1.0"sv, "RIFF....AVI "sv, "\0\0\x01\xBA"sv, "<smil>"sv}) {
    EXPECT_FALSE(looks_like_film(bytes));
  }
}

// The real ffmpeg, which the tests install.
class FilmProcessTest : public ::testing::Test {
 protected:
  fs::path write(std::string const& name, std::vector<std::string> more) {
    std::vector<std::string> arguments{"/usr/bin/ffmpeg", "-v", "error", "-y"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    arguments.insert(arguments.end(), {"-metadata", "title=a secret place", (folder / name).string()});
    std::atomic<bool> const go_on = false;
    EXPECT_TRUE(run_child({.arguments = arguments, .timeout = 60s}, go_on)->succeeded());
    return folder / name;
  }
  fs::path film() {
    return write("film.webm", {"-f", "lavfi", "-i", "testsrc=size=321x241:rate=25:duration=1", "-f", "lavfi",
                               "-i", "sine=duration=1"});
  }
  FilmTask task(fs::path const& input, FilmKind kind) const {
    return {.input = input, .kind = kind, .output = folder / "out", .frame_output = folder / "frame"};
  }
  std::string bytes_of(std::string const& name) const {
    std::ifstream in(folder / name, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }

  base::testing::TemporaryFolder const temporary_;
  fs::path const folder = temporary_.path();
  FilmProcesses films{"/usr/bin", {}, /*confining=*/false};
};

TEST_F(FilmProcessTest, MakesAFilmThatEveryBrowserShows) {
  ASSERT_TRUE(films.is_able());
  auto const input = film();
  EXPECT_EQ(run_task(films.examine(input))->kind, FilmKind::video);
  auto const made = run_task(films.make(task(input, FilmKind::video)));
  ASSERT_TRUE(made.has_value()) << made.error().detail;
  EXPECT_EQ(made->kind, FilmKind::video);
  EXPECT_EQ(made->size.width, 320);
  EXPECT_EQ(made->size.height, 240);
  EXPECT_EQ(made->frame_rate, "25/1");
  EXPECT_NEAR(static_cast<double>(made->duration.count()), 1000, 100);
  EXPECT_THAT(bytes_of("out"), HasSubstr("ftyp"));
  EXPECT_THAT(bytes_of("out"), Not(HasSubstr("secret")));
  EXPECT_THAT(bytes_of("frame"), HasSubstr("PNG"));
}

TEST_F(FilmProcessTest, MakesSoundAndSilence) {
  auto const sound = write("sound.wav", {"-f", "lavfi", "-i", "sine=duration=1"});
  EXPECT_EQ(run_task(films.examine(sound))->kind, FilmKind::audio);
  auto const made = run_task(films.make(task(sound, FilmKind::audio)));
  ASSERT_TRUE(made.has_value()) << made.error().detail;
  EXPECT_EQ(made->kind, FilmKind::audio);
  EXPECT_THAT(bytes_of("out"), Not(HasSubstr("secret")));
  auto const silent = run_task(films.make(task(film(), FilmKind::silent_video)));
  ASSERT_TRUE(silent.has_value()) << silent.error().detail;
  EXPECT_EQ(silent->kind, FilmKind::silent_video);
}

TEST_F(FilmProcessTest, RefusesWhatIsNone) {
  auto const whole = film();
  auto const cut = folder / "cut.webm";
  std::ofstream(cut, std::ios::binary) << bytes_of("film.webm").substr(0, 200);
  EXPECT_EQ(run_task(films.examine(cut)).error().kind, ErrorKind::invalid);
  // A playlist may name any file.
  auto const list = folder / "list.mp4";
  std::ofstream(list) << "#EXTM3U\n#EXTINF:1,\nfilm.webm\n#EXT-X-ENDLIST\n";
  EXPECT_EQ(run_task(films.examine(list)).error().kind, ErrorKind::invalid);
  std::ofstream(list) << "ffconcat version 1.0\nfile film.webm\n";
  EXPECT_EQ(run_task(films.examine(list)).error().kind, ErrorKind::invalid);
}

TEST(FilmProcesses, MayBeUnable) {
  EXPECT_FALSE(FilmProcesses("/nowhere", {}, false).is_able());
}

}  // namespace
}  // namespace auklet::media
