// SPDX-License-Identifier: Apache-2.0
#include "service/letters.h"

#include <utility>

#include "store/jobs.h"
#include "store/letters.h"
#include "text/email.h"

namespace auklet::service {

namespace {

std::string host_of(std::string_view email) {
  auto const folded = text::fold_email(email);
  return folded.substr(folded.rfind('@') + 1);
}

}  // namespace

Task<Result<>> enqueue_letter(Environment const& env, db::Session& session, LetterPurpose purpose,
                              User user) {
  auto const now = env.clock.now();
  Letter const letter{
      .id = env.mint<LetterId>(),
      .account_id = user.account_id,
      .purpose = purpose,
      .email = user.email,
      .created_at = now,
      .expires_at = now + (purpose == LetterPurpose::confirm ? confirm_within : reset_within)};
  store::jobs::NewJob const job{.id = env.mint<JobId>(),
                                .kind = send_letter_job,
                                .payload = to_text(letter.id),
                                .run_at = now,
                                .lane = host_of(user.email),
                                .created_at = now};
  CO_TRY_OK(co_await store::letters::remove_of(session, user.account_id, purpose));
  CO_TRY_OK(co_await store::letters::insert(session, letter));
  co_return co_await store::jobs::enqueue(session, job);
}

}  // namespace auklet::service
