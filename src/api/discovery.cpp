// SPDX-License-Identifier: Apache-2.0
//
// WebFinger (RFC 7033), host-meta (RFC 6415) and NodeInfo (https://nodeinfo.diaspora.software/protocol).
#include "api/discovery.h"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <string>
#include <utility>

#include "api/instance_facts.h"
#include "api/services.h"
#include "api/webfinger.h"
#include "service/account_service.h"
#include "service/environment.h"
#include "view/html.h"
#include "view/instance_view.h"

namespace auklet::api {

namespace {

namespace json = boost::json;

constexpr char const* cached_a_while = "public, max-age=3600";

// JSON under a name of its own. The same for everyone, and it changes rarely.
Reply document(json::value const& content, std::string content_type) {
  return {.text = json::serialize(content),
          .content_type = std::move(content_type),
          .headers = {{"Cache-Control", cached_a_while}}};
}

Task<Result<Reply>> webfinger(Call& call) {
  CO_TRY(auto const resource, call.reader().text("resource"));
  auto const& identity = call.services.env.identity;
  CO_TRY(auto const name, read_webfinger_resource(identity, resource.value_or("")));
  CO_TRY(auto const account, co_await call.services.accounts.find_by_acct(name));
  json::object const descriptor{
      {"subject", "acct:" + account.username + "@" + account.domain},
      {"aliases", json::array{json::string(account.url), json::string(account.uri)}},
      {"links",
       json::array{
           json::object{{"rel", "http://webfinger.net/rel/profile-page"},
                        {"type", "text/html"},
                        {"href", account.url}},
           json::object{{"rel", "self"}, {"type", "application/activity+json"}, {"href", account.uri}},
       }},
  };
  co_return document(descriptor, "application/jrd+json; charset=utf-8");
}

std::string webfinger_template(Call const& call) {
  return call.services.env.identity.base_url + "/.well-known/webfinger?resource={uri}";
}

Task<Result<Reply>> host_meta(Call& call) {
  auto document = view::html(R"(<?xml version="1.0" encoding="UTF-8"?>
<XRD xmlns="http://docs.oasis-open.org/ns/xri/xrd-1.0">
  <Link rel="lrdd" template="{}"/>
</XRD>
)",
                             webfinger_template(call));
  co_return Reply{.text = std::move(document).text(),
                  .content_type = "application/xrd+xml; charset=utf-8",
                  .headers = {{"Cache-Control", cached_a_while}}};
}

Task<Result<Reply>> host_meta_json(Call& call) {
  json::object const link{{"rel", "lrdd"}, {"template", webfinger_template(call)}};
  co_return document(json::object{{"links", json::array{link}}}, "application/json; charset=utf-8");
}

json::object nodeinfo_link(Call const& call, std::string const& version) {
  return {{"rel", "http://nodeinfo.diaspora.software/ns/schema/" + version},
          {"href", call.services.env.identity.base_url + "/nodeinfo/" + version}};
}

Task<Result<Reply>> nodeinfo_links(Call& call) {
  json::object const links{{"links", json::array{nodeinfo_link(call, "2.0"), nodeinfo_link(call, "2.1")}}};
  co_return document(links, "application/json; charset=utf-8");
}

Task<Result<Reply>> nodeinfo(Call& call, char const* version) {
  CO_TRY(auto const instance, co_await describe_instance(call.services));
  co_return document(view::nodeinfo(instance, version),
                     "application/json; charset=utf-8; "
                     "profile=\"http://nodeinfo.diaspora.software/ns/schema/" +
                         std::string(version) + "#\"");
}

Task<Result<Reply>> nodeinfo_2_0(Call& call) {
  return nodeinfo(call, "2.0");
}
Task<Result<Reply>> nodeinfo_2_1(Call& call) {
  return nodeinfo(call, "2.1");
}

}  // namespace

std::vector<Route> discovery_routes() {
  using enum net::Method;
  return {
      {get, "/.well-known/webfinger", Access::open, {}, webfinger},
      {get, "/.well-known/host-meta", Access::open, {}, host_meta},
      {get, "/.well-known/host-meta.json", Access::open, {}, host_meta_json},
      {get, "/.well-known/nodeinfo", Access::open, {}, nodeinfo_links},
      {get, "/nodeinfo/2.0", Access::open, {}, nodeinfo_2_0},
      {get, "/nodeinfo/2.1", Access::open, {}, nodeinfo_2_1},
  };
}

}  // namespace auklet::api
