// SPDX-License-Identifier: Apache-2.0
//
// The door of the client API: from an HTTP request to an endpoint and back. Everything that is the same for all
// operations happens here and nowhere else: routing, parameters, tokens, scopes, rate limits, CORS, errors, headers.
#pragma once

#include "api/call.h"
#include "api/services.h"
#include "net/http.h"
#include "net/router.h"

namespace auklet::api {

class Door {
 public:
  Door(Services& services, std::vector<Route> routes);

  Task<net::Response> handle(net::Request request);

 private:
  Task<Result<Reply>> answer(net::Request const& request, net::Router<Route>::Match const& match,
                             net::Response& response);
  Task<Result<service::Caller>> identify(net::Request const& request, net::Params const& params,
                                         Route const& route);
  Result<> admit(service::Caller const& caller, net::Request const& request, net::Response& response);

  Services& services_;
  net::Router<Route> router_;
};

}  // namespace auklet::api
