const paths = {
  close: 'M6 6l12 12M18 6L6 18',
  send: 'M5 12h13M12 5l7 7-7 7',
  ai: 'M12 3l2 6 6 3-6 2-2 7-2-7-6-2 6-3z',
  person: 'M12 12a4 4 0 100-8 4 4 0 000 8zM4 21c1-5 4-7 8-7s7 2 8 7',
  speech: 'M4 5h16v11H10l-5 4v-4H4z',
  clock: 'M12 3a9 9 0 100 18 9 9 0 000-18zM12 7v5l3 2',
  clip: 'M20 11l-8 8a5 5 0 01-7-7l8-8a3 3 0 015 5l-8 8a1 1 0 01-2-2l7-7',
  tick: 'M5 13l4 4L19 7',
  alert: 'M12 3a9 9 0 100 18 9 9 0 000-18zM12 7v6M12 16v1',
  cloud: 'M3 3l18 18M8 8a6 6 0 00-1 11h10M10 6a6 6 0 018 5 4 4 0 013 6',
  down: 'M6 9l6 6 6-6',
  help: 'M12 3a9 9 0 100 18 9 9 0 000-18zM9 9q0-3 3-3t3 3q0 2-3 4v1M12 17v1',
  back: 'M15 6l-6 6 6 6',
  list: 'M4 7h16M4 12h16M4 17h16',
  smile: 'M12 3a9 9 0 100 18 9 9 0 000-18zM9 9v1M15 9v1M8 14q4 4 8 0',
  mic: 'M12 3a3 3 0 00-3 3v5a3 3 0 006 0V6a3 3 0 00-3-3zM6 11a6 6 0 0012 0M12 17v4',
};

export type IconName = keyof typeof paths;

export function Icon({ name }: { name: IconName }) {
  return <Drawing path={paths[name]} />;
}

/** @param path in a square of 24 */
export function Drawing({ path }: { path: string }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
      <path d={path} />
    </svg>
  );
}
