// SPDX-License-Identifier: Apache-2.0
// First light as an app sees it: the masto client library, unmodified, from registration to notifications.
import assert from 'node:assert/strict';
import dns from 'node:dns';
import { before, describe, it } from 'node:test';
import { createOAuthAPIClient, createRestAPIClient, createStreamingAPIClient, MastoHttpError } from 'masto';
import { Browser, formsOf, outOfBandCode } from '../support/browser.mjs';
import { eventually, ids, texts } from '../support/expect.mjs';
import { handedBack, pkcePair } from '../support/oauth.mjs';
import { OUT_OF_BAND, PASSWORD, useWorld } from '../support/world.mjs';

dns.setDefaultResultOrder('ipv4first'); // the server listens on 127.0.0.1, the library asks for localhost

const CALLBACK = 'https://app.example/callback';
const SCOPES = 'read write follow';

describe('the masto library', () => {
  const world = useWorld();
  let url;
  let alice; // {username, client}
  let bob;

  // Everything by the library, except what a person does in the browser.
  async function logIn(name, redirectUri) {
    const username = world.freshName(name);
    const guest = createRestAPIClient({ url });
    const app = await guest.v1.apps.create({ clientName: `App of ${name}`, redirectUris: redirectUri, scopes: SCOPES });
    const { verifier, challenge } = pkcePair();
    const query = {
      response_type: 'code', client_id: app.clientId, redirect_uri: redirectUri, scope: SCOPES, state: 'here',
      code_challenge: challenge, code_challenge_method: 'S256' };

    const browser = new Browser(world.site);
    await browser.signUp({ username, email: `${username}@example.com`, password: PASSWORD });
    const stranger = new Browser(world.site); // as on the phone, later: signs in on the way to the consent page
    const signIn = await stranger.open('/oauth/authorize', query);
    const consent = await stranger.submit(signIn, '/auth/sign_in', { identifier: username, password: PASSWORD });
    assert.ok(formsOf(consent.text).length > 0, consent.text.slice(0, 500));
    const answer = await stranger.submit(consent, '/oauth/authorize', { decision: 'approve' });
    const code = redirectUri === OUT_OF_BAND ? outOfBandCode(answer.text) : handedBack(answer, redirectUri).code;

    const token = await createOAuthAPIClient({ url }).token.create({
      grantType: 'authorization_code', clientId: app.clientId, clientSecret: app.clientSecret, redirectUri, code, codeVerifier: verifier });
    assert.equal(token.tokenType, 'Bearer');
    const client = createRestAPIClient({ url, accessToken: token.accessToken });
    return { username, app, token, client, account: await client.v1.accounts.verifyCredentials() };
  }

  before(async () => {
    url = world.site.origin;
    alice = await logIn('alice', CALLBACK);
    bob = await logIn('bob', OUT_OF_BAND);
  });

  it('learns about the server', async () => {
    const guest = createRestAPIClient({ url });
    const instance = await guest.v2.instance.fetch();
    assert.equal(instance.domain, world.site.host);
    assert.equal(instance.configuration.statuses.maxCharacters, 500);
    assert.equal((await guest.v1.instance.fetch()).uri, world.site.host);
  });

  it('logs in through the pages, by redirect and by code on a page', () => {
    for (const person of [alice, bob]) {
      assert.equal(person.account.username, person.username);
      assert.equal(person.account.acct, person.username);
      assert.equal(person.account.url, `${url}/@${person.username}`);
    }
  });

  it('posts, replies, favourites, boosts and follows, and sees all of it', async () => {
    const followed = await bob.client.v1.accounts.$select(alice.account.id).follow();
    assert.equal(followed.following, true);

    const post = await alice.client.v1.statuses.create({ status: 'First light over the #Skerries', visibility: 'public', language: 'en' });
    assert.deepEqual(texts([post]), ['First light over the #Skerries']);
    assert.equal(post.account.id, alice.account.id);
    assert.deepEqual(post.tags.map(({ name }) => name), ['skerries']);
    assert.equal(post.application.name, 'App of alice');

    await eventually(async () => assert.deepEqual(ids(await bob.client.v1.timelines.home.list()), [post.id]));

    const reply = await bob.client.v1.statuses.create({ status: `@${alice.username} and what a light`, inReplyToId: post.id });
    assert.equal(reply.inReplyToId, post.id);
    assert.equal(reply.inReplyToAccountId, alice.account.id);
    assert.deepEqual(reply.mentions.map(({ username }) => username), [alice.username]);

    assert.equal((await bob.client.v1.statuses.$select(post.id).favourite()).favourited, true);
    const boost = await bob.client.v1.statuses.$select(post.id).reblog();
    assert.equal(boost.reblog.id, post.id);

    const seen = await alice.client.v1.statuses.$select(post.id).fetch();
    assert.deepEqual([seen.repliesCount, seen.favouritesCount, seen.reblogsCount], [1, 1, 1]);
    const context = await alice.client.v1.statuses.$select(post.id).context.fetch();
    assert.deepEqual([ids(context.ancestors), ids(context.descendants)], [[], [reply.id]]);

    await alice.client.v1.accounts.$select(bob.account.id).follow();
    await eventually(async () => {
      const home = await alice.client.v1.timelines.home.list();
      assert.deepEqual(ids(home), [reply.id, post.id]); // the boost of a post that is just below it is not repeated
    });
    await eventually(async () => {
      const told = await alice.client.v1.notifications.list();
      assert.deepEqual(told.map(({ type, account, status }) => [type, account.username, status?.id]), [
        ['reblog', bob.username, post.id],
        ['favourite', bob.username, post.id],
        ['mention', bob.username, reply.id],
        ['follow', bob.username, undefined],
      ]);
    });
    assert.deepEqual((await bob.client.v1.notifications.list()).map(({ type }) => type), ['follow']);
  });

  it('hears of things over its WebSocket', async () => {
    const { urls } = (await alice.client.v2.instance.fetch()).configuration;
    const streaming = createStreamingAPIClient({ streamingApiUrl: urls.streaming, accessToken: alice.token.accessToken });
    const [home, tagged] = [streaming.user.subscribe(), streaming.hashtag.subscribe({ tag: 'Puffin' })];
    const heard = { home: [], tagged: [] };
    const listening = [[home, heard.home], [tagged, heard.tagged]].map(async ([subscription, list]) => {
      for await (const event of subscription) list.push(event);
    });
    // The library does not say when it is subscribed.
    await eventually(async () => {
      await alice.client.v1.statuses.create({ status: 'anybody there? #puffin', visibility: 'public' });
      assert.ok(heard.home.length > 0 && heard.tagged.length > 0);
    });
    const post = await alice.client.v1.statuses.create({ status: 'a #puffin', visibility: 'public' });
    await bob.client.v1.statuses.$select(post.id).favourite();
    await alice.client.v1.statuses.$select(post.id).update({ status: 'an auk' });
    await alice.client.v1.statuses.$select(post.id).remove();
    const since = (list) => list.slice(list.findIndex(({ payload }) => payload?.id === post.id)).map(({ stream, event, payload }) =>
      [...stream, event, payload.type ?? payload.id ?? payload]);
    await eventually(() => assert.deepEqual(since(heard.home), [['user', 'update', post.id], ['user', 'notification', 'favourite'],
      ['user', 'status.update', post.id], ['user', 'delete', post.id]]));
    await eventually(() => assert.deepEqual(since(heard.tagged), [['hashtag', 'Puffin', 'update', post.id]]));
    home.unsubscribe();
    tagged.unsubscribe();
    streaming.close();
    await Promise.all(listening);
  });

  it('pages through a timeline with its paginator', async () => {
    const written = [];
    for (let i = 0; i < 7; i++) written.unshift((await alice.client.v1.statuses.create({ status: `page ${i}`, visibility: 'unlisted' })).id);
    const found = [];
    for await (const page of alice.client.v1.accounts.$select(alice.account.id).statuses.list({ limit: 3 })) found.push(...ids(page));
    assert.deepEqual(found.slice(0, 7), written);
    assert.equal(new Set(found).size, found.length);
  });

  it('edits and deletes', async () => {
    const post = await alice.client.v1.statuses.create({ status: 'tpyo' });
    const mended = await alice.client.v1.statuses.$select(post.id).update({ status: 'typo' });
    assert.deepEqual(texts([mended]), ['typo']);
    assert.ok(mended.editedAt);
    assert.deepEqual(texts(await alice.client.v1.statuses.$select(post.id).history.list()), ['tpyo', 'typo']);
    assert.equal((await alice.client.v1.statuses.$select(post.id).remove()).text, 'typo');
    await assert.rejects(alice.client.v1.statuses.$select(post.id).fetch(), (error) => error instanceof MastoHttpError && error.statusCode === 404);
  });

  it('edits the profile, finds people and blocks them', async () => {
    const me = await alice.client.v1.accounts.updateCredentials({
      displayName: 'Alice of the Rocks', note: 'I watch birds', fieldsAttributes: [{ name: 'Boat', value: 'Puffin' }] });
    assert.equal(me.displayName, 'Alice of the Rocks');
    assert.deepEqual(me.fields.map(({ name }) => name), ['Boat']);
    assert.equal((await bob.client.v1.accounts.lookup({ acct: alice.username })).id, alice.account.id);
    assert.deepEqual(ids(await bob.client.v1.accounts.search.list({ q: 'of the rocks' })), [alice.account.id]);
    const [relationship] = await bob.client.v1.accounts.relationships.fetch({ id: [alice.account.id] });
    assert.equal(relationship.following, true);
    await alice.client.v1.accounts.$select(bob.account.id).block();
    const [after] = await bob.client.v1.accounts.relationships.fetch({ id: [alice.account.id] });
    assert.deepEqual([after.following, after.blockedBy], [false, true]);
  });

  it('keeps markers and preferences', async () => {
    const [latest] = await alice.client.v1.timelines.home.list({ limit: 1 });
    const saved = await alice.client.v1.markers.create({ home: { lastReadId: latest.id } });
    assert.equal(saved.home.lastReadId, latest.id);
    assert.equal((await alice.client.v1.markers.fetch({ timeline: ['home'] })).home.lastReadId, latest.id);
    assert.equal((await alice.client.v1.preferences.fetch())['posting:default:visibility'], 'public');
  });

  it('gives its token back', async () => {
    const { clientId, clientSecret } = bob.app;
    await createOAuthAPIClient({ url }).revoke({ clientId, clientSecret, token: bob.token.accessToken });
    await assert.rejects(bob.client.v1.accounts.verifyCredentials(), (error) => error instanceof MastoHttpError && error.statusCode === 401);
  });
});
