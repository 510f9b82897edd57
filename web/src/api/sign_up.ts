// SPDX-License-Identifier: Apache-2.0
//
// A new account, made by this device as by any other app: https://docs.joinmastodon.org/methods/accounts/#create
import { ApiError } from './http';
import { begin, forgetClient, registered, SCOPES } from './session';

export interface NewAccount {
  username: string;
  email: string;
  password: string;
  agreement: boolean;
  locale: string;
  reason?: string;
  date_of_birth?: string;
}

async function ask<T>(path: string, json: unknown, token?: string): Promise<T> {
  let response: Response;
  try {
    response = await fetch(path, {
      method: 'POST', body: JSON.stringify(json), credentials: 'omit',
      headers: { Accept: 'application/json', 'Content-Type': 'application/json', ...(token && { Authorization: `Bearer ${token}` }) } });
  } catch {
    throw new ApiError('offline', 0);
  }
  const body = await response.json().catch(() => ({}));
  if (!response.ok) throw new ApiError(typeof body.error === 'string' ? body.error : `HTTP ${response.status}`, response.status, body.details);
  return body;
}

interface Token {
  access_token: string;
}

// Without a login of its own the app shows who it is; a device that the server has forgotten registers once more.
async function appToken(again = true): Promise<{ token: string; clientId: string; clientSecret: string }> {
  const { client_id, client_secret } = await registered();
  try {
    const { access_token } = await ask<Token>('/oauth/token', { grant_type: 'client_credentials', client_id, client_secret, scope: SCOPES });
    return { token: access_token, clientId: client_id, clientSecret: client_secret };
  } catch (error) {
    if (!again || !(error instanceof ApiError) || (error.status !== 400 && error.status !== 401)) throw error;
    forgetClient();
    return appToken(false);
  }
}

// Who has signed up is logged in, unless the server's people look at the request first.
export async function signUp(account: NewAccount, waits: boolean): Promise<void> {
  const app = await appToken();
  const { access_token } = await ask<Token>('/api/v1/accounts', account, app.token);
  if (!waits) begin({ ...app, token: access_token });
}
