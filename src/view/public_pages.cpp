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
};

Html preview_head(Site const& site, Preview const& preview) {
  auto head =
      html(R"(<link rel="canonical" href="{0}">
<link rel="alternate" type="application/activity+json" href="{1}">
<meta name="description" content="{2}">
<meta property="og:type" content="{3}">
<meta property="og:site_name" content="{4}">
<meta property="og:title" content="{5}">
<meta property="og:description" content="{2}">
<meta property="og:url" content="{0}">
<meta name="twitter:card" content="summary">
)",
           preview.url, preview.activity_uri, preview.summary, preview.type, site.title, preview.title);
  if (!preview.image_url.empty()) {
    head += html("<meta property=\"og:image\" content=\"{}\">\n", preview.image_url);
  }
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
        "<p><a href=\"{0}\"><img class=\"picture u-photo\" src=\"{1}\" alt=\"{2}\" title=\"{2}\" "
        "loading=\"lazy\"></a></p>\n",
        picture.url, picture.preview_url, picture.description);
  }
  return out;
}

Html post_content(PostBlock const& post) {
  Html language;
  if (!post.language.empty()) {
    language = html(R"( lang="{}")", post.language);
  }
  auto const content = html("<div class=\"content e-content\" dir=\"auto\"{}>{}</div>\n{}", language,
                            post.content, pictures(post.pictures));
  if (post.content_warning.empty()) {
    return content;
  }
  return html("<details>\n<summary dir=\"auto\">{}</summary>\n{}</details>\n", post.content_warning, content);
}

Html count(std::int64_t number, std::string_view one, std::string_view many) {
  return html("<span><strong>{}</strong> {}</span>\n", grouped(number), number == 1 ? one : many);
}

Html post_article(PostBlock const& post, bool is_main) {
  return html(R"(<article class="card post h-entry{}">
<a class="person p-author h-card" href="{}">{}<div><strong class="p-name" dir="auto">{}</strong><span class="handle">{}</span></div></a>
{}<p class="meta"><a class="u-url" href="{}"><time class="dt-published" datetime="{}">{}</time></a>
{}{}{}</p>
</article>
)",
              is_main ? " main" : "", post.author_url, avatar(post.author_avatar_url, post.author_name),
              post.author_name.empty() ? post.author_handle : post.author_name, post.author_handle,
              post_content(post), post.url, post.created_at, post.created_on,
              count(post.replies, "reply", "replies"), count(post.boosts, "boost", "boosts"),
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
  auto body =
      html(R"(<section class="card profile h-card">
{}<div class="person">{}<div><h1 class="p-name" dir="auto">{}</h1><span class="handle">{}</span></div></div>
<div class="content p-note" dir="auto">{}</div>
{}<p class="meta">{}{}{}<span>here since {}</span></p>
</section>
)",
           header, avatar(page.avatar_url, name), name, page.handle, page.note, profile_fields(page.fields),
           count(page.posts_count, "post", "posts"), count(page.following_count, "following", "following"),
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
                                       .indexable = page.indexable});
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
  auto const head = preview_head(page.site, {.type = "article",
                                             .title = title,
                                             .summary = page.summary,
                                             .url = post.url,
                                             .image_url = post.author_avatar_url,
                                             .activity_uri = page.activity_uri,
                                             .indexable = page.indexable});
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
