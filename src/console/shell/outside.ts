// What calls an agent, on the page and outside of it; fetched when it first does.
import { notifications } from '@mantine/notifications';
import { createElement } from 'react';
import type { Alert } from '../data/alerts';
import { clock } from '../text/time';
import { t } from '../i18n/translate';

interface Shown {
  title: string;
  body: string;
  tag: string;
}

interface Inside extends Pick<Alert, 'kind' | 'returnsAt'> {
  id: string;
  title: string;
  /** Of the customer. */
  name: string;
}

export function showInside({ id, kind, title, name, returnsAt }: Inside, go: () => void): void {
  const onClick = () => {
    notifications.hide(id);
    go();
  };
  const open = t('Open {name}', { name });
  const words = returnsAt
    ? t('{open}: back in the queue at {time} otherwise', { open, time: clock(returnsAt) })
    : open;
  notifications.show({
    ...{ id, title },
    message: createElement('button', { type: 'button', className: 'link', onClick }, words),
    color: kind === 'waiting' ? 'yellow' : 'accent',
    autoClose: 6_000,
  });
}

/** The system's own notification, where the reader has allowed it. */
export function showOutside({ title, ...more }: Shown, go: () => void): void {
  if (!('Notification' in window) || Notification.permission !== 'granted') return;
  const shown = new Notification(title, { ...more, silent: true });
  shown.onclick = () => {
    window.focus();
    go();
  };
}

export function beep(): void {
  const audio = new AudioContext();
  const tone = audio.createOscillator();
  const gain = audio.createGain();
  tone.frequency.value = 660;
  gain.gain.setValueAtTime(0.06, audio.currentTime);
  gain.gain.exponentialRampToValueAtTime(0.001, audio.currentTime + 0.25);
  tone.connect(gain).connect(audio.destination);
  tone.start();
  tone.stop(audio.currentTime + 0.25);
  tone.onended = () => void audio.close();
}
