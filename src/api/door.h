// SPDX-License-Identifier: Apache-2.0
//
// The door of the client API: from an HTTP request to an endpoint and back. Everything that is the same for all
// operations happens here and nowhere else: routing, parameters, tokens, scopes, rate limits, CORS, errors, headers.
#pragma once

#include <expected>
#include <memory>
#include <vector>

#include "api/call.h"
#include "api/services.h"
#include "net/http.h"
#include "net/router.h"
#include "net/spooled_form.h"

namespace auklet::api {

class Door {
 public:
  Door(Services& services, std::vector<Route> routes);

  Task<net::Response> handle(net::Request request);

  // For net::LargeForms. A form with files is received only from those who may send it.
  bool takes_files(net::Request const& head) const;
  Task<std::expected<std::shared_ptr<net::SpooledForm>, net::Response>> open_form(net::Request head,
                                                                                  net::SpoolFolder& folder);

 private:
  Task<Result<Reply>> answer(net::Request const& request, net::Router<Route>::Match const& match,
                             net::Response& response);
  Task<Result<service::Caller>> identify(net::Request const& request, net::Params const& params,
                                         Route const& route);
  Task<Result<std::shared_ptr<net::SpooledForm>>> admit_form(net::Request const& head,
                                                             net::SpoolFolder& folder);
  Result<> admit(service::Caller const& caller, net::Request const& request, net::Response& response);

  Services& services_;
  net::Router<Route> router_;
};

}  // namespace auklet::api
