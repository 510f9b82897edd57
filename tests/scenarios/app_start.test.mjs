// SPDX-License-Identifier: Apache-2.0
// What apps ask for when they open, before anyone has done anything: all of it must be answered, most with nothing.
import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { useWorld } from '../support/world.mjs';

describe('an app that opens', () => {
  const world = useWorld();
  let ann;
  before(async () => {
    ann = await world.person('ann');
  });

  const EMPTY_LISTS = [
    '/api/v1/announcements', '/api/v1/custom_emojis', '/api/v1/lists', '/api/v2/filters', '/api/v1/conversations',
    '/api/v1/followed_tags', '/api/v1/featured_tags', '/api/v1/scheduled_statuses', '/api/v1/follow_requests',
    '/api/v1/trends/tags', '/api/v1/trends/statuses', '/api/v1/trends/links', '/api/v2/suggestions',
    '/api/v1/notifications', '/api/v1/timelines/home', '/api/v1/favourites', '/api/v1/bookmarks', '/api/v1/blocks', '/api/v1/mutes',
  ];
  for (const path of EMPTY_LISTS) {
    it(`finds nothing yet at ${path}`, async () => assert.deepEqual(await ann.get(path), []));
  }

  for (const list of ['lists', 'featured_tags', 'endorsements', 'statuses', 'followers', 'following']) {
    it(`finds no ${list} of an account`, async () => assert.deepEqual(await ann.get(`/api/v1/accounts/${ann.id}/${list}`), []));
  }

  it('finds who it works for', async () => {
    assert.equal((await ann.get('/api/v1/apps/verify_credentials')).name, 'Scenario');
    assert.equal((await ann.get('/api/v1/accounts/verify_credentials')).username, ann.username);
  });
});
