// SPDX-License-Identifier: Apache-2.0
// Bytes on a socket, for what no well-behaved HTTP client would send.
import net from 'node:net';
import { DEADLINE_MS } from './http.mjs';

// Splits a stream of HTTP/1.1 responses (with Content-Length) into {status, headers, body}.
export function parseResponses(text) {
  const responses = [];
  let rest = text;
  while (rest.startsWith('HTTP/1.')) {
    const end = rest.indexOf('\r\n\r\n');
    if (end < 0) break;
    const [statusLine, ...lines] = rest.slice(0, end).split('\r\n');
    const headers = Object.fromEntries(lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]));
    const length = Number(headers['content-length'] ?? 0);
    responses.push({ status: Number(statusLine.split(' ')[1]), headers, body: rest.slice(end + 4, end + 4 + length) });
    rest = rest.slice(end + 4 + length);
  }
  return responses;
}

// Connects, writes the given pieces one after the other (a function is awaited instead), optionally closes its own
// side, and waits until the server closes. Returns {text, responses, elapsedMs}.
export async function speak(port, pieces, { halfClose = false } = {}) {
  const socket = net.connect(port, '127.0.0.1');
  const started = Date.now();
  const chunks = [];
  socket.on('data', (chunk) => chunks.push(chunk));
  const closed = new Promise((resolve, reject) => {
    socket.on('close', resolve);
    socket.on('error', (error) => (['ECONNRESET', 'EPIPE'].includes(error.code) ? resolve() : reject(error)));
    socket.setTimeout(DEADLINE_MS, () => reject(new Error(`the server kept the connection for ${DEADLINE_MS} ms`)));
  });
  await new Promise((resolve) => socket.once('connect', resolve));
  for (const piece of pieces) {
    if (typeof piece === 'function') await piece(socket);
    else if (!socket.destroyed) socket.write(piece);
  }
  if (halfClose) socket.end();
  try {
    await closed;
  } finally {
    socket.destroy();
  }
  const text = Buffer.concat(chunks).toString('utf8');
  return { text, responses: parseResponses(text), elapsedMs: Date.now() - started };
}
