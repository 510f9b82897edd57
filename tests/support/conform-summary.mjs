// SPDX-License-Identifier: Apache-2.0
// Adds up the reports of all conformance proxies of a run and fails when the contract was violated anywhere or when
// too few of the operations of a tier were answered cleanly.
//   conform-summary.mjs REPORTS_FOLDER CONTRACT_FOLDER [LEAST_TIER1_CLEAN [LEAST_TIER2_CLEAN]]
import fs from 'node:fs';
import path from 'node:path';

const [reportsFolder, contractFolder, ...leasts] = process.argv.slice(2);

function operationsOf(tier) {
  const [header, ...rows] = fs.readFileSync(path.join(contractFolder, 'operations.tsv'), 'utf8').trimEnd().split('\n')
    .map((line) => line.split('\t'));
  const column = (name) => header.indexOf(name);
  return rows.filter((row) => row[column('tier')] === `${tier}`)
    .map((row) => row[column('operationId')] || `${row[column('method')]} ${row[column('path')]}`);
}

const reports = fs.readdirSync(reportsFolder).filter((name) => name.endsWith('.json'))
  .map((name) => ({ scenario: name.replace(/-\w+\.json$/, ''), ...JSON.parse(fs.readFileSync(path.join(reportsFolder, name), 'utf8')) }));

const totals = new Map();
for (const { operations } of reports) {
  for (const [id, { hits, successes, violations }] of Object.entries(operations)) {
    const sum = totals.get(id) ?? { hits: 0, successes: 0, violations: 0 };
    totals.set(id, { hits: sum.hits + hits, successes: sum.successes + successes, violations: sum.violations + violations });
  }
}

const stateOf = (id) => totals.get(id) ?? { hits: 0, successes: 0, violations: 0 };
const requests = reports.reduce((sum, report) => sum + report.requests, 0);
const violations = reports.flatMap((report) => report.violations.map((violation) => ({ scenario: report.scenario, ...violation })));

console.log(`conformance: ${requests} requests through ${reports.length} proxies`);
let tooFew = false;
for (const tier of [1, 2]) {
  const least = Number(leasts[tier - 1] ?? 0);
  const operations = operationsOf(tier);
  const hit = operations.filter((id) => stateOf(id).hits > 0);
  const clean = operations.filter((id) => stateOf(id).successes > 0 && stateOf(id).violations === 0);
  console.log(`conformance: tier-${tier} operations ${hit.length} of ${operations.length} hit, ${clean.length} clean (at least ${least} wanted)`);
  console.log(`conformance: hit but not clean: ${hit.filter((id) => !clean.includes(id)).join(', ') || 'none'}`);
  tooFew ||= clean.length < least;
}
console.log(`conformance: ${violations.length} violations`);
for (const { scenario, tier, operationId, status, where, message, count, sample } of violations) {
  console.log(`  [${scenario}] tier ${tier} ${operationId} ${status} ${where}: ${message} (${count}x) ${sample}`);
}
const warnings = new Map(reports.flatMap((report) => report.warnings).map((w) => [`${w.kind}: ${w.subject}: ${w.message}`, w]));
for (const [text] of warnings) console.log(`  warning ${text}`);
process.exit(violations.length > 0 || tooFew ? 1 : 0);
