import { Button, SegmentedControl, Switch, useMantineColorScheme } from '@mantine/core';
import { useState } from 'react';
import { soundIsOn, toggleSound } from '../shell/use-alerts';

/** What holds only here: colours, sound, notifications. */
export default function ThisBrowser() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const [sound, setSound] = useState(soundIsOn());
  const known = 'Notification' in window;
  const [permission, setPermission] = useState(known ? Notification.permission : 'denied');
  return (
    <div className="form">
      <div>
        <p id="colours">Colours</p>
        <SegmentedControl
          aria-labelledby="colours"
          value={colorScheme}
          onChange={(value) => setColorScheme(value as 'auto' | 'light' | 'dark')}
          data={[
            { value: 'auto', label: 'As the system' },
            { value: 'light', label: 'Light' },
            { value: 'dark', label: 'Dark' },
          ]}
        />
      </div>
      <Switch
        label="A sound when a conversation comes"
        checked={sound}
        onChange={() => {
          toggleSound();
          setSound(soundIsOn());
        }}
      />
      <div>
        {permission === 'granted' && <p>Notifications are on while this page is in the background.</p>}
        {permission === 'denied' && (
          <p className="quiet">This browser does not allow notifications from here.</p>
        )}
        {permission === 'default' && (
          <Button variant="default" onClick={() => void Notification.requestPermission().then(setPermission)}>
            Allow notifications
          </Button>
        )}
      </div>
    </div>
  );
}
