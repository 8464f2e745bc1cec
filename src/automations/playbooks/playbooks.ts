// Playbooks: written once, offered where they fit, and how far each conversation has come with its own.
import { randomUUID } from 'node:crypto';
import { setImmediate as others } from 'node:timers/promises';
import { DomainError, notFound } from '../../errors';
import type { EventBus } from '../../events';
import type { Message } from '../../protocol/model/message';
import type {
  BehindFigure,
  NewPlaybook,
  Playbook,
  PlaybookFigures,
  PlaybookRun,
  PlaybookStep,
  RunStep,
  SessionPlaybooks,
  StepChange,
  StepLink,
} from '../../protocol/playbooks';
import { say } from '../../protocol/server-texts/said';
import type { Sessions } from '../../sessions/commands';
import type { SessionState } from '../../sessions/session';
import { comparable, fits, type Case } from './fits';
import type { GivenPlaybook, PlaybookRunStore, PlaybookStore } from './store';

interface Deps {
  store: PlaybookStore;
  runs: PlaybookRunStore;
  sessions: Pick<Sessions, 'get' | 'messages'>;
  events: Pick<EventBus, 'emit'>;
  /** What it is called; undefined: the team has no such thing. */
  titleOf(organizationId: string, link: StepLink): Promise<string | undefined>;
}

export type Playbooks = ReturnType<typeof createPlaybooks>;

const what = 'playbook';
const dayMs = 86_400_000;
/** After so many that were looked at, it is the others' turn. */
const lookedAtOnce = 10;
const sinceDays = (days: number) => new Date(Date.now() - days * dayMs);

export function createPlaybooks(deps: Deps) {
  return { ...writing(deps), ...working(deps), ...counting(deps) };
}

function writing({ store, titleOf }: Deps) {
  /** @throws `invalid` for a link to nothing, or to what is one person's own */
  async function kept(organizationId: string, { steps, ...given }: NewPlaybook): Promise<GivenPlaybook> {
    const errors: Array<{ path: string; message: string }> = [];
    const all: PlaybookStep[] = [];
    for (const [index, { id = randomUUID(), text, link }] of steps.entries()) {
      const title = link && (await titleOf(organizationId, link));
      if (link && title === undefined)
        errors.push({ path: `steps.${index}.link`, message: 'names nothing that the whole team has' });
      all.push({ id, text, ...(link && title !== undefined && { link: { ...link, title } }) });
    }
    if (errors.length > 0) throw new DomainError('invalid', say('step_link_missing'), { errors });
    return { ...given, steps: all };
  }

  return {
    list: store.list,
    async get(organizationId: string, id: string): Promise<Playbook> {
      const found = await store.get(organizationId, id);
      if (!found) throw notFound(what);
      return found;
    },
    create: async (organizationId: string, given: NewPlaybook): Promise<Playbook> =>
      store.create(organizationId, await kept(organizationId, given)),
    async update(organizationId: string, id: string, given: NewPlaybook): Promise<Playbook> {
      const updated = await store.update(organizationId, id, await kept(organizationId, given));
      if (!updated) throw notFound(what);
      return updated;
    },
    async remove(organizationId: string, id: string): Promise<void> {
      if (!(await store.remove(organizationId, id))) throw notFound(what);
    },
  };
}

function working({ store, runs, sessions, events }: Deps) {
  const announced = <Run extends Pick<PlaybookRun, 'sessionId'>>(organizationId: string, run: Run): Run => {
    events.emit('playbook', { organizationId, sessionId: run.sessionId });
    return run;
  };

  return {
    ...offering({ store, runs, sessions }),

    /** Started twice, it is the one that is there. */
    async start(
      organizationId: string,
      { sessionId, playbookId, by }: { sessionId: string; playbookId: string; by: string },
    ): Promise<PlaybookRun> {
      const { status } = await sessions.get(organizationId, sessionId);
      const playbook = await store.get(organizationId, playbookId);
      if (!playbook) throw notFound(what);
      if (status === 'closed') throw new DomainError('conflict', say('the_conversation_closed'));
      if (!playbook.isActive) throw new DomainError('conflict', say('playbook_off'));
      return announced(organizationId, await runs.start(organizationId, { sessionId, playbook, by }));
    },

    async step(
      organizationId: string,
      { id, stepId }: { id: string; stepId: string },
      change: StepChange & { by: string },
    ): Promise<PlaybookRun> {
      const run = await runs.change(organizationId, id, (steps) => changed(steps, stepId, change));
      if (!run) throw notFound('playbook run');
      return announced(organizationId, run);
    },

    /** It was started by mistake. */
    async drop(organizationId: string, id: string): Promise<void> {
      const sessionId = await runs.drop(organizationId, id);
      if (sessionId === undefined) throw notFound('playbook run');
      announced(organizationId, { sessionId });
    },
  };
}

function offering({ store, runs, sessions }: Pick<Deps, 'store' | 'runs' | 'sessions'>) {
  return {
    /** @param by an agent sees it: then what is offered is counted, once a conversation */
    async ofSession(
      organizationId: string,
      sessionId: string,
      { counted }: { counted: boolean },
    ): Promise<SessionPlaybooks> {
      const session = await sessions.get(organizationId, sessionId);
      const started = await runs.ofSession(organizationId, sessionId);
      if (session.status === 'closed') return { offered: [], runs: started };
      const one = caseOf(sessions, session);
      const offered: Playbook[] = [];
      for (const [index, playbook] of (await store.list(organizationId)).entries()) {
        if (index % lookedAtOnce === lookedAtOnce - 1) await others();
        const isThere = started.some(({ playbookId }) => playbookId === playbook.id);
        if (playbook.isActive && !isThere && (await fits(playbook.when, one))) offered.push(playbook);
      }
      if (counted && offered.length > 0) await runs.offer(organizationId, sessionId, offered);
      return { offered, runs: started };
    },
  };
}

function counting({ store, runs }: Deps) {
  return {
    async figures(organizationId: string, id: string, days: number): Promise<PlaybookFigures> {
      const playbook = await store.get(organizationId, id);
      if (!playbook) throw notFound(what);
      const figures = await runs.figures(organizationId, id, sinceDays(days));
      const places = new Map(playbook.steps.map((step, place) => [step.id, place]));
      const placeOf = (step: { id: string }) => places.get(step.id) ?? places.size;
      return { ...figures, steps: figures.steps.toSorted((a, b) => placeOf(a) - placeOf(b)) };
    },

    async sessionIds(
      organizationId: string,
      id: string,
      { days, ...behind }: { what: BehindFigure; stepId?: string; days: number },
    ): Promise<string[]> {
      if (!(await store.get(organizationId, id))) throw notFound(what);
      return runs.sessionIds(organizationId, id, { ...behind, since: sinceDays(days) });
    },
  };
}

/** Said again, it stays with who said it first. @throws `not_found` */
export function changed(
  steps: readonly RunStep[],
  stepId: string,
  { state, reason, by }: StepChange & { by: string },
): RunStep[] {
  const before = steps.find(({ id }) => id === stepId);
  if (!before) throw notFound('step');
  if (before.state === state && before.reason === reason) return [...steps];
  const { id, text, link } = before;
  const at = new Date().toISOString();
  const after: RunStep = {
    ...{ id, text, ...(link && { link }), state },
    ...(state === 'skipped' && reason !== undefined && { reason }),
    ...(state !== 'open' && { by, at }),
  };
  return steps.map((step) => (step === before ? after : step));
}

const wordsOf = ({ sender, type, content }: Message): string[] => {
  if (type === 'handover')
    return [content.packet?.intent, content.packet?.summary].filter((text) => text !== undefined);
  if (sender !== 'customer' || type === 'system') return [];
  return [content.text, content.mail?.subject].filter((text) => text !== undefined);
};

/** The subject, and of what was said the newest of the last 200 messages; read once, and only where a playbook looks for words. */
function caseOf(sessions: Deps['sessions'], session: SessionState): Case {
  let said: Promise<string> | undefined;
  const read = async () => {
    const { organizationId, id, headSeq, subject } = session;
    const page = await sessions.messages(organizationId, id, {
      after: Math.max(0, headSeq - 200),
      limit: 200,
    });
    return comparable([...page.flatMap(wordsOf), ...(subject ? [subject] : [])]);
  };
  return {
    labels: session.labels,
    channelType: session.channelType,
    said: () => (said ??= read()),
  };
}
