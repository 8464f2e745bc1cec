// One thing done with many conversations, and taken back where nothing else has happened since.
import pLimit from 'p-limit';
import type { Priority, Session } from '../../protocol/model/session';
import type { Change, TransferTarget } from '../data/session-commands';
import { Failure, sentence } from '../data/failure';
import { t } from '../i18n/translate';

export type BulkAction =
  | { kind: 'close' }
  | { kind: 'snooze'; until: string | undefined }
  | { kind: 'label'; label: string }
  | { kind: 'priority'; priority: Priority }
  | { kind: 'assign'; to: TransferTarget };

/** What was done with one, as it was and as it became. */
export interface Done {
  before: Session;
  after: Session;
}

export interface Ended {
  done: Done[];
  /** It is so already. */
  same: string[];
  /** Something was written there, so it was left alone. */
  changed: string[];
  /** Refused, or no answer came. */
  failed: string[];
  /** Why the first of those failed. */
  why?: string;
}

type ChangeOne = (sessionId: string, what: Change, body: object) => Promise<Session>;

const atOnce = 4;

/** @param seen each as the agent saw it when it chose: what was written since is not acted over */
export function doWithAll(
  change: ChangeOne,
  { seen, action }: { seen: readonly Session[]; action: BulkAction },
  onProgress: (count: number) => void,
): Promise<Ended> {
  return forEach(seen, onProgress, async (before) => {
    const asked = callOf(before, action);
    if (!asked) return { before, after: before };
    const [what, body] = asked;
    return { before, after: await change(before.id, what, { ...body, expectSeq: before.headSeq }) };
  });
}

/** Each as it was, unless somebody did something there since. */
export function undoAll(
  change: ChangeOne,
  { done, action, agentId }: { done: readonly Done[]; action: BulkAction; agentId: string },
  onProgress: (count: number) => void,
): Promise<Ended> {
  const byId = new Map(done.map((one) => [one.before.id, one]));
  return forEach(
    done.map(({ before }) => before),
    onProgress,
    async (before) => {
      let after = byId.get(before.id)!.after;
      for (const [what, body] of wayBack(before, action, agentId))
        after = await change(before.id, what, { ...body, expectSeq: after.headSeq });
      // What the AI had cannot be given back to it: whoever takes it back has it.
      if (before.status !== after.status) throw new Failure('forbidden', heldByAi);
      return { before, after };
    },
  );
}

const heldByAi = t('The AI had it, and gets no conversation back: it is yours now.');

/** undefined: there is nothing to do. */
function callOf(session: Session, action: BulkAction): [Change, object] | undefined {
  switch (action.kind) {
    case 'close':
      return session.status === 'closed' ? undefined : ['close', {}];
    case 'snooze':
      return ['snooze', { ...(action.until !== undefined && { until: action.until }) }];
    case 'label':
      return session.labels.includes(action.label)
        ? undefined
        : ['update', { labels: [...session.labels, action.label] }];
    case 'priority':
      return session.priority === action.priority ? undefined : ['update', { priority: action.priority }];
    case 'assign':
      return 'agentId' in action.to && action.to.agentId === session.agentId
        ? undefined
        : ['transfer', { to: action.to }];
  }
}

/** The calls that lead back, in order. */
function wayBack(before: Session, action: BulkAction, agentId: string): Array<[Change, object]> {
  if (action.kind === 'label') return [['update', { labels: before.labels }]];
  if (action.kind === 'priority') return [['update', { priority: before.priority }]];
  const first: Array<[Change, object]> =
    action.kind === 'close' ? [['reopen', {}]] : action.kind === 'snooze' ? [['unsnooze', {}]] : [];
  const holder = action.kind === 'assign' ? undefined : agentId;
  if (before.status === 'with_agent' && before.agentId && before.agentId !== holder)
    return [...first, ['transfer', { to: { agentId: before.agentId } }]];
  if (before.status === 'waiting')
    return [...first, ['transfer', { to: before.teamId ? { teamId: before.teamId } : { queue: true } }]];
  return first;
}

async function forEach(
  sessions: readonly Session[],
  onProgress: (count: number) => void,
  work: (session: Session) => Promise<Done>,
): Promise<Ended> {
  const limit = pLimit(atOnce);
  const ended: Ended = { done: [], same: [], changed: [], failed: [] };
  let count = 0;
  const one = async (session: Session) => {
    try {
      const did = await work(session);
      if (did.after === did.before) ended.same.push(session.id);
      else ended.done.push(did);
    } catch (error) {
      if (error instanceof Failure && error.code === 'conflict') ended.changed.push(session.id);
      else {
        ended.failed.push(session.id);
        ended.why ??= sentence(error);
      }
    }
    onProgress((count += 1));
  };
  await Promise.all(sessions.map((session) => limit(one, session)));
  return ended;
}
