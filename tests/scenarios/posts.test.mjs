// SPDX-License-Identifier: Apache-2.0
// Posts and what people do with them.
import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { eventually, has, ids, refused, sameSet, texts } from '../support/expect.mjs';
import { useWorld } from '../support/world.mjs';

const VIEWER_FLAGS = ['favourited', 'reblogged', 'muted', 'bookmarked', 'pinned', 'filtered'];

describe('posts', () => {
  const world = useWorld();
  let ann;
  let bob;
  let cai;
  before(async () => {
    [ann, bob, cai] = await world.people('ann', 'bob', 'cai');
  });

  const statuses = (person) => person.get(`/api/v1/accounts/${person.id}/statuses`);
  const count = async (person) => (await person.get('/api/v1/accounts/verify_credentials')).statuses_count;

  describe('writing', () => {
    it('gives a post its permanent addresses and an empty record', async () => {
      const post = await ann.publish('hello');
      const { origin } = world.site;
      has(post, {
        uri: `${origin}/users/${ann.username}/statuses/${post.id}`, url: `${origin}/@${ann.username}/${post.id}`,
        visibility: 'public', sensitive: false, spoiler_text: '', in_reply_to_id: null, in_reply_to_account_id: null,
        replies_count: 0, reblogs_count: 0, favourites_count: 0, edited_at: null, reblog: null, poll: null, card: null,
        media_attachments: [], mentions: [], tags: [], emojis: [],
        favourited: false, reblogged: false, muted: false, bookmarked: false, pinned: false, filtered: [] });
      assert.match(post.created_at, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
      assert.ok(Math.abs(Date.parse(post.created_at) - Date.now()) < 60_000);
      assert.equal(post.account.id, ann.id);
      assert.equal(post.application.name, 'Scenario');
      assert.deepEqual(await ann.read(post), post);
    });

    it('tells strangers nothing about a viewer', async () => {
      const post = await ann.publish('hello');
      const seen = await world.anyone.get(`/api/v1/statuses/${post.id}`);
      for (const flag of VIEWER_FLAGS) assert.equal(flag in seen, false, flag);
    });

    for (const visibility of ['public', 'unlisted', 'private', 'direct']) {
      it(`keeps the visibility ${visibility}`, async () => {
        const post = await ann.publish('hello', { visibility });
        assert.equal(post.visibility, visibility);
        assert.equal((await ann.read(post)).visibility, visibility);
      });
    }

    for (const encoding of ['json', 'form', 'multipart', 'query']) {
      it(`takes its fields as ${encoding}`, async () => {
        const fields = { status: 'Grüße 🦆\nan alle', spoiler_text: 'Höflichkeit', visibility: 'unlisted', language: 'de', sensitive: true };
        const { body } = await ann.expectOk('POST', '/api/v1/statuses', { [encoding]: fields });
        has(body, { spoiler_text: 'Höflichkeit', visibility: 'unlisted', language: 'de', sensitive: true });
        assert.deepEqual(texts([body]), ['Grüße 🦆\nan alle']);
      });
    }

    it('a content warning makes a post sensitive', async () => {
      has(await ann.publish('gory', { spoiler_text: 'careful' }), { sensitive: true, spoiler_text: 'careful' });
    });

    it('counts', async () => {
      const before = await count(ann);
      const post = await ann.publish('counted');
      assert.equal(await count(ann), before + 1);
      assert.equal((await ann.get(`/api/v1/accounts/${ann.id}`)).last_status_at, post.created_at.slice(0, 10));
    });
  });

  describe('text', () => {
    const html = async (status) => (await ann.publish(status)).content.replaceAll('<br>', '<br />');
    const link = (url) => {
      const shown = url.replace(/^https?:\/\//, '');
      const head = `<a href="${url}" target="_blank" rel="nofollow noopener" translate="no"><span class="invisible">https://</span>`;
      return shown.length > 30
        ? `${head}<span class="ellipsis">${shown.slice(0, 30)}</span><span class="invisible">${shown.slice(30)}</span></a>`
        : `${head}<span class="">${shown}</span><span class="invisible"></span></a>`;
    };

    it('becomes paragraphs and line breaks', async () => {
      assert.equal(await html('one\ntwo\n\nthree'), '<p>one<br />two</p><p>three</p>');
      assert.equal(await html('one\r\ntwo\r\n\r\n\r\nthree'), '<p>one<br />two</p><p>three</p>');
    });

    it('never becomes markup', async () => {
      assert.equal(await html('<b onclick="x">&amp; \'q\'</b>').then((text) => text.replaceAll('&#39;', "'").replaceAll('&quot;', '"')),
        '<p>&lt;b onclick="x"&gt;&amp;amp; \'q\'&lt;/b&gt;</p>');
      for (const nasty of ['javascript:alert(1)', 'https://x.example/"onmouseover="alert(1)', '#<img src=x onerror=alert(1)>', '@<script>alert(1)</script>']) {
        assert.doesNotMatch(await html(nasty), /<(img|script)|href="javascript|" ?onmouseover=/i, nasty);
      }
    });

    it('links addresses, long ones cut for the eye', async () => {
      for (const url of ['https://example.com/a-very-long-path-indeed/and-more', 'https://example.com/?q=1']) {
        const content = await html(`see ${url}.`);
        if (url.length > 38) assert.equal(content, `<p>see ${link(url)}.</p>`);
        assert.match(content, /<a href="[^"]+" target="_blank" rel="nofollow noopener" translate="no">/);
      }
    });

    it('names people it mentions, once each, in any case', async () => {
      const post = await ann.publish(`hi ${bob.mention} and @${bob.username.toUpperCase()}, not @nobodyatall nor mail@example.com`);
      assert.deepEqual(post.mentions, [{ id: bob.id, username: bob.username, acct: bob.username, url: bob.account.url }]);
      const mention = `<span class="h-card" translate="no"><a href="${bob.account.url}" class="u-url mention">@<span>${bob.username}</span></a></span>`;
      assert.ok(post.content.startsWith(`<p>hi ${mention} and `), post.content);
      assert.ok(post.content.includes(' not @nobodyatall nor mail@example.com'), post.content);
    });

    it('finds hashtags of any script, once each', async () => {
      const post = await ann.publish('#Puffin #puffin #Straße #日本語 #नमस्ते #a_1 #42 x#no &#39;');
      assert.deepEqual(post.tags.map(({ name }) => name), ['puffin', 'strasse', '日本語', 'नमस्ते', 'a_1']);
      assert.match(post.content, new RegExp(`<a href="${world.site.origin}/tags/puffin" class="mention hashtag" rel="tag">#<span>Puffin</span></a>`));
      for (const { url } of post.tags) assert.ok(url.startsWith(`${world.site.origin}/tags/`));
    });
  });

  describe('length', () => {
    const LIMIT = 500;
    const FITS = [
      ['plain letters', 'x'.repeat(LIMIT)],
      ['an emoji of many code points as one character', '👩‍👩‍👧‍👦'.repeat(LIMIT)],
      ['an address as 23 characters', `${'x'.repeat(LIMIT - 24)} https://example.com/${'y'.repeat(300)}`],
    ];
    for (const [what, status] of FITS) {
      it(`takes ${what} up to the limit and not one more`, async () => {
        await ann.publish(status);
        await refused(ann.ask('POST', '/api/v1/statuses', { json: { status: `x${status}` } }), 422, /^Validation failed: /);
      });
    }

    it('counts the domain of a mention for nothing', async () => {
      await ann.publish(`@someone@${'far.'.repeat(20)}example ${'x'.repeat(LIMIT - '@someone '.length)}`);
    });

    it('counts the content warning', async () => {
      const half = 'x'.repeat(LIMIT / 2);
      await ann.publish(half, { spoiler_text: half });
      await refused(ann.ask('POST', '/api/v1/statuses', { json: { status: half, spoiler_text: `${half}x` } }), 422, /^Validation failed: /);
    });

    it('reaches nobody whom its author did not expect, and says whom it would have', async () => {
      const eve = await world.person('eve');
      const status = `${bob.mention} ${eve.mention} ${ann.mention}`;
      const body = await refused(ann.ask('POST', '/api/v1/statuses', { json: { status, allowed_mentions: [bob.id] } }), 422, /unexpected accounts$/);
      assert.deepEqual(body.unexpected_accounts.map(({ id, acct }) => [id, acct]), [[eve.id, eve.username]]);
      await eve.isNotified([]);
      await ann.publish(status, { allowed_mentions: [bob.id, eve.id] });
      await eve.isNotified([['mention', ann.username, `${bob.mention} ${eve.mention} ${ann.mention}`]]);
    });

    it('must not be nothing', async () => {
      for (const status of ['', '   \n ', undefined]) {
        await refused(ann.ask('POST', '/api/v1/statuses', { json: { status } }), 422, /^Validation failed: /);
      }
    });
  });

  describe('idempotency key', () => {
    const send = (person, key, status) => person.ask('POST', '/api/v1/statuses', { json: { status }, headers: { 'Idempotency-Key': key } });

    it('gives the same post again, also to requests at the same moment', async () => {
      const answers = await Promise.all(Array.from({ length: 8 }, () => send(ann, 'key-1', 'only once')));
      assert.deepEqual(answers.map(({ status }) => status), Array(8).fill(200));
      assert.equal(new Set(answers.map(({ body }) => body.id)).size, 1);
      assert.equal((await send(ann, 'key-1', 'only once')).body.id, answers[0].body.id);
      assert.equal(texts(await statuses(ann)).filter((text) => text === 'only once').length, 1);
    });

    it('is each person\'s own, and another key is another post', async () => {
      const [mine, other, theirs] = [await send(ann, 'key-2', 'a'), await send(ann, 'key-3', 'a'), await send(bob, 'key-2', 'a')];
      assert.equal(new Set([mine, other, theirs].map(({ body }) => body.id)).size, 3);
    });
  });

  describe('threads', () => {
    it('answer to a post and are read around any of their posts', async () => {
      const root = await ann.publish('root');
      const first = await bob.reply(root, 'first');
      const second = await cai.reply(root, 'second');
      const deep = await ann.reply(first, 'deep');
      has(deep, { in_reply_to_id: first.id, in_reply_to_account_id: bob.id });
      has(await ann.read(root), { replies_count: 2 });

      const around = async (post) => {
        const { ancestors, descendants } = await cai.get(`/api/v1/statuses/${post.id}/context`);
        return [texts(ancestors), texts(descendants)];
      };
      assert.deepEqual(await around(root), [[], ['first', 'deep', 'second']]);
      assert.deepEqual(await around(first), [['root'], ['deep']]);
      assert.deepEqual(await around(deep), [['root', 'first'], []]);
      assert.deepEqual(await around(second), [['root'], []]);
    });

    it('survive the loss of a post in the middle', async () => {
      const root = await ann.publish('root');
      const middle = await bob.reply(root, 'middle');
      const leaf = await cai.reply(middle, 'leaf');
      await bob.erase(middle);
      has(await ann.read(root), { replies_count: 0 });
      has(await ann.read(leaf), { in_reply_to_id: null });
      assert.deepEqual(await ann.get(`/api/v1/statuses/${leaf.id}/context`), { ancestors: [], descendants: [] });
    });

    it('can be deep', async () => {
      const chain = [await ann.publish('0')];
      for (let i = 1; i < 30; i++) chain.push(await ann.reply(chain.at(-1), String(i)));
      const { ancestors } = await ann.get(`/api/v1/statuses/${chain.at(-1).id}/context`);
      assert.deepEqual(ids(ancestors), ids(chain.slice(0, -1)));
      const { descendants } = await ann.get(`/api/v1/statuses/${chain[0].id}/context`);
      assert.deepEqual(ids(descendants), ids(chain.slice(1)));
    });

    it('cannot answer what is not there', async () => {
      await refused(ann.ask('POST', '/api/v1/statuses', { json: { status: 'hm', in_reply_to_id: '1' } }), 404);
    });
  });

  describe('editing', () => {
    it('changes the text, keeps the history, and hands out the source', async () => {
      const post = await ann.publish('teh *sea*', { spoiler_text: 'water', language: 'en' });
      const edited = await ann.put(`/api/v1/statuses/${post.id}`, { status: `the sea, ${bob.mention} #sea`, spoiler_text: 'waves', sensitive: true, language: 'is' });
      has(edited, { id: post.id, created_at: post.created_at, spoiler_text: 'waves', language: 'is', sensitive: true, visibility: post.visibility });
      assert.ok(Date.parse(edited.edited_at) >= Date.parse(post.created_at));
      assert.deepEqual(ids(edited.mentions), [bob.id]);
      assert.deepEqual(edited.tags.map(({ name }) => name), ['sea']);

      const history = await bob.get(`/api/v1/statuses/${post.id}/history`);
      assert.deepEqual(history.map((version) => [texts([version])[0], version.spoiler_text]), [
        ['teh *sea*', 'water'], [`the sea, ${bob.mention} #sea`, 'waves']]);
      assert.equal(history[0].created_at, post.created_at);
      assert.equal(history[1].created_at, edited.edited_at);
      for (const version of history) assert.equal(version.account.id, ann.id);

      assert.deepEqual(await ann.get(`/api/v1/statuses/${post.id}/source`), { id: post.id, text: `the sea, ${bob.mention} #sea`, spoiler_text: 'waves' });
    });

    it('is the author\'s alone, and so is the source', async () => {
      const post = await ann.publish('mine');
      await refused(bob.ask('PUT', `/api/v1/statuses/${post.id}`, { json: { status: 'theirs' } }), 404);
      await refused(bob.ask('GET', `/api/v1/statuses/${post.id}/source`), 404);
      assert.deepEqual(texts([await ann.read(post)]), ['mine']);
    });

    it('holds to the same limits', async () => {
      const post = await ann.publish('short');
      for (const status of ['x'.repeat(501), '']) {
        await refused(ann.ask('PUT', `/api/v1/statuses/${post.id}`, { json: { status } }), 422, /^Validation failed: /);
      }
      has(await ann.read(post), { edited_at: null });
    });

    it('of a post never edited is a history of one', async () => {
      const post = await ann.publish('as it was');
      assert.deepEqual(texts(await bob.get(`/api/v1/statuses/${post.id}/history`)), ['as it was']);
    });
  });

  describe('deleting', () => {
    it('hands back the text for another try, and the post is gone', async () => {
      const before = await count(ann);
      const post = await ann.publish('a & b\n\n#c', { spoiler_text: 'd', visibility: 'unlisted' });
      const erased = await ann.erase(post);
      has(erased, { id: post.id, text: 'a & b\n\n#c', spoiler_text: 'd', visibility: 'unlisted', content: undefined });
      for (const path of ['', '/context', '/history', '/source', '/favourited_by', '/reblogged_by']) {
        await refused(ann.ask('GET', `/api/v1/statuses/${post.id}${path}`), 404, /^Record not found$/);
      }
      for (const action of ['favourite', 'reblog', 'bookmark', 'pin', 'mute']) {
        await refused(ann.ask('POST', `/api/v1/statuses/${post.id}/${action}`), 404);
      }
      await refused(ann.ask('DELETE', `/api/v1/statuses/${post.id}`), 404);
      assert.equal(await count(ann), before);
    });

    it('is the author\'s alone', async () => {
      const post = await ann.publish('mine');
      await refused(bob.ask('DELETE', `/api/v1/statuses/${post.id}`), 404);
      await ann.read(post);
    });

    it('takes boosts, favourites, bookmarks and pins with it', async () => {
      const [dan, eva] = await world.people('dan', 'eva');
      const post = await dan.publish('soon gone');
      const boost = await eva.boost(post);
      await eva.act('favourite', post);
      await eva.act('bookmark', post);
      await dan.act('pin', post);
      await dan.erase(post);
      await refused(eva.ask('GET', `/api/v1/statuses/${boost.id}`), 404);
      for (const path of ['/api/v1/favourites', '/api/v1/bookmarks', `/api/v1/accounts/${eva.id}/statuses`, `/api/v1/accounts/${dan.id}/statuses?pinned=true`]) {
        assert.deepEqual(await eva.get(path), [], path);
      }
      assert.equal(await count(eva), 0);
      await eventually(async () => assert.deepEqual(await dan.notifications(), []));
    });
  });

  describe('marks', () => {
    // [do, undo, flag of the viewer, counter, list of the own marked posts, list of people]
    const MARKS = [
      ['favourite', 'unfavourite', 'favourited', 'favourites_count', '/api/v1/favourites', 'favourited_by'],
      ['bookmark', 'unbookmark', 'bookmarked', null, '/api/v1/bookmarks', null],
    ];
    for (const [mark, unmark, flag, counter, list, people] of MARKS) {
      it(`${mark}: once, for oneself, and back`, async () => {
        const [dan] = await world.people('dan');
        const post = await ann.publish('marked');
        for (let time = 1; time <= 2; time++) has(await dan.act(mark, post), { id: post.id, [flag]: true, ...(counter && { [counter]: 1 }) });
        has(await dan.read(post), { [flag]: true });
        has(await bob.read(post), { [flag]: false, ...(counter && { [counter]: 1 }) });
        assert.deepEqual(ids(await dan.get(list)), [post.id]);
        for (let time = 1; time <= 2; time++) has(await dan.act(unmark, post), { [flag]: false, ...(counter && { [counter]: 0 }) });
        assert.deepEqual(await dan.get(list), []);
        if (people) assert.deepEqual(await dan.get(`/api/v1/statuses/${post.id}/${people}`), []);
      });

      it(`${mark}: listed by when it was done, in pages both ways`, async () => {
        const [dan] = await world.people('dan');
        const posts = [];
        for (let i = 0; i < 5; i++) posts.push(await ann.publish(`p${i}`));
        const order = [posts[3], posts[0], posts[4], posts[1], posts[2]];
        for (const post of order) await dan.act(mark, post);
        const newestFirst = ids(order).reverse();
        const pages = (await dan.pages(list, { limit: 2 })).map(ids);
        assert.deepEqual(pages, [newestFirst.slice(0, 2), newestFirst.slice(2, 4), newestFirst.slice(4)]);
        const first = await dan.expectOk('GET', list, { query: { limit: 2 } });
        const { search } = new URL(first.links.next);
        const second = await dan.expectOk('GET', list + search);
        const back = await dan.expectOk('GET', list + new URL(second.links.prev).search);
        assert.deepEqual(ids(back.body), newestFirst.slice(0, 2));
      });
    }

    for (const [action, list, counter] of [['favourite', 'favourited_by', 'favourites_count'], ['reblog', 'reblogged_by', 'reblogs_count']]) {
      it(`${list} names the people, newest first, in pages`, async () => {
        const post = await ann.publish('popular');
        const fans = await world.people('f', 'g', 'h');
        for (const fan of fans) await fan.act(action, post);
        has(await ann.read(post), { [counter]: 3 });
        const path = `/api/v1/statuses/${post.id}/${list}`;
        assert.deepEqual(ids(await world.anyone.get(path)), ids(fans).reverse());
        assert.deepEqual((await ann.pages(path, { limit: 2 })).flat().map(({ id }) => id), ids(fans).reverse());
      });
    }
  });

  describe('pins', () => {
    const pinned = async (person) => texts(await person.get(`/api/v1/accounts/${person.id}/statuses`, { pinned: true }));

    it('keep own posts at the top of the profile, the latest pin first', async () => {
      const [dan] = await world.people('dan');
      const [one, two] = [await dan.publish('one'), await dan.publish('two', { visibility: 'unlisted' })];
      await dan.act('pin', two);
      has(await dan.act('pin', one), { pinned: true });
      assert.deepEqual(await pinned(dan), ['one', 'two']);
      assert.deepEqual(texts(await world.anyone.get(`/api/v1/accounts/${dan.id}/statuses`, { pinned: true })), ['one', 'two']);
      const pages = await dan.pages(`/api/v1/accounts/${dan.id}/statuses`, { pinned: true });
      assert.deepEqual(pages.map(texts), [['one', 'two']], 'one page, and none behind it');
      has(await dan.act('unpin', one), { pinned: false });
      assert.deepEqual(await pinned(dan), ['two']);
    });

    it('are for own posts that are no boosts, not direct, and at most five', async () => {
      const [dan] = await world.people('dan');
      const foreign = await ann.publish('foreign');
      await refused(dan.ask('POST', `/api/v1/statuses/${foreign.id}/pin`), 422, /^Validation failed: /);
      const direct = await dan.publish('quiet', { visibility: 'direct' });
      await refused(dan.ask('POST', `/api/v1/statuses/${direct.id}/pin`), 422, /^Validation failed: /);
      for (let i = 0; i < 5; i++) await dan.act('pin', await dan.publish(`pin ${i}`));
      const sixth = await dan.publish('pin 6');
      await refused(dan.ask('POST', `/api/v1/statuses/${sixth.id}/pin`), 422, /^Validation failed: /);
    });
  });

  describe('boosts', () => {
    it('are posts of their own that carry the other', async () => {
      const post = await ann.publish('worth hearing');
      const boost = await bob.boost(post);
      assert.notEqual(boost.id, post.id);
      has(boost, { visibility: 'public', reblogged: true });
      assert.equal(boost.account.id, bob.id);
      has(boost.reblog, { id: post.id, reblogged: true, reblogs_count: 1 });
      has(await ann.read(post), { reblogs_count: 1, reblogged: false });
      assert.deepEqual(texts(await statuses(bob)).slice(0, 1), ['↻ worth hearing']);
    });

    it('happen once, reach through other boosts, and can be undone', async () => {
      const post = await ann.publish('again');
      const boost = await bob.boost(post);
      assert.equal((await bob.boost(post)).id, boost.id);
      const through = await cai.boost(boost);
      assert.equal(through.reblog.id, post.id);
      has(await ann.read(post), { reblogs_count: 2 });
      for (let time = 1; time <= 2; time++) has(await bob.act('unreblog', post), { id: post.id, reblogged: false, reblogs_count: 1 });
      await refused(bob.ask('GET', `/api/v1/statuses/${boost.id}`), 404);
    });

    it('may be quieter than the post', async () => {
      const post = await ann.publish('loud');
      assert.equal((await bob.boost(post, { visibility: 'unlisted' })).visibility, 'unlisted');
    });

    it('favouring a boost favours the post', async () => {
      const post = await ann.publish('deep down');
      const boost = await bob.boost(post);
      await cai.act('favourite', boost);
      has(await ann.read(post), { favourites_count: 1 });
    });

    // [visibility of the post, by whom, visibility of the boost or null when it is not allowed]
    const RULES = [
      ['unlisted', 'a follower', 'public'],
      ['private', 'the author', 'private'],
      ['private', 'a follower', null],
      ['direct', 'the author', null],
      ['direct', 'the mentioned', null],
    ];
    for (const [visibility, who, allowed] of RULES) {
      it(`of a ${visibility} post by ${who}: ${allowed ?? 'no'}`, async () => {
        const [author, fan] = await world.people('author', 'fan');
        await fan.follow(author);
        const post = await author.publish(`${visibility} ${visibility === 'direct' ? fan.mention : ''}`, { visibility });
        const booster = who === 'the author' ? author : fan;
        await booster.read(post);
        if (allowed) assert.equal((await booster.boost(post)).visibility, allowed);
        else await refused(booster.ask('POST', `/api/v1/statuses/${post.id}/reblog`), 403, /^This action is not allowed$/);
      });
    }
  });

  it('a muted conversation says so on each of its posts', async () => {
    const root = await ann.publish('chatter');
    const reply = await bob.reply(root, 'more chatter');
    has(await ann.act('mute', reply), { muted: true });
    has(await ann.read(root), { muted: true });
    has(await bob.read(root), { muted: false });
    has(await ann.act('unmute', root), { muted: false });
    has(await ann.read(reply), { muted: false });
  });

  it('several posts are read at once, without those that are not there', async () => {
    const [one, two] = [await ann.publish('one'), await bob.publish('two')];
    const hidden = await bob.publish('hidden', { visibility: 'direct' });
    sameSet(ids(await ann.get('/api/v1/statuses', { id: [one.id, '1', hidden.id, two.id] })), [one.id, two.id]);
  });
});
