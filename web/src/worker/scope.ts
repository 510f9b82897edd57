// SPDX-License-Identifier: Apache-2.0
//
// As much of the world of a service worker as ours uses: the types that TypeScript has of it exclude those of pages.
export interface Waiting {
  waitUntil(work: Promise<unknown>): void;
}
export interface Fetching extends Waiting {
  request: Request;
  respondWith(answer: Promise<Response>): void;
}
export interface Pushing extends Waiting {
  data: { text(): string } | null;
}
export interface Clicking extends Waiting {
  notification: Notification;
}
export interface Telling extends Waiting {
  data: unknown;
}
export interface Window {
  url: string;
  focus(): Promise<unknown>;
  postMessage(message: unknown): void;
}
export interface Scope {
  location: Location;
  registration: { showNotification(title: string, options: NotificationOptions): Promise<void> };
  clients: { matchAll(options: { type: 'window'; includeUncontrolled: boolean }): Promise<readonly Window[]>; openWindow(url: string): Promise<unknown>; claim(): Promise<void> };
  addEventListener(type: 'install' | 'activate', heed: (event: Waiting) => void): void;
  addEventListener(type: 'fetch', heed: (event: Fetching) => void): void;
  addEventListener(type: 'push', heed: (event: Pushing) => void): void;
  addEventListener(type: 'notificationclick', heed: (event: Clicking) => void): void;
  addEventListener(type: 'message', heed: (event: Telling) => void): void;
}
