// SPDX-License-Identifier: Apache-2.0
//
// auklet-bench prepare: a population written into an empty database, as the services would have written it.
#pragma once

#include <string>

#include "base/result.h"
#include "bench/population.h"

namespace auklet::bench {

// How the server that is started on the database names itself.
struct ServerName {
  std::string domain = "localhost";
  std::string base_url = "http://localhost";
};

// Makes the schema and loads everything, with a progress bar for each table. `address` is as the server takes it.
// Errors: conflict when there are accounts already; what the database says otherwise, and then it is of no more use.
Result<> load_population(Population const& people, std::string const& address, ServerName const& name);

}  // namespace auklet::bench
