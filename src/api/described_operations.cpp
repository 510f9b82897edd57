// SPDX-License-Identifier: Apache-2.0
//
// What each operation is asked, and what it answers. Method and path are those of its route, which knows who may ask; the
// notation is told in description.h.
#include "api/description_texts.h"

namespace auklet::api {

std::string_view const described_operations = R"(
# Accounts
GET /api/v1/accounts ? id:id[] -> Account[] // Several accounts
POST /api/v1/accounts ! username! email! password! agreement:boolean! locale -> Token // Sign somebody up; the token is theirs
GET /api/v1/accounts/lookup ? acct! -> Account // The account of a name such as ann or ann@example.org
GET /api/v1/accounts/search ? q! slice following:boolean resolve:boolean -> Account[] // Accounts by their names
GET /api/v1/accounts/familiar_followers ? id:id[] -> FamiliarFollowers[] // Whom one follows among the followers of others
GET /api/v1/accounts/verify_credentials -> CredentialAccount // Whose token this is
PUT,PATCH /api/v1/accounts/update_credentials ! ProfileChange -> CredentialAccount // Change one's profile
GET /api/v1/accounts/{id} -> Account // One account
GET /api/v1/accounts/{id}/statuses ? paging only_media:boolean exclude_replies:boolean exclude_reblogs:boolean pinned:boolean tagged -> Status[] // What an account has posted, newest first
GET /api/v1/accounts/{id}/followers ? paging -> Account[] // Who follows an account
GET /api/v1/accounts/{id}/following ? paging -> Account[] // Whom an account follows
GET /api/v1/accounts/{id}/endorsements ? paging -> Account[] // Whom an account recommends
GET /api/v1/accounts/{id}/featured_tags -> FeaturedTag[] // The hashtags on a profile
GET /api/v1/accounts/{id}/lists -> List[] // One's lists that have an account as member
GET /api/v1/accounts/{id}/collections ? slice -> Collections // The collections that an account has made
GET /api/v1/accounts/{id}/in_collections ? slice -> Collections // The collections that have an account in them
GET /api/v1/profile -> Profile // One's profile as it is edited
PUT,PATCH /api/v1/profile ! ProfileChange -> Profile // Change it
DELETE /api/v1/profile/avatar -> CredentialAccount // Take one's picture away
DELETE /api/v1/profile/header -> CredentialAccount // Take the picture at the head of one's profile away
GET /api/v1/preferences -> Preferences // How one wants to write and read
GET /api/v1/suggestions ? limit:integer -> Account[] // Whom one might follow, in the form of before 3.4
GET /api/v2/suggestions ? limit:integer -> Suggestion[] // Whom one might follow, and why
DELETE /api/v1/suggestions/{id} -> Empty // Do not suggest an account again
GET /api/v1/directory ? slice order:active|new local:boolean -> Account[] // People who want to be found
GET /api/v1/accounts/{id}/identity_proofs -> any[] // Of services that are gone: none
POST /api/v1/accounts/{id}/email_subscriptions -> Empty // Posts by e-mail: not here

# Relationships
GET /api/v1/accounts/relationships ? id:id[] -> Relationship[] // How one stands to several accounts
POST /api/v1/accounts/{id}/follow ! reblogs:boolean notify:boolean languages:text[] -> Relationship // Follow, or ask to; or change how
POST /api/v1/accounts/{id}/unfollow -> Relationship // Follow no more
POST /api/v1/accounts/{id}/remove_from_followers -> Relationship // Make somebody follow no more
POST /api/v1/accounts/{id}/block -> Relationship // Neither see an account nor be seen
POST /api/v1/accounts/{id}/unblock -> Relationship // Undo that
POST /api/v1/accounts/{id}/mute ! notifications:boolean duration:integer -> Relationship // See nothing of an account, for some seconds or for good
POST /api/v1/accounts/{id}/unmute -> Relationship // Undo that
POST /api/v1/accounts/{id}/note ! comment -> Relationship // Write a note about an account for oneself
POST /api/v1/accounts/{id}/endorse -> Relationship // Recommend an account on one's profile
POST /api/v1/accounts/{id}/unendorse -> Relationship // Recommend it no more
POST /api/v1/accounts/{id}/pin -> Relationship // What endorse was called before 4.4
POST /api/v1/accounts/{id}/unpin -> Relationship // What unendorse was called before 4.4
GET /api/v1/endorsements ? paging -> Account[] // Whom one recommends
GET /api/v1/blocks ? paging -> Account[] // Whom one blocks
GET /api/v1/mutes ? paging -> MutedAccount[] // Whom one mutes
GET /api/v1/follow_requests ? paging -> Account[] // Who asks to follow
POST /api/v1/follow_requests/{id}/authorize -> Relationship // Let an account follow
POST /api/v1/follow_requests/{id}/reject -> Relationship // Do not let it
GET /api/v1/domain_blocks ? paging -> text[] // The servers one blocks
POST /api/v1/domain_blocks ! domain! -> Empty // Block a server
DELETE /api/v1/domain_blocks ? domain! -> Empty // Undo that
GET /api/v1/domain_blocks/preview ? domain! -> DomainTies // What blocking a server would end

# Posts
GET /api/v1/statuses ? id:id[] -> Status[] // Several posts
POST /api/v1/statuses ! NewStatus -> Status|ScheduledStatus // Post, or keep a post for later
GET /api/v1/statuses/{id} -> Status // One post
PUT,PATCH /api/v1/statuses/{id} ! StatusChange -> Status // Edit a post
DELETE /api/v1/statuses/{id} ? delete_media:boolean -> DeletedStatus // Delete a post; the answer is the post with its source, to write it anew
GET /api/v1/statuses/{id}/context -> Context // The thread of a post
GET /api/v1/statuses/{id}/card -> PreviewCard // What its link leads to, as before 3.0
POST /api/v1/statuses/{id}/translate ! lang -> Translation // A post in another language
GET /api/v1/statuses/{id}/history -> StatusEdit[] // What a post said before it was edited
GET /api/v1/statuses/{id}/source -> StatusSource // A post as it was written
POST /api/v1/statuses/{id}/favourite -> Status // Favourite a post
POST /api/v1/statuses/{id}/unfavourite -> Status // Undo that
POST /api/v1/statuses/{id}/bookmark -> Status // Keep a post for oneself
POST /api/v1/statuses/{id}/unbookmark -> Status // Undo that
POST /api/v1/statuses/{id}/pin -> Status // Put an own post on top of one's profile
POST /api/v1/statuses/{id}/unpin -> Status // Undo that
POST /api/v1/statuses/{id}/mute -> Status // Hear no more of a thread
POST /api/v1/statuses/{id}/unmute -> Status // Undo that
POST /api/v1/statuses/{id}/reblog ! visibility:Visibility -> Status // Boost a post
POST /api/v1/statuses/{id}/unreblog -> Status // Undo that
GET /api/v1/statuses/{id}/favourited_by ? paging -> Account[] // Who favourited a post
GET /api/v1/statuses/{id}/reblogged_by ? paging -> Account[] // Who boosted a post
GET /api/v1/statuses/{id}/quotes ? paging -> Status[] // The posts that quote a post
POST /api/v1/statuses/{id}/quotes/{quoting_status_id}/revoke -> Status // Have an own post shown in a post that quotes it no more
PUT /api/v1/statuses/{id}/interaction_policy ! quote_approval_policy:ApprovalPolicy reply_approval_policy:ApprovalPolicy reblog_approval_policy:ApprovalPolicy -> Status // Say anew who may quote, reply to and boost an own post
GET /api/v1/favourites ? paging -> Status[] // The posts one favourited
GET /api/v1/bookmarks ? paging -> Status[] // The posts one keeps
GET /api/v1/polls/{id} -> Poll // One poll
POST /api/v1/polls/{id}/votes ! choices:integer[]! -> Poll // Vote
GET /api/v1/scheduled_statuses ? paging -> ScheduledStatus[] // The posts that wait
GET /api/v1/scheduled_statuses/{id} -> ScheduledStatus // One of them
PUT,PATCH /api/v1/scheduled_statuses/{id} ! scheduled_at:time! -> ScheduledStatus // Change when it is posted
DELETE /api/v1/scheduled_statuses/{id} -> Empty // Do not post it
GET /api/oembed ? url! maxwidth:integer format -> OEmbed // A public post for a page of another site

# Media
POST /api/v1/media ! file:file! description focus -> MediaAttachment // Upload; the answer comes when all is done
POST /api/v2/media ! file:file! description focus -> 200,202 MediaAttachment // Upload; 202 when there is more to do
GET /api/v1/media/{id} -> 200,206 MediaAttachment // How far an upload is; 206 while there is more to do
PUT,PATCH /api/v1/media/{id} ! description focus -> MediaAttachment // Describe an upload
DELETE /api/v1/media/{id} -> Empty // Delete an upload that stands in no post
GET /media/{name} -> bytes // The bytes of a file, or a range of them

# Timelines
GET /api/v1/timelines/home ? paging -> Status[] // The posts of whom and what one follows
GET /api/v1/timelines/list/{list_id} ? paging -> Status[] // The posts of a list's members
GET /api/v1/timelines/public ? paging local:boolean remote:boolean only_media:boolean -> Status[] // Public posts
GET /api/v1/timelines/tag/{hashtag} ? paging any:text[] all:text[] none:text[] local:boolean remote:boolean only_media:boolean -> Status[] // Posts with a hashtag
GET /api/v1/timelines/link ? paging url! -> Status[] // Posts with a link that is in the trends
GET /api/v1/conversations ? paging -> Conversation[] // One's conversations
DELETE /api/v1/conversations/{id} -> Empty // Forget one
POST /api/v1/conversations/{id}/read -> Conversation // Say that it is read
POST /api/v1/conversations/{id}/unread -> Conversation // Say that it is not
GET /api/v1/timelines/direct ? paging -> Status[] // The posts of all of them, as before 3.0
GET /api/v1/markers ? timeline:home|notifications[] -> Markers // How far one has read
POST /api/v1/markers ! MarkerChange -> Markers // Say how far
GET /api/v1/lists -> List[] // One's lists
POST /api/v1/lists ! title! replies_policy:followed|list|none exclusive:boolean -> List // Make a list
GET /api/v1/lists/{id} -> List // One list
PUT,PATCH /api/v1/lists/{id} ! title replies_policy:followed|list|none exclusive:boolean -> List // Change it
DELETE /api/v1/lists/{id} -> Empty // Delete it
GET /api/v1/lists/{id}/accounts ? paging -> Account[] // Its members; all of them for limit=0
POST /api/v1/lists/{id}/accounts ! account_ids:id[]! -> Empty // Put accounts on it
DELETE /api/v1/lists/{id}/accounts ? account_ids:id[]! -> Empty // Take accounts off it

# Hashtags and trends
GET /api/v1/tags/{name} -> Tag // One hashtag
POST /api/v1/tags/{name}/follow -> Tag // Follow it
POST /api/v1/tags/{name}/unfollow -> Tag // Follow it no more
POST /api/v1/tags/{name}/feature -> Tag // Show it on one's profile
POST /api/v1/tags/{name}/unfeature -> Tag // Show it no more
GET /api/v1/followed_tags ? paging -> Tag[] // The hashtags one follows
GET /api/v1/featured_tags -> FeaturedTag[] // The hashtags on one's profile
POST /api/v1/featured_tags ! name! -> FeaturedTag // Show a hashtag there
DELETE /api/v1/featured_tags/{id} -> Empty // Show it no more
GET /api/v1/featured_tags/suggestions -> Tag[] // The hashtags one uses most
GET /api/v1/trends ? slice -> Tag[] // What trends/tags was called before 3.5
GET /api/v1/trends/tags ? slice -> Tag[] // Hashtags that are much used now
GET /api/v1/trends/links ? slice -> TrendingLink[] // Links that are much shared now
GET /api/v1/trends/statuses ? slice -> Status[] // Posts that are much liked now
GET /api/v1/search ? q! type:accounts|hashtags|statuses slice max_id:id min_id:id account_id:id resolve:boolean following:boolean exclude_unreviewed:boolean -> V1SearchResult // Search, in the form of before 3.0
GET /api/v2/search ? q! type:accounts|hashtags|statuses slice max_id:id min_id:id account_id:id resolve:boolean following:boolean exclude_unreviewed:boolean -> SearchResult // Search for accounts, posts and hashtags

# Notifications
GET /api/v1/notifications ? paging types:text[] exclude_types:text[] account_id:id include_filtered:boolean -> Notification[] // What happened, newest first
GET /api/v1/notifications/unread_count ? limit:integer types:text[] exclude_types:text[] account_id:id include_filtered:boolean -> Count // How much of it is new
GET /api/v1/notifications/{id} -> Notification // One notification
POST /api/v1/notifications/clear -> Empty // Forget them all
POST /api/v1/notifications/{id}/dismiss -> Empty // Forget one
POST /api/v1/notifications/dismiss ! id:id! -> Empty // The same in the form of before 1.3
DELETE /api/v1/notifications/{id} -> Empty // The same again
DELETE /api/v1/notifications/destroy_multiple ? ids:id[]! -> Empty // Forget several
GET /api/v2/notifications ? paging types:text[] exclude_types:text[] account_id:id include_filtered:boolean grouped_types:text[] expand_accounts:full|partial_avatars -> GroupedNotifications // What happened, in groups
GET /api/v2/notifications/unread_count ? limit:integer types:text[] exclude_types:text[] account_id:id include_filtered:boolean grouped_types:text[] -> Count // How many groups are new
POST /api/v2/notifications/clear -> Empty // Forget them all
GET /api/v2/notifications/{group_key} -> GroupedNotifications // One group
GET /api/v2/notifications/{group_key}/accounts ? paging -> Account[] // Everybody in it
POST /api/v2/notifications/{group_key}/dismiss -> Empty // Forget it
GET /api/v2/notifications/policy -> NotificationPolicy // What happens to notifications of whom one may not know
PUT,PATCH /api/v2/notifications/policy ! for_not_following:NotificationVerdict for_not_followers:NotificationVerdict for_new_accounts:NotificationVerdict for_private_mentions:NotificationVerdict for_limited_accounts:NotificationVerdict -> NotificationPolicy // Change that
GET /api/v1/notifications/policy -> V1NotificationPolicy // The same in the form of 4.3's betas
PUT,PATCH /api/v1/notifications/policy ! filter_not_following:boolean filter_not_followers:boolean filter_new_accounts:boolean filter_private_mentions:boolean -> V1NotificationPolicy // Change that
GET /api/v1/notifications/requests ? paging -> NotificationRequest[] // Whose notifications are kept apart
GET /api/v1/notifications/requests/merged -> Merged // Whether what was accepted has arrived
GET /api/v1/notifications/requests/{id} -> NotificationRequest // One of them
POST /api/v1/notifications/requests/accept ! id:id[]! -> Empty // Let several through
POST /api/v1/notifications/requests/dismiss ! id:id[]! -> Empty // Put several away
POST /api/v1/notifications/requests/{id}/accept -> Empty // Let one through
POST /api/v1/notifications/requests/{id}/dismiss -> Empty // Put one away
POST /api/v1/push/subscription ! NewPushSubscription -> WebPushSubscription // Be told while the app does not run
GET /api/v1/push/subscription -> WebPushSubscription // Where one is told
PUT,PATCH /api/v1/push/subscription ! PushChange -> WebPushSubscription // Change what one is told of
DELETE /api/v1/push/subscription -> Empty // Be told no more

# Filters
GET /api/v2/filters -> Filter[] // One's filters
POST /api/v2/filters ! FilterChange -> Filter // Make a filter
GET /api/v2/filters/{id} -> Filter // One filter
PUT,PATCH /api/v2/filters/{id} ! FilterChange -> Filter // Change it
DELETE /api/v2/filters/{id} -> Empty // Delete it
GET /api/v2/filters/{id}/keywords -> FilterKeyword[] // Its words
POST /api/v2/filters/{id}/keywords ! keyword! whole_word:boolean -> FilterKeyword // Add a word
GET /api/v2/filters/{id}/statuses -> FilterStatus[] // Its posts
POST /api/v2/filters/{id}/statuses ! status_id:id! -> FilterStatus // Add a post
GET /api/v2/filters/keywords/{id} -> FilterKeyword // One word
PUT,PATCH /api/v2/filters/keywords/{id} ! keyword whole_word:boolean -> FilterKeyword // Change it
DELETE /api/v2/filters/keywords/{id} -> Empty // Delete it
GET /api/v2/filters/statuses/{id} -> FilterStatus // One post of a filter
DELETE /api/v2/filters/statuses/{id} -> Empty // Delete it
GET /api/v1/filters -> V1Filter[] // One's filters word by word, as before 4.0
POST /api/v1/filters ! V1FilterChange -> V1Filter // Make one
GET /api/v1/filters/{id} -> V1Filter // One of them
PUT,PATCH /api/v1/filters/{id} ! V1FilterChange -> V1Filter // Change it
DELETE /api/v1/filters/{id} -> Empty // Delete it

# Collections
POST /api/v1/collections ! name! description language sensitive:boolean discoverable:boolean tag_name account_ids:id[] -> CollectionAnswer // Make a collection
GET /api/v1/collections/{id} -> CollectionWithAccounts // One collection
PUT,PATCH /api/v1/collections/{id} ! name description language sensitive:boolean discoverable:boolean tag_name -> CollectionAnswer // Change it
DELETE /api/v1/collections/{id} -> Empty // Delete it
POST /api/v1/collections/{id}/items ! account_id:id! -> CollectionItemAnswer // Put an account into it
DELETE /api/v1/collections/{id}/items/{item} -> Empty // Take one out
POST /api/v1/collections/{id}/items/{item}/revoke -> Empty // Take oneself out

# Server
GET /api/v2/instance -> Instance // This server
GET /api/v1/instance -> V1Instance // The same in the form of before 4.0
GET /api/v1/instance/rules -> Rule[] // Its rules
GET /api/v1/instance/peers -> text[] // The servers it knows
GET /api/v1/instance/domain_blocks -> BlockedServer[] // The servers it blocks
GET /api/v1/instance/privacy_policy -> ServerText // What it does with what it knows of people
GET /api/v1/instance/terms_of_service -> TermsOfService // The terms that hold
GET /api/v1/instance/terms_of_service/{date} -> TermsOfService // Those of a day
GET /api/v1/instance/languages -> Language[] // The languages it has names for
GET /api/v1/instance/activity -> ActiveWeek[] // How lively its last twelve weeks were
GET /api/v1/peers/search ? q -> text[] // The servers it knows, by their names
GET /api/v1/donation_campaigns -> 204 plain // It asks nobody for money
GET /api/v1/instance/translation_languages -> {text[]} // By the language of a post, those it can be translated into
GET /api/v1/instance/extended_description -> ServerText // What it says about itself
GET /api/v1/custom_emojis -> CustomEmoji[] // Its emojis
GET /api/v1/announcements ? with_dismissed:boolean -> Announcement[] // What it tells everybody
POST /api/v1/announcements/{id}/dismiss -> Empty // Say that it is read
PUT,PATCH /api/v1/announcements/{id}/reactions/{name} -> Empty // Answer with an emoji
DELETE /api/v1/announcements/{id}/reactions/{name} -> Empty // Undo that
POST /api/v1/reports ! account_id:id! status_ids:id[] comment category:spam|legal|violation|other forward:boolean -> Report // Tell the moderators of an account
GET /api/openapi.json -> any // This description
GET /health -> plain // OK
GET /.well-known/webfinger ? resource! -> Links // RFC 7033: who a name is
GET /.well-known/host-meta -> xrd // RFC 6415: where WebFinger is
GET /.well-known/host-meta.json -> Links // The same as JSON
GET /.well-known/nodeinfo -> Links // Where NodeInfo is
GET /nodeinfo/2.0 -> NodeInfo // What runs here, and how much
GET /nodeinfo/2.1 -> NodeInfo // The same in the newer form

# Years
GET /api/v1/annual_reports -> AnnualReports // What one has not read yet of what years were for one
GET /api/v1/annual_reports/{year} -> AnnualReports // What one year was
GET /api/v1/annual_reports/{year}/state -> AnnualReportState // Whether there is a report, or could be
POST /api/v1/annual_reports/{year}/generate -> 200,202 Empty // Have it made
POST /api/v1/annual_reports/{year}/read -> Empty // Say that it is read
GET /api/v1_alpha/async_refreshes/{id} -> AsyncRefreshes // How far something is that an answer pointed to

# E-mail
POST /api/v1/emails/confirmations ! email -> Empty // Send the link again by which one shows that an address is one's own
GET /api/v1/emails/check_confirmation -> boolean // Whether that is done

# Taking one's things along
GET /api/v1/auklet/exports/follows.csv -> csv // Whom one follows
GET /api/v1/auklet/exports/blocks.csv -> csv // Whom one blocks
GET /api/v1/auklet/exports/mutes.csv -> csv // Whom one mutes
GET /api/v1/auklet/exports/lists.csv -> csv // Who is on one's lists
GET /api/v1/auklet/exports/bookmarks.csv -> csv // The posts one keeps
POST /api/v1/auklet/imports/follows ! data! -> 202 Import // Bring such a file in
POST /api/v1/auklet/imports/blocks ! data! -> 202 Import // Bring such a file in
POST /api/v1/auklet/imports/mutes ! data! -> 202 Import // Bring such a file in
POST /api/v1/auklet/imports/lists ! data! -> 202 Import // Bring such a file in
POST /api/v1/auklet/imports/bookmarks ! data! -> 202 Import // Bring such a file in
GET /api/v1/auklet/imports -> Import[] // The files one brought in
GET /api/v1/auklet/imports/{id} -> Import // How far one is
GET /api/v1/auklet/imports/{id}/failures ? after:integer -> ImportFailure[] // What of it could not be taken
POST /api/v1/auklet/archives -> 202 Archive // Have all that one has here made into one file
GET /api/v1/auklet/archives -> Archive[] // The files that were made
GET /api/v1/auklet/archives/{id} -> Archive // How far one is
GET /api/v1/auklet/archives/{id}/archive.zip -> bytes // The file

# Where one is logged in
GET /api/v1/auklet/sessions -> AppSession[] // The apps and browsers that act for one, the last used first
DELETE /api/v1/auklet/sessions -> Empty // End all of them but the one that asks
DELETE /api/v1/auklet/sessions/{id} -> Empty // End one of them
POST /api/v1/auklet/password ! current_password! password! -> Empty // Change one's password, and end all but the one that asks

# Apps and logging in
POST /api/v1/apps ! NewApp -> CredentialApp // Register an app
GET /api/v1/apps/verify_credentials -> App // Whose token this is
GET /oauth/authorize ? response_type! client_id! redirect_uri! scope state code_challenge code_challenge_method force_login:boolean -> 200,302,303 page // RFC 6749: ask somebody whether an app may act for them
POST /oauth/authorize ! decision! csrf! client_id! redirect_uri! response_type! scope state code_challenge code_challenge_method -> 303 page // What the page of consent sends
DELETE /oauth/authorize ! csrf! client_id! redirect_uri! response_type! scope state -> 303 page // The same for no
GET /oauth/authorize/native ? code! -> page // The code, for people to copy
POST /oauth/token ! TokenRequest -> Token // A token for a code
POST /oauth/revoke ! client_id client_secret token! -> Empty // RFC 7009: make a token worthless
GET,POST /oauth/userinfo -> UserInfo // OpenID Connect Core 1.0: who somebody is
GET /.well-known/oauth-authorization-server -> AuthorizationServer // RFC 8414: what logging in takes here
)";

}  // namespace auklet::api
