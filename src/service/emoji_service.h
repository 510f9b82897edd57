// SPDX-License-Identifier: Apache-2.0
//
// The emojis of this server: who runs it adds and removes them on the command line. docs/decisions/0035-custom-emojis.md
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "async/task.h"
#include "base/result.h"
#include "blob/blob_store.h"
#include "domain/emoji_table.h"
#include "media/picture_process.h"
#include "service/environment.h"

namespace auklet::service {

inline constexpr std::uint64_t emoji_bytes_max = 256 * 1024;  // as Mastodon has it

struct NewEmoji {
  std::string shortcode;
  std::filesystem::path file;  // is left as it is
  std::string category = {};
  bool in_picker = true;
};

class EmojiService {
 public:
  // Pictures are worked on in `folder`.
  EmojiService(Environment const& env, EmojiTable& table, blob::BlobStore& blobs,
               media::PictureMaker& pictures, std::filesystem::path folder)
      : env_(env), table_(table), blobs_(blobs), pictures_(pictures), folder_(std::move(folder)) {}

  EmojiTable const& table() const { return table_; }

  // A server that runs beside it is told by a job. Errors: invalid for a shortcode that is none or is taken, a file that is
  // no PNG, GIF or WebP, is too large or damaged, and when there are too many emojis already; unavailable.
  Task<Result<>> add(NewEmoji emoji);
  // Posts keep its shortcode as text; reactions to announcements with it go. Errors: not_found.
  Task<Result<>> remove(std::string shortcode);
  Task<Result<std::vector<CustomEmoji>>> all() const;

  // Reads the table anew, and tells those who keep what they have shown.
  Task<Result<>> reload();

  // The jobs: one tells a running server to reload(), the other removes files of an emoji that came to nothing.
  static constexpr char const* tell_job = "tell_emojis";
  static constexpr char const* sweep_job = "sweep_emoji_files";
  Task<Result<>> sweep(std::string payload);

 private:
  Task<Result<CustomEmoji>> make(NewEmoji emoji);
  Task<Result<>> enqueue(db::Session& session, char const* kind, std::string payload,
                         UnixMillis run_at) const;
  Task<Result<>> keep(CustomEmoji emoji);

  Environment const& env_;
  EmojiTable& table_;
  blob::BlobStore& blobs_;
  media::PictureMaker& pictures_;
  std::filesystem::path const folder_;
};

}  // namespace auklet::service
