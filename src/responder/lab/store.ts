// What the lab keeps: tests, runs, and what came of each test in a run. Nothing of it is a session.
import type {
  AnswerTest,
  LabDraft,
  LabResult,
  LabResultFilter,
  LabRun,
  NewAnswerTest,
  Verdict,
  VerdictCounts,
} from '../../protocol/answer-tests';
import type { Page } from '../../sessions/store';

export interface PageOf {
  limit: number;
  cursor?: string;
}

/** The settings at the time, so that whoever publishes later sees whether they have changed. */
export interface StoredRun extends LabRun {
  today: Record<string, unknown>;
}

export interface NewResult extends Pick<
  LabResult,
  'verdict' | 'before' | 'text' | 'reason' | 'confidence' | 'sources'
> {
  testId: string;
  /** By setting of `caution`. */
  settings: Record<string, Verdict>;
}

export interface LabStore {
  /** @throws `capacity` at `most`, `not_found` for a session that is not there */
  addTest(organizationId: string, test: NewAnswerTest, most: number): Promise<AnswerTest>;
  tests(organizationId: string, page: PageOf): Promise<Page<AnswerTest>>;
  removeTest(organizationId: string, id: string): Promise<boolean>;
  /** Of these sessions, those that a test was taken from. */
  takenFrom(organizationId: string, sessionIds: readonly string[]): Promise<Set<string>>;

  /** @throws `conflict` while another one runs, `invalid` where there is no test */
  beginRun(
    organizationId: string,
    run: { draft?: LabDraft; today: Record<string, unknown> },
  ): Promise<StoredRun>;
  runs(organizationId: string, page: PageOf): Promise<Page<StoredRun>>;
  run(organizationId: string, id: string): Promise<StoredRun | undefined>;
  removeRun(organizationId: string, id: string): Promise<boolean>;
  /** Tests that the run has not asked yet, oldest first, each with what came of it in the run before. */
  left(
    organizationId: string,
    runId: string,
    limit: number,
  ): Promise<Array<{ test: AnswerTest; before?: Verdict }>>;
  /** Nothing where the test or the run is gone meanwhile. */
  addResult(organizationId: string, runId: string, result: NewResult): Promise<void>;
  endRun(organizationId: string, id: string, error?: string): Promise<void>;
  results(
    organizationId: string,
    runId: string,
    request: { filter: LabResultFilter; page: PageOf },
  ): Promise<Page<LabResult>>;
  published(organizationId: string, id: string): Promise<void>;
  /** Runs that have not ended. */
  unfinished(organizationId: string): Promise<string[]>;
}

export const noCounts: VerdictCounts = { right: 0, wrong: 0, asked_back: 0, handed_over: 0 };
