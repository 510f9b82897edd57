// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { Notification } from '../api/types';
import { groupNotifications } from './groups';

const day = (hour: number): string => new Date(Date.UTC(2026, 0, 2, hour)).toISOString();
const told = (id: string, type: string, who: string, hour: number, post?: string): Notification =>
  ({ id, type, created_at: day(hour), account: { id: who }, ...(post && { status: { id: post } }) }) as Notification;

it('tells of people together who did the same to the same post', () => {
  const groups = groupNotifications([told('9', 'favourite', 'a', 9, 'x'), told('8', 'reblog', 'b', 8, 'x'), told('7', 'favourite', 'c', 7, 'x'), told('6', 'favourite', 'a', 6, 'x'), told('5', 'favourite', 'd', 5, 'y')]);
  assert.deepEqual(groups.map(({ id, type, accounts, status }) => [id, type, accounts.map((account) => account.id).join(''), status?.id]), [
    ['9', 'favourite', 'ac', 'x'], ['8', 'reblog', 'b', 'x'], ['5', 'favourite', 'd', 'y']]);
});

it('keeps mentions apart, and what lies more than a day back', () => {
  assert.equal(groupNotifications([told('3', 'mention', 'a', 3, 'x'), told('2', 'mention', 'b', 2, 'x')]).length, 2);
  assert.equal(groupNotifications([told('3', 'follow', 'a', 40), told('2', 'follow', 'b', 2)]).length, 2);
  assert.equal(groupNotifications([told('3', 'follow', 'a', 20), told('2', 'follow', 'b', 2)]).length, 1);
});
