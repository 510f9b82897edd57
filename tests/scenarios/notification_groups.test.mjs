// SPDX-License-Identifier: Apache-2.0
// Notifications in groups: what is told as one, who is named, and how pages of groups go on.
import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { eventually, has, ids, refused, sameSet, texts } from '../support/expect.mjs';
import { useWorld } from '../support/world.mjs';

describe('groups of notifications', () => {
  const world = useWorld();
  const PATH = '/api/v2/notifications';
  const groups = (person, query) => person.get(PATH, query);
  const line = ({ type, notifications_count: count }) => `${type} ${count}`;
  const shows = (person, expected, query) => eventually(async () =>
    assert.deepEqual((await groups(person, query)).notification_groups.map(line), expected));

  // Someone with a post that is liked by three and boosted by one, and two followers.
  async function popular() {
    const [ann, bob, cai, dan] = await world.people('ann', 'bob', 'cai', 'dan');
    const post = await ann.publish('mine');
    for (const fan of [bob, cai, dan]) await fan.act('favourite', post);
    await bob.boost(post);
    for (const fan of [bob, cai]) await fan.follow(ann);
    const mention = await dan.publish(`hey ${ann.mention}`);
    await shows(ann, ['mention 1', 'follow 2', 'reblog 1', 'favourite 3']);
    return { ann, bob, cai, dan, post, mention };
  }

  describe('tell', () => {
    let ann; let bob; let cai; let dan; let post; let mention;
    before(async () => { ({ ann, bob, cai, dan, post, mention } = await popular()); });

    it('who and what, the newest first, with everyone and every post once', async () => {
      const { accounts, statuses, notification_groups: found, ...more } = await groups(ann);
      assert.deepEqual(more, {});
      sameSet(ids(accounts), ids([bob, cai, dan]));
      sameSet(ids(statuses), [post.id, mention.id]);
      const [alone, follows, , favourites] = found;
      has(favourites, { status_id: post.id, sample_account_ids: ids([dan, cai, bob]) });
      assert.match(favourites.group_key, new RegExp(`^favourite-${post.id}-\\d+$`));
      assert.equal(typeof favourites.most_recent_notification_id, 'number');
      assert.match(favourites.latest_page_notification_at, /\.\d{3}Z$/);
      assert.ok(BigInt(favourites.page_min_id) < BigInt(favourites.page_max_id));
      assert.match(follows.group_key, /^follow-\d+$/);
      assert.equal('status_id' in follows, false);
      has(alone, { group_key: `ungrouped-${alone.page_max_id}`, status_id: mention.id, page_min_id: alone.page_max_id });
    });

    it('the same keys as the list without groups', async () => {
      const keys = (await ann.notifications()).map(({ group_key: key }) => key);
      const grouped = (await groups(ann)).notification_groups.map(({ group_key: key }) => key);
      assert.deepEqual([...new Set(keys)], grouped);
    });

    const FILTERS = [
      [{ types: ['favourite', 'follow'] }, ['follow 2', 'favourite 3']],
      [{ exclude_types: ['follow', 'mention'] }, ['reblog 1', 'favourite 3']],
      [{ types: ['poll'] }, []],
      [{ types: ['no such type'] }, []],
      [{ grouped_types: ['follow'] }, ['mention 1', 'follow 2', 'reblog 1', 'favourite 1', 'favourite 1', 'favourite 1']],
      [{ grouped_types: ['mention'] }, ['mention 1', 'follow 1', 'follow 1', 'reblog 1', 'favourite 1', 'favourite 1', 'favourite 1']],
      [{ limit: 2 }, ['mention 1', 'follow 2']],
    ];
    for (const [query, expected] of FILTERS) {
      it(`filtered by ${JSON.stringify(query)}`, () => shows(ann, expected, query));
    }

    it('of one account', async () => {
      await shows(ann, ['mention 1', 'favourite 3'], { account_id: dan.id });
      await shows(ann, [], { account_id: ann.id });
    });

    it('only the newest of each group in full, when asked', async () => {
      const { accounts, partial_accounts: partial } = await groups(ann, { expand_accounts: 'partial_avatars' });
      sameSet(ids(accounts), ids([dan, cai, bob]), 'dan is first of favourites, cai of follows, bob of boosts');
      assert.deepEqual(partial, []);
      const favourites = await groups(ann, { expand_accounts: 'partial_avatars', types: ['favourite'] });
      assert.deepEqual(ids(favourites.accounts), [dan.id]);
      sameSet(ids(favourites.partial_accounts), ids([bob, cai]));
      sameSet(Object.keys(favourites.partial_accounts[0]), ['id', 'acct', 'url', 'avatar', 'avatar_static', 'bot', 'locked']);
    });

    it('one group by its key, and who is in it', async () => {
      const { notification_groups: found } = await groups(ann);
      for (const group of found) {
        const { notification_groups: [one], accounts, statuses } = await ann.get(`${PATH}/${group.group_key}`);
        has(one, { group_key: group.group_key, notifications_count: group.notifications_count });
        assert.equal('page_max_id' in one, false);
        assert.equal(statuses.length, group.status_id ? 1 : 0);
        const members = await ann.get(`${PATH}/${group.group_key}/accounts`);
        assert.deepEqual(ids(members), group.sample_account_ids);
        sameSet(ids(accounts), ids(members));
      }
      const favourites = found.at(-1).group_key;
      assert.deepEqual((await ann.pages(`${PATH}/${favourites}/accounts`, { limit: 2 })).map(ids), [ids([dan, cai]), [bob.id]]);
    });

    it('nobody else', async () => {
      const [{ group_key: alone }, { group_key: follows }] = (await groups(ann)).notification_groups;
      for (const key of [alone, follows]) {
        await refused(bob.ask('GET', `${PATH}/${key}`), 404, /^Record not found$/);
        await refused(bob.ask('GET', `${PATH}/${key}/accounts`), 404);
        assert.deepEqual(await bob.post(`${PATH}/${key}/dismiss`), {});
      }
      assert.equal((await groups(ann)).notification_groups.length, 4);
    });

    it('bad input', async () => {
      await refused(ann.ask('GET', PATH, { query: { expand_accounts: 'none' } }), 400, /expand_accounts/);
      await refused(ann.ask('GET', PATH, { query: { max_id: 'x' } }), 422);
      await refused(ann.ask('GET', PATH, { query: { account_id: 'x' } }), 422);
      for (const key of ['favourite', 'favourite-1', 'mention-1-2', 'ungrouped-x', 'ungrouped-', 'follow-1-2', 'x']) {
        await refused(ann.ask('GET', `${PATH}/${key}`), 404);
        await refused(ann.ask('GET', `${PATH}/${key}/accounts`), 404);
        await refused(ann.ask('POST', `${PATH}/${key}/dismiss`), 404);
      }
      await refused(world.anyone.ask('GET', PATH), 401);
    });
  });

  it('go on in the next page', async () => {
    const [ann, bob, cai] = await world.people('ann', 'bob', 'cai');
    const post = await ann.publish('mine');
    await bob.act('favourite', post);
    await bob.publish(`between ${ann.mention}`);
    await cai.act('favourite', post);
    await shows(ann, ['favourite 2', 'mention 1']);
    const first = await ann.expectOk('GET', PATH, { query: { limit: 2, exclude_types: ['poll'] } });
    const next = new URL(first.links.next);
    assert.deepEqual(next.searchParams.getAll('exclude_types[]'), ['poll']);
    const second = await ann.expectOk('GET', next.pathname + next.search);
    const [favourites] = first.body.notification_groups;
    const [rest, ...none] = second.body.notification_groups;
    assert.deepEqual(none, []);
    has(rest, { group_key: favourites.group_key, notifications_count: 1, sample_account_ids: [bob.id] });
    const prev = new URL(second.links.prev);
    const back = await ann.get(prev.pathname + prev.search);
    assert.deepEqual(back.notification_groups.map(line), ['favourite 2', 'mention 1']);
    assert.equal(back.notification_groups[0].page_max_id, favourites.page_max_id);
  });

  it('are dismissed as a whole', async () => {
    const { ann } = await popular();
    const { notification_groups: found } = await groups(ann);
    assert.deepEqual(await ann.post(`${PATH}/${found.at(-1).group_key}/dismiss`), {});
    await shows(ann, ['mention 1', 'follow 2', 'reblog 1']);
    await refused(ann.ask('GET', `${PATH}/${found.at(-1).group_key}`), 404);
    assert.deepEqual(await ann.post(`${PATH}/${found[0].group_key}/dismiss`), {});
    await shows(ann, ['follow 2', 'reblog 1']);
    assert.equal((await ann.notifications()).length, 3);
    assert.deepEqual(await ann.post(`${PATH}/clear`), {});
    await shows(ann, []);
  });

  it('lose what is taken back', async () => {
    const { ann, bob, post } = await popular();
    await bob.act('unfavourite', post);
    await bob.toward('unfollow', ann);
    await shows(ann, ['mention 1', 'follow 1', 'reblog 1', 'favourite 2']);
    await ann.erase(post);
    await shows(ann, ['mention 1', 'follow 1']);
    assert.deepEqual(texts((await groups(ann)).statuses), [`hey ${ann.mention}`]);
  });

  it('are counted until they are read', async () => {
    const { ann, bob, post } = await popular();
    const unread = async (query) => (await ann.get(`${PATH}/unread_count`, query)).count;
    assert.equal(await unread(), 4);
    assert.equal(await unread({ grouped_types: ['reblog'] }), 7);
    assert.equal(await unread({ limit: 3 }), 3);
    assert.equal(await unread({ types: ['favourite'] }), 1);
    const [{ page_max_id: newest }] = (await groups(ann)).notification_groups;
    await ann.post('/api/v1/markers', { notifications: { last_read_id: newest } });
    assert.equal(await unread(), 0);
    await bob.reply(post, `more ${ann.mention}`);
    await eventually(async () => assert.equal(await unread(), 1));
  });
});
