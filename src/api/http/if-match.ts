// `If-Match` on what changes a thing: it is changed only while it is what the caller has read.
import { DomainError } from '../../errors';
import { createKeyedMutex } from '../../tools/keyed-mutex';
import { HttpRefusal } from '../error-handler';
import type { Call, Route } from './route';
import { say } from '../../protocol/server-texts/said';

/** The ETag that Express gives to a GET that answers this body. */
type TagOf = (body: string) => string;

/** Changes of one thing come one after the other, on all nodes. */
export type ChangeTurn = <T>(organizationId: string, thing: string, change: () => Promise<T>) => Promise<T>;

export const longestTag = 200;

export interface Change {
  call: Call;
  ifMatch: string | undefined;
}

export function createIfMatch(tagOf: TagOf, changeTurn: ChangeTurn) {
  const changing = createKeyedMutex();

  async function refuseOutdated(reading: Route, { call, ifMatch }: Change): Promise<void> {
    if (ifMatch === undefined) return;
    if (ifMatch.length > longestTag) throw new DomainError('invalid', 'If-Match is too long.');
    const body = await reading.handle({ ...call, query: {}, body: undefined });
    const tags = ifMatch.split(',').map((tag) => tag.trim());
    if (tags.includes('*') || tags.includes(tagOf(JSON.stringify(body)))) return;
    throw new HttpRefusal(412, 'conflict', say('changed_meanwhile'));
  }

  /** @param reading the GET of what is changed */
  return <T>(reading: Route, change: Change, act: () => Promise<T>): Promise<T> => {
    const { organizationId } = change.call.principal;
    // An id may be written in capitals, too.
    const thing = `${reading.path} ${JSON.stringify(change.call.params)}`.toLowerCase();
    // Whoever waits for this node's own changes holds no connection meanwhile.
    return changing.run(`${organizationId} ${thing}`, () =>
      changeTurn(organizationId, thing, async () => {
        await refuseOutdated(reading, change);
        return act();
      }),
    );
  };
}
