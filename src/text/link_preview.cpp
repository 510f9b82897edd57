// SPDX-License-Identifier: Apache-2.0
#include "text/link_preview.h"

#include <fmt/format.h>
#include <libxml/HTMLparser.h>
#include <libxml/parserInternals.h>

#include <algorithm>
#include <array>
#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <cstring>
#include <map>
#include <memory>
#include <mutex>

#include "base/encoding.h"
#include "text/display_name.h"
#include "text/language.h"
#include "text/post_text.h"
#include "text/unicode.h"

namespace auklet::text {

namespace {

constexpr std::int64_t side_max = 4096;  // of a player or a photo, in pixels

std::string_view view_of(xmlChar const* text) {
  return text ? std::string_view(reinterpret_cast<char const*>(text)) : std::string_view();
}

bool is_web_url(std::string_view url) {
  return !host_of(url).empty() && url.size() <= url_bytes_max &&
         std::ranges::none_of(url,
                              [](unsigned char c) { return c <= ' ' || c == '"' || c == '<' || c == '>'; });
}

// One line of at most so many characters; a longer one ends in an ellipsis.
std::string line(std::string_view text, std::size_t characters_max) {
  auto clean = clean_display_name(text);
  std::size_t at = 0;
  for (std::size_t count = 0; at < clean.size(); ++count) {
    if (count == characters_max) {
      clean.resize(at);
      return clean + "…";
    }
    at = decode_at(clean, at).end;
  }
  return clean;
}

// What the head of a page holds, gathered as the parser passes by: no tree is made, so nothing can be nested too deep.
struct Head {
  static constexpr std::size_t title_bytes_max = 4096;

  std::map<std::string, std::string, std::less<>> meta;  // the first of each name
  std::string title;
  std::string language;
  std::string oembed_href;
  bool in_title = false;
  bool ended = false;

  void start(std::string_view name, xmlChar const** attributes) {
    if (ended) {
      return;  // the rest of the piece
    }
    std::map<std::string, std::string_view, std::less<>> given;
    for (auto const* at = attributes; at && *at; at += 2) {
      given.emplace(base::ascii_lower(view_of(at[0])), view_of(at[1]));
    }
    auto const value = [&given](std::string_view key) {
      auto const found = given.find(key);
      return found == given.end() ? std::string_view() : found->second;
    };
    if (name == "html") {
      language = value("lang");
    } else if (name == "title") {
      in_title = title.empty();
    } else if (name == "body") {
      ended = true;
    } else if (name == "meta") {
      auto const key = value("property").empty() ? value("name") : value("property");
      if (!key.empty() && !value("content").empty()) {
        meta.emplace(base::ascii_lower(key), value("content"));
      }
    } else if (name == "link" && base::ascii_lower(value("type")) == "application/json+oembed" &&
               oembed_href.empty()) {
      oembed_href = value("href");
    }
  }

  // The first of the names that the page has.
  std::string_view first_of(std::initializer_list<std::string_view> names) const {
    for (auto const name : names) {
      if (auto const found = meta.find(name); found != meta.end()) {
        return found->second;
      }
    }
    return {};
  }
};

void on_start(void* user, xmlChar const* name, xmlChar const** attributes) {
  static_cast<Head*>(user)->start(view_of(name), attributes);
}

void on_end(void* user, xmlChar const* name) {
  auto& head = *static_cast<Head*>(user);
  if (view_of(name) == "title") {
    head.in_title = false;
  } else if (view_of(name) == "head") {
    head.ended = true;
  }
}

void on_text(void* user, xmlChar const* text, int bytes) {
  auto& head = *static_cast<Head*>(user);
  if (head.in_title && head.title.size() < Head::title_bytes_max) {
    head.title.append(reinterpret_cast<char const*>(text), static_cast<std::size_t>(bytes));
  }
}

std::string charset_of(std::string_view content_type) {
  auto const lower = base::ascii_lower(content_type);
  auto const at = lower.find("charset=");
  if (at == std::string::npos) {
    return {};
  }
  auto name = lower.substr(at + 8);
  std::erase_if(name, [](char c) { return c == '"' || c == '\'' || c == ' '; });
  return name.substr(0, name.find(';'));
}

// The page's own word would be <meta charset> or http-equiv, which the parser finds by itself.
bool tells_charset(std::string_view html) {
  return base::ascii_lower(html.substr(0, 2048)).contains("charset");
}

Head read_head(std::string_view html, std::string_view content_type) {
  static std::once_flag once;
  std::call_once(once, xmlInitParser);
  // Pieces, so that what comes behind the head need not be parsed.
  constexpr std::size_t piece = 16 * 1024;
  Head head;
  htmlSAXHandler handler{};
  handler.startElement = on_start;
  handler.endElement = on_end;
  handler.characters = on_text;
  std::unique_ptr<htmlParserCtxt, decltype(&htmlFreeParserCtxt)> const parser(
      htmlCreatePushParserCtxt(&handler, &head, nullptr, 0, nullptr, XML_CHAR_ENCODING_NONE),
      &htmlFreeParserCtxt);
  if (!parser) {
    return head;
  }
  htmlCtxtUseOptions(parser.get(), HTML_PARSE_NONET | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING);
  auto charset = charset_of(content_type);
  if (charset.empty() && !tells_charset(html)) {
    charset = base::is_utf8(html) ? "utf-8" : "";
  }
  if (auto* const encoding = charset.empty() ? nullptr : xmlFindCharEncodingHandler(charset.c_str())) {
    xmlSwitchToEncoding(parser.get(), encoding);
  }
  for (std::size_t at = 0; at < html.size() && !head.ended; at += piece) {
    auto const part = html.substr(at, piece);
    if (htmlParseChunk(parser.get(), part.data(), static_cast<int>(part.size()), 0) == XML_ERR_NO_MEMORY) {
      break;
    }
  }
  if (!head.ended) {
    htmlParseChunk(parser.get(), nullptr, 0, 1);
  }
  return head;
}

std::string text_in(boost::json::object const& object, std::string_view name) {
  auto const* const value = object.if_contains(name);
  return value && value->is_string() ? std::string(value->as_string()) : std::string();
}

// Numbers, or text of digits, as many write.
std::int64_t side_in(boost::json::object const& object, std::string_view name) {
  auto const* const value = object.if_contains(name);
  double number = 0;
  if (value && value->is_number()) {
    number = value->to_number<double>();
  } else if (value && value->is_string() && value->as_string().size() <= 6) {
    number = std::atof(value->as_string().c_str());
  }
  return number >= 1 ? static_cast<std::int64_t>(std::min(number, static_cast<double>(side_max))) : 0;
}

std::string url_in(boost::json::object const& object, std::string_view name) {
  auto url = text_in(object, name);
  return is_web_url(url) ? url : std::string();
}

struct Frame {
  std::string source;
};

void on_frame(void* user, xmlChar const* name, xmlChar const** attributes) {
  auto& frame = *static_cast<Frame*>(user);
  if (view_of(name) != "iframe" || !frame.source.empty()) {
    return;
  }
  for (auto const* at = attributes; at && *at; at += 2) {
    if (view_of(at[0]) == "src") {
      frame.source = view_of(at[1]);
    }
  }
}

// The address that the first <iframe> of the markup shows.
std::string player_in(std::string const& markup) {
  Frame frame;
  htmlSAXHandler handler{};
  handler.startElement = on_frame;
  std::unique_ptr<htmlParserCtxt, decltype(&htmlFreeParserCtxt)> const parser(
      htmlCreatePushParserCtxt(&handler, &frame, nullptr, 0, nullptr, XML_CHAR_ENCODING_UTF8),
      &htmlFreeParserCtxt);
  if (parser) {
    htmlCtxtUseOptions(parser.get(), HTML_PARSE_NONET | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING);
    htmlParseChunk(parser.get(), markup.data(), static_cast<int>(markup.size()), 1);
  }
  auto source = frame.source.starts_with("//") ? "https:" + frame.source : frame.source;
  return is_web_url(source) && source.starts_with("https://") ? source : std::string();
}

}  // namespace

std::string_view origin_of(std::string_view url) {
  auto const scheme = url.starts_with("https://") ? 8U : url.starts_with("http://") ? 7U : 0U;
  if (scheme == 0) {
    return {};
  }
  auto const end = url.find_first_of("/?#", scheme);
  return end == scheme ? std::string_view() : url.substr(0, end);
}

std::string_view host_of(std::string_view url) {
  auto const origin = origin_of(url);
  auto const host = origin.substr(std::min(origin.find("//") + 2, origin.size()));
  return origin.empty() || host.contains('@') ? std::string_view() : host.substr(0, host.find(':'));
}

std::string absolute_url(std::string_view base, std::string_view reference) {
  std::string url;
  if (reference.starts_with("http://") || reference.starts_with("https://")) {
    url = reference;
  } else if (reference.starts_with("//")) {
    url = fmt::format("{}{}", base.substr(0, base.find("//")), reference);
  } else if (reference.starts_with('/')) {
    url = fmt::format("{}{}", origin_of(base), reference);
  }
  return is_web_url(url) ? url : std::string();
}

LinkPreview read_page(std::string_view html, std::string_view content_type, std::string_view url) {
  auto const head = read_head(html, content_type);
  auto const or_else = [](std::string_view one, std::string_view other) { return one.empty() ? other : one; };
  LinkPreview preview;
  preview.title =
      line(or_else(head.first_of({"og:title", "twitter:title"}), head.title), preview_title_characters_max);
  preview.description = line(head.first_of({"og:description", "twitter:description", "description"}),
                             preview_text_characters_max);
  preview.provider_name =
      line(head.first_of({"og:site_name", "application-name"}), preview_name_characters_max);
  // `article:author` is an address as often as a name.
  auto const author = head.first_of({"author", "article:author"});
  if (!author.contains("://")) {
    preview.author_name = line(author, preview_name_characters_max);
  }
  preview.language = canonical_language(or_else(head.language, head.first_of({"og:locale"})));
  preview.published_at = head.first_of({"article:published_time", "og:article:published_time"});
  preview.oembed_url = absolute_url(url, head.oembed_href);
  return preview;
}

std::optional<Embed> read_oembed(std::string_view json) {
  boost::system::error_code ec;
  auto const parsed = boost::json::parse(json, ec, {}, {.max_depth = 8});
  if (ec || !parsed.is_object()) {
    return std::nullopt;
  }
  auto const& object = parsed.as_object();
  auto const type = text_in(object, "type");
  Embed embed{.title = line(text_in(object, "title"), preview_title_characters_max),
              .author_name = line(text_in(object, "author_name"), preview_name_characters_max),
              .author_url = url_in(object, "author_url"),
              .provider_name = line(text_in(object, "provider_name"), preview_name_characters_max),
              .provider_url = url_in(object, "provider_url"),
              .width = side_in(object, "width"),
              .height = side_in(object, "height")};
  if (type == "photo" && !url_in(object, "url").empty()) {
    embed.type = Embed::Type::photo;
    embed.photo_url = url_in(object, "url");
  } else if (type == "video") {
    embed.player_url = player_in(text_in(object, "html"));
    embed.type = embed.player_url.empty() ? Embed::Type::link : Embed::Type::video;
  } else if (type != "link" && type != "photo") {
    return std::nullopt;
  }
  return embed;
}

std::string player_html(std::string_view player_url, std::int64_t width, std::int64_t height) {
  return fmt::format(
      R"(<iframe src="{}" width="{}" height="{}" sandbox="allow-scripts allow-same-origin allow-popups" )"
      R"(allowfullscreen="allowfullscreen" loading="lazy" referrerpolicy="no-referrer"></iframe>)",
      base::html_escape(player_url), width, height);
}

}  // namespace auklet::text
