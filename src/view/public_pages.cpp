// SPDX-License-Identifier: Apache-2.0
#include "view/public_pages.h"

namespace auklet::view {

namespace {

struct Preview {
  std::string_view type;  // of Open Graph: profile, article
  std::string_view title;
  std::string_view summary;
  std::string_view url;
  std::string_view image_url;
  std::string_view activity_uri;
  bool indexable;
  std::string_view image_description = {};
  bool image_is_large = false;  // a picture of the post rather than of its author
  Html more = {};               // of this type
};

Html property(std::string_view name, std::string_view content) {
  return content.empty() ? Html{} : html("<meta property=\"{}\" content=\"{}\">\n", name, content);
}

Html preview_head(Site const& site, Preview const& preview) {
  auto head = html(R"(<link rel="canonical" href="{0}">
<link rel="alternate" type="application/activity+json" href="{1}">
<meta name="description" content="{2}">
<meta property="og:type" content="{3}">
<meta property="og:site_name" content="{4}">
<meta property="og:title" content="{5}">
<meta property="og:description" content="{2}">
<meta property="og:url" content="{0}">
<meta name="twitter:card" content="{6}">
)",
                   preview.url, preview.activity_uri, preview.summary, preview.type, site.title,
                   preview.title, preview.image_is_large ? "summary_large_image" : "summary");
  head += property("og:image", preview.image_url);
  head += property("og:image:alt", preview.image_description);
  head += preview.more;
  if (!preview.indexable) {
    head += trusted_html("<meta name=\"robots\" content=\"noindex, noarchive\">\n");
  }
  return head;
}

Html feed_link(std::string_view page_url) {
  return html("<link rel=\"alternate\" type=\"application/rss+xml\" href=\"{}.rss\">\n", page_url);
}

Html pictures(std::vector<PictureBlock> const& list) {
  Html out;
  for (auto const& picture : list) {
    out += html(
        "<p><a href=\"{0}\"{3}><img class=\"picture u-photo\" src=\"{1}\" alt=\"{2}\" title=\"{2}\" "
        "loading=\"lazy\"></a></p>\n",
        picture.url, picture.preview_url, picture.description,
        picture.description.empty() ? trusted_html(R"( aria-label="Open the picture")") : Html{});
  }
  return out;
}

Html poll_list(std::vector<PollLine> const& poll) {
  if (poll.empty()) {
    return {};
  }
  auto out = trusted_html("<ul class=\"poll\">\n");
  for (auto const& line : poll) {
    out += html("<li><span dir=\"auto\">{}</span>{}</li>\n", line.title,
                line.votes.empty() ? Html{} : html(" <strong>{}</strong>", line.votes));
  }
  out += trusted_html("</ul>\n");
  return out;
}

Html link_card(std::optional<CardBlock> const& card) {
  if (!card) {
    return {};
  }
  auto const line = [](std::string_view text) {
    return text.empty() ? Html{} : html("<span class=\"handle\" dir=\"auto\">{}</span>", text);
  };
  return html(
      "<p><a class=\"link-card\" href=\"{}\" rel=\"nofollow noopener noreferrer\"><strong "
      "dir=\"auto\">{}</strong>{}{}</a></p>\n",
      card->url, card->title, line(card->description), line(card->provider));
}

Html quoted_post(std::optional<QuoteBlock> const& quote) {
  if (!quote) {
    return {};
  }
  auto const said =
      quote->content_warning.empty() ? quote->content : html("<p>{}</p>", quote->content_warning);
  return html(
      "<blockquote class=\"quoted u-quotation-of h-cite\" cite=\"{0}\">\n"
      "<p><a class=\"u-url\" href=\"{0}\"><strong class=\"p-author\" dir=\"auto\">{1}</strong> "
      "<span class=\"handle\">{2}</span></a></p>\n"
      "<div class=\"p-content\" dir=\"auto\"{3}>{4}</div>\n</blockquote>\n",
      quote->url, quote->author_name, quote->author_handle,
      quote->language.empty() ? Html{} : html(R"( lang="{}")", quote->language), said);
}

Html label_or(Html const& label, std::string const& text) {
  return label.empty() ? html("{}", text) : label;
}

Html post_content(PostBlock const& post) {
  Html language;
  if (!post.language.empty()) {
    language = html(R"( lang="{}")", post.language);
  }
  auto const content =
      html("<div class=\"content e-content\" dir=\"auto\"{}>{}</div>\n{}{}{}{}", language, post.content,
           poll_list(post.poll), pictures(post.pictures), quoted_post(post.quote), link_card(post.card));
  if (post.content_warning.empty()) {
    return content;
  }
  return html("<details>\n<summary class=\"p-summary\" dir=\"auto\">{}</summary>\n{}</details>\n",
              label_or(post.warning_label, post.content_warning), content);
}

Html count(std::int64_t number, std::string_view one, std::string_view many) {
  return html("<span><strong>{}</strong> {}</span>\n", grouped(number), number == 1 ? one : many);
}

Html edited(PostBlock const& post) {
  return post.edited_at.empty()
             ? Html{}
             : html("<time class=\"dt-updated\" datetime=\"{}\">edited</time>\n", post.edited_at);
}

Html post_article(PostBlock const& post, bool is_main) {
  return html(R"(<article class="card post h-entry{}">
<a class="person p-author h-card" href="{}">{}<div><strong class="p-name" dir="auto">{}</strong><span class="handle">{}</span></div></a>
{}<p class="meta"><a class="u-url" href="{}"><time class="dt-published" datetime="{}">{}</time></a>
{}{}{}{}</p>
</article>
)",
              is_main ? " main" : "", post.author_url, avatar(post.author_avatar_url, post.author_name),
              label_or(post.author_label, post.author_name.empty() ? post.author_handle : post.author_name),
              post.author_handle, post_content(post), post.url, post.created_at, post.created_on,
              edited(post), count(post.replies, "reply", "replies"), count(post.boosts, "boost", "boosts"),
              count(post.favourites, "favourite", "favourites"));
}

Html profile_fields(std::vector<ProfileField> const& fields) {
  if (fields.empty()) {
    return {};
  }
  auto out = trusted_html("<dl class=\"fields\">\n");
  for (auto const& field : fields) {
    out += html("<div{}><dt dir=\"auto\">{}</dt><dd dir=\"auto\">{}</dd></div>\n",
                field.verified ? trusted_html(" class=\"verified\"") : Html{}, field.name, field.value);
  }
  out += trusted_html("</dl>\n");
  return out;
}

}  // namespace

std::string profile_page(ProfilePage const& page) {
  auto const& name = page.display_name.empty() ? page.handle : page.display_name;
  auto const title = page.display_name.empty() ? page.handle : page.display_name + " (" + page.handle + ")";
  Html header;
  if (!page.header_url.empty()) {
    header = html("<img class=\"banner\" src=\"{}\" alt=\"\">\n", page.header_url);
  }
  auto body = html(R"(<section class="card profile h-card">
{}<div class="person">{}<div><h1 class="p-name" dir="auto">{}</h1><a class="handle u-url" href="{}">{}</a></div></div>
<div class="content p-note" dir="auto">{}</div>
{}<p class="meta">{}{}{}<span>here since {}</span></p>
</section>
)",
                   header, avatar(page.avatar_url, name), label_or(page.label, name), page.url, page.handle,
                   page.note, profile_fields(page.fields), count(page.posts_count, "post", "posts"),
                   count(page.following_count, "following", "following"),
                   count(page.followers_count, "follower", "followers"), page.joined_on);
  if (page.posts.empty()) {
    body += trusted_html("<p class=\"hint\">Nothing public here yet.</p>\n");
  }
  for (auto const& post : page.posts) {
    body += post_article(post, /*is_main=*/false);
  }
  auto head = preview_head(page.site, {.type = "profile",
                                       .title = title,
                                       .summary = page.summary,
                                       .url = page.url,
                                       .image_url = page.avatar_url,
                                       .activity_uri = page.activity_uri,
                                       .indexable = page.indexable,
                                       .more = property("profile:username", page.username)});
  head += feed_link(page.url);
  return frame({.site = page.site, .title = title, .head = head, .body = body, .wide = true});
}

std::string post_page(PostPage const& page) {
  auto const& post = page.post;
  auto const title =
      (post.author_name.empty() ? post.author_handle : post.author_name) + " on " + page.site.title;
  Html body;
  for (auto const& ancestor : page.ancestors) {
    body += post_article(ancestor, /*is_main=*/false);
  }
  body += post_article(post, /*is_main=*/true);
  for (auto const& reply : page.replies) {
    body += post_article(reply, /*is_main=*/false);
  }
  // What is folded away is not shown by a preview either.
  auto const* const picture =
      post.pictures.empty() || !post.content_warning.empty() ? nullptr : &post.pictures.front();
  auto dates = property("article:published_time", post.created_at);
  dates += property("article:modified_time", post.edited_at);
  auto const head =
      preview_head(page.site, {.type = "article",
                               .title = title,
                               .summary = page.summary,
                               .url = post.url,
                               .image_url = picture ? picture->preview_url : post.author_avatar_url,
                               .activity_uri = page.activity_uri,
                               .indexable = page.indexable,
                               .image_description = picture ? picture->description : std::string_view{},
                               .image_is_large = picture != nullptr,
                               .more = dates});
  return frame({.site = page.site, .title = title, .head = head, .body = body, .wide = true});
}

std::string tag_page(TagPage const& page) {
  auto const title = "#" + page.name;
  auto body = html("<h1 dir=\"auto\">{}</h1>\n", title);
  if (page.posts.empty()) {
    body += trusted_html("<p class=\"hint\">Nothing public here yet.</p>\n");
  }
  for (auto const& post : page.posts) {
    body += post_article(post, /*is_main=*/false);
  }
  // A list of what others wrote is nothing to be indexed: their own pages are, if they want it.
  auto const head = trusted_html("<meta name=\"robots\" content=\"noindex\">\n");
  return frame({.site = page.site, .title = title, .head = head, .body = body, .wide = true});
}

}  // namespace auklet::view
