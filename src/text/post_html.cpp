// SPDX-License-Identifier: Apache-2.0
#include "text/post_html.h"

#include <fmt/format.h>

#include <iterator>

#include "base/encoding.h"
#include "text/unicode.h"

namespace auklet::text {

namespace {

constexpr std::size_t shown_url_characters = 30;

void append_link(std::string& out, std::string_view url, bool is_field) {
  auto const scheme_end = url.find("//") + 2;
  auto const prefix_end = scheme_end + (url.substr(scheme_end).starts_with("www.") ? 4 : 0);
  auto shown_end = prefix_end;
  for (std::size_t count = 0; count < shown_url_characters && shown_end < url.size(); ++count) {
    shown_end = decode_at(url, shown_end).end;
  }
  // An ellipsis instead of a single character would save nothing.
  if (shown_end < url.size() && decode_at(url, shown_end).end == url.size()) {
    shown_end = url.size();
  }
  fmt::format_to(
      std::back_inserter(out),
      R"(<a href="{}" target="_blank" rel="nofollow noopener{}" translate="no">)"
      R"(<span class="invisible">{}</span><span class="{}">{}</span><span class="invisible">{}</span></a>)",
      base::html_escape(url), is_field ? " me" : "", base::html_escape(url.substr(0, prefix_end)),
      shown_end < url.size() ? "ellipsis" : "",
      base::html_escape(url.substr(prefix_end, shown_end - prefix_end)),
      base::html_escape(url.substr(shown_end)));
}

class Renderer {
 public:
  Renderer(ParsedText const& parsed, Links const& links, bool is_field)
      : parsed_(parsed), links_(links), is_field_(is_field) {
    for (auto const& mention : parsed.mentions) {
      mentions_.push_back(links.mention ? links.mention(mention) : std::nullopt);
    }
  }

  std::string run() && {
    if (parsed_.text.empty()) {
      return {};
    }
    std::string_view const text = parsed_.text;
    out_.reserve(text.size() * 2);
    out_ += is_field_ ? "" : "<p>";
    std::size_t done = 0;
    for (auto const& entity : parsed_.entities) {
      plain(text.substr(done, entity.begin - done));
      auto const source = text.substr(entity.begin, entity.end - entity.begin);
      switch (entity.kind) {
        case Entity::Kind::mention:
          mention(mentions_[entity.index], source);
          break;
        case Entity::Kind::hashtag:
          hashtag(parsed_.hashtags[entity.index].name, source);
          break;
        case Entity::Kind::url:
          link(source);
          break;
      }
      done = entity.end;
    }
    plain(text.substr(done));
    out_ += is_field_ ? "" : "</p>";
    return std::move(out_);
  }

 private:
  void plain(std::string_view text) {
    while (true) {
      auto const line_end = text.find('\n');
      out_ += base::html_escape(text.substr(0, line_end));
      if (line_end == std::string_view::npos) {
        return;
      }
      auto const next = text.find_first_not_of('\n', line_end);
      if (is_field_) {
        out_ += ' ';
      } else {
        out_ += next - line_end == 1 ? "<br />" : "</p><p>";
      }
      text.remove_prefix(std::min(next, text.size()));
    }
  }

  void mention(std::optional<MentionLink> const& link, std::string_view source) {
    if (!link) {
      out_ += base::html_escape(source);
      return;
    }
    fmt::format_to(
        std::back_inserter(out_),
        R"(<span class="h-card" translate="no"><a href="{}" class="u-url mention">@<span>{}</span></a></span>)",
        base::html_escape(link->url), base::html_escape(link->shown));
  }

  void hashtag(std::string_view name, std::string_view source) {
    auto const display = source.substr(decode_at(source, 0).end);  // without # or ＃
    fmt::format_to(
        std::back_inserter(out_), R"(<a href="{}{}" class="mention hashtag" rel="tag">#<span>{}</span></a>)",
        base::html_escape(links_.tags_url), base::percent_encode(name), base::html_escape(display));
  }

  void link(std::string_view url) { append_link(out_, url, is_field_); }

  ParsedText const& parsed_;
  Links const& links_;
  bool is_field_;
  std::vector<std::optional<MentionLink>> mentions_;
  std::string out_;
};

}  // namespace

std::string render_link(std::string_view url) {
  std::string out;
  append_link(out, url, /*is_field=*/false);
  return out;
}

std::string render_html(ParsedText const& parsed, Links const& links) {
  return Renderer(parsed, links, /*is_field=*/false).run();
}

std::string render_field_html(ParsedText const& parsed, Links const& links) {
  return Renderer(parsed, links, /*is_field=*/true).run();
}

}  // namespace auklet::text
