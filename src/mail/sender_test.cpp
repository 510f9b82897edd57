// SPDX-License-Identifier: Apache-2.0
#include "mail/sender.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace auklet::mail {
namespace {

using ::testing::HasSubstr;

service::LetterDetails details(LetterPurpose purpose) {
  return {.letter = {.id = LetterId{7},
                     .account_id = AccountId{1},
                     .purpose = purpose,
                     .email = "ann@example.net",
                     .created_at = {},
                     .expires_at = {}},
          .username = "ann",
          .token = "7.secret"};
}

TEST(Letters, LeadToWhereTheyAreUsed) {
  auto const confirm = compose(details(LetterPurpose::confirm), "The Rock", "https://rock.example");
  EXPECT_EQ(confirm.to, "ann@example.net");
  EXPECT_EQ(confirm.id, "letter.7");
  EXPECT_THAT(confirm.subject, HasSubstr("The Rock"));
  EXPECT_THAT(confirm.body, HasSubstr("Welcome, ann!"));
  EXPECT_THAT(confirm.body,
              HasSubstr("\nhttps://rock.example/auth/confirmation?confirmation_token=7.secret\n"));
  auto const reset = compose(details(LetterPurpose::reset), "The Rock", "https://rock.example");
  EXPECT_THAT(reset.body,
              HasSubstr("\nhttps://rock.example/auth/password/edit?reset_password_token=7.secret\n"));
}

}  // namespace
}  // namespace auklet::mail
