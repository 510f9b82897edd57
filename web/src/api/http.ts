// SPDX-License-Identifier: Apache-2.0
//
// Requests to the server, with the token of who is logged in. What goes wrong is an ApiError that can be shown to people.
import { noteAnswer, noteSilence } from '../state/reach';
import { session, endSession } from './session';

const TIMEOUT_MS = 20_000;

export class ApiError extends Error {
  constructor(message: string, readonly status: number, readonly details: Record<string, { description: string }[]> = {}) {
    super(message);
  }

  // The server was not reached, or could not answer now: trying again may help.
  get passing(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }
}

type Value = string | number | boolean | undefined | null | readonly string[];
export type Fields = Record<string, Value>;

export interface Request {
  query?: Fields;
  json?: unknown;
  form?: FormData;
  headers?: Record<string, string>;
  signal?: AbortSignal;
  patient?: boolean; // a large file may take its time
}

// A page of a list and where its neighbours are; `next` is absent at the end.
export interface Page<T> {
  items: T[];
  next: string | undefined;
}

export function encodeQuery(fields: Fields): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(fields)) {
    if (value === undefined || value === null) continue;
    if (Array.isArray(value)) for (const item of value) query.append(`${name}[]`, item);
    else query.set(name, String(value));
  }
  const text = query.toString();
  return text && `?${text}`;
}

export function nextOf(link: string | null): string | undefined {
  const url = /<([^>]+)>;\s*rel="next"/.exec(link ?? '')?.[1];
  if (!url) return undefined;
  const { pathname, search } = new URL(url, 'http://localhost');
  return pathname + search;
}

async function exchange(method: string, path: string, { query, json, form, headers, signal, patient }: Request): Promise<Response> {
  const token = session.value?.token;
  const deadline = patient ? undefined : AbortSignal.timeout(TIMEOUT_MS);
  let response: Response;
  try {
    response = await fetch(path + (query ? encodeQuery(query) : ''), {
      method,
      headers: {
        Accept: 'application/json',
        ...(token && { Authorization: `Bearer ${token}` }),
        ...(json !== undefined && { 'Content-Type': 'application/json' }),
        ...headers,
      },
      body: form ?? (json === undefined ? null : JSON.stringify(json)),
      credentials: 'omit',
      signal: signal && deadline && 'any' in AbortSignal ? AbortSignal.any([signal, deadline]) : deadline ?? null,
    });
  } catch (error) {
    if (signal?.aborted) throw error;
    noteSilence();
    throw new ApiError('offline', 0);
  }
  noteAnswer(response.headers);
  if (response.ok) return response;
  const body = await response.json().catch(() => ({}));
  // The token was revoked, here or from another device.
  if (response.status === 401 && token && token === session.value?.token) endSession();
  throw new ApiError(typeof body.error === 'string' ? body.error : `HTTP ${response.status}`, response.status, body.details);
}

// A scheduled post names the post that it answers by a number, which is larger than numbers of JavaScript are exact.
export const exactIds = (json: string): string => json.replace(/("in_reply_to_id"\s*:\s*)(\d+)/g, '$1"$2"');

async function bodyOf<T>(path: string, response: Response): Promise<T> {
  return path.startsWith('/api/v1/scheduled_statuses') ? JSON.parse(exactIds(await response.text())) : response.json();
}

async function call<T>(method: string, path: string, request: Request = {}): Promise<T> {
  return bodyOf(path, await exchange(method, path, request));
}

export const api = {
  get: <T>(path: string, query?: Fields, signal?: AbortSignal) => call<T>('GET', path, { ...(query && { query }), ...(signal && { signal }) }),
  post: <T>(path: string, json: unknown = {}, headers?: Record<string, string>) => call<T>('POST', path, { json, ...(headers && { headers }) }),
  put: <T>(path: string, json: unknown) => call<T>('PUT', path, { json }),
  patch: <T>(path: string, json: unknown) => call<T>('PATCH', path, { json }),
  send: <T>(method: 'POST' | 'PATCH', path: string, form: FormData) => call<T>(method, path, { form }),
  delete: <T>(path: string, json?: unknown) => call<T>('DELETE', path, json === undefined ? {} : { json }),

  // `heard` is told how many bytes have come.
  async file(path: string, heard?: (bytes: number) => void): Promise<Blob> {
    const response = await exchange('GET', path, { patient: true });
    const parts: BlobPart[] = [];
    let bytes = 0;
    try {
      for (const reader = response.body!.getReader(); ;) {
        const { done, value } = await reader.read();
        if (done) return new Blob(parts, { type: response.headers.get('Content-Type') ?? '' });
        parts.push(value);
        heard?.(bytes += value.length);
      }
    } catch {
      throw new ApiError('offline', 0);
    }
  },

  async page<T>(path: string, query?: Fields): Promise<Page<T>> {
    const response = await exchange('GET', path, query ? { query } : {});
    return { items: await bodyOf<T[]>(path, response), next: nextOf(response.headers.get('Link')) };
  },
};
