import { Button, Switch } from '@mantine/core';
import { useState } from 'react';
import { useConsole } from '../../context';
import { soundIsOn, toggleSound } from '../../shell/use-alerts';
import { t } from '../../i18n/translate';
import { PushSwitch } from './push-switch';

/** What a browser must be asked for: it holds only here. */
export function OnThisDevice() {
  const { agent } = useConsole();
  const [sound, setSound] = useState(soundIsOn());
  return (
    <section className="form" aria-labelledby="on-this-device">
      <h3 id="on-this-device">{t('On this device')}</h3>
      <DesktopPermission />
      {agent && <PushSwitch />}
      <Switch
        label={t('Sounds in this browser')}
        checked={sound}
        onChange={() => {
          toggleSound();
          setSound(soundIsOn());
        }}
      />
    </section>
  );
}

function DesktopPermission() {
  const known = 'Notification' in window;
  const [permission, setPermission] = useState(known ? Notification.permission : 'denied');
  if (permission === 'granted')
    return <p>{t('Notifications are on while this page is in the background.')}</p>;
  if (permission === 'denied')
    return <p className="quiet">{t('This browser does not allow notifications from here.')}</p>;
  return (
    <div>
      <Button variant="default" onClick={() => void Notification.requestPermission().then(setPermission)}>
        {t('Allow notifications')}
      </Button>
    </div>
  );
}
