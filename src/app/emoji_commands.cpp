// SPDX-License-Identifier: Apache-2.0
#include "app/emoji_commands.h"

#include <memory>
#include <ostream>
#include <utility>

#include "app/file_storage.h"
#include "app/foundation.h"
#include "app/picture_limits.h"
#include "domain/emoji_table.h"
#include "media/picture_process.h"
#include "service/emoji_service.h"

namespace auklet::app {

namespace {

// What the commands need of a server; the foundation is stopped before the rest goes.
class Workshop {
 public:
  static Result<std::unique_ptr<Workshop>> open(Config const& config) {
    TRY(auto foundation, Foundation::lay_for_command(config));
    std::unique_ptr<Workshop> workshop(new Workshop(config, std::move(foundation)));
    TRY_OK(workshop->storage_.prepare());
    return workshop;
  }
  ~Workshop() { foundation_->stop(); }
  Workshop(Workshop const&) = delete;
  Workshop& operator=(Workshop const&) = delete;

  service::EmojiService& emojis() { return emojis_; }
  template <class T>
  T run(Task<T> task) {
    return foundation_->run(std::move(task));
  }

 private:
  Workshop(Config const& config, std::unique_ptr<Foundation> foundation)
      : foundation_(std::move(foundation)),
        storage_(config, foundation_->clock()),
        pictures_(picture_limits(config)),
        emojis_(foundation_->env(), table_, storage_.blobs(), pictures_, config.media_dir + "/incoming") {}

  std::unique_ptr<Foundation> const foundation_;
  FileStorage storage_;
  media::PictureProcesses pictures_;
  EmojiTable table_;
  service::EmojiService emojis_;
};

}  // namespace

Result<> add_emoji(Config const& config, EmojiWords const& words) {
  TRY(auto const workshop, Workshop::open(config));
  return workshop->run(workshop->emojis().add({.shortcode = words.shortcode,
                                               .file = words.file,
                                               .category = words.category,
                                               .in_picker = !words.hidden}));
}

Result<> list_emojis(Config const& config, std::ostream& out) {
  TRY(auto const workshop, Workshop::open(config));
  TRY(auto const all, workshop->run(workshop->emojis().all()));
  for (auto const& emoji : all) {
    out << emoji.shortcode << (emoji.category.empty() ? "" : " " + emoji.category)
        << (emoji.in_picker ? "" : " (hidden)") << '\n';
  }
  return {};
}

Result<> remove_emoji(Config const& config, std::string const& shortcode) {
  TRY(auto const workshop, Workshop::open(config));
  return workshop->run(workshop->emojis().remove(shortcode));
}

}  // namespace auklet::app
