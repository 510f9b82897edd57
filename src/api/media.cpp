// SPDX-License-Identifier: Apache-2.0
//
// https://docs.joinmastodon.org/methods/media/
#include "api/media.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <utility>

#include "api/byte_range.h"
#include "api/paging.h"
#include "api/services.h"
#include "domain/media.h"
#include "view/renderer.h"

namespace auklet::api {

namespace {

// A name never stands for other bytes.
constexpr char const* for_ever = "public, max-age=31536000, immutable";
// Should a browser take a file for a page after all, the page can do nothing.
constexpr char const* can_do_nothing = "default-src 'none'; sandbox";

// 206 tells a client to ask again later.
Reply media_reply(Call const& call, Media const& media) {
  auto reply = Reply::of(call.services.view.attachment(media));
  reply.status = media.state == MediaState::processing ? 206 : 200;
  return reply;
}

Result<> check_worked_on(Media const& media) {
  return media.state == MediaState::failed
             ? Result<>(fail(ErrorKind::invalid, "Error processing thumbnail for uploaded media"))
             : Result<>{};
}

// Said rather than dropped.
Result<> refuse_thumbnail(Call const& call) {
  return find_upload(call, "thumbnail")
             ? Result<>(service::validation_failed("Thumbnails of one's own are not supported"))
             : Result<>{};
}

using Patience = service::MediaService::Patience;

// The older way waits until all is done; the newer one says 202 when there is more to do.
template <Patience patience>
Task<Result<Reply>> create(Call& call) {
  CO_TRY_OK(refuse_thumbnail(call));
  auto const reader = call.reader();
  auto upload = find_upload(call, "file");
  if (!upload) {
    co_return service::validation_failed("File can't be blank");
  }
  CO_TRY(upload->description, reader.text("description"));
  CO_TRY(upload->focus, read_focus(reader));
  CO_TRY(auto const media, co_await call.services.media.upload(call.caller, *std::move(upload), patience));
  auto reply = media_reply(call, media);
  if (media.state == MediaState::processing) {
    reply.status = 202;
  }
  CO_TRY_OK(check_worked_on(media));
  co_return reply;
}

Task<Result<Reply>> show(Call& call) {
  CO_TRY(auto const id, read_id<MediaId>(call));
  CO_TRY(auto const media, co_await call.services.media.find(call.caller, id));
  CO_TRY_OK(check_worked_on(media));
  co_return media_reply(call, media);
}

Task<Result<Reply>> describe(Call& call) {
  CO_TRY_OK(refuse_thumbnail(call));
  CO_TRY(auto const id, read_id<MediaId>(call));
  service::MediaChange change;
  CO_TRY(change.description, call.reader().text("description"));
  CO_TRY(change.focus, read_focus(call.reader()));
  CO_TRY(auto const media, co_await call.services.media.describe(call.caller, id, std::move(change)));
  CO_TRY_OK(check_worked_on(media));
  co_return media_reply(call, media);
}

Task<Result<Reply>> remove(Call& call) {
  CO_TRY(auto const id, read_id<MediaId>(call));
  CO_TRY_OK(co_await call.services.media.remove(call.caller, id));
  co_return Reply::empty();
}

// The bytes of a file.
Task<Result<Reply>> file(Call& call) {
  std::string const name(call.path["name"]);
  CO_TRY(auto opened, call.services.media.open_file(name));
  CO_TRY(auto const size, opened->size());
  auto const tag = "\"" + name + "\"";
  Reply reply{.text = {},
              .content_type = std::string(media_type_of(name)),
              .headers = {{"Cache-Control", for_ever},
                          {"ETag", tag},
                          {"Accept-Ranges", "bytes"},
                          {"Access-Control-Allow-Origin", "*"},
                          {"Cross-Origin-Resource-Policy", "cross-origin"},
                          {"Content-Security-Policy", can_do_nothing}}};
  auto const& asked = call.request.headers;
  if (auto const known = asked.find("If-None-Match");
      known && (*known == "*" || known->find(tag) != std::string_view::npos)) {
    reply.status = 304;
    co_return reply;
  }
  reply.file = net::FileSlice{std::move(opened), 0, size};
  auto const range_header = asked.find("Range");
  if (!range_header || asked.find("If-Range").value_or(tag) != tag) {
    co_return reply;
  }
  auto const range = read_range(*range_header, size);
  if (!range) {
    reply.status = 416;
    reply.file.reset();
    reply.headers.emplace_back("Content-Range", fmt::format("bytes */{}", size));
  } else if (*range) {
    auto const [first, length] = **range;
    reply.status = 206;
    reply.headers.emplace_back("Content-Range",
                               fmt::format("bytes {}-{}/{}", first, first + length - 1, size));
    reply.file->offset = first;
    reply.file->length = length;
  }
  co_return reply;
}

std::optional<double> coordinate(std::string_view text) {
  double number = 0;
  auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size() || !(number >= -1 && number <= 1)) {
    return std::nullopt;
  }
  return number;
}

}  // namespace

std::optional<service::MediaUpload> find_upload(Call const& call, std::string_view name) {
  auto const& uploads = call.params.uploads;
  auto const found = std::ranges::find(uploads, name, &net::Upload::name);
  if (found == uploads.end() || !found->file) {
    return std::nullopt;
  }
  return service::MediaUpload{
      .path = found->file->path(), .bytes = found->file->size(), .description = {}, .focus = {}};
}

Result<std::optional<Focus>> read_focus(net::ParamReader const& reader) {
  TRY(auto const text, reader.text("focus"));
  if (!text || text->empty()) {
    return std::nullopt;
  }
  auto const comma = std::min(text->find(','), text->size());
  auto const x = coordinate(std::string_view(*text).substr(0, comma));
  auto const y = comma < text->size() ? coordinate(std::string_view(*text).substr(comma + 1)) : std::nullopt;
  if (!x || !y) {
    return service::validation_failed("Focus must be two numbers from -1 to 1");
  }
  return Focus{*x, *y};
}

std::vector<Route> media_routes() {
  using enum net::Method;
  using enum Scope;
  return {
      {post, "/api/v1/media", Access::user, {write_media}, create<Patience::waits>, /*takes_files=*/true},
      {post,
       "/api/v2/media",
       Access::user,
       {write_media},
       create<Patience::comes_back>,
       /*takes_files=*/true},
      {get, "/api/v1/media/{id}", Access::user, {write_media}, show},
      {put, "/api/v1/media/{id}", Access::user, {write_media}, describe, /*takes_files=*/true},
      {patch, "/api/v1/media/{id}", Access::user, {write_media}, describe, /*takes_files=*/true},
      {delete_, "/api/v1/media/{id}", Access::user, {write_media}, remove},
      {get, "/media/{name}", Access::open, {}, file},
  };
}

}  // namespace auklet::api
