// SPDX-License-Identifier: Apache-2.0
#include "store/schema.h"

#include <array>

namespace auklet::store {

namespace {

// Who people are. `username_key` is the folded name that look-ups and uniqueness use.
constexpr db::Sql accounts[] = {
    R"(CREATE TABLE accounts (
         id {id},
         username TEXT NOT NULL,
         username_key TEXT NOT NULL,
         domain TEXT NOT NULL,
         uri TEXT NOT NULL,
         url TEXT NOT NULL,
         display_name TEXT NOT NULL,
         note TEXT NOT NULL,
         fields TEXT NOT NULL,
         locked BIGINT NOT NULL,
         bot BIGINT NOT NULL,
         discoverable BIGINT NOT NULL,
         indexable BIGINT NOT NULL,
         hide_collections BIGINT NOT NULL,
         followers_count BIGINT NOT NULL DEFAULT 0,
         following_count BIGINT NOT NULL DEFAULT 0,
         posts_count BIGINT NOT NULL DEFAULT 0,
         last_posted_at BIGINT,
         suspended_at BIGINT,
         created_at BIGINT NOT NULL))",
    "CREATE UNIQUE INDEX accounts_by_handle ON accounts (username_key, domain)",
    "CREATE UNIQUE INDEX accounts_by_uri ON accounts (uri)",

    R"(CREATE TABLE users (
         account_id {id},
         email TEXT NOT NULL,
         email_key TEXT NOT NULL,
         password_hash TEXT NOT NULL,
         role BIGINT NOT NULL,
         locale TEXT NOT NULL,
         default_visibility BIGINT NOT NULL,
         default_sensitive BIGINT NOT NULL,
         default_language TEXT,
         disabled_at BIGINT,
         created_at BIGINT NOT NULL))",
    "CREATE UNIQUE INDEX users_by_email ON users (email_key)",

    // At most one row, of id 1: whoever could insert it was the first account, also when two sign up at once. From
    // then on the addresses of people here are permanent, and so is the domain.
    "CREATE TABLE founders (id {id}, account_id BIGINT NOT NULL, domain TEXT NOT NULL)",
};

// How people get in. Tokens, codes, cookies and client secrets are stored as SHA-256 only.
constexpr db::Sql access[] = {
    R"(CREATE TABLE apps (
         id {id},
         client_id TEXT NOT NULL,
         client_secret_hash TEXT NOT NULL,
         name TEXT NOT NULL,
         website TEXT,
         redirect_uris TEXT NOT NULL,
         scopes TEXT NOT NULL,
         created_at BIGINT NOT NULL))",
    "CREATE UNIQUE INDEX apps_by_client_id ON apps (client_id)",

    R"(CREATE TABLE authorization_codes (
         code_hash TEXT PRIMARY KEY,
         app_id BIGINT NOT NULL,
         account_id BIGINT NOT NULL,
         redirect_uri TEXT NOT NULL,
         scopes TEXT NOT NULL,
         code_challenge TEXT,
         token_id BIGINT,
         expires_at BIGINT NOT NULL))",
    "CREATE INDEX authorization_codes_by_expiry ON authorization_codes (expires_at)",

    R"(CREATE TABLE tokens (
         id {id},
         token_hash TEXT NOT NULL,
         app_id BIGINT NOT NULL,
         account_id BIGINT,
         scopes TEXT NOT NULL,
         created_at BIGINT NOT NULL))",
    "CREATE UNIQUE INDEX tokens_by_hash ON tokens (token_hash)",
    "CREATE INDEX tokens_by_app ON tokens (app_id, account_id)",
    "CREATE INDEX tokens_by_account ON tokens (account_id)",

    R"(CREATE TABLE sessions (
         session_hash TEXT PRIMARY KEY,
         account_id BIGINT NOT NULL,
         created_at BIGINT NOT NULL,
         expires_at BIGINT NOT NULL))",
    "CREATE INDEX sessions_by_account ON sessions (account_id)",
    "CREATE INDEX sessions_by_expiry ON sessions (expires_at)",
};

// How people stand to each other. `id` is the cursor of the lists.
constexpr db::Sql relations[] = {
    R"(CREATE TABLE follows (
         id BIGINT NOT NULL,
         follower_id BIGINT NOT NULL,
         followee_id BIGINT NOT NULL,
         show_reblogs BIGINT NOT NULL,
         notify BIGINT NOT NULL,
         languages TEXT NOT NULL,
         PRIMARY KEY (follower_id, followee_id)) {clustered})",
    "CREATE INDEX follows_by_follower ON follows (follower_id, id)",
    "CREATE INDEX follows_by_followee ON follows (followee_id, id)",

    R"(CREATE TABLE follow_requests (
         id BIGINT NOT NULL,
         follower_id BIGINT NOT NULL,
         followee_id BIGINT NOT NULL,
         show_reblogs BIGINT NOT NULL,
         notify BIGINT NOT NULL,
         languages TEXT NOT NULL,
         PRIMARY KEY (follower_id, followee_id)) {clustered})",
    "CREATE INDEX follow_requests_by_followee ON follow_requests (followee_id, id)",

    R"(CREATE TABLE blocks (
         id BIGINT NOT NULL,
         account_id BIGINT NOT NULL,
         target_id BIGINT NOT NULL,
         PRIMARY KEY (account_id, target_id)) {clustered})",
    "CREATE INDEX blocks_by_account ON blocks (account_id, id)",
    "CREATE INDEX blocks_by_target ON blocks (target_id, account_id)",

    R"(CREATE TABLE mutes (
         id BIGINT NOT NULL,
         account_id BIGINT NOT NULL,
         target_id BIGINT NOT NULL,
         hide_notifications BIGINT NOT NULL,
         expires_at BIGINT,
         PRIMARY KEY (account_id, target_id)) {clustered})",
    "CREATE INDEX mutes_by_account ON mutes (account_id, id)",

    R"(CREATE TABLE account_notes (
         account_id BIGINT NOT NULL,
         target_id BIGINT NOT NULL,
         comment TEXT NOT NULL,
         PRIMARY KEY (account_id, target_id)) {clustered})",
};

// What people say. A boost is a post that points at another.
constexpr db::Sql posts[] = {
    R"(CREATE TABLE posts (
         id {id},
         account_id BIGINT NOT NULL,
         remote_uri TEXT,
         remote_url TEXT,
         in_reply_to_id BIGINT,
         in_reply_to_account_id BIGINT,
         thread_id BIGINT NOT NULL,
         boost_of_id BIGINT,
         boost_of_account_id BIGINT,
         visibility BIGINT NOT NULL,
         sensitive BIGINT NOT NULL,
         spoiler_text TEXT NOT NULL,
         text TEXT NOT NULL,
         content TEXT NOT NULL,
         language TEXT,
         app_id BIGINT,
         created_at BIGINT NOT NULL,
         edited_at BIGINT,
         replies_count BIGINT NOT NULL DEFAULT 0,
         boosts_count BIGINT NOT NULL DEFAULT 0,
         favourites_count BIGINT NOT NULL DEFAULT 0))",
    "CREATE INDEX posts_by_account ON posts (account_id, id)",
    "CREATE INDEX posts_by_parent ON posts (in_reply_to_id, id) WHERE in_reply_to_id IS NOT NULL",
    "CREATE UNIQUE INDEX posts_boosts ON posts (boost_of_id, account_id) WHERE boost_of_id IS NOT NULL",
    "CREATE UNIQUE INDEX posts_by_uri ON posts (remote_uri) WHERE remote_uri IS NOT NULL",
    // The public timelines hold public posts that are neither boosts nor replies to others.
    R"(CREATE INDEX posts_public ON posts (id)
       WHERE visibility = 0 AND boost_of_id IS NULL
         AND (in_reply_to_account_id IS NULL OR in_reply_to_account_id = account_id))",

    R"(CREATE TABLE post_mentions (
         post_id BIGINT NOT NULL,
         account_id BIGINT NOT NULL,
         position BIGINT NOT NULL,
         PRIMARY KEY (post_id, account_id)) {clustered})",
    "CREATE INDEX post_mentions_by_account ON post_mentions (account_id, post_id)",

    R"(CREATE TABLE tags (
         id {id},
         name TEXT NOT NULL,
         display TEXT NOT NULL,
         created_at BIGINT NOT NULL))",
    "CREATE UNIQUE INDEX tags_by_name ON tags (name)",

    R"(CREATE TABLE post_tags (
         post_id BIGINT NOT NULL,
         tag_id BIGINT NOT NULL,
         position BIGINT NOT NULL,
         PRIMARY KEY (post_id, tag_id)) {clustered})",
    "CREATE INDEX post_tags_by_tag ON post_tags (tag_id, post_id)",

    R"(CREATE TABLE post_edits (
         id {id},
         post_id BIGINT NOT NULL,
         content TEXT NOT NULL,
         spoiler_text TEXT NOT NULL,
         sensitive BIGINT NOT NULL,
         created_at BIGINT NOT NULL))",
    "CREATE INDEX post_edits_by_post ON post_edits (post_id, id)",

    R"(CREATE TABLE idempotency_keys (
         account_id BIGINT NOT NULL,
         idempotency_key TEXT NOT NULL,
         post_id BIGINT NOT NULL,
         created_at BIGINT NOT NULL,
         PRIMARY KEY (account_id, idempotency_key)) {clustered})",
    "CREATE INDEX idempotency_keys_by_age ON idempotency_keys (created_at)",
};

// What people do with what others say.
constexpr db::Sql reactions[] = {
    R"(CREATE TABLE favourites (
         id BIGINT NOT NULL,
         account_id BIGINT NOT NULL,
         post_id BIGINT NOT NULL,
         PRIMARY KEY (post_id, account_id)) {clustered})",
    "CREATE INDEX favourites_by_account ON favourites (account_id, id)",
    "CREATE INDEX favourites_by_post ON favourites (post_id, id)",

    R"(CREATE TABLE bookmarks (
         id BIGINT NOT NULL,
         account_id BIGINT NOT NULL,
         post_id BIGINT NOT NULL,
         PRIMARY KEY (post_id, account_id)) {clustered})",
    "CREATE INDEX bookmarks_by_account ON bookmarks (account_id, id)",

    R"(CREATE TABLE pins (
         id BIGINT NOT NULL,
         account_id BIGINT NOT NULL,
         post_id BIGINT NOT NULL,
         PRIMARY KEY (post_id, account_id)) {clustered})",
    "CREATE INDEX pins_by_account ON pins (account_id, id)",

    R"(CREATE TABLE thread_mutes (
         account_id BIGINT NOT NULL,
         thread_id BIGINT NOT NULL,
         PRIMARY KEY (account_id, thread_id)) {clustered})",

    R"(CREATE TABLE notifications (
         id {id},
         account_id BIGINT NOT NULL,
         type BIGINT NOT NULL,
         from_account_id BIGINT NOT NULL,
         post_id BIGINT,
         created_at BIGINT NOT NULL))",
    "CREATE INDEX notifications_by_account ON notifications (account_id, id)",
    "CREATE INDEX notifications_by_sender ON notifications (account_id, from_account_id)",
    "CREATE INDEX notifications_by_post ON notifications (post_id) WHERE post_id IS NOT NULL",

    R"(CREATE TABLE markers (
         account_id BIGINT NOT NULL,
         timeline TEXT NOT NULL,
         last_read_id BIGINT NOT NULL,
         version BIGINT NOT NULL,
         updated_at BIGINT NOT NULL,
         PRIMARY KEY (account_id, timeline)) {clustered})",
};

// Every post asks who wants to be told of its author's posts; among a hundred thousand followers those are few.
constexpr db::Sql curious_followers[] = {
    "CREATE INDEX follows_to_notify ON follows (followee_id) WHERE notify = 1",
};

// Some of those whom an account follows, with a timeline of their own. `id` of a member is the cursor of the page.
constexpr db::Sql lists[] = {
    R"(CREATE TABLE lists (
         id {id},
         account_id BIGINT NOT NULL,
         title TEXT NOT NULL,
         replies_policy BIGINT NOT NULL,
         exclusive BIGINT NOT NULL))",
    "CREATE INDEX lists_by_account ON lists (account_id, id)",

    R"(CREATE TABLE list_members (
         id BIGINT NOT NULL,
         list_id BIGINT NOT NULL,
         account_id BIGINT NOT NULL,
         PRIMARY KEY (list_id, account_id)) {clustered})",
    "CREATE INDEX list_members_by_list ON list_members (list_id, id)",
};

// The hashtags that people follow. `id` is the cursor of the list.
constexpr db::Sql tag_follows[] = {
    R"(CREATE TABLE tag_follows (
         id BIGINT NOT NULL,
         account_id BIGINT NOT NULL,
         tag_id BIGINT NOT NULL,
         PRIMARY KEY (account_id, tag_id)) {clustered})",
    "CREATE INDEX tag_follows_by_account ON tag_follows (account_id, id)",
};

// What posts are found by. A new or changed post waits in the queue, where a search sees it too, and goes into the index
// with many others: docs/decisions/0022-search.md.
constexpr db::Sql search[] = {
    "{fulltext post_search}",
    "{fulltext_index post_search}",
    "CREATE TABLE search_queue (post_id {id})",
    "INSERT INTO search_queue (post_id) SELECT id FROM posts WHERE boost_of_id IS NULL",
};

// What must still happen outside of a transaction. A job that somebody works on is one that is due again when the
// holder's time is over. `lane` tells whom the work is for, so that many jobs for one do not delay the others.
constexpr db::Sql jobs[] = {
    R"(CREATE TABLE jobs (
         id {id},
         kind TEXT NOT NULL,
         lane BIGINT NOT NULL,
         payload TEXT NOT NULL,
         run_at BIGINT NOT NULL,
         attempts BIGINT NOT NULL DEFAULT 0,
         holder BIGINT,
         last_error TEXT,
         created_at BIGINT NOT NULL))",
    "CREATE INDEX jobs_by_time ON jobs (kind, run_at)",
    "CREATE INDEX jobs_by_lane ON jobs (kind, lane, run_at, id)",

    // Those that nobody tries any more, for people to look at.
    R"(CREATE TABLE dead_jobs (
         id {id},
         kind TEXT NOT NULL,
         lane BIGINT NOT NULL,
         payload TEXT NOT NULL,
         attempts BIGINT NOT NULL,
         last_error TEXT NOT NULL,
         created_at BIGINT NOT NULL,
         died_at BIGINT NOT NULL))",
    "CREATE INDEX dead_jobs_by_age ON dead_jobs (died_at)",

    "CREATE TABLE job_schedules (kind TEXT PRIMARY KEY, next_at BIGINT NOT NULL)",
};

// What pages say of themselves, one row an address, and which post shows which.
constexpr db::Sql link_cards[] = {
    R"(CREATE TABLE cards (
         id {id},
         url TEXT NOT NULL UNIQUE,
         title TEXT NOT NULL,
         description TEXT NOT NULL,
         type BIGINT NOT NULL,
         author_name TEXT NOT NULL,
         author_url TEXT NOT NULL,
         provider_name TEXT NOT NULL,
         provider_url TEXT NOT NULL,
         html TEXT NOT NULL,
         width BIGINT NOT NULL,
         height BIGINT NOT NULL,
         embed_url TEXT NOT NULL,
         language TEXT,
         published_at BIGINT,
         fetched_at BIGINT NOT NULL))",
    "CREATE TABLE post_cards (post_id {id}, card_id BIGINT NOT NULL)",
    "CREATE INDEX post_cards_by_card ON post_cards (card_id, post_id)",
};

// Files that people brought with them; rows are here until they have had their turn.
constexpr db::Sql imports[] = {
    R"(CREATE TABLE imports (
         id {id},
         account_id BIGINT NOT NULL,
         what BIGINT NOT NULL,
         row_count BIGINT NOT NULL,
         done BIGINT NOT NULL,
         failed BIGINT NOT NULL,
         created_at BIGINT NOT NULL))",
    "CREATE INDEX imports_by_account ON imports (account_id, id)",

    R"(CREATE TABLE import_rows (
         import_id BIGINT NOT NULL,
         position BIGINT NOT NULL,
         line TEXT NOT NULL,
         PRIMARY KEY (import_id, position)) {clustered})",
};

// What people do not want to be shown: words, and single posts. A post that is deleted leaves all filters.
constexpr db::Sql filters[] = {
    R"(CREATE TABLE filters (
         id {id},
         account_id BIGINT NOT NULL,
         title TEXT NOT NULL,
         contexts BIGINT NOT NULL,
         action BIGINT NOT NULL,
         expires_at BIGINT))",
    "CREATE INDEX filters_by_account ON filters (account_id, id)",

    R"(CREATE TABLE filter_keywords (
         id {id},
         filter_id BIGINT NOT NULL,
         keyword TEXT NOT NULL,
         whole_word BIGINT NOT NULL))",
    "CREATE INDEX filter_keywords_by_filter ON filter_keywords (filter_id, id)",

    R"(CREATE TABLE filter_posts (
         id {id},
         filter_id BIGINT NOT NULL,
         post_id BIGINT NOT NULL))",
    "CREATE UNIQUE INDEX filter_posts_once ON filter_posts (filter_id, post_id)",
    "CREATE INDEX filter_posts_by_post ON filter_posts (post_id)",
};

// A poll is a part of its post. `told_until`: how far the end has been told, in the order of accounts.
constexpr db::Sql polls[] = {
    R"(CREATE TABLE polls (
         post_id {id},
         account_id BIGINT NOT NULL,
         multiple BIGINT NOT NULL,
         hide_totals BIGINT NOT NULL,
         expires_at BIGINT,
         votes_count BIGINT NOT NULL DEFAULT 0,
         voters_count BIGINT NOT NULL DEFAULT 0,
         told_until BIGINT))",

    R"(CREATE TABLE poll_options (
         post_id BIGINT NOT NULL,
         position BIGINT NOT NULL,
         title TEXT NOT NULL,
         votes_count BIGINT NOT NULL DEFAULT 0,
         PRIMARY KEY (post_id, position)) {clustered})",

    R"(CREATE TABLE poll_votes (
         post_id BIGINT NOT NULL,
         account_id BIGINT NOT NULL,
         choice BIGINT NOT NULL,
         PRIMARY KEY (post_id, account_id, choice)) {clustered})",
    "CREATE INDEX poll_votes_by_account ON poll_votes (account_id, post_id)",

    // The options of former versions, as a JSON list of texts.
    "ALTER TABLE post_edits ADD COLUMN poll_options TEXT NOT NULL DEFAULT '[]'",
};

// Posts that are to be written later. `draft` is what the client sent, as JSON.
constexpr db::Sql scheduled_posts[] = {
    R"(CREATE TABLE scheduled_posts (
         id {id},
         account_id BIGINT NOT NULL,
         app_id BIGINT,
         scheduled_at BIGINT NOT NULL,
         draft TEXT NOT NULL,
         idempotency_key TEXT,
         job_id BIGINT NOT NULL))",
    "CREATE INDEX scheduled_posts_by_account ON scheduled_posts (account_id, id)",
};

// What people show and see of each other beside posts. `id` is the cursor of the lists.
constexpr db::Sql people[] = {
    R"(CREATE TABLE featured_tags (
         id BIGINT NOT NULL,
         account_id BIGINT NOT NULL,
         tag_id BIGINT NOT NULL,
         display TEXT NOT NULL,
         PRIMARY KEY (account_id, tag_id)) {clustered})",
    // The posts that a featured hashtag counts: of a hashtag that many use, those of one author would be hard to find.
    R"(CREATE TABLE featured_tag_posts (
         account_id BIGINT NOT NULL,
         tag_id BIGINT NOT NULL,
         post_id BIGINT NOT NULL,
         PRIMARY KEY (account_id, tag_id, post_id)) {clustered})",

    R"(CREATE TABLE endorsements (
         id BIGINT NOT NULL,
         account_id BIGINT NOT NULL,
         target_id BIGINT NOT NULL,
         PRIMARY KEY (account_id, target_id)) {clustered})",
    "CREATE INDEX endorsements_by_account ON endorsements (account_id, id)",

    R"(CREATE TABLE domain_blocks (
         id BIGINT NOT NULL,
         account_id BIGINT NOT NULL,
         domain TEXT NOT NULL,
         PRIMARY KEY (account_id, domain)) {clustered})",
    "CREATE INDEX domain_blocks_by_account ON domain_blocks (account_id, id)",
    "CREATE INDEX accounts_by_domain ON accounts (domain, id)",

    // Those who want to be found. A table of its own, so that only their posts pay for the order of activity.
    "CREATE TABLE directory (id {id}, domain TEXT NOT NULL, last_posted_at BIGINT NOT NULL)",
    "CREATE INDEX directory_by_activity ON directory (last_posted_at, id)",
    "INSERT INTO directory (id, domain, last_posted_at) "
    "SELECT id, domain, COALESCE(last_posted_at, 0) FROM accounts WHERE discoverable = 1",
    R"(CREATE INDEX accounts_by_fame ON accounts (domain, followers_count, id)
       WHERE discoverable = 1 AND suspended_at IS NULL)",

    R"(CREATE TABLE suggestion_dismissals (
         account_id BIGINT NOT NULL,
         target_id BIGINT NOT NULL,
         PRIMARY KEY (account_id, target_id)) {clustered})",
};

// Direct posts, gathered for each of those who may read them by thread and by who takes part. `participants` are the others'
// ids, in order, with a space around each.
constexpr db::Sql conversations[] = {
    R"(CREATE TABLE conversations (
         id {id},
         account_id BIGINT NOT NULL,
         thread_id BIGINT NOT NULL,
         participants TEXT NOT NULL,
         last_post_id BIGINT NOT NULL,
         unread BIGINT NOT NULL))",
    "CREATE UNIQUE INDEX conversations_by_thread ON conversations (account_id, thread_id, participants)",
    "CREATE INDEX conversations_by_account ON conversations (account_id, last_post_id)",

    R"(CREATE TABLE conversation_posts (
         conversation_id BIGINT NOT NULL,
         post_id BIGINT NOT NULL,
         PRIMARY KEY (conversation_id, post_id)) {clustered})",
    "CREATE INDEX conversation_posts_by_post ON conversation_posts (post_id)",
};

// What everyone on the server is told, who has read it, and what they say to it.
constexpr db::Sql announcements[] = {
    R"(CREATE TABLE announcements (
         id {id},
         text TEXT NOT NULL,
         starts_at BIGINT,
         ends_at BIGINT,
         all_day BIGINT NOT NULL,
         published_at BIGINT NOT NULL))",

    R"(CREATE TABLE announcement_dismissals (
         account_id BIGINT NOT NULL,
         announcement_id BIGINT NOT NULL,
         PRIMARY KEY (account_id, announcement_id)) {clustered})",
    "CREATE INDEX announcement_dismissals_by_announcement ON announcement_dismissals (announcement_id)",

    R"(CREATE TABLE announcement_reactions (
         id BIGINT NOT NULL,
         announcement_id BIGINT NOT NULL,
         name TEXT NOT NULL,
         account_id BIGINT NOT NULL,
         PRIMARY KEY (announcement_id, name, account_id)) {clustered})",
};

// What moderators are asked to look at.
constexpr db::Sql reports[] = {
    R"(CREATE TABLE reports (
         id {id},
         account_id BIGINT NOT NULL,
         target_id BIGINT NOT NULL,
         category BIGINT NOT NULL,
         comment TEXT NOT NULL,
         forwarded BIGINT NOT NULL,
         created_at BIGINT NOT NULL,
         resolved_at BIGINT))",
    "CREATE INDEX reports_by_target ON reports (target_id, id)",
    "CREATE INDEX reports_unresolved ON reports (id) WHERE resolved_at IS NULL",

    R"(CREATE TABLE report_posts (
         report_id BIGINT NOT NULL,
         post_id BIGINT NOT NULL,
         PRIMARY KEY (report_id, post_id)) {clustered})",
};

// People whom someone recommends.
constexpr db::Sql collections[] = {
    R"(CREATE TABLE collections (
         id {id},
         account_id BIGINT NOT NULL,
         name TEXT NOT NULL,
         description TEXT NOT NULL,
         language TEXT,
         tag_id BIGINT,
         sensitive BIGINT NOT NULL,
         discoverable BIGINT NOT NULL,
         created_at BIGINT NOT NULL,
         updated_at BIGINT NOT NULL))",
    "CREATE INDEX collections_by_account ON collections (account_id, id)",

    R"(CREATE TABLE collection_items (
         id BIGINT NOT NULL,
         collection_id BIGINT NOT NULL,
         account_id BIGINT NOT NULL,
         state BIGINT NOT NULL,
         created_at BIGINT NOT NULL,
         PRIMARY KEY (collection_id, account_id)) {clustered})",
    "CREATE INDEX collection_items_by_account ON collection_items (account_id, id)",
};

// Many notifications about one thing are shown as one (domain/notification.h). The index finds a group by what it is
// about, the newest of it first.
constexpr db::Sql notification_groups[] = {
    "ALTER TABLE notifications ADD COLUMN group_hour BIGINT",
    R"(CREATE INDEX notifications_by_group ON notifications (account_id, type, COALESCE(post_id, 0), group_hour, id)
       WHERE group_hour IS NOT NULL)",
};

// From whom people want to hear. Whoever has chosen nothing has no policy row. What is filtered is kept apart and rare,
// so it has an index of its own; a request stands for all filtered mentions of one sender.
constexpr db::Sql notification_policies[] = {
    R"(CREATE TABLE notification_policies (
         account_id {id},
         for_not_following BIGINT NOT NULL,
         for_not_followers BIGINT NOT NULL,
         for_new_accounts BIGINT NOT NULL,
         for_private_mentions BIGINT NOT NULL,
         for_limited_accounts BIGINT NOT NULL))",

    R"(CREATE TABLE notification_permissions (
         account_id BIGINT NOT NULL,
         from_account_id BIGINT NOT NULL,
         PRIMARY KEY (account_id, from_account_id)) {clustered})",

    R"(CREATE TABLE notification_requests (
         id {id},
         account_id BIGINT NOT NULL,
         from_account_id BIGINT NOT NULL,
         created_at BIGINT NOT NULL,
         updated_at BIGINT NOT NULL))",
    "CREATE UNIQUE INDEX notification_requests_by_sender ON notification_requests (account_id, "
    "from_account_id)",
    "CREATE INDEX notification_requests_by_account ON notification_requests (account_id, id)",

    "ALTER TABLE notifications ADD COLUMN filtered BIGINT NOT NULL DEFAULT 0",
    R"(CREATE INDEX notifications_filtered ON notifications (account_id, from_account_id, id)
       WHERE filtered = 1)",
};

// Where apps are reached while they do not run, one for each token, and the key by which this server is known to those
// who carry the pushes: at most one row, of id 1.
constexpr db::Sql web_push[] = {
    R"(CREATE TABLE push_subscriptions (
         token_id {id},
         id BIGINT NOT NULL,
         account_id BIGINT NOT NULL,
         endpoint TEXT NOT NULL,
         p256dh TEXT NOT NULL,
         auth TEXT NOT NULL,
         wanted BIGINT NOT NULL,
         named BIGINT NOT NULL,
         policy BIGINT NOT NULL,
         standard BIGINT NOT NULL,
         created_at BIGINT NOT NULL))",
    "CREATE INDEX push_subscriptions_by_account ON push_subscriptions (account_id, token_id)",

    "CREATE TABLE vapid_keys (id {id}, private_key TEXT NOT NULL, created_at BIGINT NOT NULL)",
};

// Files that hang on posts, or will, or are pictures of a profile in the making. `expires_at` is set as long as one hangs
// on nothing.
constexpr db::Sql media[] = {
    R"(CREATE TABLE media (
         id {id},
         account_id BIGINT NOT NULL,
         post_id BIGINT,
         position BIGINT NOT NULL,
         kind BIGINT NOT NULL,
         state BIGINT NOT NULL,
         file TEXT NOT NULL,
         preview TEXT NOT NULL,
         description TEXT NOT NULL,
         focus_x BIGINT,
         focus_y BIGINT,
         width BIGINT NOT NULL,
         height BIGINT NOT NULL,
         preview_width BIGINT NOT NULL,
         preview_height BIGINT NOT NULL,
         bytes BIGINT NOT NULL,
         blurhash TEXT NOT NULL,
         source TEXT NOT NULL,
         duration_ms BIGINT NOT NULL,
         frame_rate TEXT NOT NULL,
         bitrate BIGINT NOT NULL,
         created_at BIGINT NOT NULL,
         expires_at BIGINT))",
    "CREATE INDEX media_by_post ON media (post_id, position) WHERE post_id IS NOT NULL",
    "CREATE INDEX media_by_expiry ON media (expires_at) WHERE expires_at IS NOT NULL",

    "ALTER TABLE posts ADD COLUMN has_media BIGINT NOT NULL DEFAULT 0",
    "CREATE INDEX posts_media_by_account ON posts (account_id, id) WHERE has_media = 1",
    R"(CREATE INDEX posts_media_public ON posts (id)
       WHERE has_media = 1 AND visibility = 0
         AND (in_reply_to_account_id IS NULL OR in_reply_to_account_id = account_id))",
    "ALTER TABLE post_edits ADD COLUMN media TEXT NOT NULL DEFAULT '[]'",
    "ALTER TABLE accounts ADD COLUMN avatar TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE accounts ADD COLUMN header TEXT NOT NULL DEFAULT ''",
};

// Pictures that people write as `:shortcode:`. There are few: all of them are read at once.
constexpr db::Sql custom_emojis[] = {
    R"(CREATE TABLE custom_emojis (
         shortcode TEXT NOT NULL,
         category TEXT NOT NULL,
         in_picker BIGINT NOT NULL,
         file TEXT NOT NULL,
         static_file TEXT NOT NULL,
         created_at BIGINT NOT NULL,
         PRIMARY KEY (shortcode)) {clustered})",
};

// E-mail: whoever was here before the server sent any is believed. And archives.
constexpr db::Sql mail_and_archives[] = {
    "ALTER TABLE users ADD COLUMN confirmed_at BIGINT",
    "ALTER TABLE users ADD COLUMN sign_up_app_id BIGINT",
    "UPDATE users SET confirmed_at = created_at",

    // What a link that was sent allows, once. The link's secret derives from the id and is nowhere in the database.
    R"(CREATE TABLE letters (
         id {id},
         account_id BIGINT NOT NULL,
         purpose BIGINT NOT NULL,
         email TEXT NOT NULL,
         created_at BIGINT NOT NULL,
         expires_at BIGINT NOT NULL))",
    "CREATE INDEX letters_by_account ON letters (account_id, purpose)",
    "CREATE INDEX letters_by_expiry ON letters (expires_at)",

    // What people take along as one file; that lies in a folder of its own.
    R"(CREATE TABLE archives (
         id {id},
         account_id BIGINT NOT NULL,
         state BIGINT NOT NULL,
         file TEXT NOT NULL,
         bytes BIGINT NOT NULL,
         created_at BIGINT NOT NULL,
         expires_at BIGINT))",
    "CREATE INDEX archives_by_account ON archives (account_id, id)",
    "CREATE INDEX archives_by_expiry ON archives (expires_at) WHERE expires_at IS NOT NULL",
};

// What a year was for someone (`data` is not there before it is made), and who was here in a week.
constexpr db::Sql years_and_weeks[] = {
    R"(CREATE TABLE annual_reports (
         account_id BIGINT NOT NULL,
         year BIGINT NOT NULL,
         id BIGINT NOT NULL,
         requested_at BIGINT NOT NULL,
         data TEXT,
         read_at BIGINT,
         PRIMARY KEY (account_id, year)) {clustered})",

    R"(CREATE TABLE visits (
         week BIGINT NOT NULL,
         account_id BIGINT NOT NULL,
         PRIMARY KEY (week, account_id)) {clustered})",
};

// When a token was last used, to within a day; and why a row of an import could not be taken.
constexpr db::Sql own_settings[] = {
    "ALTER TABLE tokens ADD COLUMN used_at BIGINT",
    "ALTER TABLE import_rows ADD COLUMN failure TEXT",
};

// What posts quote, and what others may do with a post. Nobody was asked about posts of before: those only their authors
// may quote. What apps wanted to be pushed of quotes goes from the bits of what this server did not know to those of the
// types of notifications (domain/push.h).
constexpr db::Sql quotes[] = {
    "ALTER TABLE posts ADD COLUMN quotes_count BIGINT NOT NULL DEFAULT 0",
    "ALTER TABLE posts ADD COLUMN policy BIGINT NOT NULL DEFAULT 2",
    "ALTER TABLE posts ADD COLUMN quote_of_id BIGINT",
    "ALTER TABLE posts ADD COLUMN quote_of_account_id BIGINT",
    "ALTER TABLE posts ADD COLUMN quote_state BIGINT",
    "CREATE INDEX posts_by_quoted ON posts (quote_of_id, id) WHERE quote_of_id IS NOT NULL",
    "ALTER TABLE users ADD COLUMN default_quote_policy BIGINT NOT NULL DEFAULT 0",
    "UPDATE push_subscriptions SET wanted = (wanted | (((wanted >> 42) & 3) << 8)) - (wanted & "
    "13194139533312), "
    "named = (named | (((named >> 42) & 3) << 8)) - (named & 13194139533312)",
};

// How large the server is, as it was counted last: one row, and none on a small server, which counts when it is asked
// (service/instance_service.h). A large one of before has what it needs until it is counted anew.
constexpr db::Sql totals[] = {
    R"(CREATE TABLE server_totals (
         id BIGINT NOT NULL PRIMARY KEY,
         people BIGINT NOT NULL,
         posts BIGINT NOT NULL,
         active BIGINT NOT NULL))",
    "INSERT INTO server_totals (id, people, posts, active) "
    "SELECT 1, (SELECT COUNT(*) FROM users), COUNT(*), 0 FROM posts "
    "WHERE boost_of_id IS NULL AND remote_uri IS NULL HAVING COUNT(*) > 0",
};

constexpr std::array all{
    db::Migration{1, "accounts", accounts},
    db::Migration{2, "access", access},
    db::Migration{3, "relations", relations},
    db::Migration{4, "posts", posts},
    db::Migration{5, "reactions", reactions},
    db::Migration{6, "curious followers", curious_followers},
    db::Migration{7, "lists", lists},
    db::Migration{8, "followed hashtags", tag_follows},
    db::Migration{9, "search", search},
    db::Migration{10, "jobs", jobs},
    db::Migration{11, "link cards", link_cards},
    db::Migration{12, "imports", imports},
    db::Migration{13, "filters", filters},
    db::Migration{14, "polls", polls},
    db::Migration{15, "scheduled posts", scheduled_posts},
    db::Migration{16, "people", people},
    db::Migration{17, "conversations", conversations},
    db::Migration{18, "announcements", announcements},
    db::Migration{19, "reports", reports},
    db::Migration{20, "collections", collections},
    db::Migration{21, "groups of notifications", notification_groups},
    db::Migration{22, "policies of notifications", notification_policies},
    db::Migration{23, "web push", web_push},
    db::Migration{24, "media", media},
    db::Migration{25, "years and weeks", years_and_weeks},
    db::Migration{26, "custom emojis", custom_emojis},
    db::Migration{27, "e-mail and archives", mail_and_archives},
    db::Migration{28, "own settings", own_settings},
    db::Migration{29, "quotes", quotes},
    db::Migration{30, "totals", totals},
};

}  // namespace

std::span<db::Migration const> migrations() {
  return all;
}

}  // namespace auklet::store
