// SPDX-License-Identifier: Apache-2.0
// The authorization code flow as an app and a person with a browser go through it.
import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { outOfBandCode } from './browser.mjs';

export const base64url = (bytes) => Buffer.from(bytes).toString('base64url');

export function pkcePair() {
  const verifier = base64url(randomBytes(32));
  return { verifier, challenge: base64url(createHash('sha256').update(verifier).digest()) };
}

export const authorizeQuery = (app, redirectUri, more = {}) =>
  ({ response_type: 'code', client_id: app.client_id, redirect_uri: redirectUri, scope: 'read write follow', ...more });

// Opens the consent page as someone who is logged in and decides; returns where that leads.
export async function decide(browser, query, decision = 'approve') {
  const consent = await browser.open('/oauth/authorize', query);
  assert.equal(consent.status, 200, consent.text.slice(0, 1000));
  return browser.submit(consent, '/oauth/authorize', { decision });
}

// The parameters of a redirect back to the app.
export function handedBack(answer, redirectUri) {
  assert.ok([302, 303].includes(answer.status), `expected a redirect, got ${answer.status}: ${answer.text.slice(0, 500)}`);
  const { location } = answer.headers;
  assert.ok(location.startsWith(`${redirectUri}?`), `redirected to ${location}`);
  return Object.fromEntries(new URL(location).searchParams);
}

export async function codeFor(browser, query) {
  const answer = await decide(browser, query);
  if (query.redirect_uri.startsWith('urn:')) return outOfBandCode(answer.text);
  const { code } = handedBack(answer, query.redirect_uri);
  assert.ok(code, 'no code in the redirect');
  return code;
}
