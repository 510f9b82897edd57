// SPDX-License-Identifier: Apache-2.0
// People: their profiles, how they find each other, and how they stand to each other.
import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { eventually, has, ids, refused, sameSet } from '../support/expect.mjs';
import { useWorld } from '../support/world.mjs';

const NO_RELATION = {
  following: false, showing_reblogs: false, notifying: false, followed_by: false, blocking: false, blocked_by: false,
  muting: false, muting_notifications: false, requested: false, requested_by: false, domain_blocking: false, endorsed: false, note: '' };

describe('accounts', () => {
  const world = useWorld();
  const stands = async (person, other, fields) => has(await person.relationship(other), { ...NO_RELATION, ...fields });
  const credentials = (person) => person.get('/api/v1/accounts/verify_credentials');
  const update = (person, json) => person.patch('/api/v1/accounts/update_credentials', json);

  describe('profile', () => {
    it('begins empty, with permanent addresses', async () => {
      const ann = await world.person('ann');
      const { origin, host } = world.site;
      has(ann.account, {
        acct: ann.username, display_name: '', note: '', locked: false, bot: false, fields: [], emojis: [],
        url: `${origin}/@${ann.username}`, uri: `${origin}/users/${ann.username}`,
        followers_count: 0, following_count: 0, statuses_count: 0, last_status_at: null });
      has(ann.account.source, { note: '', fields: [], privacy: 'public', sensitive: false, follow_requests_count: 0 });
      assert.match(ann.account.created_at, /^\d{4}-\d\d-\d\dT00:00:00\.000Z$/);
      for (const key of ['avatar', 'avatar_static', 'header', 'header_static']) assert.match(ann.account[key], /^https?:\/\//);
      assert.ok(host);
    });

    it('shows what its owner writes: HTML to others, the text to the owner', async () => {
      const ann = await world.person('ann');
      const after = await update(ann, {
        display_name: 'Ann 🦆 <b>', note: 'I watch #birds\nand <script>', bot: true, discoverable: true,
        fields_attributes: [{ name: 'Site', value: 'https://ann.example/birds' }, { name: '', value: '' }, { name: 'Boat', value: 'Puffin & Co' }] });
      has(after, { display_name: 'Ann 🦆 <b>', bot: true, discoverable: true });
      assert.match(after.note, /^<p>I watch .*#<span>birds<\/span>.*<br ?\/?>and &lt;script&gt;<\/p>$/);
      assert.deepEqual(after.fields.map(({ name, verified_at }) => [name, verified_at]), [['Site', null], ['Boat', null]]);
      assert.match(after.fields[0].value, /<a [^>]*href="https:\/\/ann\.example\/birds"/);
      assert.match(after.fields[0].value, /rel="[^"]*nofollow/);
      assert.equal(after.fields[1].value, 'Puffin &amp; Co');
      has(after.source, { note: 'I watch #birds\nand <script>' });
      assert.deepEqual(after.source.fields.map(({ name, value }) => [name, value]), [['Site', 'https://ann.example/birds'], ['Boat', 'Puffin & Co']]);

      const seen = await world.anyone.get(`/api/v1/accounts/${ann.id}`);
      has(seen, { display_name: 'Ann 🦆 <b>', note: after.note, bot: true });
      assert.equal(seen.source, undefined);
    });

    it('changes only what is sent, in any encoding and by PUT too', async () => {
      const ann = await world.person('ann', { display_name: 'Ann', note: 'kept' });
      const path = '/api/v1/accounts/update_credentials';
      await ann.expectOk('PATCH', path, { multipart: { display_name: 'Annie', 'fields_attributes[0][name]': 'A', 'fields_attributes[0][value]': 'B' } });
      has(await credentials(ann), { display_name: 'Annie', note: '<p>kept</p>' });
      await ann.expectOk('PATCH', path, { form: { locked: 'on' } });
      await ann.expectOk('PUT', path, { query: { bot: '1' } });
      const now = await credentials(ann);
      has(now, { display_name: 'Annie', locked: true, bot: true });
      assert.deepEqual(now.fields.map(({ name, value }) => [name, value]), [['A', 'B']]);
      await ann.expectOk('PATCH', path, { form: { locked: 'off', note: '' } });
      has(await credentials(ann), { locked: false, note: '' });
    });

    it('has an editor\'s view of its own', async () => {
      const ann = await world.person('ann', { display_name: 'Ann', note: 'I watch #birds', fields_attributes: [{ name: 'Boat', value: 'Puffin' }] });
      const profile = await ann.get('/api/v1/profile');
      has(profile, { id: ann.id, display_name: 'Ann', note: 'I watch #birds', locked: false });
      assert.deepEqual(profile.fields.map(({ name, value }) => [name, value]), [['Boat', 'Puffin']]);
      has(await ann.patch('/api/v1/profile', { note: 'and fish' }), { display_name: 'Ann', note: 'and fish' });
      has(await credentials(ann), { note: '<p>and fish</p>' });
    });

    it('keeps its fields when a client sends a word in their place', async () => {
      const ann = await world.person('ann', { fields_attributes: [{ name: 'Boat', value: 'Puffin' }] });
      await ann.expectOk('PATCH', '/api/v1/accounts/update_credentials', { multipart: { fields_attributes: 'undefined' } });
      assert.deepEqual((await credentials(ann)).fields.map(({ name, value }) => [name, value]), [['Boat', 'Puffin']]);
    });

    it('without pictures stays as it is when they are removed', async () => {
      const ann = await world.person('ann');
      for (const picture of ['avatar', 'header']) has(await ann.delete(`/api/v1/profile/${picture}`), { id: ann.id, [picture]: ann.account[picture] });
    });

    it('sets how new posts begin', async () => {
      const ann = await world.person('ann');
      await update(ann, { source: { privacy: 'unlisted', sensitive: true, language: 'is' } });
      has(await ann.publish('by default'), { visibility: 'unlisted', sensitive: true, language: 'is' });
      const preferences = await ann.get('/api/v1/preferences');
      has(preferences, { 'posting:default:visibility': 'unlisted', 'posting:default:sensitive': true, 'posting:default:language': 'is' });
    });

    const TOO_MUCH = [
      ['a display name of 31 characters', { display_name: 'n'.repeat(31) }, 'display_name'],
      ['a note of 501 characters', { note: 'n'.repeat(501) }, 'note'],
      ['five fields', { fields_attributes: Array.from({ length: 5 }, (_, i) => ({ name: `n${i}`, value: 'v' })) }, 'fields'],
    ];
    for (const [what, json, field] of TOO_MUCH) {
      it(`refuses ${what} and changes nothing`, async () => {
        const ann = await world.person('ann', { display_name: 'Ann', note: 'kept' });
        const body = await refused(ann.ask('PATCH', '/api/v1/accounts/update_credentials', { json }), 422, /^Validation failed: /);
        assert.ok(body.details[field], JSON.stringify(body));
        has(await credentials(ann), { display_name: 'Ann', note: '<p>kept</p>', fields: [] });
      });
    }
  });

  describe('finding', () => {
    it('looks up by name in any case, with or without the own domain', async () => {
      const ann = await world.person('Ann');
      for (const acct of [ann.username, ann.username.toLowerCase(), ann.username.toUpperCase(), `${ann.username}@${world.site.host}`]) {
        assert.equal((await world.anyone.get('/api/v1/accounts/lookup', { acct })).id, ann.id, acct);
      }
      for (const acct of ['nobody', '', `${ann.username}@elsewhere.example`, '@@']) {
        await refused(world.anyone.ask('GET', '/api/v1/accounts/lookup', { query: { acct } }), 404, /^Record not found$/);
      }
    });

    it('reads one by id and several at once', async () => {
      const [ann, bob] = await world.people('ann', 'bob');
      has(await world.anyone.get(`/api/v1/accounts/${ann.id}`), { id: ann.id, username: ann.username });
      sameSet(ids(await world.anyone.get('/api/v1/accounts', { id: [ann.id, bob.id, '1'] })), [ann.id, bob.id]);
      await refused(world.anyone.ask('GET', '/api/v1/accounts/1'), 404, /^Record not found$/);
    });

    it('searches names and display names from the beginning of words', async () => {
      const ann = await world.person('quillan');
      const bob = await world.person('bob', { display_name: 'Sir Quillfeather' });
      const search = (query) => bob.get('/api/v1/accounts/search', query);
      sameSet(ids(await search({ q: 'quill' })), [ann.id, bob.id]);
      sameSet(ids(await search({ q: 'QUILLF' })), [bob.id]);
      sameSet(ids(await search({ q: `@${ann.username}` })), [ann.id]);
      assert.equal((await search({ q: 'quill', limit: 1 })).length, 1);
      assert.deepEqual(await search({ q: 'quill', following: true }), []);
      await bob.follow(ann);
      assert.deepEqual(ids(await search({ q: 'quill', following: true })), [ann.id]);
      assert.deepEqual(await search({ q: 'no such bird' }), []);
    });

    it('searches without stumbling over special characters', async () => {
      const ann = await world.person('ann');
      for (const q of ['%', '_', "'", '"', '\\', '(', '*', '🦆', 'a'.repeat(500)]) {
        assert.ok(Array.isArray(await ann.get('/api/v1/accounts/search', { q })), q);
      }
    });
  });

  describe('following', () => {
    it('counts, shows on both sides, and ends', async () => {
      const [ann, bob] = await world.people('ann', 'bob');
      has(await ann.follow(bob), { id: bob.id, ...NO_RELATION, following: true, showing_reblogs: true });
      await stands(ann, bob, { following: true, showing_reblogs: true });
      await stands(bob, ann, { followed_by: true });
      await ann.follow(bob); // a second time is no second follow
      has(await ann.get(`/api/v1/accounts/${bob.id}`), { followers_count: 1, following_count: 0 });
      has(await bob.get(`/api/v1/accounts/${ann.id}`), { followers_count: 0, following_count: 1 });
      has(await ann.toward('unfollow', bob), NO_RELATION);
      await ann.toward('unfollow', bob);
      has(await ann.get(`/api/v1/accounts/${bob.id}`), { followers_count: 0 });
      has(await credentials(ann), { following_count: 0 });
    });

    it('keeps its options, and a second follow changes them', async () => {
      const [ann, bob] = await world.people('ann', 'bob');
      await ann.follow(bob, { reblogs: false, notify: true, languages: ['en', 'de'] });
      await stands(ann, bob, { following: true, showing_reblogs: false, notifying: true });
      sameSet((await ann.relationship(bob)).languages, ['de', 'en']);
      await ann.follow(bob, { reblogs: true, notify: false });
      await stands(ann, bob, { following: true, showing_reblogs: true, notifying: false });
    });

    it('of oneself is refused', async () => {
      const ann = await world.person('ann');
      await refused(ann.ask('POST', `/api/v1/accounts/${ann.id}/follow`), 403);
      has(await credentials(ann), { following_count: 0, followers_count: 0 });
    });

    it('relationships come for each id asked for, in that order', async () => {
      const [ann, bob, cai] = await world.people('ann', 'bob', 'cai');
      await ann.follow(cai);
      const found = await ann.get('/api/v1/accounts/relationships', { id: [cai.id, '1', bob.id] });
      assert.deepEqual(found.map(({ id, following }) => [id, following]), [[cai.id, true], [bob.id, false]]);
      const [single] = await ann.get('/api/v1/accounts/relationships', { id: bob.id });
      assert.equal(single.id, bob.id);
    });

    it('can be ended by the one who is followed', async () => {
      const [ann, bob] = await world.people('ann', 'bob');
      await ann.follow(bob);
      has(await bob.toward('remove_from_followers', ann), { ...NO_RELATION, followed_by: false });
      await stands(ann, bob, {});
      has(await credentials(bob), { followers_count: 0 });
    });

    it('carries a private note that only its author sees', async () => {
      const [ann, bob] = await world.people('ann', 'bob');
      has(await ann.toward('note', bob, { comment: 'met on the ferry' }), { note: 'met on the ferry' });
      await stands(ann, bob, { note: 'met on the ferry' });
      await stands(bob, ann, {});
      has(await ann.toward('note', bob, { comment: '' }), { note: '' });
    });
  });

  describe('lists of followers and following', () => {
    const LISTED = 5;
    let star;
    let fans;
    before(async () => {
      star = await world.person('star');
      fans = [];
      for (let i = 0; i < LISTED; i++) {
        const fan = await world.person('fan');
        await fan.follow(star);
        await star.follow(fan);
        fans.unshift(fan.id);
      }
    });

    for (const list of ['followers', 'following']) {
      it(`${list}: newest first, in pages, both ways`, async () => {
        const path = `/api/v1/accounts/${star.id}/${list}`;
        assert.deepEqual(ids(await world.anyone.get(path)), fans);
        const pages = (await star.pages(path, { limit: 2 })).map(ids);
        assert.deepEqual(pages, [fans.slice(0, 2), fans.slice(2, 4), fans.slice(4)]);

        const second = await star.expectOk('GET', path, { query: { limit: 2 } })
          .then(({ links }) => star.expectOk('GET', new URL(links.next).pathname + new URL(links.next).search));
        assert.match(second.links.prev, /[?&](since_id|min_id)=\d+/);
        assert.match(second.links.next, /[?&]max_id=\d+/);
        assert.match(second.links.next, /[?&]limit=2/);
        const { pathname, search } = new URL(second.links.prev);
        assert.deepEqual(ids((await star.expectOk('GET', pathname + search)).body), fans.slice(0, 2));
      });
    }

    it('leave out people the viewer mutes or blocks, but not from the own lists', async () => {
      const [ann, bob, viewer] = await world.people('ann', 'bob', 'viewer');
      for (const person of [ann, viewer]) await bob.follow(person);
      await viewer.toward('mute', bob);
      assert.deepEqual(await viewer.get(`/api/v1/accounts/${ann.id}/followers`), []);
      assert.deepEqual(ids(await viewer.get(`/api/v1/accounts/${viewer.id}/followers`)), [bob.id]);
    });

    it('are hidden when their owner wants so, except from the owner', async () => {
      const [ann, bob] = await world.people('ann', 'bob');
      await bob.follow(ann);
      await update(ann, { hide_collections: true });
      assert.deepEqual(await bob.get(`/api/v1/accounts/${ann.id}/followers`), []);
      assert.deepEqual(ids(await ann.get(`/api/v1/accounts/${ann.id}/followers`)), [bob.id]);
    });

    it('familiar followers are the people I follow who follow them', async () => {
      const [me, friend, other, target] = await world.people('me', 'friend', 'other', 'target');
      await me.follow(friend);
      await friend.follow(target);
      await other.follow(target);
      const [entry] = await me.get('/api/v1/accounts/familiar_followers', { id: [target.id] });
      assert.deepEqual([entry.id, ids(entry.accounts)], [target.id, [friend.id]]);
    });
  });

  describe('locked accounts', () => {
    const requests = async (person) => ids(await person.get('/api/v1/follow_requests'));

    it('approve a request', async () => {
      const lena = await world.person('lena', { locked: true });
      const ann = await world.person('ann');
      has(await ann.follow(lena), { following: false, requested: true });
      await stands(lena, ann, { requested_by: true });
      assert.deepEqual(await requests(lena), [ann.id]);
      has((await credentials(lena)).source, { follow_requests_count: 1 });
      has(await credentials(lena), { followers_count: 0 });
      await lena.isNotified([['follow_request', ann.username]]);

      has(await lena.post(`/api/v1/follow_requests/${ann.id}/authorize`), { id: ann.id, followed_by: true, requested_by: false });
      await stands(ann, lena, { following: true, showing_reblogs: true });
      assert.deepEqual(await requests(lena), []);
      has(await credentials(lena), { followers_count: 1 });
    });

    it('reject a request', async () => {
      const lena = await world.person('lena', { locked: true });
      const ann = await world.person('ann');
      await ann.follow(lena);
      has(await lena.post(`/api/v1/follow_requests/${ann.id}/reject`), { followed_by: false, requested_by: false });
      await stands(ann, lena, {});
      await refused(lena.ask('POST', `/api/v1/follow_requests/${ann.id}/authorize`), 404);
    });

    it('lose a request that is taken back', async () => {
      const lena = await world.person('lena', { locked: true });
      const ann = await world.person('ann');
      await ann.follow(lena);
      await ann.toward('unfollow', lena);
      assert.deepEqual(await requests(lena), []);
      await stands(ann, lena, {});
      await eventually(async () => assert.deepEqual(await lena.notifications(), []));
    });

    it('list requests newest first, in pages', async () => {
      const lena = await world.person('lena', { locked: true });
      const askers = await world.people('x', 'y', 'z');
      for (const asker of askers) await asker.follow(lena);
      const pages = await lena.pages('/api/v1/follow_requests', { limit: 2 });
      assert.deepEqual(pages.flat().map(({ id }) => id), ids(askers).reverse());
    });

    it('accept all who wait when they unlock', async () => {
      const lena = await world.person('lena', { locked: true });
      const askers = await world.people('x', 'y', 'z');
      for (const asker of askers) await asker.follow(lena);
      await update(lena, { locked: false });
      assert.deepEqual(await requests(lena), []);
      for (const asker of askers) await stands(asker, lena, { following: true, showing_reblogs: true });
      has(await credentials(lena), { followers_count: 3 });
    });

    it('keep the followers they had before', async () => {
      const [lena, ann] = await world.people('lena', 'ann');
      await ann.follow(lena);
      await update(lena, { locked: true });
      await stands(ann, lena, { following: true, showing_reblogs: true });
    });
  });

  describe('blocking', () => {
    it('ends follows and requests both ways and forbids new ones', async () => {
      const [ann, bob] = await world.people('ann', 'bob');
      await ann.follow(bob);
      await bob.follow(ann);
      has(await ann.toward('block', bob), { ...NO_RELATION, blocking: true });
      await stands(ann, bob, { blocking: true });
      await stands(bob, ann, { blocked_by: true });
      for (const person of [ann, bob]) has(await credentials(person), { followers_count: 0, following_count: 0 });
      await refused(bob.ask('POST', `/api/v1/accounts/${ann.id}/follow`), 403, /^This action is not allowed$/);
    });

    it('takes back a request to follow', async () => {
      const lena = await world.person('lena', { locked: true });
      const ann = await world.person('ann');
      await ann.follow(lena);
      await lena.toward('block', ann);
      assert.deepEqual(await lena.get('/api/v1/follow_requests'), []);
      await stands(ann, lena, { blocked_by: true });
    });

    it('is listed, newest first, and ends', async () => {
      const [ann, bob, cai] = await world.people('ann', 'bob', 'cai');
      await ann.toward('block', bob);
      await ann.toward('block', cai);
      assert.deepEqual((await ann.pages('/api/v1/blocks', { limit: 1 })).flat().map(({ id }) => id), [cai.id, bob.id]);
      has(await ann.toward('unblock', bob), NO_RELATION);
      assert.deepEqual(ids(await ann.get('/api/v1/blocks')), [cai.id]);
      await bob.follow(ann);
    });
  });

  describe('muting', () => {
    it('hides notifications too, unless told otherwise, and keeps the follow', async () => {
      const [ann, bob] = await world.people('ann', 'bob');
      await ann.follow(bob);
      has(await ann.toward('mute', bob), { muting: true, muting_notifications: true, muting_expires_at: null });
      await stands(ann, bob, { following: true, showing_reblogs: true, muting: true, muting_notifications: true });
      await stands(bob, ann, { followed_by: true });
      await ann.toward('mute', bob, { notifications: false });
      await stands(ann, bob, { following: true, showing_reblogs: true, muting: true });
      has(await ann.toward('unmute', bob), { muting: false, muting_notifications: false });
    });

    it('for a while ends by itself', async () => {
      const [ann, bob] = await world.people('ann', 'bob');
      const { muting_expires_at } = await ann.toward('mute', bob, { duration: 3600 });
      const inSeconds = (Date.parse(muting_expires_at) - Date.now()) / 1000;
      assert.ok(inSeconds > 3500 && inSeconds <= 3600, muting_expires_at);
      const [listed] = await ann.get('/api/v1/mutes');
      assert.ok(Math.abs(Date.parse(listed.mute_expires_at) - Date.parse(muting_expires_at)) < 2000);
      await ann.toward('mute', bob, { duration: 1 });
      await eventually(() => stands(ann, bob, {}));
      assert.deepEqual(await ann.get('/api/v1/mutes'), []);
    });

    it('is listed, newest first', async () => {
      const [ann, bob, cai] = await world.people('ann', 'bob', 'cai');
      await ann.toward('mute', bob);
      await ann.toward('mute', cai);
      const mutes = await ann.get('/api/v1/mutes');
      assert.deepEqual(mutes.map(({ id, mute_expires_at }) => [id, mute_expires_at]), [[cai.id, null], [bob.id, null]]);
    });
  });

  it('actions toward nobody are refused', async () => {
    const ann = await world.person('ann');
    for (const action of ['follow', 'unfollow', 'block', 'unblock', 'mute', 'unmute', 'note', 'remove_from_followers']) {
      await refused(ann.ask('POST', `/api/v1/accounts/1/${action}`, { json: { comment: 'x' } }), 404, /^Record not found$/);
    }
  });
});
