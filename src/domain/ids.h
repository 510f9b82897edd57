// SPDX-License-Identifier: Apache-2.0
//
// Every kind of id is a type of its own, so that the compiler refuses to mix them. All are minted by
// base::IdGenerator (sortable by time) and are strings in JSON.
#pragma once

#include <cstdint>
#include <string>
#include <type_traits>
#include <utility>

namespace auklet {

enum class AccountId : std::int64_t {};
enum class PostId : std::int64_t {};
enum class ThreadId : std::int64_t {};  // the id of the post that started the thread
enum class AppId : std::int64_t {};
enum class TokenId : std::int64_t {};
enum class NotificationId : std::int64_t {};
enum class RelationId : std::int64_t {};  // a row of follows, blocks, favourites, …: the cursor of its lists
enum class ListId : std::int64_t {};
enum class TagId : std::int64_t {};
enum class ConversationId : std::int64_t {};
enum class AnnouncementId : std::int64_t {};
enum class ReportId : std::int64_t {};
enum class NotificationRequestId : std::int64_t {};
enum class JobId : std::int64_t {};
enum class CardId : std::int64_t {};
enum class ImportId : std::int64_t {};
enum class ScheduledPostId : std::int64_t {};
enum class FilterId : std::int64_t {};
enum class FilterKeywordId : std::int64_t {};
enum class FilteredPostId : std::int64_t {};  // that a filter names a post, not the post
enum class MediaId : std::int64_t {};
enum class LetterId : std::int64_t {};  // of what a link in an e-mail allows
enum class ArchiveId : std::int64_t {};
enum class AnnualReportId : std::int64_t {};

// The JSON form.
template <class Id>
  requires std::is_enum_v<Id>
std::string to_text(Id id) {
  return std::to_string(std::to_underlying(id));
}

}  // namespace auklet
