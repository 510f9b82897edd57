// SPDX-License-Identifier: Apache-2.0
// Who may see what: 4 visibilities × 8 relations of the viewer to the author × every way to read a post.
import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { eventually, ids } from '../support/expect.mjs';
import { useWorld } from '../support/world.mjs';

// The author blocked `blocked`, although that one had followed and was mentioned; `blocking` blocked the author;
// `mentioned` does not follow; `muted` follows but has muted the author. Each of them, and `stranger`, followed the
// author when the early posts were written and marked what they could see.
const VIEWERS = ['self', 'follower', 'stranger', 'blocked', 'blocking', 'mentioned', 'anonymous', 'muted'];
const VISIBILITIES = ['public', 'unlisted', 'private', 'direct'];

// One column for each of VIEWERS, one row for each of VISIBILITIES.
const BY_ID = [
  //  self follo stran block bloc- menti anony muted
  //       wer   ger   ed    king  oned  mous
  '    yes  yes   yes   no    yes   yes   yes   yes',
  '    yes  yes   yes   no    yes   yes   yes   yes',
  '    yes  yes   no    no    no    yes   no    yes',
  '    yes  no    no    no    no    yes   no    no ',
];
const IN_THREADS = [
  '    yes  yes   yes   no    no    yes   yes   no ',
  '    yes  yes   yes   no    no    yes   yes   no ',
  '    yes  yes   no    no    no    yes   no    no ',
  '    yes  no    no    no    no    yes   no    no ',
];
const IN_HOME = [
  '    yes  yes   no    no    no    no    no    no ',
  '    yes  yes   no    no    no    no    no    no ',
  '    yes  yes   no    no    no    no    no    no ',
  '    yes  no    no    no    no    no    no    no ',
];
const IN_PUBLIC = [
  '    yes  yes   yes   no    no    yes   yes   no ',
  '    no   no    no    no    no    no    no    no ',
  '    no   no    no    no    no    no    no    no ',
  '    no   no    no    no    no    no    no    no ',
];
const NOTIFIED = [
  '    no   no    no    no    no    yes   no    no ',
  '    no   no    no    no    no    yes   no    no ',
  '    no   no    no    no    no    yes   no    no ',
  '    no   no    no    no    no    yes   no    no ',
];
const AUTHOR_ONLY = Array(4).fill('yes no no no no no no no');
const MARKED = [ // what the viewer had marked and may still see; anonymous has no lists
  '    yes  yes   yes   no    yes   yes   no    yes',
  '    yes  yes   yes   no    yes   yes   no    yes',
  '    yes  yes   no    no    no    yes   no    yes',
  '    yes  no    no    no    no    yes   no    no ',
];

const row = (text) => Object.fromEntries(text.trim().split(/\s+/).map((cell, i) => [VIEWERS[i], cell]));

describe('who may see what', () => {
  const world = useWorld();
  const people = {};
  let friend; // sees everything, hosts the threads, and is nobody's concern
  let root;
  const early = {}; // by visibility: {plain, answer, below}
  const late = {};

  async function writePosts(into) {
    for (const visibility of VISIBILITIES) {
      const text = `${visibility} ${people.mentioned.mention} ${people.blocked.mention} ${friend.mention} #matrix`;
      const plain = await people.self.publish(text, { visibility });
      const answer = await people.self.reply(root, text, { visibility });
      const below = await friend.reply(plain, 'below');
      into[visibility] = { plain, answer, below };
    }
  }

  before(async () => {
    for (const viewer of VIEWERS) people[viewer] = viewer === 'anonymous' ? world.anyone : await world.person(viewer);
    const { self: author, follower, stranger, blocked, blocking, mentioned, muted } = people;
    friend = await world.person('friend');
    // Who is written to in private by somebody they do not follow is told only if they want to be.
    await mentioned.patch('/api/v2/notifications/policy', { for_private_mentions: 'accept' });
    for (const person of [follower, stranger, blocked, blocking, mentioned, muted, friend]) await person.follow(author);
    root = await friend.publish('root');
    await writePosts(early);
    for (const person of [author, follower, stranger, blocked, blocking, mentioned, muted]) {
      for (const visibility of VISIBILITIES) {
        for (const action of ['favourite', 'bookmark']) {
          const answer = await person.ask('POST', `/api/v1/statuses/${early[visibility].plain.id}/${action}`);
          const allowed = visibility !== 'direct' || [author, blocked, mentioned].includes(person);
          assert.equal(answer.status, allowed ? 200 : 404, `${action} of ${visibility} by ${person.username}: ${answer.text}`);
        }
      }
    }
    await stranger.toward('unfollow', author);
    await mentioned.toward('unfollow', author);
    await author.toward('block', blocked);
    await blocking.toward('block', author);
    await muted.toward('mute', author);
    await writePosts(late);
  });

  // 'yes' when the answer is a success, 'no' when it looks as if the post were not there.
  async function opens(viewer, path) {
    const { status, body, text } = await viewer.ask('GET', path);
    assert.ok(status === 200 || (status === 404 && body.error === 'Record not found'), `${path}: ${status} ${text.slice(0, 200)}`);
    return status === 200 ? 'yes' : 'no';
  }

  // 'yes' when the post is on the list; without a token 'no' when the list is not for strangers.
  async function lists(viewer, path, post, idsOf = ids) {
    const { status, body, text } = await viewer.ask('GET', path, { query: { limit: 40 } });
    if (!viewer.token && status === 401) return 'no';
    assert.equal(status, 200, `${path}: ${text.slice(0, 200)}`);
    return idsOf(body).includes(post.id) ? 'yes' : 'no';
  }

  // Every way to read: [name, expected table, (viewer, {plain, answer, below}) => 'yes' or 'no', which posts]
  const author = () => people.self.id;
  const ofStatus = (suffix) => (viewer, { plain }) => opens(viewer, `/api/v1/statuses/${plain.id}${suffix}`);
  const WAYS = [
    ['by id', BY_ID, ofStatus('')],
    ['its thread', BY_ID, ofStatus('/context')],
    ['its history', BY_ID, ofStatus('/history')],
    ['who favourited it', BY_ID, ofStatus('/favourited_by')],
    ['who boosted it', BY_ID, ofStatus('/reblogged_by')],
    ['several by id', BY_ID, (viewer, { plain, below }) => lists(viewer, `/api/v1/statuses?id[]=${plain.id}&id[]=${below.id}`, plain)],
    ['its source', AUTHOR_ONLY, async (viewer, { plain }) => (viewer.token ? opens(viewer, `/api/v1/statuses/${plain.id}/source`) : 'no')],
    ['as ancestor', IN_THREADS, (viewer, { plain, below }) => lists(viewer, `/api/v1/statuses/${below.id}/context`, plain, (body) => ids(body.ancestors))],
    ['as descendant', IN_THREADS, (viewer, { answer }) => lists(viewer, `/api/v1/statuses/${root.id}/context`, answer, (body) => ids(body.descendants))],
    ['home timeline', IN_HOME, (viewer, { plain }) => lists(viewer, '/api/v1/timelines/home', plain)],
    ['public timeline', IN_PUBLIC, (viewer, { plain }) => lists(viewer, '/api/v1/timelines/public', plain)],
    ['local timeline', IN_PUBLIC, (viewer, { plain }) => lists(viewer, '/api/v1/timelines/public?local=true', plain)],
    ['hashtag timeline', IN_PUBLIC, (viewer, { plain }) => lists(viewer, '/api/v1/timelines/tag/matrix', plain)],
    ['account\'s posts', BY_ID, (viewer, { plain }) => lists(viewer, `/api/v1/accounts/${author()}/statuses`, plain)],
    ['account\'s posts with the tag', BY_ID, (viewer, { plain }) => lists(viewer, `/api/v1/accounts/${author()}/statuses?tagged=matrix`, plain)],
    ['notifications', NOTIFIED, (viewer, { plain }) =>
      lists(viewer, '/api/v1/notifications?types[]=mention', plain, (body) => ids(body.map(({ status }) => status)))],
    ['favourites', MARKED, (viewer, { plain }) => lists(viewer, '/api/v1/favourites', plain), 'early'],
    ['bookmarks', MARKED, (viewer, { plain }) => lists(viewer, '/api/v1/bookmarks', plain), 'early'],
  ];

  for (const [way, table, look, which = 'early late'] of WAYS) {
    describe(way, () => {
      VISIBILITIES.forEach((visibility, line) => {
        for (const age of which.split(' ')) {
          it(`${age} ${visibility} post`, async () => {
            const posts = { early, late }[age][visibility];
            await eventually(async () => {
              const seen = {};
              for (const viewer of VIEWERS) seen[viewer] = await look(people[viewer], posts);
              assert.deepEqual(seen, row(table[line]));
            }, { withinMs: 3000 });
          });
        }
      });
    });
  }

  // Each of these needs to see the post first; who cannot gets the same answer as for a post that is not there.
  describe('acting on it', () => {
    for (const action of ['favourite', 'unfavourite', 'bookmark', 'unbookmark', 'mute', 'unmute']) {
      VISIBILITIES.forEach((visibility, line) => {
        it(`${action} of a ${visibility} post`, async () => {
          const expected = row(BY_ID[line]);
          delete expected.anonymous;
          const seen = {};
          for (const viewer of Object.keys(expected)) {
            const { status } = await people[viewer].ask('POST', `/api/v1/statuses/${late[visibility].plain.id}/${action}`);
            seen[viewer] = { 200: 'yes', 404: 'no' }[status] ?? status;
          }
          assert.deepEqual(seen, expected);
        });
      });
    }

    VISIBILITIES.forEach((visibility, line) => {
      it(`answering a ${visibility} post`, async () => {
        const expected = row(BY_ID[line]);
        delete expected.anonymous;
        const seen = {};
        for (const viewer of Object.keys(expected)) {
          const { status } = await people[viewer].ask('POST', '/api/v1/statuses', {
            json: { status: 'answer', in_reply_to_id: late[visibility].plain.id, visibility: 'direct' } });
          seen[viewer] = { 200: 'yes', 404: 'no' }[status] ?? status;
        }
        assert.deepEqual(seen, expected);
      });
    });
  });
});
