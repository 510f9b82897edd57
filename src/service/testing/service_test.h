// SPDX-License-Identifier: Apache-2.0
//
// Support for tests of services: a fresh database with all tables, and an environment whose clock stands
// still.
#pragma once

#include "base/clock.h"
#include "base/ids.h"
#include "base/random.h"
#include "bus/bus.h"
#include "db/testing/database_test.h"
#include "service/environment.h"
#include "service/password_hasher.h"
#include "store/schema.h"

namespace auklet::service::testing {

class ServiceTest : public db::testing::DatabaseTest {
 protected:
  ServiceTest() : DatabaseTest(store::migrations()) {}

  // The cheapest hash that Argon2 knows.
  static constexpr PasswordCost cheap{.memory_kib = 8, .iterations = 1, .concurrency = 1, .queue_max = 64};

  base::ManualClock clock{from_count(1'775'926'510'000)};
  base::SystemRandom random;
  base::IdGenerator ids{clock, 1};
  bus::LocalBus bus;
  Environment env{database(), clock, ids, random, bus, {"example.org", "https://example.org"}, {}};
};

}  // namespace auklet::service::testing
