// SPDX-License-Identifier: Apache-2.0
// Filters: words and posts that their owner does not want to be shown, and what every answer says of them.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { eventually, has, ids, refused } from '../support/expect.mjs';
import { fileForm } from '../support/http.mjs';
import { png } from '../support/pictures.mjs';
import { useWorld } from '../support/world.mjs';

const V2 = '/api/v2/filters';
const V1 = '/api/v1/filters';

describe('filters', () => {
  const world = useWorld();

  const words = (person, keywords, fields = {}) => person.post(V2, {
    title: keywords.join(), context: ['home', 'public'], keywords_attributes: keywords.map((keyword) => ({ keyword })), ...fields });
  // What a status says of the viewer's filters: "title: word, word".
  const said = ({ filtered }) => filtered.map(({ filter, keyword_matches, status_matches }) =>
    `${filter.title}: ${[...(keyword_matches ?? []), ...(status_matches ?? [])].join(', ')}`);

  it('are kept with their keywords and posts', async () => {
    const ann = await world.person('ann');
    assert.deepEqual(await ann.get(V2), []);
    const made = await ann.post(V2, {
      title: 'drinks', context: ['home', 'thread'], filter_action: 'hide', expires_in: 3600,
      keywords_attributes: [{ keyword: 'tea', whole_word: 'false' }, { keyword: 'hot coffee' }, { keyword: '' }] });
    has(made, { title: 'drinks', context: ['home', 'thread'], filter_action: 'hide', statuses: [] });
    assert.deepEqual(made.keywords.map(({ keyword, whole_word }) => [keyword, whole_word]), [['tea', false], ['hot coffee', true]]);
    const inAnHour = Date.parse(made.expires_at) - Date.now();
    assert.ok(inAnHour > 3_500_000 && inAnHour <= 3_600_000, made.expires_at);
    assert.deepEqual(await ann.get(`${V2}/${made.id}`), made);

    const [tea, coffee] = made.keywords;
    const changed = await ann.put(`${V2}/${made.id}`, {
      title: 'warm drinks', context: ['public'], filter_action: 'blur', expires_in: '',
      keywords_attributes: [{ id: tea.id, _destroy: true }, { id: coffee.id, keyword: 'cocoa' }, { keyword: 'milk' }] });
    has(changed, { title: 'warm drinks', context: ['public'], filter_action: 'blur', expires_at: null });
    assert.deepEqual(changed.keywords.map(({ keyword }) => keyword), ['cocoa', 'milk']);
    has(await ann.put(`${V2}/${made.id}`, { title: 'drinks' }), { context: ['public'], filter_action: 'blur', keywords: changed.keywords });

    const keyword = await ann.post(`${V2}/${made.id}/keywords`, { keyword: 'water' });
    has(keyword, { keyword: 'water', whole_word: true });
    assert.deepEqual(await ann.get(`${V2}/keywords/${keyword.id}`), keyword);
    has(await ann.put(`${V2}/keywords/${keyword.id}`, { keyword: 'juice', whole_word: false }), { keyword: 'juice', whole_word: false });
    assert.equal((await ann.get(`${V2}/${made.id}/keywords`)).length, 3);
    assert.deepEqual(await ann.delete(`${V2}/keywords/${keyword.id}`), {});
    await refused(ann.ask('GET', `${V2}/keywords/${keyword.id}`), 404);

    const post = await ann.publish('a post');
    const named = await ann.post(`${V2}/${made.id}/statuses`, { status_id: post.id });
    assert.equal(named.status_id, post.id);
    assert.deepEqual(await ann.get(`${V2}/${made.id}/statuses`), [named]);
    assert.deepEqual(await ann.get(`${V2}/statuses/${named.id}`), named);
    await refused(ann.ask('POST', `${V2}/${made.id}/statuses`, { json: { status_id: post.id } }), 422, /already been taken/);
    assert.deepEqual(await ann.delete(`${V2}/statuses/${named.id}`), {});
    await ann.post(`${V2}/${made.id}/statuses`, { status_id: post.id });
    await ann.erase(post);
    assert.deepEqual(await ann.get(`${V2}/${made.id}/statuses`), []);

    assert.deepEqual(ids(await ann.get(V2)), [made.id]);
    assert.deepEqual(await ann.delete(`${V2}/${made.id}`), {});
    assert.deepEqual(await ann.get(V2), []);
  });

  it('match in every answer, for their owner alone', async () => {
    const [ann, bob] = await world.people('ann', 'bob');
    await ann.follow(bob);
    const post = await bob.publish('I drink GREEN  tea, not teapots #oolong');
    const other = await bob.publish('steam');
    const filter = await words(ann, ['green TEA', 'oolong'], { filter_action: 'hide' });
    const expected = ['green TEA,oolong: green TEA, oolong'];

    // `hide` is for the client to do: the post is there.
    await eventually(async () => assert.deepEqual(ids(await ann.home()), [other.id, post.id]));
    const [first, second] = await ann.home();
    assert.deepEqual(said(first), []);
    assert.deepEqual(said(second), expected);
    assert.deepEqual(second.filtered[0].filter, {
      id: filter.id, title: filter.title, context: ['home', 'public'], expires_at: null, filter_action: 'hide' });
    const boost = await bob.boost(post);
    for (const status of [await ann.read(post), await ann.read(boost), (await ann.read(boost)).reblog,
      (await ann.get(`/api/v1/accounts/${bob.id}/statuses`)).at(-1),
      (await ann.get('/api/v1/timelines/public')).find(({ id }) => id === post.id),
      (await ann.get('/api/v1/timelines/tag/oolong')).at(-1),
      await ann.act('favourite', post), (await ann.get('/api/v1/favourites'))[0],
      (await ann.get(`/api/v1/statuses/${(await bob.reply(post, 'answer')).id}/context`)).ancestors[0]]) {
      assert.deepEqual(said(status), expected);
    }
    assert.deepEqual(said(await bob.read(post)), []);
    assert.equal((await world.anyone.get(`/api/v1/statuses/${post.id}`)).filtered, undefined);

    // Words are looked for in what is there now, and in mentions.
    await bob.put(`/api/v1/statuses/${post.id}`, { status: `${ann.mention} water` });
    assert.deepEqual(said(await ann.read(post)), []);
    await bob.publish('more oolong', { spoiler_text: `to ${ann.mention}` });
    await bob.publish(`${ann.mention} oolong`, { visibility: 'direct' });
    await eventually(async () => {
      const told = await ann.notifications({ types: ['mention'] });
      assert.deepEqual(said(told[0].status), ['green TEA,oolong: oolong']);
    });
    await ann.delete(`${V2}/${filter.id}`);
    assert.deepEqual((await ann.home()).flatMap(said), []);
  });

  it('match what pictures are described as', async () => {
    const [ann, bob] = await world.people('ann', 'bob');
    await words(ann, ['puffin']);
    const bytes = png(8, 8);
    const media = (await bob.expectOk('POST', '/api/v2/media',
      fileForm({ file: { bytes, name: 'a.png', type: 'image/png' } }, { description: 'Two puffins and a Puffin' }))).body;
    const post = await bob.publish('look', { media_ids: [media.id] });
    assert.deepEqual(said(await ann.read(post)), ['puffin: puffin']);
    assert.deepEqual(said(await ann.act('bookmark', post)), ['puffin: puffin']);
  });

  it('match whole words of any script, or parts of them', async () => {
    const [ann, bob] = await world.people('ann', 'bob');
    await ann.follow(bob);
    const matches = async (keyword, whole_word, text) => {
      const filter = await ann.post(V2, { title: 't', context: ['home'], keywords_attributes: [{ keyword, whole_word }] });
      const post = await bob.publish(text);
      const found = said(await ann.read(post)).length > 0;
      await ann.delete(`${V2}/${filter.id}`);
      return found;
    };
    for (const [keyword, whole, text, expected] of [
      ['cat', true, 'a cat!', true], ['cat', true, 'concatenate', false], ['cat', false, 'concatenate', true],
      ['КОТ', true, 'мой кот', true], ['кот', true, 'скот', false], ['straße', true, 'Die STRASSE', true],
      ['two words', true, 'just two\nwords here', true], ['#tag', true, 'see #tag', true], ['c++', true, 'in C++!', true],
    ]) {
      assert.equal(await matches(keyword, whole, text), expected, `${keyword} in ${text}`);
    }
  });

  it('name single posts, boosts of them too', async () => {
    const [ann, bob] = await world.people('ann', 'bob');
    const post = await bob.publish('one');
    const boost = await bob.boost(post);
    const filter = await ann.post(V2, { title: 'posts', context: ['home'] });
    await ann.post(`${V2}/${filter.id}/statuses`, { status_id: post.id });
    assert.deepEqual(said(await ann.read(post)), [`posts: ${post.id}`]);
    assert.deepEqual(said(await ann.read(boost)), [`posts: ${post.id}`]);
    const secret = await bob.publish('for followers', { visibility: 'private' });
    await refused(ann.ask('POST', `${V2}/${filter.id}/statuses`, { json: { status_id: secret.id } }), 404);
  });

  it('are one keyword each in the first version', async () => {
    const ann = await world.person('ann');
    const made = await ann.post(V1, { phrase: 'tea', context: ['home'], irreversible: true, whole_word: false });
    has(made, { phrase: 'tea', context: ['home'], irreversible: true, whole_word: false, expires_at: null });
    assert.deepEqual(await ann.get(V1), [made]);
    assert.deepEqual(await ann.get(`${V1}/${made.id}`), made);
    has((await ann.get(V2))[0], { title: 'tea', filter_action: 'hide' });
    has(await ann.put(`${V1}/${made.id}`, { phrase: 'coffee', context: ['public'], irreversible: false, expires_in: 60 }),
      { phrase: 'coffee', context: ['public'], irreversible: false, whole_word: false });
    assert.deepEqual(said(await ann.publish('coffee')), ['coffee: coffee']);

    const both = await words(ann, ['one', 'two']);
    assert.deepEqual((await ann.get(V1)).map(({ phrase }) => phrase), ['coffee', 'one', 'two']);
    await refused(ann.ask('PUT', `${V1}/${both.keywords[0].id}`, { json: { phrase: 'three', context: ['home'] } }), 422);
    await ann.delete(`${V1}/${both.keywords[0].id}`);
    assert.deepEqual((await ann.get(`${V2}/${both.id}`)).keywords.map(({ keyword }) => keyword), ['two']);
    assert.deepEqual(await ann.delete(`${V1}/${made.id}`), {});
    assert.deepEqual(ids(await ann.get(V2)), [both.id]);
  });

  it('are refused when they make no sense, and to all others', async () => {
    const [ann, bob] = await world.people('ann', 'bob');
    const refuse = (json, status, pattern) => refused(ann.ask('POST', V2, { json }), status, pattern);
    await refuse({ context: ['home'] }, 422, /Title/);
    await refuse({ title: 'x' }, 422, /[Cc]ontext/);
    await refuse({ title: 'x', context: ['moon'] }, 422, /[Cc]ontext/);
    await refuse({ title: 'x', context: ['home'], filter_action: 'burn' }, 422);
    await refuse({ title: 'x', context: ['home'], expires_in: 'soon' }, 422);
    await refuse({ title: 'x', context: ['home'], keywords_attributes: [{ keyword: ' ' }] }, 422, /Keyword/);
    await refuse({ title: 'x'.repeat(257), context: ['home'] }, 422, /long/);
    await refused(ann.ask('POST', V1, { json: { context: ['home'] } }), 422);
    await refused(ann.ask('GET', `${V2}/nonsense`), 404);
    assert.deepEqual(await ann.get(V2), []);

    const filter = await words(ann, ['tea']);
    const post = await ann.publish('x');
    const named = await ann.post(`${V2}/${filter.id}/statuses`, { status_id: post.id });
    for (const [method, path] of [
      ['GET', `${V2}/${filter.id}`], ['PUT', `${V2}/${filter.id}`], ['DELETE', `${V2}/${filter.id}`],
      ['GET', `${V2}/${filter.id}/keywords`], ['POST', `${V2}/${filter.id}/keywords`], ['GET', `${V2}/${filter.id}/statuses`],
      ['POST', `${V2}/${filter.id}/statuses`], ['GET', `${V2}/keywords/${filter.keywords[0].id}`],
      ['PUT', `${V2}/keywords/${filter.keywords[0].id}`], ['DELETE', `${V2}/keywords/${filter.keywords[0].id}`],
      ['GET', `${V2}/statuses/${named.id}`], ['DELETE', `${V2}/statuses/${named.id}`],
      ['GET', `${V1}/${filter.keywords[0].id}`], ['PUT', `${V1}/${filter.keywords[0].id}`], ['DELETE', `${V1}/${filter.keywords[0].id}`],
    ]) {
      await refused(bob.ask(method, path, method === 'GET' ? {} : { json: { title: 'x', keyword: 'x', status_id: post.id } }), 404);
    }
    const reader = await world.withScopes(ann, 'read:filters');
    assert.equal((await reader.get(V2)).length, 1);
    await refused(reader.ask('DELETE', `${V2}/${filter.id}`), 403);
    await refused((await world.withScopes(ann, 'write:filters')).ask('GET', V2), 403);
    await refused(world.anyone.ask('GET', V2), 401);
  });
});
