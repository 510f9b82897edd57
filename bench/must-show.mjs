// SPDX-License-Identifier: Apache-2.0
//
// What the bench must show, figure by figure, and what it aims at.

// `limit`: the figure is at least (`least`) or at most (`most`) this. `aim`: where we want to be.
export const mustShow = [
  { figure: 'fanout.deliveries_per_s', what: 'deliveries a second, with durable posts over HTTP', least: 1_410_000, aim: 4_900_000 },
  { figure: 'fanout.posts_per_s', what: 'durable posts a second meanwhile', least: 3500, aim: 7000 },
  { figure: 'fanout.stage_ratio_redis', what: 'fan-out stage against Redis LPUSHX and LTRIM', least: 15, unit: '×' },
  { figure: 'fanout.visible_p99_ms', what: 'from acknowledged to visible, p99', most: 50, unit: 'ms' },
  { figure: 'fanout.celebrity_p99_ratio', what: 'p99 of ordinary posts during the celebrity’s, against without', most: 1.5, unit: '×' },
  { figure: 'home.ratio_nginx', what: 'home pages against nginx with the same bytes', least: 0.8, unit: '×' },
  { figure: 'home.p99_ms', what: 'home page at 70 % of the ceiling, p99', most: 5, unit: 'ms' },
  { figure: 'post.ratio_sqlite_100', what: 'durable posts against raw SQLite in groups of 100', least: 0.5, unit: '×' },
  { figure: 'post.ratio_sqlite_1', what: 'durable posts against raw SQLite one by one', least: 5, unit: '×' },
  { figure: 'mixed.requests_per_s_per_core', what: 'mixed requests a second and core', least: 5500 },
  { figure: 'mixed.p99_ms', what: 'mixed requests at half the ceiling, p99', most: 5, unit: 'ms' },
  { figure: 'memory.timeline_bytes', what: 'a resident timeline of 800 entries', most: 6600, unit: 'bytes' },
  { figure: 'memory.edge_bytes', what: 'a resident follow', most: 10, unit: 'bytes' },
  { figure: 'memory.churn_counted_percent', what: 'memory against its budget under churn, as the engine counts', most: 105, unit: '%' },
  { figure: 'memory.churn_process_percent', what: 'the same, as the system sees the process', most: 105, unit: '%' },
  { figure: 'growth.home_ratio', what: 'processor time of a home page, largest database against smallest', most: 1.5, unit: '×' },
  { figure: 'growth.post_ratio', what: 'processor time of a post, largest database against smallest', most: 1.5, unit: '×' },
  { figure: 'search.p99_ms', what: 'search for two words among a million posts, p99', most: 50, unit: 'ms' },
  { figure: 'cold.p99_ms', what: 'rebuild of a cold timeline, p99', most: 20, unit: 'ms' },
  { figure: 'cold.crowd_ratio', what: 'p99 of warm readers during a stampede of cold ones, against without', most: 2, unit: '×' },
];

export function formatNumber(value) {
  const digits = Math.abs(value) >= 1000 ? 0 : Math.abs(value) >= 10 ? 1 : 3;
  return value.toLocaleString('en', { maximumFractionDigits: digits, minimumFractionDigits: 0 });
}

const withUnit = (value, unit) => (unit === '×' ? `${formatNumber(value)}×` : `${formatNumber(value)}${unit ? ` ${unit}` : ''}`);

// One row for each line of `mustShow`; `measured` is {workload: {figure: number}}.
export function judge(measured) {
  return mustShow.map((line) => {
    const [workload, name] = line.figure.split('.');
    const value = measured[workload]?.[name];
    const must = line.least !== undefined ? `≥ ${withUnit(line.least, line.unit)}` : `≤ ${withUnit(line.most, line.unit)}`;
    const row = { figure: line.figure, what: line.what, must, aim: line.aim ? withUnit(line.aim, line.unit) : '' };
    if (typeof value !== 'number' || !Number.isFinite(value)) return { ...row, measured: 'not measured', verdict: 'open', holds: null };
    const holds = line.least !== undefined ? value >= line.least : value <= line.most;
    const off = line.least !== undefined ? 1 - value / line.least : value / line.most - 1;
    const verdict = holds ? 'holds' : `${line.least !== undefined ? 'short' : 'over'} by ${formatNumber(100 * off)} %`;
    return { ...row, measured: withUnit(value, line.unit), verdict, holds };
  });
}
