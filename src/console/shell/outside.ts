// What calls an agent who does not look at the page; fetched when it first does.

interface Shown {
  title: string;
  body: string;
  tag: string;
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
