// SPDX-License-Identifier: Apache-2.0
//
// Notifications of this device while no page is open: the browser's subscription, and the server's, which are one.
import { ApiError, api } from '../api/http';
import type { PushKind } from '../api/own';
import type { WebPushSubscription } from '../api/types';
import { Cell } from './cell';
import { instance } from './entities';
import { registration } from './worker';

export type PushChoice = Pick<WebPushSubscription, 'alerts' | 'policy'>;

export type PushState = { is: 'unknown' | 'unsupported' | 'denied' | 'off' } | { is: 'on'; settings: WebPushSubscription };

// The browser did not get a subscription from its push service.
export class PushRefused extends Error {}

const PATH = '/api/v1/push/subscription';
const FIRST_ALERTS: Record<PushKind, boolean> = { mention: true, follow: true, follow_request: true, favourite: true, reblog: true, poll: true, status: true, update: false, quote: true, quoted_update: false };

export const pushState = new Cell<PushState>({ is: 'unknown' });

const supported = (): boolean => 'serviceWorker' in navigator && 'PushManager' in globalThis && 'Notification' in globalThis;

const serverKey = (): string | undefined => instance.value?.configuration.vapid.public_key;

const tell = (subscription: PushSubscription, data: PushChoice): Promise<WebPushSubscription> => {
  const { endpoint, keys } = subscription.toJSON();
  return api.post<WebPushSubscription>(PATH, { subscription: { endpoint, keys, standard: true }, data });
};

const wasLost = (error: unknown): null => {
  if (error instanceof ApiError && error.status === 404) return null;
  throw error;
};

async function look(): Promise<PushState> {
  const worker = supported() ? await registration() : undefined;
  if (!worker || !serverKey()) return { is: 'unsupported' };
  if (Notification.permission === 'denied') return { is: 'denied' };
  const subscription = await worker.pushManager.getSubscription();
  if (!subscription) return { is: 'off' };
  const settings = await api.get<WebPushSubscription>(PATH).catch(wasLost);
  if (!settings) return { is: 'off' };
  // The browser got another address in the meantime.
  return { is: 'on', settings: settings.endpoint === subscription.endpoint ? settings : await tell(subscription, settings) };
}

export const lookAtPush = async (): Promise<void> => pushState.set(await look());

// Only ever called by a click: it asks for permission.
export async function startPush(): Promise<void> {
  if ((await Notification.requestPermission()) !== 'granted') return lookAtPush();
  const worker = await navigator.serviceWorker.ready;
  const subscription = await worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: serverKey()! }).catch((error: Error) => {
    throw new PushRefused(error.message);
  });
  pushState.set({ is: 'on', settings: await tell(subscription, { alerts: FIRST_ALERTS, policy: 'all' }) });
}

export const changePush = (data: PushChoice): Promise<WebPushSubscription> => api.put<WebPushSubscription>(PATH, { data });

export async function stopPush(): Promise<void> {
  await api.delete(PATH);
  await (await (await registration())?.pushManager.getSubscription())?.unsubscribe();
  pushState.set({ is: 'off' });
}
