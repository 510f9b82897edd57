// SPDX-License-Identifier: Apache-2.0
#include "service/translation_service.h"

#include <algorithm>
#include <utility>

#include "base/crypto.h"
#include "base/encoding.h"
#include "text/html_sanitizer.h"
#include "text/language.h"
#include "text/shortcodes.h"

namespace auklet::service {

namespace {

constexpr std::string_view shield = "<span translate=\"no\">";
constexpr std::string_view shield_end = "</span>";

// Text between tags, with the emojis that it names marked as words of no language.
std::string shielded_text(std::string_view text) {
  std::string out;
  std::size_t at = 0;
  for (auto const shortcode : text::shortcodes_in(text)) {
    auto const colon = static_cast<std::size_t>(shortcode.data() - text.data()) - 1;
    auto const end = colon + shortcode.size() + 2;
    out += text.substr(at, colon - at);
    out += shield;
    out += text.substr(colon, end - colon);
    out += shield_end;
    at = end;
  }
  out += text.substr(at);
  return out;
}

// The same for HTML of ours, in which every `<` begins a tag.
std::string shielded(std::string_view html) {
  std::string out;
  while (!html.empty()) {
    auto const tag = std::min(html.find('<'), html.size());
    out += shielded_text(html.substr(0, tag));
    html.remove_prefix(tag);
    auto const end = html.empty() ? 0 : std::min(html.find('>'), html.size() - 1) + 1;
    out += html.substr(0, end);
    html.remove_prefix(end);
  }
  return out;
}

// What the sanitiser leaves, without the marks.
std::string unshielded(std::string html) {
  std::string const mark = std::string(shield) + ":";
  for (auto at = html.find(mark); at != std::string::npos; at = html.find(mark, at)) {
    auto const end = html.find(shield_end, at);
    if (end == std::string::npos) {
      break;
    }
    html.erase(end, shield_end.size());
    html.erase(at, shield.size());
  }
  return html;
}

std::string of_text(std::string_view text) {
  return shielded(base::html_escape(text));
}

// The code of the list that stands for a language: itself, or what remains of it without script and region.
std::optional<std::string> find_source(LanguagePairs const& pairs,
                                       std::optional<std::string> const& language) {
  auto const code = language.value_or("");
  if (pairs.contains(code)) {
    return code;
  }
  auto const base = code.substr(0, code.find('-'));
  return pairs.contains(base) ? std::optional{base} : std::nullopt;
}

std::optional<std::string> find_target(std::vector<std::string> const& targets, std::string const& language) {
  for (auto const& code : {language, language.substr(0, language.find('-'))}) {
    if (std::ranges::find(targets, code) != targets.end()) {
      return code;
    }
  }
  return std::nullopt;
}

// Everything of a post that is told in words, in the order in which take() reads it.
std::vector<std::string> words_of(PostDetails const& post) {
  std::vector<std::string> html{shielded(post.post.content), of_text(post.post.spoiler_text)};
  if (post.poll) {
    for (auto const& option : post.poll->options) {
      html.push_back(of_text(option.title));
    }
  }
  for (auto const& media : post.media) {
    html.push_back(of_text(media.description));
  }
  return html;
}

Translation take(PostDetails const& post, TranslatedTexts const& texts) {
  auto next = texts.html.begin();
  Translation translation{.post = post.post.id};
  translation.content = unshielded(text::sanitize_html(*next++));
  translation.spoiler_text = text::text_of_html(*next++);
  if (post.poll) {
    auto& options = translation.poll_options.emplace();
    for (std::size_t i = 0; i < post.poll->options.size(); ++i) {
      options.push_back(text::text_of_html(*next++));
    }
  }
  for (auto const& media : post.media) {
    auto description = text::text_of_html(*next++);
    if (!media.description.empty()) {
      translation.media.push_back({media.id, std::move(description)});
    }
  }
  return translation;
}

std::string key_of(std::vector<std::string> const& html, std::optional<std::string> const& source,
                   std::string const& target) {
  std::string all = source.value_or("") + '\0' + target;
  for (auto const& piece : html) {
    all += '\0' + piece;
  }
  auto const hash = base::sha256(all);
  return {hash.begin(), hash.end()};
}

std::size_t bytes_of(std::string const& key, TranslatedTexts const& texts) {
  auto bytes = 2 * key.size() + sizeof(TranslatedTexts) + texts.source_language.size();
  for (auto const& piece : texts.html) {
    bytes += sizeof(std::string) + piece.size();
  }
  return bytes;
}

}  // namespace

TranslationService::TranslationService(Environment const& env, PostLoader const& loader,
                                       Translator* translator, std::string main_language,
                                       std::size_t memory_bytes_max)
    : env_(env),
      loader_(loader),
      translator_(translator),
      main_language_(std::move(main_language)),
      known_(memory_bytes_max) {}

Task<Result<Translation>> TranslationService::translate(Caller caller, PostId id, std::string language) {
  CO_TRY(auto const found, co_await loader_.load_one(env_.database.session(), caller.account, id));
  auto const& post = found.boosted ? *found.boosted : found;
  if (!is_enabled() || post.post.visibility > Visibility::unlisted) {
    co_return not_allowed();
  }
  auto const wanted = text::canonical_language(language.empty() ? main_language_ : language);
  if (!wanted) {
    co_return validation_failed("Lang is not a language");
  }
  CO_TRY(auto const pairs, co_await languages());
  auto const source = find_source(*pairs, post.post.language);
  auto const target = source ? find_target(pairs->at(*source), *wanted) : std::nullopt;
  if (!target) {
    co_return not_allowed();
  }
  CO_TRY(auto const texts,
         co_await translated(words_of(post), source->empty() ? std::nullopt : source, *target));
  auto translation = take(post, *texts);
  translation.source_language = texts->source_language;
  translation.language = *target;
  translation.provider = translator_->provider();
  co_return translation;
}

Task<Result<TranslationService::Texts>> TranslationService::translated(std::vector<std::string> html,
                                                                       std::optional<std::string> source,
                                                                       std::string target) {
  auto const key = key_of(html, source, target);
  if (auto known = recall(key)) {
    co_return *std::move(known);
  }
  // What says nothing is not sent.
  std::vector<std::string> sent;
  std::ranges::copy_if(html, std::back_inserter(sent), [](auto const& piece) { return !piece.empty(); });
  TranslatedTexts texts{.html = {}, .source_language = source.value_or("")};
  if (!sent.empty()) {
    CO_TRY(texts, co_await translator_->translate(std::move(sent), std::move(source), std::move(target)));
  }
  auto next = texts.html.begin();
  std::vector<std::string> whole;
  for (auto const& piece : html) {
    whole.push_back(piece.empty() ? std::string() : std::move(*next++));
  }
  texts.html = std::move(whole);
  auto const shared = std::make_shared<TranslatedTexts const>(std::move(texts));
  remember(key, shared);
  co_return shared;
}

std::optional<TranslationService::Texts> TranslationService::recall(std::string const& key) {
  std::lock_guard const lock(mutex_);
  auto* const found = known_.find(key);
  return found ? std::optional{*found} : std::nullopt;
}

void TranslationService::remember(std::string const& key, Texts texts) {
  std::lock_guard const lock(mutex_);
  auto const bytes = bytes_of(key, *texts);
  known_.put(key, std::move(texts), bytes);
}

Task<Result<std::shared_ptr<LanguagePairs const>>> TranslationService::languages() {
  if (!is_enabled()) {
    co_return std::make_shared<LanguagePairs const>();
  }
  auto const now = env_.clock.now();
  std::shared_ptr<LanguagePairs const> old;
  {
    std::lock_guard const lock(mutex_);
    old = languages_;
    if (old && now - languages_at_ < languages_fresh_for) {
      co_return old;
    }
  }
  auto pairs = co_await translator_->languages();
  if (!pairs && !old) {
    co_return std::unexpected(std::move(pairs).error());
  }
  // A service that is away has most likely what it had; it is asked again an hour later.
  auto const known = pairs ? std::make_shared<LanguagePairs const>(*std::move(pairs)) : old;
  std::lock_guard const lock(mutex_);
  languages_ = known;
  languages_at_ = pairs ? now : now - languages_fresh_for + std::chrono::hours{1};
  co_return known;
}

}  // namespace auklet::service
