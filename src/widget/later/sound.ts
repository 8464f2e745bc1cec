// Two short tones for an answer that nobody looks at: in one of the tabs, and not for whoever has switched them off.
import type { KeyValues } from '../outbox';

const key = 'parley:mute';
const pauseMs = 1_000;

export const isMuted = (storage: KeyValues) => storage.getItem(key) !== null;

export function mute(storage: KeyValues, muted: boolean): void {
  if (muted) storage.setItem(key, '');
  else storage.removeItem(key);
}

export async function ring(storage: KeyValues): Promise<void> {
  if (isMuted(storage)) return;
  const inOneTab = (lock: Lock | null) => (lock ? play() : undefined);
  // Where a browser denies locks, each tab is heard.
  await ('locks' in navigator
    ? navigator.locks.request(key, { ifAvailable: true }, inOneTab).catch(play)
    : play());
}

/** Browsers are silent until somebody has touched the page: that is no error. */
async function play(): Promise<void> {
  const context = new AudioContext();
  if (context.state === 'running') {
    const volume = context.createGain();
    volume.gain.value = 0.08;
    volume.connect(context.destination);
    for (const [index, frequency] of [660, 880].entries()) {
      const tone = context.createOscillator();
      tone.frequency.value = frequency;
      tone.connect(volume);
      tone.start(context.currentTime + index * 0.12);
      tone.stop(context.currentTime + index * 0.12 + 0.1);
    }
  }
  await new Promise((resolve) => setTimeout(resolve, pauseMs));
  await context.close();
}
