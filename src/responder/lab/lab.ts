// Asks the tests of an organization as a customer would, through the code that answers customers, with today's settings or
// a draft of them. Nothing of it becomes a session.
import { DomainError, notFound } from '../../errors';
import type { Log } from '../../log';
import type { ResponderSettings } from '../../protocol/answers';
import {
  mostTests,
  type AnswerTest,
  type LabDraft,
  type LabRun,
  type NewAnswerTest,
  type TestCandidate,
  type Verdict,
} from '../../protocol/answer-tests';
import { say } from '../../protocol/server-texts/said';
import type { Page } from '../../sessions/store';
import type { ComposedAnswer } from '../compose-answer';
import type { Turn } from '../transcript';
import { candidateOf } from './candidate';
import { areSame, categories, cautions, tried, withDraft, type Tried } from './draft';
import { isWorse, saidWorse } from './is-worse';
import { outcomeOf, play, wholeText } from './outcome';
import type { LabStore, NewResult, PageOf, StoredRun } from './store';
import { verdictOf } from './verdict';

export interface LabDeps {
  store: LabStore;
  /** The settings that hold now. */
  settings(organizationId: string): Promise<ResponderSettings>;
  /** What the AI would say. Rejects where it cannot answer. */
  compose(situation: {
    organizationId: string;
    turns: readonly Turn[];
    aiTurns: number;
    settings: ResponderSettings;
  }): Promise<ComposedAnswer>;
  /** @throws `not_found` */
  article(organizationId: string, id: string): Promise<unknown>;
  /** Conversations that were closed, the newest first. */
  closed(organizationId: string, limit: number): Promise<Closed[]>;
  turns(organizationId: string, sessionId: string): Promise<Turn[]>;
  /** Names, addresses and ids of a customer. */
  knownOf(organizationId: string, customerId: string): Promise<string[]>;
  /** Null takes a value back. */
  writeSetting(
    organizationId: string,
    place: { category: string; key: string },
    value: unknown,
  ): Promise<void>;
  /** Sees to it that `work` is called, soon, on whichever node. */
  workLater(organizationId: string, runId: string): void;
  log: Log;
}

interface Closed {
  id: string;
  customerId: string;
}

/** Longest answer that is kept beside a verdict. */
const longestAnswer = 2_000;
/** After so long others have their turn. */
const turnMs = 10_000;
const testsARead = 20;
/** Conversations that are looked through for candidates. */
const lookAt = 200;

export type Lab = ReturnType<typeof createLab>;

export function createLab(deps: LabDeps) {
  const { store, workLater } = deps;
  return {
    ...tests(deps),
    async runs(organizationId: string, page: PageOf): Promise<Page<LabRun>> {
      const { items, nextCursor } = await store.runs(organizationId, page);
      return { items: items.map(shown), nextCursor };
    },
    results: store.results,
    async run(organizationId: string, id: string): Promise<LabRun> {
      const run = await store.run(organizationId, id);
      if (!run) throw notFound('run');
      return shown(run);
    },
    async begin(organizationId: string, draft?: LabDraft): Promise<LabRun> {
      const today = await deps.settings(organizationId);
      const run = await store.beginRun(organizationId, { ...(draft && { draft }), today });
      workLater(organizationId, run.id);
      return shown(run);
    },
    async removeRun(organizationId: string, id: string): Promise<void> {
      if (!(await store.removeRun(organizationId, id))) throw notFound('run');
    },
    publish: (organizationId: string, id: string, confirm: boolean) =>
      publish(deps, { organizationId, id, confirm }),
    /** Some of what a run has left to ask; the rest is for later. */
    work: (organizationId: string, runId: string) => work(deps, organizationId, runId),
    /** Rings for runs that a crash has left. */
    async findLost(organizationId: string): Promise<void> {
      for (const id of await store.unfinished(organizationId)) workLater(organizationId, id);
    },
  };
}

function shown({ today: _, ...run }: StoredRun): LabRun {
  return run;
}

function tests({ store, article, closed, turns, knownOf }: LabDeps) {
  return {
    tests: store.tests,
    async addTest(organizationId: string, test: NewAnswerTest): Promise<AnswerTest> {
      await Promise.all(test.articleIds.map((id) => article(organizationId, id)));
      return store.addTest(organizationId, test, mostTests);
    },
    async removeTest(organizationId: string, id: string): Promise<void> {
      if (!(await store.removeTest(organizationId, id))) throw notFound('test');
    },
    async candidates(organizationId: string, most: number): Promise<TestCandidate[]> {
      const all = await closed(organizationId, lookAt);
      const taken = await store.takenFrom(
        organizationId,
        all.map(({ id }) => id),
      );
      const found: TestCandidate[] = [];
      for (const { id, customerId } of all) {
        if (found.length >= most) break;
        if (taken.has(id)) continue;
        const known = await knownOf(organizationId, customerId);
        const candidate = candidateOf(await turns(organizationId, id), known);
        if (candidate) found.push({ sessionId: id, ...candidate });
      }
      return found;
    },
  };
}

/** @throws `conflict` where there is nothing to publish, or what came of it is worse and nobody has confirmed it */
async function publish(
  { store, settings, writeSetting }: LabDeps,
  { organizationId, id, confirm }: { organizationId: string; id: string; confirm: boolean },
): Promise<LabRun> {
  const run = await store.run(organizationId, id);
  if (!run) throw notFound('run');
  if (!run.draft) throw new DomainError('conflict', say('run_no_draft'));
  if (run.status !== 'done') throw new DomainError('conflict', say('run_not_well'));
  const today = await settings(organizationId);
  if (!confirm) {
    if (!areSame(today, run.today)) {
      throw new DomainError('conflict', say('run_old_settings'));
    }
    if (isWorse(run, today.mostWorse / 100)) throw new DomainError('conflict', saidWorse(run));
  }
  for (const [key, value] of Object.entries(run.draft)) {
    const category = categories[key as keyof LabDraft];
    await writeSetting(organizationId, { category, key }, value);
  }
  await store.published(organizationId, id);
  return shown((await store.run(organizationId, id))!);
}

async function work(deps: LabDeps, organizationId: string, runId: string): Promise<void> {
  const { store, log, workLater } = deps;
  const end = performance.now() + turnMs;
  const run = await store.run(organizationId, runId);
  if (run?.status !== 'running') return;
  for (;;) {
    const left = await store.left(organizationId, runId, testsARead);
    if (left.length === 0) break;
    for (const { test, before } of left) {
      const result = await ask(deps, { organizationId, run }, test);
      await store.addResult(organizationId, runId, { ...(before && { before }), ...result });
      if (performance.now() > end) return workLater(organizationId, runId);
    }
    if ((await store.run(organizationId, runId)) === undefined) return;
  }
  await store.endRun(organizationId, runId);
  log.info({ organizationId, runId, questions: run.questions }, 'lab: a run has ended');
}

interface Running {
  organizationId: string;
  run: StoredRun;
}

/** With today's settings, the draft, and each setting of `caution`; what is the same is asked once. */
async function ask(deps: LabDeps, { organizationId, run }: Running, test: AnswerTest): Promise<NewResult> {
  const today = tried.parse(run.today);
  const chosen = run.draft ? withDraft(today, run.draft) : today;
  const asked = new Map<string, Promise<{ composed: ComposedAnswer | undefined; verdict: Verdict }>>();
  const askWith = (settings: Tried) => {
    const key = JSON.stringify(settings);
    const known = asked.get(key) ?? askOnce(deps, { organizationId, settings }, test);
    asked.set(key, known);
    return known;
  };
  const { composed, verdict } = await askWith(chosen);
  const settings: Record<string, Verdict> = {};
  for (const caution of cautions) settings[caution] = (await askWith(withDraft(chosen, { caution }))).verdict;
  const result = { testId: test.id, verdict, settings, ...toldOf(composed) };
  return run.draft ? { ...result, before: (await askWith(today)).verdict } : result;
}

async function askOnce(
  { compose, log }: LabDeps,
  { organizationId, settings }: { organizationId: string; settings: Tried },
  { question, history, articleIds, facts }: AnswerTest,
): Promise<{ composed: ComposedAnswer | undefined; verdict: Verdict }> {
  try {
    const composed = await play([...history, question], (turns, aiTurns) =>
      compose({ organizationId, turns, aiTurns, settings }),
    );
    return { composed, verdict: verdictOf(outcomeOf(composed), { articleIds, facts }) };
  } catch (error) {
    // A customer would get a person.
    log.warn({ organizationId, error: String(error) }, 'lab: could not answer a question');
    const verdict = verdictOf({ decision: 'handover', sources: [] }, { articleIds, facts });
    return { composed: undefined, verdict };
  }
}

function toldOf(composed: ComposedAnswer | undefined): Omit<NewResult, 'testId' | 'verdict' | 'settings'> {
  if (!composed) return { reason: 'The AI could not answer.', confidence: 0, sources: [] };
  const { decision } = composed;
  const sources = decision.kind === 'handover' ? [] : decision.sources;
  return {
    ...(decision.kind === 'handover'
      ? { reason: decision.reason }
      : { text: wholeText(decision).slice(0, longestAnswer) }),
    confidence: decision.confidence,
    sources: sources.map(({ articleId, title }) => ({ articleId, title })),
  };
}
