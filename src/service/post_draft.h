// SPDX-License-Identifier: Apache-2.0
//
// What a client sends to write a post, and its form in the database until the time has come.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "domain/ids.h"
#include "domain/interaction_policy.h"
#include "domain/media.h"
#include "domain/visibility.h"

namespace auklet::service {

// The poll of a post, as a client sends it.
struct PollDraft {
  std::vector<std::string> options;  // titles
  std::chrono::seconds expires_in{};
  bool multiple = false;
  bool hide_totals = false;

  friend bool operator==(PollDraft const&, PollDraft const&) = default;
};

// What an edit says anew of an attachment.
struct MediaDescription {
  MediaId id{};
  std::optional<std::string> description;
  std::optional<Focus> focus;

  friend bool operator==(MediaDescription const&, MediaDescription const&) = default;
};

struct MediaChoice {
  std::vector<MediaId> ids;                    // the author's own, in the order to be shown in
  std::vector<MediaDescription> descriptions;  // of some of them

  friend bool operator==(MediaChoice const&, MediaChoice const&) = default;
};

// What is to be different of a policy; the rest stays.
struct PolicyChange {
  std::optional<Approval> quote;
  std::optional<Approval> reply;
  std::optional<Approval> boost;

  friend bool operator==(PolicyChange const&, PolicyChange const&) = default;

  InteractionPolicy on(InteractionPolicy policy) const {
    return {quote.value_or(policy.quote), reply.value_or(policy.reply), boost.value_or(policy.boost)};
  }
};

// Absent means: as the author's preferences say, or unchanged in an edit.
struct PostDraft {
  std::string text;
  std::optional<std::string> spoiler_text;
  std::optional<bool> sensitive;
  std::optional<Visibility> visibility;
  std::optional<std::string> language;
  std::optional<PostId> in_reply_to;
  std::optional<PostId> quote_of;  // an edit cannot change it
  PolicyChange policy;
  std::optional<PollDraft> poll;  // of an edit too: absent means that there is none any more
  MediaChoice media;              // an edit takes off all that is not chosen
  std::optional<std::string> idempotency_key;
  // When present, only these may be mentioned: protects from writing to people by accident. Others that are make an
  // error of kind invalid that names them, see unexpected_accounts_field.
  std::optional<std::vector<AccountId>> allowed_mentions;

  // The scheduled post that this one is: it goes when the post is written, or nothing is written.
  struct Scheduled {
    ScheduledPostId id{};
    UnixMillis at{};

    friend bool operator==(Scheduled const&, Scheduled const&) = default;
  };
  std::optional<Scheduled> scheduled;

  friend bool operator==(PostDraft const&, PostDraft const&) = default;
};

// As text, without its key, `scheduled` and what it says anew of its media; and back again. Errors: malformed.
std::string write_draft(PostDraft const& draft);
Result<PostDraft> read_draft(std::string_view text);

}  // namespace auklet::service
