// Pushes to this browser: its own push service is asked for an address, which the server keeps as long as the login.
import { Switch } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { PushState } from '../../../protocol/notifications';
import { useConsole } from '../../context';
import { useAct } from '../../hooks';
import { newsTitles } from '../../text/news-titles';
import { t } from '../../words/words';

const path = 'auth/push';
const isAble = 'serviceWorker' in navigator && 'PushManager' in window;

export function PushSwitch() {
  const { http } = useConsole();
  const [busy, act] = useAct();
  const { data, refetch } = useQuery({
    queryKey: [path],
    queryFn: () => http.get<PushState>(path),
    enabled: isAble,
  });
  const subscribed = data?.subscribed === true;
  // The words are of another language by now, or the push service has moved the browser.
  useEffect(() => {
    if (subscribed) void renew(http);
  }, [http, subscribed]);
  if (!isAble)
    return (
      <p className="quiet">
        {t(
          'This browser takes no push notifications. They need https, and on an iPhone or iPad the console on the home screen.',
        )}
      </p>
    );
  if (!data) return null;
  const change = (wanted: boolean) =>
    act(async () => {
      await (wanted ? begin(http, data.publicKey) : end(http));
      await refetch();
    });
  return (
    <Switch
      label={t('Push notifications on this device')}
      description={t(
        'They come while the console is closed, too, and say what happened and whose conversation it is, never what was written.',
      )}
      checked={subscribed}
      disabled={busy}
      onChange={(event) => change(event.currentTarget.checked)}
    />
  );
}

type Http = ReturnType<typeof useConsole>['http'];

const manager = async () => (await navigator.serviceWorker.ready).pushManager;

async function begin(http: Http, applicationServerKey: string): Promise<void> {
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

async function end(http: Http): Promise<void> {
  await http.remove(path);
  await (await (await manager()).getSubscription())?.unsubscribe();
}

async function renew(http: Http): Promise<void> {
  const subscription = await (await manager()).getSubscription();
  if (subscription) await keep(http, subscription).catch(() => undefined);
}

function keep(http: Http, subscription: PushSubscription): Promise<unknown> {
  const { endpoint, keys } = subscription.toJSON();
  const words = {
    titles: newsTitles,
    visitor: t('a visitor'),
    waiting: t('{count} conversations are waiting'),
    several: t('{count} conversations call for you'),
  };
  return http.put(path, { endpoint, keys: { p256dh: keys?.['p256dh'], auth: keys?.['auth'] }, words });
}
