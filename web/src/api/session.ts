// SPDX-License-Identifier: Apache-2.0
//
// Who is logged in on this device, and how they get in and out: the authorization code flow of OAuth with PKCE (RFC 7636)
// that every other app goes through too.
import { Cell } from '../state/cell';
import { sha256 } from './sha256';

export interface Session {
  token: string;
  clientId: string;
  clientSecret: string;
}

interface Client {
  client_id: string;
  client_secret: string;
}

// What must survive the way to the log-in page and back.
interface Attempt extends Client {
  state: string;
  verifier: string;
  returnTo: string;
}

const SESSION = 'auklet.session';
const CLIENT = 'auklet.client';
const ATTEMPT = 'auklet.attempt';
export const SCOPES = 'read write follow push profile';

function stored<T>(store: Storage, key: string): T | null {
  try {
    return JSON.parse(store.getItem(key) ?? 'null');
  } catch {
    return null;
  }
}

export const session = new Cell<Session | null>(stored<Session>(localStorage, SESSION));

// What else keeps something of the person, and lets go of it.
const leaving: (() => Promise<unknown>)[] = [];
export const onLeave = (act: () => Promise<unknown>): void => void leaving.push(act);
const leave = async (): Promise<void> => void (await Promise.allSettled(leaving.map((act) => act())));

// Everything of the person leaves the device; how it shows things stays.
function forget(): void {
  for (const key of Object.keys(localStorage)) {
    if (key.startsWith('auklet.') && key !== 'auklet.settings') localStorage.removeItem(key);
  }
}

// The token is worth nothing any more: whoever is there has to log in again.
export function endSession(): void {
  localStorage.removeItem(SESSION);
  localStorage.removeItem(CLIENT);
  void leave();
  session.set(null);
}

// Another tab logged in or out.
addEventListener('storage', (event) => {
  if (event.key === SESSION) location.reload();
});

// The device is logged in from now on.
export function begin(begun: Session): void {
  localStorage.setItem(SESSION, JSON.stringify(begun));
  session.set(begun);
}

// Registers anew the next time: perhaps the server has forgotten this device.
export const forgetClient = (): void => localStorage.removeItem(CLIENT);

const base64url = (bytes: Uint8Array): string =>
  btoa(String.fromCharCode(...bytes)).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');

const randomText = (): string => base64url(crypto.getRandomValues(new Uint8Array(32)));

const callback = (): string => `${location.origin}/authorize`;

async function post<T>(path: string, fields: Record<string, string>): Promise<T> {
  const response = await fetch(path, { method: 'POST', body: new URLSearchParams(fields) });
  const body = await response.json().catch(() => ({}));
  if (!response.ok) throw new Error(body.error_description ?? body.error ?? `HTTP ${response.status}`);
  return body;
}

// This device registers once.
export async function registered(): Promise<Client> {
  const known = stored<Client>(localStorage, CLIENT);
  if (known) return known;
  const { client_id, client_secret } = await post<Client>('/api/v1/apps', {
    client_name: 'Auklet web', redirect_uris: callback(), scopes: SCOPES, website: location.origin });
  const client = { client_id, client_secret };
  localStorage.setItem(CLIENT, JSON.stringify(client));
  return client;
}

// Leaves for the log-in page, which comes back to /authorize.
export async function logIn(returnTo: string): Promise<void> {
  const client = await registered();
  const attempt: Attempt = { ...client, state: randomText(), verifier: randomText(), returnTo };
  sessionStorage.setItem(ATTEMPT, JSON.stringify(attempt));
  const query = new URLSearchParams({
    response_type: 'code', client_id: client.client_id, redirect_uri: callback(), scope: SCOPES, state: attempt.state,
    code_challenge: base64url(sha256(attempt.verifier)), code_challenge_method: 'S256' });
  location.replace(`/oauth/authorize?${query}`);
}

// The way back: trades the code for a token and returns the path to go on to. An address that was not asked for by this
// very browser is refused.
export async function finishLogIn(search: string): Promise<string> {
  const query = new URLSearchParams(search);
  const attempt = stored<Attempt>(sessionStorage, ATTEMPT);
  sessionStorage.removeItem(ATTEMPT);
  const code = query.get('code');
  if (!attempt || !code || query.get('state') !== attempt.state) throw new Error(query.get('error_description') ?? 'state');
  try {
    const { access_token } = await post<{ access_token: string }>('/oauth/token', {
      grant_type: 'authorization_code', client_id: attempt.client_id, client_secret: attempt.client_secret,
      redirect_uri: callback(), code, code_verifier: attempt.verifier });
    begin({ token: access_token, clientId: attempt.client_id, clientSecret: attempt.client_secret });
  } catch (error) {
    forgetClient();
    throw error;
  }
  return attempt.returnTo.startsWith('/') && !attempt.returnTo.startsWith('//') ? attempt.returnTo : '/home';
}

// The token is worth nothing afterwards, here or elsewhere, and the browser is logged out of the server's own pages too.
export async function logOut(): Promise<void> {
  const ending = session.value;
  if (ending) {
    await post('/oauth/revoke', { client_id: ending.clientId, client_secret: ending.clientSecret, token: ending.token }).catch(() => {});
    await fetch('/auth/sign_out', { method: 'POST', redirect: 'manual' }).catch(() => {});
  }
  await leave();
  forget();
  location.assign('/');
}
