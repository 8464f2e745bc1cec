// What events did not lead to: after a crash, or before there was an index. Sessions are looked through by id, some at a time.
import type { Log } from '../log';
import type { Behind, SearchStore } from './store';
import type { Due } from './waiting';

/** Sessions that are looked at in one statement. */
const lookAt = 1_000;
/** Sessions that are indexed before events have their turn again. */
const batch = 20;

interface CatchUpDeps {
  store: Pick<SearchStore, 'behind'>;
  session(organizationId: string, sessionId: string): Promise<Due>;
  log: Log;
}

interface CatchUp {
  /** The session up to which an earlier one has looked. */
  after: string | undefined;
  /** Others should have their turn; asked after each batch, so that there is some progress. */
  isOver(): boolean;
  /** @param whole ids of those that are indexed from their first message on */
  index(sessions: readonly Due[], whole: ReadonlySet<string>): Promise<void>;
}

/** @returns after which session to go on; undefined at the end */
export async function catchUp(
  deps: CatchUpDeps,
  { after, isOver, index }: CatchUp,
): Promise<string | undefined> {
  for (let place = after; ;) {
    const { behind, next } = await deps.store.behind(place, lookAt);
    for (let n = 0; n < behind.length; n += batch) {
      const some = behind.slice(n, n + batch);
      const whole = new Set(some.flatMap((one) => (one.whole ? [one.sessionId] : [])));
      await index(await read(deps, some), whole);
      if (isOver()) return some.at(-1)!.sessionId;
    }
    if (next === undefined || isOver()) return next;
    place = next;
  }
}

/** One that cannot be read is left to the next look. */
async function read({ session, log }: CatchUpDeps, behind: readonly Behind[]): Promise<Due[]> {
  const found = await Promise.all(
    behind.map(({ organizationId, sessionId }) =>
      session(organizationId, sessionId).catch((error: unknown) => {
        log.warn({ err: error, sessionId }, 'could not read a session for search');
      }),
    ),
  );
  return found.filter((one) => one !== undefined);
}
