// SPDX-License-Identifier: Apache-2.0
//
// Posts in another language, by the service that whoever runs the server has named. What is translated is remembered in
// bounded memory by what was said, so a post that is edited is translated anew. May be used from any thread.
// https://docs.joinmastodon.org/methods/statuses/#translate
#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "async/task.h"
#include "base/result.h"
#include "base/second_chance.h"
#include "domain/post.h"
#include "service/caller.h"
#include "service/environment.h"
#include "service/post_loader.h"
#include "service/translator.h"

namespace auklet::service {

struct Translation {
  struct Described {
    MediaId id{};
    std::string description;
  };
  PostId post{};        // of a boost: what it boosts
  std::string content;  // safe HTML
  std::string spoiler_text;
  std::optional<std::vector<std::string>> poll_options;  // titles, when there is a poll
  std::vector<Described> media;                          // those that were described
  std::string source_language;
  std::string language;
  std::string_view provider;
};

class TranslationService {
 public:
  static constexpr std::chrono::hours languages_fresh_for{24};

  // Without a translator nothing is translated; it must outlive the service. `main_language`: of the server.
  TranslationService(Environment const& env, PostLoader const& loader, Translator* translator,
                     std::string main_language, std::size_t memory_bytes_max);

  bool is_enabled() const { return translator_ != nullptr; }

  // Into that language, or into the server's main one. Errors: not_found for a post that the caller may not see;
  // forbidden for one that not everybody may see, for languages that the service does not have, and when there is no
  // service; invalid when `language` is none; unavailable when the service fails.
  Task<Result<Translation>> translate(Caller caller, PostId id, std::string language);

  // Never null; without a translator there are none. Errors: unavailable.
  Task<Result<std::shared_ptr<LanguagePairs const>>> languages();

 private:
  using Texts = std::shared_ptr<TranslatedTexts const>;

  Task<Result<Texts>> translated(std::vector<std::string> html, std::optional<std::string> source,
                                 std::string target);
  std::optional<Texts> recall(std::string const& key);
  void remember(std::string const& key, Texts texts);

  Environment const& env_;
  PostLoader const& loader_;
  Translator* const translator_;
  std::string const main_language_;

  std::mutex mutex_;
  base::SecondChance<std::string, Texts> known_;
  std::shared_ptr<LanguagePairs const> languages_;
  UnixMillis languages_at_{};
};

}  // namespace auklet::service
