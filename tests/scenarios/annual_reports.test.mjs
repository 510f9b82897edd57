// SPDX-License-Identifier: Apache-2.0
// What a year was for someone: who may ask for it, how they learn that it is there, and what it tells.
import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { eventually, has, ids, refused, sameSet } from '../support/expect.mjs';
import { useWorld } from '../support/world.mjs';

const YEAR = new Date().getUTCFullYear();
const of = (year, what = '') => `/api/v1/annual_reports/${year}${what}`;
const refreshOf = ({ headers }) => /^id="(\d+)", retry=\d+$/.exec(headers['mastodon-async-refresh'])?.[1];

describe('annual reports', () => {
  const world = useWorld({ env: { AUKLET_ANNUAL_REPORTS_FROM: '01-01' } });
  let ann;
  let bob;
  before(async () => { [ann, bob] = await world.people('ann', 'bob'); });

  const stateOf = async (person, year = YEAR) => (await person.get(of(year, '/state'))).state;

  it('are for who wrote something in the year that goes on', async () => {
    assert.equal(await stateOf(ann), 'ineligible');
    const generated = await ann.ask('POST', of(YEAR, '/generate'));
    assert.equal(generated.status, 200);
    assert.deepEqual(generated.body, {});
    await ann.publish('hello');
    assert.equal(await stateOf(ann), 'eligible');
    for (const year of [YEAR - 1, YEAR + 1]) assert.equal(await stateOf(ann, year), 'ineligible');
    await refused(ann.ask('GET', of(YEAR)), 404);
    assert.deepEqual(await ann.get('/api/v1/annual_reports'), { annual_reports: [], accounts: [], statuses: [] });
  });

  it('are made once they are asked for, and tell of the year', async () => {
    const carl = await world.person('carl');
    const liked = await carl.publish('#Auks first');
    const boosted = await carl.publish('#Auks second');
    const answered = await carl.publish('well?');
    await bob.reply(answered, `${carl.mention} yes`);
    await bob.follow(carl);
    await bob.act('favourite', liked);
    await bob.boost(boosted);

    const asked = await carl.ask('POST', of(YEAR, '/generate'));
    assert.equal(asked.status, 202, asked.text);
    const refresh = `/api/v1_alpha/async_refreshes/${refreshOf(asked)}`;
    await eventually(async () => has((await carl.get(refresh)).async_refresh, { id: refreshOf(asked), status: 'finished', result_count: null }));
    await refused(bob.ask('GET', refresh), 404);

    assert.equal(await stateOf(carl), 'available');
    assert.equal((await carl.ask('POST', of(YEAR, '/generate'))).status, 200);
    const { annual_reports: [report, ...others], accounts, statuses } = await carl.get(of(YEAR));
    assert.deepEqual(others, []);
    has(report, { year: YEAR, schema_version: 2, share_url: null, account_id: carl.id });
    assert.equal(report.data.archetype, 'lurker');
    assert.deepEqual(report.data.time_series.map(({ month }) => month), [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
    const sum = (what) => report.data.time_series.reduce((all, month) => all + month[what], 0);
    assert.deepEqual([sum('statuses'), sum('followers')], [3, 1]);
    assert.deepEqual(report.data.top_hashtags, [{ name: 'Auks', count: 2 }]);
    assert.deepEqual(report.data.top_statuses, { by_reblogs: boosted.id, by_favourites: liked.id, by_replies: answered.id });
    assert.deepEqual(ids(accounts), [carl.id]);
    sameSet(ids(statuses), [boosted.id, liked.id, answered.id]);

    // What is deleted is not shown any more; the report stays as it was made.
    await carl.erase(liked);
    const later = await carl.get(of(YEAR));
    assert.equal(later.annual_reports[0].data.top_statuses.by_favourites, liked.id);
    sameSet(ids(later.statuses), [boosted.id, answered.id]);
  });

  it('are told of until they are read', async () => {
    const dora = await world.person('dora');
    await dora.publish('hello');
    await refused(dora.ask('POST', of(YEAR, '/read')), 404);
    await dora.ask('POST', of(YEAR, '/generate'));
    await eventually(async () => assert.equal(await stateOf(dora), 'available'));
    assert.deepEqual((await dora.get('/api/v1/annual_reports')).annual_reports.map(({ year }) => year), [YEAR]);
    assert.deepEqual(await dora.post(of(YEAR, '/read')), {});
    assert.deepEqual((await dora.get('/api/v1/annual_reports')).annual_reports, []);
    assert.equal((await dora.get(of(YEAR))).annual_reports.length, 1);
  });

  it('are nobody else\'s, and of no other year', async () => {
    await refused(bob.ask('GET', of(YEAR)), 404);
    for (const year of ['0', '99999', 'x', '-1']) {
      for (const what of ['', '/state']) await refused(ann.ask('GET', of(year, what)), 404);
      await refused(ann.ask('POST', of(year, '/generate')), 404);
    }
    for (const id of ['1', 'x', '99999999999999999999']) await refused(ann.ask('GET', `/api/v1_alpha/async_refreshes/${id}`), 404);
  });
});

describe('a server that makes none', () => {
  const world = useWorld({ env: { AUKLET_ANNUAL_REPORTS_FROM: '' } });

  it('says so', async () => {
    const ann = await world.person('ann');
    await ann.publish('hello');
    assert.deepEqual(await ann.get(of(YEAR, '/state')), { state: 'ineligible' });
    const { status, body } = await ann.ask('POST', of(YEAR, '/generate'));
    assert.deepEqual([status, body], [200, {}]);
  });
});
