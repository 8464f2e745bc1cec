// One timeline of a person over all channels: what the rows tell and what the audit log tells, merged, newest first.
import { z } from 'zod';
import { DomainError } from '../errors';
import type { Message } from '../protocol/model/message';
import type { Session } from '../protocol/model/session';
import type { CustomerNote } from '../protocol/customer-notes';
import type { CustomerCall, TimelineItem, TimelineKind } from '../protocol/timeline';
import type { SessionState } from '../sessions/session';
import type { Page } from '../sessions/store';

/** Where a page ended: milliseconds since 1970, and the key of the last that it showed. */
export interface TimelinePosition {
  at: number;
  key: string;
}

interface Place {
  key: string;
  at: string;
  customerId: string;
}

/** Something that happened, by what it is found again; what the logs and rows say of it comes later, for one page only. */
export type TimelinePlace = Place &
  (
    | { kind: 'session'; sessionId: string }
    | { kind: 'note'; sessionId: string; seq: number }
    | { kind: 'customer_note'; note: CustomerNote }
    | { kind: 'call'; call: CustomerCall }
    | {
        kind: 'follow_up';
        sessionId: string;
        reason: 'waiting' | 'promised';
        state: 'open' | 'sent' | 'dismissed';
        by: string | null;
      }
  );

export interface TimelineAsked {
  customerIds: readonly string[];
  kind?: TimelineKind;
  before?: TimelinePosition;
  limit: number;
}

export interface TimelineStore {
  /** By time and then key, both falling; those before the position. */
  places(organizationId: string, asked: TimelineAsked): Promise<TimelinePlace[]>;
}

/** As the audit log has it. */
export interface Done {
  id: string;
  action: string;
  details?: Record<string, unknown>;
  timestamp: string;
}

export interface TimelineDeps {
  store: TimelineStore;
  customerIds(organizationId: string, customerId: string): Promise<string[]>;
  /** What was done to a customer before that time, newest first. */
  done(
    organizationId: string,
    asked: { customerId: string; to?: Date },
    page: { limit: number; cursor?: string },
  ): Promise<Page<Done>>;
  sessionsAmong(organizationId: string, ids: readonly string[]): Promise<readonly SessionState[]>;
  shown(session: SessionState): Session;
  messages(
    organizationId: string,
    sessionId: string,
    page: { after: number; limit: number },
  ): Promise<Message[]>;
}

/** What of the audit log is a change of who somebody is. */
const changesShown = new Set([
  'customers.create',
  'customers.update',
  'customers.link',
  'customers.unlink',
  'customers.block',
  'customers.unblock',
  'customers.join-company',
  'customers.leave-company',
  'customers.relate',
  'customers.update-relationship',
  'customers.unrelate',
]);
const readAtOnce = 100;
/** A greeting of the AI and the like may stand before them. */
const firstOnes = 5;
const longestWords = 300;

type ChangePlace = Place & { kind: 'change'; action: string; by?: string; fields: string[] };

export type Timeline = ReturnType<typeof createTimeline>;

export function createTimeline(deps: TimelineDeps) {
  return {
    /** @throws `invalid` for a foreign cursor */
    async page(
      organizationId: string,
      customerId: string,
      { kind, limit, cursor }: { kind?: TimelineKind; limit: number; cursor?: string },
    ): Promise<Page<TimelineItem> & { customerIds: string[] }> {
      const customerIds = await deps.customerIds(organizationId, customerId);
      const before = cursor === undefined ? undefined : readCursor(cursor);
      const asked = { customerIds, limit: limit + 1, ...(kind && { kind }), ...(before && { before }) };
      const found = await Promise.all([
        kind === 'change' ? [] : deps.store.places(organizationId, asked),
        kind !== undefined && kind !== 'change' ? [] : changesOf(deps, organizationId, asked),
      ]);
      const all = found.flat().sort(newestFirst);
      const shown = all.slice(0, limit);
      const last = shown.at(-1);
      const items = await filled(deps, organizationId, shown);
      return { items, nextCursor: all.length > limit && last ? writeCursor(last) : null, customerIds };
    },
  };
}

function newestFirst(a: Place, b: Place): number {
  const apart = Date.parse(b.at) - Date.parse(a.at);
  if (apart !== 0) return apart;
  return a.key < b.key ? 1 : -1;
}

const isBefore = ({ at, key }: Place, before: TimelinePosition | undefined) =>
  before === undefined || Date.parse(at) < before.at || (Date.parse(at) === before.at && key < before.key);

async function changesOf(
  deps: TimelineDeps,
  organizationId: string,
  { customerIds, before, limit }: TimelineAsked,
): Promise<ChangePlace[]> {
  const found = await Promise.all(
    customerIds.map((customerId) => changesTo(deps, organizationId, { customerId, before, limit })),
  );
  return found.flat();
}

/** Past all else that is recorded of them. */
async function changesTo(
  { done }: TimelineDeps,
  organizationId: string,
  { customerId, before, limit }: { customerId: string; before: TimelinePosition | undefined; limit: number },
): Promise<ChangePlace[]> {
  const asked = { customerId, ...(before && { to: new Date(before.at + 1) }) };
  const found: ChangePlace[] = [];
  let cursor: string | null | undefined;
  do {
    const page = await done(organizationId, asked, { limit: readAtOnce, ...(cursor && { cursor }) });
    const shown = page.items.filter(({ action }) => changesShown.has(action));
    found.push(...shown.map((one) => toChange(one, customerId)).filter((one) => isBefore(one, before)));
    cursor = page.nextCursor;
  } while (cursor && found.length < limit);
  return found;
}

const recorded = z.object({
  by: z.object({ name: z.string() }).optional(),
  fields: z.array(z.string()).optional(),
  attributes: z.array(z.string()).optional(),
});

function toChange({ id, action, details, timestamp }: Done, customerId: string): ChangePlace {
  const { by, fields = [], attributes = [] } = recorded.safeParse(details ?? {}).data ?? {};
  const named = fields.filter((field) => field !== 'attributes' && field !== 'attributesBefore');
  return {
    kind: 'change',
    key: `change:${id}`,
    at: timestamp,
    customerId,
    action,
    ...(by && { by: by.name }),
    fields: [...named, ...attributes],
  };
}

async function filled(
  deps: TimelineDeps,
  organizationId: string,
  places: ReadonlyArray<TimelinePlace | ChangePlace>,
): Promise<TimelineItem[]> {
  const ids = places.flatMap((one) => (one.kind === 'session' ? [one.sessionId] : []));
  const states = ids.length > 0 ? await deps.sessionsAmong(organizationId, ids) : [];
  const byId = new Map(states.map((state) => [state.id, state]));
  const items = await Promise.all(
    places.map(async (one): Promise<TimelineItem | undefined> => {
      if (one.kind === 'change' || one.kind === 'call' || one.kind === 'customer_note') return one;
      if (one.kind === 'follow_up') {
        const { by, ...rest } = one;
        return { ...rest, ...(by !== null && { by }) };
      }
      if (one.kind === 'note') return note(deps, organizationId, one);
      const state = byId.get(one.sessionId);
      if (!state) return undefined;
      const firstWords = await firstWordsOf(deps, organizationId, one.sessionId);
      const { sessionId: _, ...rest } = one;
      return { ...rest, session: deps.shown(state), ...(firstWords && { firstWords }) };
    }),
  );
  return items.filter((one) => one !== undefined);
}

async function firstWordsOf({ messages }: TimelineDeps, organizationId: string, sessionId: string) {
  const first = await messages(organizationId, sessionId, { after: 0, limit: firstOnes });
  const said = first.find(
    ({ sender, content }) => sender === 'customer' && (content.text ?? content.fileName),
  );
  return (said?.content.text ?? said?.content.fileName)?.slice(0, longestWords);
}

/** One that was erased meanwhile says nothing any more. */
async function note(
  { messages }: TimelineDeps,
  organizationId: string,
  one: Extract<TimelinePlace, { kind: 'note' }>,
): Promise<TimelineItem | undefined> {
  const [message] = await messages(organizationId, one.sessionId, { after: one.seq - 1, limit: 1 });
  if (message?.seq !== one.seq || message.type !== 'note') return undefined;
  return { ...one, text: message.content.text ?? '', ...(message.senderName && { by: message.senderName }) };
}

const cursorShape = z.tuple([z.int().min(0).max(8.64e15), z.string().min(1).max(100)]);

const writeCursor = ({ at, key }: Place) =>
  Buffer.from(JSON.stringify([Date.parse(at), key])).toString('base64url');

function readCursor(cursor: string): TimelinePosition {
  try {
    const [at, key] = cursorShape.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()));
    return { at, key };
  } catch {
    throw new DomainError('invalid', 'This cursor is not one of ours.', {
      errors: [{ path: 'cursor', message: 'Use nextCursor of the page before, unchanged.' }],
    });
  }
}
