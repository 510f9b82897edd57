// SPDX-License-Identifier: Apache-2.0
// One HTTP exchange, with nothing done behind the test's back: no redirects, no cookies, no retries.
import http from 'node:http';

export const DEADLINE_MS = 30_000;

// {id: ['1', '2'], data: {alerts: true}} becomes [['id[]', '1'], ['id[]', '2'], ['data[alerts]', 'true']].
export function flatten(value, name = '') {
  if (value === undefined || value === null) return [];
  if (Array.isArray(value)) return value.flatMap((item) => flatten(item, `${name}[]`));
  if (typeof value !== 'object') return [[name, String(value)]];
  return Object.entries(value).flatMap(([key, item]) => flatten(item, name ? `${name}[${key}]` : key));
}

export const encodeForm = (fields) => new URLSearchParams(flatten(fields)).toString();

function encodeMultipart(fields, boundary) {
  const parts = flatten(fields).map(([name, value]) =>
    `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`);
  return `${parts.join('')}--${boundary}--\r\n`;
}

// A multipart form with files, as `body` and `type` for exchange(). `files`: {field: {bytes, name, type}}.
export function fileForm(files, fields = {}) {
  const boundary = 'auklet-file-edge';
  const parts = Object.entries(files).flatMap(([field, { bytes, name = 'file', type = 'application/octet-stream' }]) => [
    Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; name="${field}"; filename="${name}"\r\nContent-Type: ${type}\r\n\r\n`),
    bytes, Buffer.from('\r\n')]);
  const texts = flatten(fields).map(([name, value]) =>
    Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`));
  return { type: `multipart/form-data; boundary=${boundary}`, body: Buffer.concat([...texts, ...parts, Buffer.from(`--${boundary}--\r\n`)]) };
}

function encodeBody({ json, form, multipart, body, type }) {
  if (json !== undefined) return ['application/json', JSON.stringify(json)];
  if (form !== undefined) return ['application/x-www-form-urlencoded', encodeForm(form)];
  if (multipart !== undefined) return ['multipart/form-data; boundary=auklet-edge', encodeMultipart(multipart, 'auklet-edge')];
  return [type, body];
}

function parseLinks(header) {
  const links = {};
  for (const [, url, rel] of (header ?? '').matchAll(/<([^>]*)>;\s*rel="(\w+)"/g)) links[rel] = url;
  return links;
}

// What came back: `bytes`, `text`, `body`, which is the parsed JSON if it was JSON, `links` the URLs of the Link header by their rel.
function toAnswer(response, bytes) {
  const text = bytes.toString('utf8');
  const isJson = (response.headers['content-type'] ?? '').startsWith('application/json');
  return {
    status: response.statusCode,
    headers: response.headers,
    links: parseLinks(response.headers.link),
    text,
    bytes,
    body: isJson ? JSON.parse(text) : undefined,
  };
}

// `site` is {port, host}: the port on the loopback address and the name for the Host header.
// `what` may hold query, headers, and one of json, form, multipart, body (with type).
export function exchange(site, method, path, what = {}) {
  const query = encodeForm(what.query ?? {});
  const [type, payload] = encodeBody(what);
  const headers = { Host: site.host, ...(type && { 'Content-Type': type }), ...what.headers };
  if (payload !== undefined) headers['Content-Length'] ??= Buffer.byteLength(payload);
  return new Promise((resolve, reject) => {
    const request = http.request({
      host: '127.0.0.1',
      port: site.port,
      method,
      path: query ? `${path}${path.includes('?') ? '&' : '?'}${query}` : path,
      headers,
      agent: site.agent,
      timeout: DEADLINE_MS,
    });
    request.on('timeout', () => request.destroy(new Error(`no answer to ${method} ${path} in ${DEADLINE_MS} ms`)));
    request.on('error', reject);
    request.on('response', (response) => {
      const chunks = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        try {
          resolve(toAnswer(response, Buffer.concat(chunks)));
        } catch (error) {
          reject(new Error(`${method} ${path}: ${error.message}`));
        }
      });
    });
    request.end(payload);
  });
}

// Without `keepAlive` each exchange has a connection of its own: a kept one may be closed by the server, for being
// idle, in the very moment in which the next request is sent.
export function siteAt(port, host = `localhost:${port}`, { keepAlive = true } = {}) {
  return { port, host, origin: `http://${host}`, agent: new http.Agent({ keepAlive, maxSockets: 32 }) };
}

// The path and query of an absolute or relative URL of the server: what a client that ignores the host would ask for.
export function pathOf(url) {
  const { pathname, search } = new URL(url, 'http://localhost');
  return pathname + search;
}
