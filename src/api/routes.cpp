// SPDX-License-Identifier: Apache-2.0
#include "api/routes.h"

#include <iterator>
#include <utility>

#include "api/accounts.h"
#include "api/announcements.h"
#include "api/annual_reports.h"
#include "api/apps.h"
#include "api/archives.h"
#include "api/auth_pages.h"
#include "api/client_pages.h"
#include "api/collections.h"
#include "api/conversations.h"
#include "api/description.h"
#include "api/discovery.h"
#include "api/domain_blocks.h"
#include "api/emails.h"
#include "api/featured_tags.h"
#include "api/filters.h"
#include "api/former_forms.h"
#include "api/instance.h"
#include "api/letter_pages.h"
#include "api/lists.h"
#include "api/media.h"
#include "api/notification_groups.h"
#include "api/notification_requests.h"
#include "api/notifications.h"
#include "api/oauth.h"
#include "api/oauth_pages.h"
#include "api/oembed.h"
#include "api/polls.h"
#include "api/portable.h"
#include "api/profile.h"
#include "api/public_pages.h"
#include "api/push.h"
#include "api/relations.h"
#include "api/reports.h"
#include "api/scheduled.h"
#include "api/search.h"
#include "api/sessions.h"
#include "api/sign_up.h"
#include "api/site_pages.h"
#include "api/statuses.h"
#include "api/suggestions.h"
#include "api/tags.h"
#include "api/timelines.h"
#include "api/translations.h"
#include "api/trends.h"

namespace auklet::api {

std::vector<Route> routes() {
  std::vector<Route> all;
  for (auto group : {
           account_routes,
           app_routes,
           auth_page_routes,
           discovery_routes,
           instance_routes,
           list_routes,
           notification_routes,
           oauth_page_routes,
           oauth_routes,
           oembed_routes,
           portable_routes,
           session_routes,
           profile_routes,
           public_page_routes,
           relation_routes,
           search_routes,
           sign_up_routes,
           site_page_routes,
           status_routes,
           tag_routes,
           timeline_routes,
           notification_group_routes,
           notification_request_routes,
           push_routes,
           trend_routes,
           filter_routes,
           poll_routes,
           scheduled_routes,
           announcement_routes,
           collection_routes,
           conversation_routes,
           domain_block_routes,
           featured_tag_routes,
           report_routes,
           suggestion_routes,
           media_routes,
           client_page_routes,
           annual_report_routes,
           former_form_routes,
           translation_routes,
           archive_routes,
           email_routes,
           letter_page_routes,
           description_routes,
       }) {
    auto routes_of_group = group();
    std::move(routes_of_group.begin(), routes_of_group.end(), std::back_inserter(all));
  }
  return all;
}

}  // namespace auklet::api
