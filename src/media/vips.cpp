// SPDX-License-Identifier: Apache-2.0
#include "media/vips.h"

#include <dlfcn.h>
#include <vips/vips.h>

#include <array>
#include <string>
#include <utility>

namespace auklet::media {

namespace {

// The name is the same in Debian 12 and 13.
constexpr char const* library = "libvips.so.42";

constexpr int jpeg_quality = 90;
constexpr int webp_quality = 85;

#define AUKLET_VIPS_FUNCTIONS(each)                                                                        \
  each(vips_init) each(vips_block_untrusted_set) each(vips_operation_block_set) each(vips_cache_set_max)   \
      each(vips_concurrency_set) each(vips_error_buffer) each(vips_error_clear) each(vips_image_get_width) \
          each(vips_image_get_height) each(vips_image_get_page_height) each(vips_image_get_n_pages)        \
              each(vips_image_get_orientation) each(vips_image_get_interpretation)                         \
                  each(vips_image_get_format) each(vips_image_get_bands) each(vips_image_hasalpha)         \
                      each(vips_image_write_to_memory) each(vips_jpegload) each(vips_pngload)              \
                          each(vips_gifload) each(vips_webpload) each(vips_heifload)                       \
                              each(vips_thumbnail_image) each(vips_colourspace) each(vips_copy)            \
                                  each(vips_image_get_fields) each(vips_image_remove) each(g_strfreev)     \
                                      each(vips_flatten) each(vips_jpegsave) each(vips_pngsave)            \
                                          each(vips_gifsave) each(vips_webpsave)                           \
                                              each(vips_array_double_newv) each(vips_area_unref)           \
                                                  each(g_object_unref) each(g_free)

// The functions, under their own names.
struct Api {
#define AUKLET_DECLARE(name) decltype(&::name) name = nullptr;
  AUKLET_VIPS_FUNCTIONS(AUKLET_DECLARE)
#undef AUKLET_DECLARE
};

std::unexpected<Error> not_available(char const* reason) {
  return fail(ErrorKind::unavailable, "The server cannot work on pictures at the moment",
              reason == nullptr ? "libvips" : reason);
}

Result<Api> load_api() {
  auto* const handle = ::dlopen(library, RTLD_NOW | RTLD_LOCAL);
  if (handle == nullptr) {
    return not_available(::dlerror());
  }
  Api api;
#define AUKLET_FIND(name)                                                                             \
  if (api.name = reinterpret_cast<decltype(api.name)>(::dlsym(handle, #name)); api.name == nullptr) { \
    return not_available(#name);                                                                      \
  }
  AUKLET_VIPS_FUNCTIONS(AUKLET_FIND)
#undef AUKLET_FIND
  if (api.vips_init("auklet") != 0) {
    return not_available(api.vips_error_buffer());
  }
  // One picture a process, and no second look at any of it.
  api.vips_cache_set_max(0);
  api.vips_concurrency_set(1);
  api.vips_block_untrusted_set(TRUE);
  api.vips_operation_block_set("VipsForeignLoad", TRUE);
  return api;
}

Result<Api> const& api() {
  static auto const loaded = load_api();
  return loaded;
}

std::unexpected<Error> damaged() {
  auto error =
      fail(ErrorKind::invalid, "Validation failed: File is damaged or cut short", api()->vips_error_buffer());
  api()->vips_error_clear();
  return error;
}

struct Loader {
  FileFormat format;
  char const* type;  // all loaders that read this format from anywhere
};

constexpr std::array loaders{
    Loader{FileFormat::jpeg, "VipsForeignLoadJpeg"}, Loader{FileFormat::png, "VipsForeignLoadPng"},
    Loader{FileFormat::gif, "VipsForeignLoadNsgif"}, Loader{FileFormat::webp, "VipsForeignLoadWebp"},
    Loader{FileFormat::heif, "VipsForeignLoadHeif"},
};

int load(Api const& v, char const* path, FileFormat format, bool all_frames, VipsImage** out) {
#define AUKLET_CAREFULLY "access", VIPS_ACCESS_SEQUENTIAL, "fail_on", VIPS_FAIL_ON_ERROR
  switch (format) {
    case FileFormat::jpeg:
      return v.vips_jpegload(path, out, AUKLET_CAREFULLY, nullptr);
    case FileFormat::png:
      return v.vips_pngload(path, out, AUKLET_CAREFULLY, nullptr);
    case FileFormat::gif:
      return v.vips_gifload(path, out, AUKLET_CAREFULLY, "n", all_frames ? -1 : 1, nullptr);
    case FileFormat::webp:
      return v.vips_webpload(path, out, AUKLET_CAREFULLY, "n", all_frames ? -1 : 1, nullptr);
    case FileFormat::heif:
      return v.vips_heifload(path, out, AUKLET_CAREFULLY, nullptr);
  }
#undef AUKLET_CAREFULLY
  return -1;
}

}  // namespace

struct VipsPicture::Handle {
  explicit Handle(VipsImage* taken) : image(taken) {}
  ~Handle() { api()->g_object_unref(image); }
  Handle(Handle const&) = delete;
  Handle& operator=(Handle const&) = delete;

  VipsImage* image;
};

Result<> load_vips() {
  return api() ? Result<>{} : std::unexpected(api().error());
}

Result<VipsPicture> VipsPicture::open(std::filesystem::path const& path, FileFormat format, bool all_frames) {
  TRY_OK(load_vips());
  auto const& v = *api();
  for (auto const& loader : loaders) {
    v.vips_operation_block_set(loader.type, loader.format == format ? FALSE : TRUE);
  }
  VipsImage* image = nullptr;
  if (load(v, path.c_str(), format, all_frames, &image) != 0) {
    return damaged();
  }
  return VipsPicture(std::make_shared<Handle>(image));
}

int VipsPicture::width() const {
  return api()->vips_image_get_width(handle_->image);
}

int VipsPicture::height() const {
  return api()->vips_image_get_page_height(handle_->image);
}

int VipsPicture::frames() const {
  return api()->vips_image_get_height(handle_->image) / std::max(1, height());
}

bool VipsPicture::turned() const {
  return api()->vips_image_get_orientation(handle_->image) >= 5;  // EXIF 2.3, 4.6.4, Orientation
}

namespace {

// What the file said beside its pixels. The savers' own option to leave it out is not to be relied on: that of WebP in
// libvips 8.14 keeps EXIF.
void forget_fields(Api const& v, VipsImage* image) {
  auto** const fields = v.vips_image_get_fields(image);
  for (auto** field = fields; field != nullptr && *field != nullptr; ++field) {
    if (!std::string_view(*field).starts_with("vips-")) {  // how it is to be computed
      v.vips_image_remove(image, *field);
    }
  }
  v.g_strfreev(fields);
}

// Takes the image, and gives back one of eight bits of sRGB or of grey, whatever it was; null when that cannot be.
VipsImage* plain_colours(Api const& v, VipsImage* image) {
  auto const interpretation = v.vips_image_get_interpretation(image);
  auto const is_plain =
      v.vips_image_get_format(image) == VIPS_FORMAT_UCHAR &&
      (interpretation == VIPS_INTERPRETATION_sRGB || interpretation == VIPS_INTERPRETATION_B_W);
  VipsImage* plain = nullptr;
  auto const failed = is_plain ? v.vips_copy(image, &plain, nullptr)
                               : v.vips_colourspace(image, &plain, VIPS_INTERPRETATION_sRGB, nullptr);
  v.g_object_unref(image);
  if (failed != 0) {
    return nullptr;
  }
  forget_fields(v, plain);
  return plain;
}

// On white, where it is transparent.
VipsImage* opaque(Api const& v, VipsImage* image) {
  auto* const white = v.vips_array_double_newv(1, 255.0);
  VipsImage* flat = nullptr;
  auto const done = v.vips_flatten(image, &flat, "background", white, nullptr) == 0;
  v.vips_area_unref(reinterpret_cast<VipsArea*>(white));
  return done ? flat : nullptr;
}

}  // namespace

Result<VipsPicture> VipsPicture::within(int width_max, int height_max) const {
  auto const& v = *api();
  VipsImage* image = nullptr;
  if (v.vips_thumbnail_image(handle_->image, &image, width_max, "height", height_max, "size", VIPS_SIZE_DOWN,
                             "export_profile", "srgb", nullptr) != 0) {
    return damaged();
  }
  image = plain_colours(v, image);
  return image == nullptr ? Result<VipsPicture>(damaged()) : VipsPicture(std::make_shared<Handle>(image));
}

Result<VipsPicture> VipsPicture::filling(int width, int height) const {
  auto const& v = *api();
  VipsImage* image = nullptr;
  if (v.vips_thumbnail_image(handle_->image, &image, width, "height", height, "size", VIPS_SIZE_BOTH, "crop",
                             VIPS_INTERESTING_CENTRE, "export_profile", "srgb", nullptr) != 0) {
    return damaged();
  }
  image = plain_colours(v, image);
  return image == nullptr ? Result<VipsPicture>(damaged()) : VipsPicture(std::make_shared<Handle>(image));
}

Result<> VipsPicture::save(std::filesystem::path const& path, std::string_view ending) const {
  auto const& v = *api();
  auto const* const name = path.c_str();
  auto* const image = handle_->image;
  auto status = -1;
  if (ending == ".jpg") {
    auto* const white = v.vips_array_double_newv(1, 255.0);
    status = v.vips_jpegsave(image, name, "Q", jpeg_quality, "optimize_coding", TRUE, "strip", TRUE,
                             "background", white, nullptr);
    v.vips_area_unref(reinterpret_cast<VipsArea*>(white));
  } else if (ending == ".png") {
    status = v.vips_pngsave(image, name, "strip", TRUE, nullptr);
  } else if (ending == ".webp") {
    status = v.vips_webpsave(image, name, "Q", webp_quality, "strip", TRUE, nullptr);
  } else if (ending == ".gif") {
    status = v.vips_gifsave(image, name, "strip", TRUE, nullptr);
  }
  if (status != 0) {
    return damaged();
  }
  return {};
}

Result<std::vector<std::uint8_t>> VipsPicture::rgb_pixels() const {
  auto const& v = *api();
  auto* image = handle_->image;
  VipsImage* colours = nullptr;
  if (v.vips_colourspace(image, &colours, VIPS_INTERPRETATION_sRGB, nullptr) != 0) {
    return damaged();
  }
  Handle const hold(colours);
  VipsImage* flat = v.vips_image_hasalpha(colours) != 0 ? opaque(v, colours) : nullptr;
  if (flat == nullptr && v.vips_image_hasalpha(colours) != 0) {
    return damaged();
  }
  std::shared_ptr<Handle> const hold_flat = flat == nullptr ? nullptr : std::make_shared<Handle>(flat);
  size_t size = 0;
  auto* const bytes =
      static_cast<std::uint8_t*>(v.vips_image_write_to_memory(flat == nullptr ? colours : flat, &size));
  if (bytes == nullptr) {
    return damaged();
  }
  std::vector<std::uint8_t> pixels(bytes, bytes + size);
  v.g_free(bytes);
  return pixels;
}

}  // namespace auklet::media
