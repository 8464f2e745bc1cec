// What organizations promise their customers: read for all of them at once, and decided whenever a row is written.
import { slaSettings } from '../protocol/sla';
import { knownHours } from '../routing/hours';
import { withPromises, type SlaBook } from '../routing/promises';
import type { SessionState } from '../sessions/session';
import type { Projection } from '../sessions/store';
import type { PromisesOfAll, StoredPromises } from '../stores/postgres/cross-tenant/promised';
import { rememberBriefly } from '../tools/remember-briefly';

const milliseconds = 3_000;
/** By then every node has read again what was changed. */
export const knownEverywhereMs = milliseconds + 500;

type Books = ReadonlyMap<string, SlaBook>;

export interface SlaBooks {
  /** By organization: those that promise anything. */
  read(): Promise<Books>;
  /** A session with what was promised of it, by what was read last. */
  now(session: SessionState): SessionState;
  /** They were changed here. */
  forget(): void;
}

export function createSlaBooks({ promisesOfAll }: Pick<PromisesOfAll, 'promisesOfAll'>): SlaBooks {
  const recent = rememberBriefly<Books>({ milliseconds, cap: 1 });
  let last: Books = new Map();
  let begun = 0;
  let newest = 0;
  const load = async () => {
    const turn = (begun += 1);
    const books = new Map((await promisesOfAll()).map((stored) => [stored.organizationId, bookOf(stored)]));
    // One that began earlier may end later.
    if (turn > newest) [newest, last] = [turn, books];
    return books;
  };
  return {
    read: () => recent.get('all', load),
    now: (session) => withPromises(session, last.get(session.organizationId)),
    forget: () => recent.forget('all'),
  };
}

function bookOf({ policies, since, hours, teamHours }: StoredPromises): SlaBook {
  return {
    policies: slaSettings.safeParse({ policies }).data?.policies ?? [],
    since,
    ...knownHours({ hours, teamHours }),
  };
}

/** Writes rows with what is promised by now, where their customers belong now: another node may have put them there. */
export function promising(
  projection: Projection & Pick<PromisesOfAll, 'companiesOf'>,
  books: Pick<SlaBooks, 'read'>,
): Projection {
  const asksForTiers = (book: SlaBook | undefined) =>
    book?.policies.some(({ when }) => when.companyTier !== undefined) ?? false;
  return {
    ...projection,
    async project(states) {
      const known = await books.read();
      const asking = states.filter(({ organizationId }) => asksForTiers(known.get(organizationId)));
      const companies =
        asking.length > 0 && (await projection.companiesOf(asking.map(({ customerId }) => customerId)));
      const promised = states.map(({ company, ...state }) => {
        const now = companies ? companies.get(state.customerId) : company;
        return withPromises({ ...state, ...(now && { company: now }) }, known.get(state.organizationId));
      });
      return projection.project(promised);
    },
  };
}
