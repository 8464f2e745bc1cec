// What is kept of a customer, or of a company, is another now: each conversation that is open says so, in a line that rules are woken by. The rows are
// the truth: a line has the name of its row, so that told twice it is there once.
import { DomainError } from '../../errors';
import type { ChangedAttribute, Sessions } from '../../sessions/commands';
import type { SessionsService } from '../../sessions/sessions';
import { nameOfAction } from './causes';
import { mostByChanges } from './look';
import type { AttributeChange, AttributeChanges, AnnouncedChange } from './store';

export interface TellingDeps {
  changes: AttributeChanges;
  sessions: Pick<Sessions, 'attributeChanged'> & Pick<SessionsService, 'writeRows'>;
  /** What agents call the attribute with this key; the key where it is declared no more. */
  labelOf(organizationId: string, key: string): Promise<string>;
}

const atOnce = 50;

/** Rejects while a store is away: what is left then is told later. */
export function createTelling(deps: TellingDeps): (organizationId: string) => Promise<void> {
  const { changes, sessions } = deps;
  return async function tellChanges(organizationId) {
    // A row behind its log may say that a conversation is closed which is open again.
    await sessions.writeRows();
    for (;;) {
      const next = await changes.next(organizationId, atOnce, mostByChanges);
      const announced: AnnouncedChange[] = [];
      const said = new Map<string, number>();
      for (const change of next) {
        const sessionIds = withinLimit(change, said);
        await tell(deps, organizationId, { ...change, sessionIds });
        announced.push({ id: change.id, companyId: change.companyId, lines: sessionIds.length });
      }
      await changes.markAnnounced(organizationId, announced);
      if (next.length < atOnce) return;
    }
  };
}

/**
 * A program may write the same attribute of a company again and again: within an hour as many lines say so as rules run by
 * changes. @param said by these changes, of each company and attribute
 */
function withinLimit(
  { companyId, attribute, saidLately, sessionIds }: AttributeChange,
  said: Map<string, number>,
): string[] {
  if (companyId === null) return sessionIds;
  const what = `${companyId} ${attribute}`;
  const before = said.get(what) ?? 0;
  const left = sessionIds.slice(0, Math.max(0, mostByChanges - saidLately - before));
  said.set(what, before + left.length);
  return left;
}

async function tell(
  { sessions, labelOf }: TellingDeps,
  organizationId: string,
  { id, by: { runId, ...by }, sessionIds, company, attribute, is, was, at }: AttributeChange,
): Promise<void> {
  if (sessionIds.length === 0) return;
  const change: ChangedAttribute = {
    attribute,
    ...(company === null
      ? { label: await labelOf(organizationId, attribute) }
      : { label: attribute, company }),
    ...(is !== null && { is }),
    ...(was !== null && { was }),
    at: at.toISOString(),
  };
  const clientMessageId = runId === undefined ? `changed:${id}` : nameOfAction(runId, `changed:${id}`);
  for (const sessionId of sessionIds)
    try {
      await sessions.attributeChanged({ organizationId, sessionId, clientMessageId, by, change });
    } catch (error) {
      // What is there no more says nothing.
      if (!(error instanceof DomainError) || error.code !== 'not_found') throw error;
    }
}
