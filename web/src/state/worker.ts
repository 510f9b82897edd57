// SPDX-License-Identifier: Apache-2.0
//
// The service worker as the pages see it: it is registered when somebody is logged in, opens pages for notifications, and
// what it keeps of a person leaves the device with them.
import { onLeave } from '../api/session';
import { navigate } from './router';

const SCRIPT = '/client/worker.js';
const SEEN = 'auklet.seen.';

export const registration = async (): Promise<ServiceWorkerRegistration | undefined> =>
  'serviceWorker' in navigator ? navigator.serviceWorker.getRegistration('/') : undefined;

async function forgetSeen(): Promise<void> {
  if (!('caches' in globalThis)) return;
  for (const name of await caches.keys()) if (name.startsWith(SEEN)) await caches.delete(name);
}

async function unsubscribe(): Promise<void> {
  const subscription = await (await registration())?.pushManager?.getSubscription();
  await subscription?.unsubscribe();
}

export function startWorker(): void {
  if (!('serviceWorker' in navigator)) return;
  navigator.serviceWorker.register(SCRIPT, { scope: '/', updateViaCache: 'none' }).catch(() => {}); // the pages work without it
  navigator.serviceWorker.addEventListener('message', ({ data }) => {
    if (data?.type === 'open' && typeof data.path === 'string' && data.path.startsWith('/') && !data.path.startsWith('//')) navigate(data.path);
  });
}

onLeave(async () => {
  navigator.serviceWorker?.controller?.postMessage({ type: 'forget' });
  await Promise.allSettled([forgetSeen(), unsubscribe()]);
});
