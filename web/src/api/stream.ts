// SPDX-License-Identifier: Apache-2.0
//
// What happens now, by one WebSocket for everything that is listened to. It comes back by itself when it breaks, and then
// says so: what happened in between has to be asked for.
import { Cell } from '../state/cell';
import { noteConnection, reach } from '../state/reach';
import { session } from './session';

export interface StreamEvent {
  stream: string[];
  event: string;
  payload: string;
}

type Listener = (event: StreamEvent) => void;

const FIRST_RETRY_MS = 1_000;
const LAST_RETRY_MS = 60_000;

// 'again' when the connection is there after it was lost.
export const connection = new Cell<'away' | 'first' | 'again'>('away');

const listeners = new Map<string, Set<Listener>>(); // by [stream, parameter] as JSON
let socket: WebSocket | null = null;
let retryMs = FIRST_RETRY_MS;
let retry: number | undefined;
let hadConnection = false;

function say(type: 'subscribe' | 'unsubscribe', key: string): void {
  if (socket?.readyState !== WebSocket.OPEN) return;
  const [stream, parameter] = JSON.parse(key) as [string, string?];
  socket.send(JSON.stringify({ type, stream, ...(parameter && { [stream === 'list' ? 'list' : 'tag']: parameter }) }));
}

function heed(text: string): void {
  const event = JSON.parse(text) as StreamEvent;
  if (!event.stream) return;
  for (const listener of listeners.get(JSON.stringify(event.stream)) ?? []) listener(event);
}

function open(): void {
  clearTimeout(retry);
  const token = session.value?.token;
  if (!token || socket) return;
  const address = `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/api/v1/streaming`;
  const opened = new WebSocket(address, token); // as a protocol, so that the token stands in no log of addresses
  socket = opened;
  opened.onopen = () => {
    retryMs = FIRST_RETRY_MS;
    for (const key of listeners.keys()) say('subscribe', key);
    // What is shown may also be of before, when the page began without the server.
    connection.set(hadConnection || reach.value.seen ? 'again' : 'first');
    hadConnection = true;
    noteConnection();
  };
  opened.onmessage = ({ data }) => heed(data);
  opened.onclose = () => {
    socket = null;
    connection.set('away');
    if (listeners.size === 0) return;
    retry = setTimeout(open, retryMs * (0.5 + Math.random()));
    retryMs = Math.min(retryMs * 2, LAST_RETRY_MS);
  };
}

addEventListener('online', () => {
  retryMs = FIRST_RETRY_MS;
  open();
});

// Listens until the returned function is called.
export function listen(stream: string, parameter: string | undefined, listener: Listener): () => void {
  const key = JSON.stringify(parameter ? [stream, parameter] : [stream]);
  const those = listeners.get(key) ?? new Set();
  if (!listeners.has(key)) {
    listeners.set(key, those);
    say('subscribe', key);
  }
  those.add(listener);
  open();
  return () => {
    those.delete(listener);
    if (those.size > 0) return;
    listeners.delete(key);
    say('unsubscribe', key);
  };
}

export function hangUp(): void {
  listeners.clear();
  socket?.close();
}
