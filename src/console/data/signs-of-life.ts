// Signs of life: what a person does in this tab, told at most once a minute, and once more to each new connection.
const everyMs = 60_000;
/** Until it is heard that somebody is back. */
const whileAwayMs = 1_000;

interface How {
  /** The server made this agent away, as nothing was done. */
  isIdle(): boolean;
  now?(): number;
}

/** @param tell may be lost: another sign follows, and whoever connects anew says when the last one was */
export function createSignsOfLife(tell: (secondsAgo: number) => void, { isIdle, now = Date.now }: How) {
  // Whoever opens the page is here.
  let last = now();
  let reported = last;
  return {
    sign(): void {
      last = now();
      if (last - reported < (isIdle() ? whileAwayMs : everyMs)) return;
      reported = last;
      tell(0);
    },
    connected(): void {
      reported = last;
      tell(Math.min(86_400, Math.max(0, Math.round((now() - last) / 1000))));
    },
  };
}
