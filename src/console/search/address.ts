// What is looked for, as the page's address says it: it can be sent to a colleague, and going back finds it again. Pure.
import { searchSenders, foundKinds } from '../../protocol/search';
import { sessionStatuses } from '../../protocol/model/session';

export const shownKinds = ['all', ...foundKinds.slice(0, 3), 'customer', 'company'] as const;
export type ShownKind = (typeof shownKinds)[number];

/** Each but `label` at most once: a second one would widen what the first one narrows. */
export interface Asked {
  q: string;
  kind: ShownKind;
  order: 'best' | 'newest';
  label: readonly string[];
  sender?: string;
  status?: string;
  channelType?: string;
  agentId?: string;
  teamId?: string;
  /** YYYY-MM-DD by the reader's own days, both included. */
  from?: string;
  to?: string;
}

const isDay = (value: string) => /^\d{4}-\d\d-\d\d$/.test(value) && !Number.isNaN(Date.parse(value));
const among = (names: readonly string[]) => (value: string) => names.includes(value);
const isId = (value: string) => /^[0-9a-f-]{36}$/.test(value);

const narrowing = {
  sender: among(searchSenders),
  status: among(sessionStatuses),
  channelType: (value: string) => /^\w{1,20}$/.test(value),
  agentId: (value: string) => value === 'me' || isId(value),
  teamId: isId,
  from: isDay,
  to: isDay,
};
export type Narrowing = keyof typeof narrowing;
const names = Object.keys(narrowing) as Narrowing[];

/** What nobody can ask for is left out, so that an old or mistyped link still searches. */
export function askedOf(params: URLSearchParams): Asked {
  const kind = params.get('kind') as ShownKind | null;
  const set = names.flatMap((name) => {
    const value = params.get(name);
    return value && narrowing[name](value) ? [[name, value] as const] : [];
  });
  return {
    q: (params.get('q') ?? '').slice(0, 200),
    kind: kind && shownKinds.includes(kind) ? kind : 'all',
    order: params.get('order') === 'newest' ? 'newest' : 'best',
    label: params.getAll('label').slice(0, 20),
    ...Object.fromEntries(set),
  };
}

export type Change = { [Name in keyof Asked]?: Asked[Name] | null | undefined };

/** The address after a change; what is as it is anyway is not said. */
export function addressOf(asked: Asked, change: Change): URLSearchParams {
  const next = { ...asked, ...change };
  const params = new URLSearchParams();
  if (next.q) params.set('q', next.q);
  if (next.kind && next.kind !== 'all') params.set('kind', next.kind);
  for (const name of names) if (next[name]) params.set(name, next[name]);
  for (const label of next.label ?? []) params.append('label', label);
  if (next.order === 'newest') params.set('order', 'newest');
  return params;
}

export const isNarrowed = (asked: Asked) => asked.label.length > 0 || names.some((name) => asked[name]);

/** Without what narrows it. */
export const widened = ({ q, kind, order }: Asked): Asked => ({ q, kind, order, label: [] });

/** As the API takes it. */
export function queryOf({
  kind,
  from,
  to,
  ...rest
}: Asked): Record<string, string | readonly string[] | undefined> {
  return {
    ...rest,
    kind: kind === 'all' ? foundKinds : kind === 'note' ? ['note', 'customer_note'] : kind,
    ...(from && { since: midnight(from, 0) }),
    ...(to && { before: midnight(to, 1) }),
  };
}

/** Where the reader's own day begins, or that some days later. */
function midnight(day: string, later: number): string {
  const [year, month, date] = day.split('-').map(Number);
  return new Date(year!, month! - 1, date! + later).toISOString();
}
