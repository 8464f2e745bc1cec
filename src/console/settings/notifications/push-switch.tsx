// Pushes to this browser: its own push service is asked for an address, which the server keeps as long as the login.
import { Switch } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { PushState } from '../../../protocol/notifications';
import { useConsole } from '../../context';
import { beginPushes, endPushes, pushPath, renewPushes } from '../../data/pushes';
import { useAct } from '../../hooks';
import { t } from '../../i18n/translate';

const isAble = 'serviceWorker' in navigator && 'PushManager' in window;

export function PushSwitch() {
  const { http } = useConsole();
  const [busy, act] = useAct();
  const { data, refetch } = useQuery({
    queryKey: [pushPath],
    queryFn: () => http.get<PushState>(pushPath),
    enabled: isAble,
  });
  const subscribed = data?.subscribed === true;
  const [isLost, setLost] = useState(false);
  useEffect(() => {
    if (data?.subscribed) void renewPushes(http, data).then((renewed) => setLost(!renewed));
  }, [http, data]);
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
      await (wanted ? beginPushes(http, data.publicKey) : endPushes(http));
      await refetch();
    });
  return (
    <>
      <Switch
        label={t('Push notifications on this device')}
        description={t(
          'They come while the console is closed, too, and say what happened and whose conversation it is, never what was written.',
        )}
        checked={subscribed}
        disabled={busy}
        onChange={(event) => change(event.currentTarget.checked)}
      />
      {subscribed && isLost && (
        <p className="quiet" role="status">
          {t('This browser has lost its push notifications. Switch them off and on again.')}
        </p>
      )}
    </>
  );
}
