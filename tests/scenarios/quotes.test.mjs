// SPDX-License-Identifier: Apache-2.0
// Quotes and interaction policies: who may quote, reply and boost, what is shown of a quote to whom, and how an author takes
// a post back.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { eventually, has, ids, refused, texts } from '../support/expect.mjs';
import { Socket } from '../support/stream.mjs';
import { useWorld } from '../support/world.mjs';

describe('quotes', () => {
  const world = useWorld();

  const quote = (person, status, text = 'see this', fields = {}) => person.publish(text, { quoted_status_id: status.id, ...fields });
  const tryToQuote = (person, status, fields = {}) =>
    person.ask('POST', '/api/v1/statuses', { json: { status: 'see this', quoted_status_id: status.id, ...fields } });
  const quotes = (person, status, query) => person.get(`/api/v1/statuses/${status.id}/quotes`, query);
  const revoke = (person, quoted, quoting) => person.ask('POST', `/api/v1/statuses/${quoted.id}/quotes/${quoting.id}/revoke`);
  const allow = (person, status, policy) => person.put(`/api/v1/statuses/${status.id}/interaction_policy`, policy);
  const approval = (automatic, current_user) => ({ automatic, manual: [], current_user });

  describe('are shown', () => {
    it('with the quoted post wherever the quoting one is', async () => {
      const [ann, bob, cai] = await world.people('ann', 'bob', 'cai');
      const post = await ann.publish('of tea');
      assert.deepEqual([post.quotes_count, post.quote], [0, null]);
      await cai.follow(bob);
      const made = await quote(bob, post);
      has(made.quote, { state: 'accepted' });
      has(made.quote.quoted_status, { id: post.id, quotes_count: 1, quote: null, favourited: false });
      await cai.act('favourite', post);
      const boost = await cai.boost(made);
      for (const shown of [await cai.read(made), (await cai.home()).find(({ id }) => id === made.id), boost.reblog,
        (await cai.get(`/api/v1/accounts/${bob.id}/statuses`))[0], (await quotes(cai, post))[0],
        (await cai.get(`/api/v1/statuses/${(await cai.reply(made, 'aha')).id}/context`)).ancestors[0]]) {
        assert.equal(shown.id, made.id);
        has(shown.quote, { state: 'accepted' });
        has(shown.quote.quoted_status, { id: post.id, favourited: true, favourites_count: 1 });
      }
      assert.equal(boost.quote, null);
      const anonymous = await world.anyone.get(`/api/v1/statuses/${made.id}`);
      assert.equal(anonymous.quote.quoted_status.favourited, undefined);
      await eventually(async () => assert.equal((await ann.read(post)).quotes_count, 1));
    });

    it('once, and named below that', async () => {
      const ann = await world.person('ann');
      const first = await ann.publish('one');
      const second = await quote(ann, first, 'two');
      const third = await quote(ann, second, 'three');
      assert.deepEqual(third.quote.quoted_status.quote, { state: 'accepted', quoted_status_id: first.id });
      await ann.erase(first);
      assert.deepEqual((await ann.read(third)).quote.quoted_status.quote, { state: 'deleted', quoted_status_id: null });
      assert.deepEqual((await ann.read(second)).quote, { state: 'deleted', quoted_status: null });
    });

    it('with a link for readers that know of no quotes', async () => {
      const ann = await world.person('ann');
      const post = await ann.publish('of tea');
      const made = await quote(ann, post);
      assert.match(made.content, new RegExp(`^<p class="quote-inline">RE: <a href="${post.url}"`));
      assert.doesNotMatch((await quote(ann, post, `see ${post.url}`)).content, /quote-inline/);
      const page = await world.anyone.ask('GET', new URL(made.url).pathname, { headers: { Accept: 'text/html' } });
      assert.match(page.text, /<blockquote class="quoted[^>]*>[^]*of tea[^]*<\/blockquote>/);
    });

    it('to each as they stand to who is quoted', async () => {
      const [ann, bob, cai] = await world.people('ann', 'bob', 'cai');
      const post = await ann.publish('of tea');
      const made = await quote(bob, post);
      const seen = async () => {
        const { state, quoted_status } = (await cai.read(made)).quote;
        return [state, quoted_status?.id ?? null];
      };
      assert.deepEqual(await seen(), ['accepted', post.id]);
      await cai.toward('mute', ann);
      assert.deepEqual(await seen(), ['muted_account', post.id]);
      await cai.toward('unmute', ann);
      await cai.toward('block', ann);
      assert.deepEqual(await seen(), ['blocked_account', post.id]);
      await cai.toward('unblock', ann);
      await ann.toward('block', cai);
      assert.deepEqual(await seen(), ['unauthorized', null]);
      await ann.toward('unblock', cai);
      assert.deepEqual(await seen(), ['accepted', post.id]);
    });

    it('with what is filtered in them', async () => {
      const [ann, bob] = await world.people('ann', 'bob');
      await ann.post('/api/v2/filters', { title: 'drinks', context: ['home'], keywords_attributes: [{ keyword: 'tea' }] });
      const made = await quote(bob, await bob.publish('of tea'));
      const shown = await ann.read(made);
      assert.deepEqual([shown.filtered.length, shown.quote.quoted_status.filtered.length], [0, 1]);
    });

    it('in streams, and taken back there', async () => {
      const [ann, bob, cai] = await world.people('ann', 'bob', 'cai');
      const post = await ann.publish('of tea');
      await cai.follow(bob);
      const socket = await Socket.open(cai);
      await socket.subscribe('user');
      const made = await quote(bob, post, 'see');
      await eventually(() => assert.equal(socket.events().length, 1));
      const [told] = socket.events();
      has(told.status.quote, { state: 'accepted' });
      has(told.status.quote.quoted_status, { id: post.id, favourited: false });
      assert.equal((await revoke(ann, post, made)).status, 200);
      await eventually(() => assert.equal(socket.events().length, 2));
      assert.equal(socket.events()[1].event, 'status.update');
      assert.deepEqual(socket.events()[1].status.quote, { state: 'revoked', quoted_status: null });
      await socket.end();
    });
  });

  describe('are made', () => {
    it('by those whom the author lets, and nobody else', async () => {
      const [ann, bob] = await world.people('ann', 'bob');
      const open = await ann.publish('open');
      assert.deepEqual(open.quote_approval, approval(['public'], 'automatic'));
      assert.deepEqual((await bob.read(open)).quote_approval, approval(['public'], 'automatic'));
      assert.deepEqual((await world.anyone.get(`/api/v1/statuses/${open.id}`)).quote_approval, approval(['public'], 'denied'));

      const half = await ann.publish('half', { quote_approval_policy: 'followers' });
      assert.deepEqual((await bob.read(half)).quote_approval, approval(['followers'], 'denied'));
      await refused(tryToQuote(bob, half), 422, /does not let you/);
      await bob.follow(ann);
      assert.deepEqual((await bob.read(half)).quote_approval, approval(['followers'], 'automatic'));
      assert.deepEqual((await bob.home())[0].quote_approval, approval(['followers'], 'automatic'));
      assert.equal((await quote(bob, half)).quote.state, 'accepted');

      const closed = await ann.publish('closed', { quote_approval_policy: 'nobody' });
      assert.deepEqual((await bob.read(closed)).quote_approval, approval([], 'denied'));
      await refused(tryToQuote(bob, closed), 422, /does not let you/);
      assert.equal((await quote(ann, closed)).quote.state, 'accepted');
    });

    it('never of what they may not see, of direct posts, or of nothing', async () => {
      const [ann, bob, cai] = await world.people('ann', 'bob', 'cai');
      await cai.follow(ann);
      const secret = await ann.publish('secret', { visibility: 'private', quote_approval_policy: 'public' });
      assert.deepEqual(secret.quote_approval, approval([], 'automatic'));
      await refused(tryToQuote(bob, secret), 404, /^The post you are trying to quote/);
      await refused(tryToQuote(cai, secret), 422);
      has(await quote(ann, secret), { visibility: 'private' });
      const direct = await ann.publish(`psst ${bob.mention}`, { visibility: 'direct' });
      for (const person of [ann, bob]) await refused(tryToQuote(person, direct), 422, /direct/);
      await refused(tryToQuote(ann, { id: '1' }), 404);
      await refused(tryToQuote(ann, { id: 'nonsense' }), 422, /not an id/);
      const open = await ann.publish('open');
      await ann.toward('block', bob);
      await refused(tryToQuote(bob, open), 404);
      assert.equal((await ann.read(open)).quotes_count, 0);
    });

    it('in direct posts of those whom these reach', async () => {
      const [ann, bob, cai] = await world.people('ann', 'bob', 'cai');
      await ann.follow(bob); // or she would have to look for what strangers write to her
      const post = await ann.publish('of tea');
      await refused(tryToQuote(bob, post, { status: `look ${cai.mention}`, visibility: 'direct' }), 422);
      const made = await quote(bob, post, `look ${ann.mention}`, { visibility: 'direct' });
      assert.equal((await ann.read(made)).quote.state, 'accepted');
      assert.equal((await ann.read(post)).quotes_count, 0);
      await ann.isNotified([['mention', bob.username, texts([made])[0]]]);
    });

    it('without words, by another\'s boost, and later', async () => {
      const [ann, bob] = await world.people('ann', 'bob');
      const post = await ann.publish('of tea');
      assert.equal((await quote(bob, post, '')).quote.quoted_status.id, post.id);
      assert.equal((await quote(bob, await bob.boost(post))).quote.quoted_status.id, post.id);
      const scheduled_at = new Date(Date.now() + 600_000).toISOString();
      const kept = await quote(bob, post, 'later', { scheduled_at, quote_approval_policy: 'nobody' });
      has(kept.params, { quoted_status_id: post.id, quote_approval_policy: 'nobody' });
      await allow(ann, post, { quote_approval_policy: 'nobody' });
      await refused(tryToQuote(bob, post, { scheduled_at }), 422);
    });

    it('as the author is used to', async () => {
      const ann = await world.person('ann');
      assert.equal((await ann.get('/api/v1/accounts/verify_credentials')).source.quote_policy, 'public');
      const changed = await ann.patch('/api/v1/accounts/update_credentials', { source: { quote_policy: 'followers' } });
      assert.equal(changed.source.quote_policy, 'followers');
      assert.equal((await ann.get('/api/v1/preferences'))['posting:default:quote_policy'], 'followers');
      assert.deepEqual((await ann.publish('one')).quote_approval, approval(['followers'], 'automatic'));
      assert.deepEqual((await ann.publish('two', { quote_approval_policy: 'public' })).quote_approval, approval(['public'], 'automatic'));
      await refused(ann.ask('PATCH', '/api/v1/accounts/update_credentials', { json: { source: { quote_policy: 'everyone' } } }), 422);
      await refused(ann.ask('POST', '/api/v1/statuses', { json: { status: 'x', quote_approval_policy: 'everyone' } }), 422, /not included/);
    });
  });

  describe('are told', () => {
    it('to who is quoted, and to those who quote when that changes', async () => {
      const [ann, bob] = await world.people('ann', 'bob');
      const post = await ann.publish('of tea');
      const made = await quote(bob, post);
      await ann.isNotified([['quote', bob.username, texts([made])[0]]]);
      await ann.put(`/api/v1/statuses/${post.id}`, { status: 'of coffee' });
      await bob.isNotified([['quoted_update', ann.username, texts([made])[0]]]);
      has((await bob.notifications())[0].status.quote.quoted_status, { content: '<p>of coffee</p>' });
      await bob.erase(made);
      await ann.isNotified([]);
    });

    it('to nobody of themselves', async () => {
      const ann = await world.person('ann');
      await quote(ann, await ann.publish('of tea'));
      await ann.publish('that is all');
      assert.deepEqual(await ann.notifications(), []);
    });
  });

  describe('are listed', () => {
    it('newest first and page by page, to those who may see each', async () => {
      const [ann, bob, cai] = await world.people('ann', 'bob', 'cai');
      const post = await ann.publish('of tea');
      const open = [await quote(bob, post, '1'), await quote(bob, post, '2'), await quote(bob, post, '3')];
      const secret = await quote(bob, post, 'for friends', { visibility: 'private' });
      assert.deepEqual(ids(await quotes(cai, post)), ids(open).reverse());
      assert.deepEqual(ids(await quotes(ann, post)), ids([...open, secret]).reverse()); // who is quoted may see where
      const first = await cai.expectOk('GET', `/api/v1/statuses/${post.id}/quotes`, { query: { limit: 2 } });
      assert.deepEqual(ids(first.body), [open[2].id, open[1].id]);
      assert.match(first.headers.link, /max_id=\d+[^>]*>; rel="next"/);
      assert.deepEqual(ids(await quotes(cai, post, { max_id: open[1].id })), [open[0].id]);
      assert.equal((await cai.read(post)).quotes_count, 3);
      await refused(world.anyone.ask('GET', `/api/v1/statuses/${post.id}/quotes`), 401);
      await refused(cai.ask('GET', `/api/v1/statuses/${secret.id}/quotes`), 404);
    });
  });

  describe('are taken back', () => {
    it('by the author of what is quoted alone, for good', async () => {
      const [ann, bob, cai] = await world.people('ann', 'bob', 'cai');
      const post = await ann.publish('of tea');
      const made = await quote(bob, post);
      await refused(revoke(bob, post, made), 404);
      await refused(revoke(cai, post, made), 404);
      await refused(revoke(ann, made, post), 404);
      await refused(revoke(ann, post, { id: '1' }), 404);
      const { body } = await revoke(ann, post, made);
      assert.deepEqual([body.id, body.quote], [made.id, { state: 'revoked', quoted_status: null }]);
      assert.deepEqual((await bob.read(made)).quote, { state: 'revoked', quoted_status: null });
      assert.deepEqual(await quotes(ann, post), []);
      assert.equal((await cai.read(post)).quotes_count, 0);
      assert.equal((await revoke(ann, post, made)).status, 200); // again
      await bob.put(`/api/v1/statuses/${made.id}`, { status: 'edited' });
      assert.equal((await bob.read(made)).quote.state, 'revoked');
      await bob.erase(made);
      assert.equal((await cai.read(post)).quotes_count, 0);
    });

    it('also when both happen at once, and are counted right', async () => {
      const [ann, bob] = await world.people('ann', 'bob');
      const post = await ann.publish('of tea');
      const made = await Promise.all(Array.from({ length: 6 }, (_, i) => quote(bob, post, `${i}`)));
      await Promise.all(made.flatMap((one, i) => (i % 2 ? [revoke(ann, post, one), revoke(ann, post, one)] : [bob.erase(one)])));
      const last = await quote(bob, post, 'last');
      assert.equal((await ann.read(post)).quotes_count, 1);
      assert.deepEqual(ids(await quotes(ann, post)), [last.id]);
      await Promise.all([ann.erase(post), ...Array.from({ length: 4 }, () => tryToQuote(bob, post))]);
      assert.deepEqual((await bob.read(last)).quote, { state: 'deleted', quoted_status: null });
    });
  });

  describe('keep to a policy', () => {
    it('that the author alone changes, for what comes after', async () => {
      const [ann, bob] = await world.people('ann', 'bob');
      const post = await ann.publish('of tea');
      const made = await quote(bob, post);
      has(await allow(ann, post, { quote_approval_policy: 'nobody' }), { quote_approval: approval([], 'automatic'), edited_at: null });
      assert.equal((await bob.read(made)).quote.state, 'accepted');
      await refused(tryToQuote(bob, post), 422);
      const path = `/api/v1/statuses/${post.id}/interaction_policy`;
      await refused(bob.ask('PUT', path, { json: { quote_approval_policy: 'public' } }), 404);
      await refused(ann.ask('PUT', path, { json: { quote_approval_policy: 'friends' } }), 422);
      await refused(ann.ask('PUT', '/api/v1/statuses/1/interaction_policy', { json: {} }), 404);
      const edited = await ann.put(`/api/v1/statuses/${post.id}`, { status: 'of tea', quote_approval_policy: 'followers' });
      has(edited, { quote_approval: approval(['followers'], 'automatic'), edited_at: null });
      const secret = await ann.publish('secret', { visibility: 'private' });
      assert.deepEqual((await allow(ann, secret, { quote_approval_policy: 'public' })).quote_approval, approval([], 'automatic'));
    });

    it('of replies and boosts too', async () => {
      const [ann, bob, cai] = await world.people('ann', 'bob', 'cai');
      await cai.follow(ann);
      const post = await ann.publish(`hey ${bob.mention}`, { reply_approval_policy: 'followers', reblog_approval_policy: 'nobody' });
      has(post, { reply_approval: approval(['followers'], 'automatic'), reblog_approval: approval([], 'automatic') });
      const dan = await world.person('dan');
      has(await dan.read(post), { reply_approval: approval(['followers'], 'denied'), reblog_approval: approval([], 'denied') });
      has(await bob.read(post), { reply_approval: approval(['followers'], 'automatic') }); // is mentioned
      await refused(dan.ask('POST', '/api/v1/statuses', { json: { status: 'me', in_reply_to_id: post.id } }), 422, /reply/);
      for (const person of [ann, bob, cai]) await person.reply(post, 'may');
      await refused(cai.ask('POST', `/api/v1/statuses/${post.id}/reblog`), 403);
      await ann.boost(post);
      assert.equal((await ann.publish('plain')).reply_approval, undefined);
      has(await allow(ann, post, { reblog_approval_policy: 'public' }), { reply_approval: approval(['followers'], 'automatic') });
      await cai.boost(post);
    });
  });
});
