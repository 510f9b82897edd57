// SPDX-License-Identifier: Apache-2.0
//
// https://docs.joinmastodon.org/methods/statuses/#translate and …/instance/#translation_languages
#include "api/translations.h"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value_from.hpp>

#include "api/paging.h"
#include "api/services.h"
#include "service/translation_service.h"

namespace auklet::api {

namespace {

boost::json::value poll_of(PostId post, service::Translation const& translation) {
  if (!translation.poll_options) {
    return nullptr;
  }
  return boost::json::object{{"id", to_text(post)},
                             {"options", array_of(*translation.poll_options, [](std::string const& title) {
                                return boost::json::object{{"title", title}};
                              })}};
}

Task<Result<Reply>> translate(Call& call) {
  CO_TRY(auto const id, read_id<PostId>(call));
  CO_TRY(auto language, call.reader().text("lang"));
  CO_TRY(auto const translation,
         co_await call.services.translations.translate(call.caller, id, std::move(language).value_or("")));
  co_return Reply::of(boost::json::object{
      {"content", translation.content},
      {"spoiler_text", translation.spoiler_text},
      {"poll", poll_of(translation.post, translation)},
      {"media_attachments", array_of(translation.media,
                                     [](service::Translation::Described const& media) {
                                       return boost::json::object{{"id", to_text(media.id)},
                                                                  {"description", media.description}};
                                     })},
      {"detected_source_language", translation.source_language},
      {"language", translation.language},
      {"provider", translation.provider},
  });
}

// By the language of a post, those that it can be translated into: none while nothing translates.
Task<Result<Reply>> languages(Call& call) {
  CO_TRY(auto const pairs, co_await call.services.translations.languages());
  boost::json::object shown;
  for (auto const& [source, targets] : *pairs) {
    shown[source.empty() ? "und" : source] = boost::json::value_from(targets);
  }
  co_return Reply::of(std::move(shown));
}

}  // namespace

std::vector<Route> translation_routes() {
  using enum net::Method;
  return {
      {post, "/api/v1/statuses/{id}/translate", Access::user, {Scope::read_statuses}, translate},
      {get, "/api/v1/instance/translation_languages", Access::open, {}, languages},
  };
}

}  // namespace auklet::api
