// SPDX-License-Identifier: Apache-2.0
#include "media/picture.h"

#include <dlfcn.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <vips/vips.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <vector>

#include "base/testing/temporary_folder.h"

// What libraries that are loaded while the tests run keep until the end is theirs.
extern "C" char const* __lsan_default_options();
extern "C" char const* __lsan_default_options() {
  return "detect_leaks=0";
}

namespace auklet::media {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr char const* secret = "a secret place";

// A function of libvips, which is linked to nothing.
template <class Function>
Function* vips(char const* name) {
  static void* const handle = ::dlopen("libvips.so.42", RTLD_NOW);
  auto* const found = handle == nullptr ? nullptr : ::dlsym(handle, name);
  if (found == nullptr) {
    throw std::runtime_error(name);
  }
  return reinterpret_cast<Function*>(found);
}
#define VIPS(name) vips<decltype(::name)>(#name)

std::string bytes_of(fs::path const& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

struct Given {
  int width = 64;
  int height = 48;
  int bands = 3;
  int frames = 1;
  int orientation = 1;
};

class PictureTest : public ::testing::Test {
 protected:
  PictureTest() { EXPECT_TRUE(VIPS(vips_init)("test") == 0); }

  // A picture in the format of the ending, with a description that nobody else shall read.
  fs::path write(std::string const& name, Given const& given = {}) {
    auto const path = folder / name;
    VipsImage* noise = nullptr;
    VipsImage* bands = nullptr;
    VipsImage* bytes = nullptr;
    EXPECT_EQ(VIPS(vips_gaussnoise)(&noise, given.width, given.height * given.frames, "mean", 128.0, "sigma",
                                    30.0, nullptr),
              0);
    std::vector<VipsImage*> const same(static_cast<std::size_t>(given.bands), noise);
    EXPECT_EQ(VIPS(vips_bandjoin)(const_cast<VipsImage**>(same.data()), &bands, given.bands, nullptr), 0);
    EXPECT_EQ(VIPS(vips_cast)(bands, &bytes, VIPS_FORMAT_UCHAR, nullptr), 0);
    VipsImage* image = nullptr;
    EXPECT_EQ(VIPS(vips_copy)(bytes, &image, "interpretation",
                              given.bands < 3 ? VIPS_INTERPRETATION_B_W : VIPS_INTERPRETATION_sRGB, nullptr),
              0);
    VIPS(vips_image_set_int)(image, "orientation", given.orientation);
    VIPS(vips_image_set_int)(image, "page-height", given.height);
    VIPS(vips_image_set_string)(image, "exif-ifd0-ImageDescription", secret);
    VIPS(vips_image_set_string)(image, "png-comment-0-Comment", secret);
    EXPECT_EQ(VIPS(vips_image_write_to_file)(image, path.c_str(), nullptr), 0) << VIPS(vips_error_buffer)();
    for (auto* const used : {noise, bands, bytes, image}) {
      VIPS(g_object_unref)(used);
    }
    return path;
  }

  PictureTask task(fs::path const& input, FileFormat format,
                   PicturePurpose purpose = PicturePurpose::attachment) const {
    return {.input = input,
            .format = format,
            .purpose = purpose,
            .output = folder / "whole",
            .preview_output = folder / "preview",
            .pixels_max = 33'177'600};
  }

  std::string refusal(PictureTask const& what) {
    auto const made = make_picture(what);
    EXPECT_FALSE(made.has_value());
    EXPECT_TRUE(made || made.error().kind == ErrorKind::invalid);
    return made ? "" : made.error().message;
  }

  base::testing::TemporaryFolder const temporary_;
  fs::path const folder = temporary_.path();
};

struct Kind {
  std::string name;
  FileFormat format;
  FileFormat becomes;
};

class EveryFormat : public PictureTest, public ::testing::WithParamInterface<Kind> {};
INSTANTIATE_TEST_SUITE_P(Formats, EveryFormat,
                         ::testing::Values(Kind{"a.jpg", FileFormat::jpeg, FileFormat::jpeg},
                                           Kind{"a.png", FileFormat::png, FileFormat::png},
                                           Kind{"a.webp", FileFormat::webp, FileFormat::webp},
                                           Kind{"a.gif", FileFormat::gif, FileFormat::gif},
                                           Kind{"a.avif", FileFormat::heif, FileFormat::jpeg},
                                           Kind{"a.heic", FileFormat::heif, FileFormat::jpeg}),
                         [](auto const& info) { return info.param.name.substr(2); });

TEST_P(EveryFormat, BecomesOneOfOurs) {
  auto const& [name, format, becomes] = GetParam();
  auto const input = write(name);
  EXPECT_EQ(recognise(first_bytes_of(input).value()), format);
  auto const made = make_picture(task(input, format));
  ASSERT_TRUE(made.has_value()) << made.error().detail;
  EXPECT_EQ(made->size.width, 64);
  EXPECT_EQ(made->size.height, 48);
  EXPECT_FALSE(made->moves);
  ASSERT_TRUE(made->preview_size.has_value());
  EXPECT_EQ(made->preview_size->width, 64);
  EXPECT_EQ(made->blurhash.size(), 36U);
  EXPECT_EQ(recognise(first_bytes_of(folder / "whole").value()), becomes);
  EXPECT_EQ(made->bytes, fs::file_size(folder / "whole"));
  EXPECT_THAT(bytes_of(folder / "whole"), Not(HasSubstr(secret)));
  EXPECT_THAT(bytes_of(folder / "preview"), Not(HasSubstr(secret)));
}

TEST_P(EveryFormat, IsRefusedWhenItIsCutShort) {
  auto const& [name, format, becomes] = GetParam();
  auto const input = write(name, {.width = 300, .height = 200});
  for (auto const part : {0.9, 0.5, 0.1}) {
    auto const cut = folder / "cut";
    auto const whole = bytes_of(input);
    std::ofstream(cut, std::ios::binary)
        << whole.substr(0, static_cast<std::size_t>(static_cast<double>(whole.size()) * part));
    EXPECT_THAT(refusal(task(cut, format)), HasSubstr("damaged")) << part;
  }
}

TEST_P(EveryFormat, IsRefusedWhenItIsNot) {
  auto const& [name, format, becomes] = GetParam();
  auto const other = format == FileFormat::png ? write("other.jpg") : write("other.png");
  EXPECT_THAT(refusal(task(other, format)), HasSubstr("damaged"));
}

TEST_P(EveryFormat, IsRefusedWhenItHasTooManyPixels) {
  auto const& [name, format, becomes] = GetParam();
  auto small = task(write(name), format);
  small.pixels_max = 64 * 48 - 1;
  EXPECT_THAT(refusal(small), HasSubstr("pixels"));
  EXPECT_FALSE(fs::exists(folder / "whole"));
}

TEST_F(PictureTest, AWebpSaysItsPixelsInItsFirstBytes) {
  Given const given{.width = 300, .height = 200};
  for (auto const* const options : {"", "[strip]", "[strip,lossless]"}) {
    write(std::string("a.webp") + options, given);
    EXPECT_EQ(webp_pixels(first_bytes_of(folder / "a.webp").value()), 300 * 200) << options;
  }
  auto const head = first_bytes_of(folder / "a.webp").value();
  EXPECT_EQ(webp_pixels(head.substr(0, head.size() - 1)), std::nullopt);
  EXPECT_EQ(webp_pixels(first_bytes_of(write("a.png", given)).value()), std::nullopt);
  EXPECT_EQ(webp_pixels("RIFF....WEBPVP9 .............."), std::nullopt);
}

TEST_F(PictureTest, AWebpOfTooManyPixelsIsRefusedBeforeMemoryIsTakenForThem) {
  auto const path = folder / "claims.webp";
  std::ofstream(path, std::ios::binary) << std::string(
      "RIFF\x16\0\0\0WEBPVP8X\x0A\0\0\0"
      "\0\0\0\0\xFE\x3F\0\xFE\x3F\0",
      30);
  EXPECT_EQ(webp_pixels(first_bytes_of(path).value()), 16'383 * 16'383);
  EXPECT_THAT(refusal(task(path, FileFormat::webp)), HasSubstr("pixels"));
}

TEST_F(PictureTest, StandsUpright) {
  auto const made = make_picture(task(write("a.jpg", {.orientation = 6}), FileFormat::jpeg));
  ASSERT_TRUE(made.has_value());
  EXPECT_EQ(made->size.width, 48);
  EXPECT_EQ(made->size.height, 64);
}

TEST_F(PictureTest, IsScaledDownToWhatIsShown) {
  auto const made = make_picture(task(write("a.jpg", {.width = 6000, .height = 2000}), FileFormat::jpeg));
  ASSERT_TRUE(made.has_value()) << made.error().detail;
  EXPECT_LE(made->size.width * made->size.height, 3840 * 2160);
  EXPECT_NEAR(static_cast<double>(made->size.width) / made->size.height, 3, 0.01);
  EXPECT_LE(made->preview_size->width * made->preview_size->height, 640 * 360);
}

TEST_F(PictureTest, OfAProfileHasItsSize) {
  auto const avatar = make_picture(
      task(write("a.png", {.width = 900, .height = 100}), FileFormat::png, PicturePurpose::avatar));
  ASSERT_TRUE(avatar.has_value()) << avatar.error().detail;
  EXPECT_EQ(avatar->size.width, 400);
  EXPECT_EQ(avatar->size.height, 400);
  auto const header =
      make_picture(task(write("a.gif", {.frames = 3}), FileFormat::gif, PicturePurpose::header));
  ASSERT_TRUE(header.has_value()) << header.error().detail;
  EXPECT_EQ(header->size.width, 1500);
  EXPECT_EQ(header->size.height, 500);
  EXPECT_FALSE(header->moves);
  EXPECT_EQ(recognise(first_bytes_of(folder / "whole").value()), FileFormat::png);
}

TEST_F(PictureTest, MayMove) {
  auto const made = make_picture(task(write("a.gif", {.frames = 3}), FileFormat::gif));
  ASSERT_TRUE(made.has_value()) << made.error().detail;
  EXPECT_TRUE(made->moves);
  EXPECT_EQ(made->size.height, 48);
  EXPECT_EQ(recognise(first_bytes_of(folder / "preview").value()), FileFormat::png);
  auto const whole = bytes_of(folder / "a.gif");
  for (std::size_t length = 0; length < whole.size(); ++length) {
    ASSERT_FALSE(gif_ends(std::string_view(whole).substr(0, length))) << length;
  }
  EXPECT_TRUE(gif_ends(whole + "more"));
  auto many = task(folder / "a.gif", FileFormat::gif);
  many.pixels_max = 64 * 48 * 3 / 4 - 1;
  EXPECT_THAT(refusal(many), HasSubstr("pixels"));
}

TEST_F(PictureTest, AnEmojiMovesAndHasOneThatDoesNot) {
  for (auto const& [name, format] : {std::pair{"a.gif", FileFormat::gif}, {"a.webp", FileFormat::webp}}) {
    auto const made =
        make_picture(task(write(name, {.bands = 4, .frames = 3}), format, PicturePurpose::emoji));
    ASSERT_TRUE(made.has_value()) << name << ": " << made.error().detail;
    EXPECT_TRUE(made->moves) << name;
    EXPECT_EQ(made->size.height, 48);
    EXPECT_EQ(made->preview_size->height, 48);
    EXPECT_EQ(made->bytes, fs::file_size(folder / "whole"));
    EXPECT_EQ(recognise(first_bytes_of(folder / "whole").value()), format);
    EXPECT_EQ(recognise(first_bytes_of(folder / "preview").value()), FileFormat::png);
    EXPECT_EQ(made->blurhash, "");
  }
}

TEST_F(PictureTest, AnEmojiThatStandsStillIsScaledDown) {
  auto const made = make_picture(task(write("a.png", {.width = 1000, .height = 500, .bands = 4}),
                                      FileFormat::png, PicturePurpose::emoji));
  ASSERT_TRUE(made.has_value()) << made.error().detail;
  EXPECT_FALSE(made->moves);
  EXPECT_EQ(made->size.width, 512);
  EXPECT_EQ(made->preview_size->width, 512);
  EXPECT_THAT(bytes_of(folder / "whole"), Not(HasSubstr(secret)));
  EXPECT_THAT(bytes_of(folder / "preview"), Not(HasSubstr(secret)));
  EXPECT_THAT(refusal(task(write("b.jpg"), FileFormat::png, PicturePurpose::emoji)), HasSubstr("damaged"));
}

TEST_F(PictureTest, MayBeGreyOrTransparent) {
  for (int const bands : {1, 2, 3, 4}) {
    auto const made = make_picture(task(write("a.png", {.bands = bands}), FileFormat::png));
    ASSERT_TRUE(made.has_value()) << bands << ": " << made.error().detail;
    EXPECT_EQ(made->blurhash.size(), 36U);
  }
}

TEST(PictureTasks, AreTheSameOnBothSidesOfThePipe) {
  PictureTask const sent{.input = "in \"put\"",
                         .format = FileFormat::heif,
                         .purpose = PicturePurpose::emoji,
                         .output = "out",
                         .preview_output = "",
                         .pixels_max = 12};
  auto const came = read_task(write_task(sent)).value();
  EXPECT_EQ(came.input, sent.input);
  EXPECT_EQ(came.format, sent.format);
  EXPECT_EQ(came.purpose, sent.purpose);
  EXPECT_EQ(came.pixels_max, 12U);
  auto const picture =
      read_outcome(write_outcome(Picture{{1, 2}, 3, PictureSize{4, 5}, "hash", true})).value();
  EXPECT_EQ(picture.preview_size->height, 5);
  EXPECT_TRUE(picture.moves);
  auto const refused = read_outcome(write_outcome(fail(ErrorKind::invalid, "no", "why")));
  EXPECT_EQ(refused.error(), (Error{ErrorKind::invalid, "no", "why", {}}));
  for (std::string_view const nonsense : {"", "{", "[]", "{}", "{\"size\":1}", "{\"error\":1}"}) {
    EXPECT_EQ(read_outcome(nonsense).error().kind, ErrorKind::internal) << nonsense;
    EXPECT_FALSE(read_task(nonsense).has_value()) << nonsense;
  }
}

TEST(FileFormats, AreKnownByTheirFirstBytes) {
  using namespace std::string_view_literals;
  EXPECT_EQ(recognise("\xFF\xD8\xFF\xE0"sv), FileFormat::jpeg);
  EXPECT_EQ(recognise("\0\0\0\x20"
                      "ftypavif"sv),
            FileFormat::heif);
  for (auto const bytes : {""sv, "\xFF\xD8"sv, "<svg>"sv, "GIF88a"sv, "RIFF....WAVE"sv,
                           "\0\0\0\x20"
                           "ftypisom"sv,
                           "%PDF-1.7 abcd"sv}) {
    EXPECT_EQ(recognise(bytes), std::nullopt);
  }
}

}  // namespace
}  // namespace auklet::media
