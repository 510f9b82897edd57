// SPDX-License-Identifier: Apache-2.0
#include "app/foundation.h"

#include <fmt/format.h>

#include "base/log.h"
#include "db/migrate.h"
#include "db/open.h"
#include "store/accounts.h"
#include "store/schema.h"

namespace auklet::app {

Result<std::unique_ptr<Foundation>> Foundation::lay(Config const& config, std::size_t loops,
                                                    std::uint32_t node) {
  std::unique_ptr<Foundation> foundation(new Foundation(loops, node));
  foundation->runtime_.start();
  TRY(foundation->database_, db::open(config.database, foundation->runtime_));
  TRY(auto const report, foundation->run(db::migrate(*foundation->database_, store::migrations())));
  if (report.from != report.to) {
    log::info("database: schema {} is now {}", report.from, report.to);
  }
  TRY(auto const domain, foundation->run(store::accounts::founding_domain(foundation->database_->session())));
  if (domain && *domain != config.domain) {
    return fail(ErrorKind::invalid,
                fmt::format("the accounts in this database are of {0}, and that can never change, but "
                            "domain is {1}: set domain to {0}, or use another database",
                            *domain, config.domain));
  }
  service::ProductLimits limits;
  limits.post_characters_max = static_cast<std::size_t>(config.posts_characters_max);
  limits.registrations_open = config.registrations_open;
  limits.confirms_email = !config.mail_smtp_url.empty();
  foundation->env_.reset(new service::Environment{*foundation->database_,
                                                  foundation->clock_,
                                                  foundation->ids_,
                                                  foundation->random_,
                                                  foundation->bus_,
                                                  {config.domain, config.public_url},
                                                  limits});
  return foundation;
}

Foundation::~Foundation() {
  runtime_.stop();
}

}  // namespace auklet::app
