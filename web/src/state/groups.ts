// SPDX-License-Identifier: Apache-2.0
import type { Account, Notification } from '../api/types';

// Several people who did the same to the same post, one after another, are told of together.
export interface NotificationGroup {
  id: string; // of the newest
  type: string;
  created_at: string;
  accounts: readonly Account[];
  status: Notification['status'];
}

const GROUPED = new Set(['favourite', 'reblog', 'follow']);

export function groupNotifications(items: readonly Notification[]): NotificationGroup[] {
  const groups: (NotificationGroup & { accounts: Account[] })[] = [];
  for (const { id, type, created_at, account, status } of items) {
    const last = groups.findLast((group) => group.type === type && group.status?.id === status?.id);
    const near = last && GROUPED.has(type) && groups.length - groups.indexOf(last) <= 5 && Date.parse(last.created_at) - Date.parse(created_at) < 86_400_000;
    if (near) {
      if (!last.accounts.some((other) => other.id === account.id)) last.accounts.push(account);
    } else {
      groups.push({ id, type, created_at, accounts: [account], status });
    }
  }
  return groups;
}
