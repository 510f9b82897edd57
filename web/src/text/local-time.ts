// SPDX-License-Identifier: Apache-2.0
//
// Times as a field for date and time has them: local, to the minute.

const MINUTE = 60_000;
const AHEAD_MIN = 5 * MINUTE; // as the server demands
// While one goes on writing, the time comes nearer.
const SPARE = 2 * MINUTE;

const two = (number: number): string => String(number).padStart(2, '0');

export function toLocalField(time: number): string {
  const date = new Date(time);
  return `${String(date.getFullYear()).padStart(4, '0')}-${two(date.getMonth() + 1)}-${two(date.getDate())}T${two(date.getHours())}:${two(date.getMinutes())}`;
}

// Null for what is no time.
export function fromLocalField(text: string): number | null {
  if (!/^\d{4,6}-\d\d-\d\dT\d\d:\d\d/.test(text)) return null;
  const time = new Date(text).getTime();
  return Number.isNaN(time) ? null : time;
}

const upTo = (time: number, step: number): number => Math.ceil(time / step) * step;

export const soonest = (now: number): number => upTo(now + AHEAD_MIN + SPARE, MINUTE);

// What is offered first: in an hour, at a round time.
export const suggested = (now: number): number => upTo(now + 60 * MINUTE, 15 * MINUTE);

export const isAhead = (time: number | null, now: number): time is number => time !== null && time >= now + AHEAD_MIN;
