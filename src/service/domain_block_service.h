// SPDX-License-Identifier: Apache-2.0
//
// Other servers of which a person wants to see nothing. https://docs.joinmastodon.org/methods/domain_blocks/
#pragma once

#include <string>

#include "async/task.h"
#include "base/result.h"
#include "domain/page.h"
#include "service/caller.h"
#include "service/environment.h"
#include "service/listing.h"
#include "service/relation_service.h"
#include "store/domain_blocks.h"

namespace auklet::service {

class DomainBlockService {
 public:
  DomainBlockService(Environment const& env, RelationService& relations) : env_(env), relations_(relations) {}

  // The newest first.
  Task<Result<Listing<std::string>>> list(Caller caller, PageRequest page) const;
  // Everyone of the domain is as muted, and following in both directions ends. Errors: invalid for what is no domain, for
  // this server's own, and when the caller blocks 1,000 already.
  Task<Result<>> block(Caller caller, std::string domain);
  // Errors: invalid for what is no domain.
  Task<Result<>> unblock(Caller caller, std::string domain);
  // What block() would end. Errors as of block().
  Task<Result<store::domain_blocks::Ties>> preview(Caller caller, std::string domain) const;

 private:
  Result<std::string> foreign(std::string const& domain) const;
  Task<Result<>> end_ties(Caller const& caller, std::string const& domain);

  Environment const& env_;
  RelationService& relations_;
};

}  // namespace auklet::service
