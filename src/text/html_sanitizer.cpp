// SPDX-License-Identifier: Apache-2.0
#include "text/html_sanitizer.h"

#include <libxml/HTMLparser.h>

#include <algorithm>
#include <array>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

#include "base/encoding.h"

namespace auklet::text {

namespace {

constexpr auto shown_elements =
    std::to_array<std::string_view>({"a", "b", "blockquote", "br", "code", "del", "em", "i", "li", "ol", "p",
                                     "pre", "s", "span", "strong", "u", "ul"});
constexpr auto hidden_elements = std::to_array<std::string_view>(
    {"applet",  "audio",    "embed",    "frame",  "frameset", "iframe", "math",
     "noembed", "noframes", "noscript", "object", "script",   "select", "style",
     "svg",     "template", "textarea", "title",  "video",    "xmp"});
// Those that parsers give without an end.
constexpr auto void_elements =
    std::to_array<std::string_view>({"area", "base", "basefont", "br", "col", "embed", "frame", "hr", "img",
                                     "input", "link", "meta", "param", "source", "track", "wbr"});
// By which clients know mentions, hashtags and shortened links.
constexpr auto known_classes =
    std::to_array<std::string_view>({"ellipsis", "h-card", "hashtag", "invisible", "mention", "u-url"});
constexpr std::size_t url_bytes_max = 2048;
constexpr std::size_t depth_max = 64;  // of elements that are shown; what is deeper keeps its text

template <std::size_t size>
bool is_among(std::array<std::string_view, size> const& names, std::string_view name) {
  return std::ranges::find(names, name) != names.end();
}

std::string_view view_of(xmlChar const* text) {
  return text ? std::string_view(reinterpret_cast<char const*>(text)) : std::string_view();
}

std::string_view attribute(xmlChar const** attributes, std::string_view name) {
  for (auto const* at = attributes; at && *at; at += 2) {
    if (view_of(at[0]) == name) {
      return view_of(at[1]);
    }
  }
  return {};
}

// The words of a list that are known, in their order.
std::string known_words(std::string_view list) {
  std::string kept;
  while (!list.empty()) {
    auto const end = std::min(list.find_first_of(" \t\n\r\f"), list.size());
    if (auto const word = list.substr(0, end); is_among(known_classes, word)) {
      kept += (kept.empty() ? "" : " ") + std::string(word);
    }
    list.remove_prefix(std::min(end + 1, list.size()));
  }
  return kept;
}

bool leads_to_the_web(std::string_view url) {
  auto const lower = base::ascii_lower(url.substr(0, 8));
  return url.size() <= url_bytes_max && (lower.starts_with("http://") || lower.starts_with("https://")) &&
         std::ranges::none_of(url, [](unsigned char c) { return c <= ' ' || c == 0x7F; });
}

void add_attribute(std::string& tag, std::string_view name, std::string_view value) {
  if (!value.empty()) {
    tag += ' ';
    tag += name;
    tag += "=\"";
    tag += base::html_escape(value);
    tag += '"';
  }
}

// What comes out, as the parser passes by: no tree is made, so nothing can be nested too deep for it.
class Output {
 public:
  explicit Output(bool with_tags) : with_tags_(with_tags) {}

  void start(std::string_view name, xmlChar const** attributes) {
    if (is_among(hidden_elements, name)) {
      hidden_ += is_among(void_elements, name) ? 0 : 1;
      return;
    }
    if (hidden_ > 0) {
      return;
    }
    if (name == "br") {
      out_ += with_tags_ ? "<br />" : "\n";
    } else if (!is_among(void_elements, name)) {
      bool const is_shown = with_tags_ && depth_ < depth_max && is_among(shown_elements, name);
      open_.emplace_back(name, is_shown);
      if (is_shown) {
        ++depth_;
        out_ += opening(name, attributes);
      }
    }
  }

  void end(std::string_view name) {
    if (is_among(hidden_elements, name)) {
      hidden_ -= hidden_ > 0 && !is_among(void_elements, name) ? 1 : 0;
      return;
    }
    if (hidden_ > 0 || is_among(void_elements, name) ||
        std::ranges::find(open_, name, &Element::first) == open_.end()) {
      return;
    }
    while (close() != name) {
    }
  }

  void text(std::string_view text) {
    if (hidden_ == 0) {
      out_ += with_tags_ ? base::html_escape(text) : std::string(text);
    }
  }

  std::string take() {
    while (!open_.empty()) {
      close();
    }
    return std::move(out_);
  }

 private:
  using Element = std::pair<std::string, bool>;  // its name, and whether it is shown

  static std::string opening(std::string_view name, xmlChar const** attributes) {
    std::string tag = "<" + std::string(name);
    if (name == "a") {
      if (auto const url = attribute(attributes, "href"); leads_to_the_web(url)) {
        add_attribute(tag, "href", url);
      }
    }
    if (name == "a" || name == "span") {
      add_attribute(tag, "class", known_words(attribute(attributes, "class")));
      if (attribute(attributes, "translate") == "no") {
        add_attribute(tag, "translate", "no");
      }
    }
    if (name == "a") {
      add_attribute(tag, "rel", attribute(attributes, "rel") == "tag" ? "tag" : "nofollow noopener");
      add_attribute(tag, "target", "_blank");
    }
    return tag + ">";
  }

  std::string close() {
    auto [name, is_shown] = std::move(open_.back());
    open_.pop_back();
    if (is_shown) {
      --depth_;
      out_ += "</" + name + ">";
    }
    return name;
  }

  bool const with_tags_;
  std::string out_;
  std::vector<Element> open_;
  std::size_t depth_ = 0;
  std::size_t hidden_ = 0;
};

void on_start(void* user, xmlChar const* name, xmlChar const** attributes) {
  static_cast<Output*>(user)->start(view_of(name), attributes);
}
void on_end(void* user, xmlChar const* name) {
  static_cast<Output*>(user)->end(view_of(name));
}
void on_text(void* user, xmlChar const* text, int bytes) {
  static_cast<Output*>(user)->text({reinterpret_cast<char const*>(text), static_cast<std::size_t>(bytes)});
}

std::string pass(std::string_view html, bool with_tags) {
  static std::once_flag once;
  std::call_once(once, xmlInitParser);
  Output output(with_tags);
  htmlSAXHandler handler{};
  handler.startElement = on_start;
  handler.endElement = on_end;
  handler.characters = on_text;
  handler.ignorableWhitespace = on_text;
  std::unique_ptr<htmlParserCtxt, decltype(&htmlFreeParserCtxt)> const parser(
      htmlCreatePushParserCtxt(&handler, &output, nullptr, 0, nullptr, XML_CHAR_ENCODING_UTF8),
      &htmlFreeParserCtxt);
  if (!parser || !base::is_utf8(html)) {
    return {};
  }
  htmlCtxtUseOptions(parser.get(), HTML_PARSE_NONET | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING);
  // Within an element that holds anything the parser adds none of its own.
  std::string whole = "<html><body><div>";
  whole += html;
  whole += "</div></body></html>";
  htmlParseChunk(parser.get(), whole.data(), static_cast<int>(whole.size()), 1);
  return output.take();
}

}  // namespace

std::string sanitize_html(std::string_view html) {
  return pass(html, true);
}

std::string text_of_html(std::string_view html) {
  return pass(html, false);
}

}  // namespace auklet::text
