// SPDX-License-Identifier: Apache-2.0
#pragma once

// The accounts `a` from whom the viewer $1 does not hide at the time $2, and who do not hide from the viewer: a condition
// for statements that look for people. With a viewer of 0 everyone passes. The same rule as store/blocks.h has for given
// accounts.
#define SHOWN_TO_VIEWER_SQL                                                                 \
  "NOT EXISTS (SELECT 1 FROM blocks h WHERE h.account_id = $1 AND h.target_id = a.id) "     \
  "AND NOT EXISTS (SELECT 1 FROM blocks h WHERE h.account_id = a.id AND h.target_id = $1) " \
  "AND NOT EXISTS (SELECT 1 FROM mutes h WHERE h.account_id = $1 AND h.target_id = a.id "   \
  "AND (h.expires_at IS NULL OR h.expires_at > $2)) "                                       \
  "AND NOT EXISTS (SELECT 1 FROM domain_blocks h WHERE h.account_id = $1 AND h.domain = a.domain) "
