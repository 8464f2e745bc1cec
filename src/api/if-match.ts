// `If-Match` on what changes a thing: it is changed only while it is what the caller has read.
import { DomainError } from '../errors';
import { createKeyedMutex } from '../tools/keyed-mutex';
import { HttpRefusal } from './error-handler';
import type { Call, Route } from './route';

/** The ETag that Express gives to a GET that answers this body. */
type TagOf = (body: string) => string;

export const longestTag = 200;

export interface Change {
  call: Call;
  /** The URL's path: changes of one thing come one after the other. */
  path: string;
  ifMatch: string | undefined;
}

export function createIfMatch(tagOf: TagOf) {
  const changing = createKeyedMutex();

  async function refuseOutdated(reading: Route, { call, ifMatch }: Change): Promise<void> {
    if (ifMatch === undefined) return;
    if (ifMatch.length > longestTag) throw new DomainError('invalid', 'If-Match is too long.');
    const body = await reading.handle({ ...call, query: {}, body: undefined });
    const tags = ifMatch.split(',').map((tag) => tag.trim());
    if (tags.includes('*') || tags.includes(tagOf(JSON.stringify(body)))) return;
    throw new HttpRefusal(412, 'conflict', 'Somebody changed this meanwhile. Read it and try again.');
  }

  /** @param reading the GET of what is changed */
  return <T>(reading: Route, change: Change, act: () => Promise<T>): Promise<T> =>
    changing.run(`${change.call.principal.organizationId} ${change.path}`, async () => {
      await refuseOutdated(reading, change);
      return act();
    });
}
