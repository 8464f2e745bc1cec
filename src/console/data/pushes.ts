// This browser's pushes: its own push service is asked for an address, which the server keeps as long as the login.
import type { PushState } from '../../protocol/notifications';
import { newsTitles } from '../text/news-titles';
import { t } from '../i18n/translate';
import type { Http } from './http';

export const pushPath = 'auth/push';

const manager = async () => (await navigator.serviceWorker.ready).pushManager;

/** Rejects with a sentence. */
export async function beginPushes(http: Http, applicationServerKey: string): Promise<void> {
  if ((await Notification.requestPermission()) !== 'granted')
    throw new Error(t('Allow notifications for this page in the browser first.'));
  const pushes = await manager();
  // One of another server, or from before its keys were made anew.
  await (await pushes.getSubscription())?.unsubscribe();
  const subscription = await pushes.subscribe({ userVisibleOnly: true, applicationServerKey }).catch(() => {
    throw new Error(t('The browser could not reach its push service. Try again later.'));
  });
  await keep(http, subscription);
}

export async function endPushes(http: Http): Promise<void> {
  await http.remove(pushPath);
  await (await (await manager()).getSubscription())?.unsubscribe();
}

/**
 * The words are of another language by now, or the push service has moved the browser or forgotten it.
 * @returns false for a browser that cannot be reached any more
 */
export async function renewPushes(http: Http, { publicKey }: Pick<PushState, 'publicKey'>): Promise<boolean> {
  if (Notification.permission !== 'granted') return false;
  const pushes = await manager();
  const wish = { userVisibleOnly: true, applicationServerKey: publicKey };
  const subscription =
    (await pushes.getSubscription()) ?? (await pushes.subscribe(wish).catch(() => undefined));
  if (!subscription) return false;
  await keep(http, subscription).catch(() => undefined);
  return true;
}

/** When the console is opened: what a service worker could not see to. */
export async function renewPushesAtStart(http: Http): Promise<void> {
  const state = await http.get<PushState>(pushPath);
  if (state.subscribed) await renewPushes(http, state);
}

function keep(http: Http, subscription: PushSubscription): Promise<unknown> {
  const { endpoint, keys } = subscription.toJSON();
  const words = {
    titles: newsTitles,
    visitor: t('a visitor'),
    waiting: t('{count} conversations are waiting'),
    several: t('{count} conversations call for you'),
  };
  return http.put(pushPath, { endpoint, keys: { p256dh: keys?.['p256dh'], auth: keys?.['auth'] }, words });
}
