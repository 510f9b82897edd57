// SPDX-License-Identifier: Apache-2.0
import { locale } from '../i18n';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

// "now", "5m", "3h", then the date.
export function shortTime(iso: string, now = Date.now()): string {
  const date = new Date(iso);
  const seconds = Math.max(0, (now - date.getTime()) / 1000);
  const unit = (amount: number, name: string): string =>
    new Intl.NumberFormat(locale(), { style: 'unit', unit: name, unitDisplay: 'narrow' }).format(Math.floor(amount));
  if (seconds < MINUTE) return new Intl.RelativeTimeFormat(locale(), { numeric: 'auto' }).format(0, 'second');
  if (seconds < HOUR) return unit(seconds / MINUTE, 'minute');
  if (seconds < DAY) return unit(seconds / HOUR, 'hour');
  if (seconds < 7 * DAY) return unit(seconds / DAY, 'day');
  const sameYear = date.getFullYear() === new Date(now).getFullYear();
  return date.toLocaleDateString(locale(), { day: 'numeric', month: 'short', ...(!sameYear && { year: 'numeric' }) });
}

export const longTime = (iso: string): string => new Date(iso).toLocaleString(locale(), { dateStyle: 'long', timeStyle: 'short' });
export const longDate = (iso: string): string => new Date(iso).toLocaleDateString(locale(), { month: 'long', year: 'numeric' });

// A day alone is the same day everywhere.
export const shortDate = (iso: string): string =>
  new Date(iso).toLocaleDateString(locale(), { day: 'numeric', month: 'short', year: 'numeric', ...(iso.length === 10 && { timeZone: 'UTC' }) });

// 999, 1.2K
export const shortNumber = (count: number): string =>
  new Intl.NumberFormat(locale(), { notation: 'compact', maximumFractionDigits: 1 }).format(count);

// 7 byte, 1.2 MB
export function fileSize(bytes: number): string {
  const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;
  const step = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, bytes)) / 3)));
  return new Intl.NumberFormat(locale(), { style: 'unit', unit: units[step]!, maximumFractionDigits: 1 }).format(bytes / 1000 ** step);
}
