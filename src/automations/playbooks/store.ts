import type {
  BehindFigure,
  Playbook,
  PlaybookFigures,
  PlaybookRun,
  PlaybookStep,
  PlaybookWhen,
  RunStep,
} from '../../protocol/playbooks';

export interface GivenPlaybook {
  name: string;
  isActive: boolean;
  when: PlaybookWhen;
  steps: PlaybookStep[];
}

export interface PlaybookStore {
  /** By name. */
  list(organizationId: string): Promise<Playbook[]>;
  get(organizationId: string, id: string): Promise<Playbook | undefined>;
  /** @throws `conflict` when its name is taken, or there are too many */
  create(organizationId: string, given: GivenPlaybook): Promise<Playbook>;
  update(organizationId: string, id: string, given: GivenPlaybook): Promise<Playbook | undefined>;
  /** What was started stays as it is. */
  remove(organizationId: string, id: string): Promise<boolean>;
}

/** A row a session and playbook that was offered or started there. */
export interface PlaybookRunStore {
  /** Started ones, the first one first. */
  ofSession(organizationId: string, sessionId: string): Promise<PlaybookRun[]>;
  /** Counts each once a session. */
  offer(organizationId: string, sessionId: string, playbooks: readonly Playbook[]): Promise<void>;
  /** @returns the one that was started before, where there is one. @throws `conflict` for a customer who was erased */
  start(
    organizationId: string,
    run: { sessionId: string; playbook: Playbook; by: string },
  ): Promise<PlaybookRun>;
  /** Reads and writes the steps in one turn. @returns undefined when there is no such run; throws what `work` throws */
  change(
    organizationId: string,
    id: string,
    work: (steps: readonly RunStep[]) => RunStep[],
  ): Promise<PlaybookRun | undefined>;
  /** Not while a step is done or skipped. @returns its session; undefined: there is no such run */
  drop(organizationId: string, id: string): Promise<string | undefined>;
  figures(organizationId: string, playbookId: string, since: Date): Promise<PlaybookFigures>;
  /** The newest, 200 at most. */
  sessionIds(
    organizationId: string,
    playbookId: string,
    behind: { what: BehindFigure; stepId?: string; since: Date },
  ): Promise<string[]>;
}
