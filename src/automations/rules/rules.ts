// Automation rules as one part: what rings them, what they do when rung, and what a dry run of one would find.
import { createCoalescedRuns } from '../../tools/coalesced-run';
import { rememberBriefly } from '../../tools/remember-briefly';
import type { EventBus } from '../../events';
import type { Log } from '../../log';
import { waitsForChange } from './causes';
import { createDryRun, type DryRunDeps } from './dry-run';
import type { RuleRow, Rules } from './store';
import { createTelling, type TellingDeps } from './tell-changes';
import { createWork, type WorkDeps } from './work';

export interface AutomationsDeps
  extends Omit<WorkDeps, 'active' | 'rules' | 'workLater' | 'sessions'>, Pick<DryRunDeps, 'begin' | 'after'> {
  rules: Rules;
  sessions: WorkDeps['sessions'] & DryRunDeps['sessions'] & TellingDeps['sessions'];
  changes: TellingDeps['changes'];
  labelOf: TellingDeps['labelOf'];
  events: EventBus;
  /** Never rejects. */
  tellLater(organizationId: string): Promise<void>;
  /** Never rejects. */
  workLater(at: { organizationId: string; sessionId: string }, when?: Date): void;
  log: Log;
}

export type Automations = ReturnType<typeof createAutomations>;

/** What another node switched on is heard of so much later; the sweep looks at what was missed. */
const rememberedMs = 5_000;
const mostOrganizations = 10_000;

export function createAutomations(deps: AutomationsDeps) {
  const { rules, events, workLater, tellLater, log } = deps;
  const known = rememberBriefly<RuleRow[]>({ milliseconds: rememberedMs, cap: mostOrganizations });
  const switchedOn = async (organizationId: string) =>
    (await rules.list(organizationId)).filter(({ activeSince }) => activeSince !== null);
  // A bell asks what is remembered; who looks at a log asks what is so.
  events.on('message', ({ session: { organizationId, id: sessionId } }) => {
    known
      .get(organizationId, () => switchedOn(organizationId))
      .then((active) => active.length > 0 && workLater({ organizationId, sessionId }))
      .catch((error: unknown) =>
        log.warn({ err: error, sessionId }, 'could not queue a look at automation rules'),
      );
  });
  // Of a thousand rows of a table each rings: one bell that is under way, and one after it, are enough.
  const telling = createCoalescedRuns(tellLater);
  const queueChanges = (organizationId: string) =>
    void known
      .get(organizationId, () => switchedOn(organizationId))
      .then(async (active) => {
        if (active.some(({ when }) => waitsForChange(when))) await telling.run(organizationId);
      })
      .catch((error: unknown) =>
        log.warn({ err: error, organizationId }, 'could not queue changes of attributes'),
      );
  events.on('customer', ({ organizationId, shownInRows }) => {
    if (shownInRows) queueChanges(organizationId);
  });
  events.on('company', ({ organizationId }) => queueChanges(organizationId));
  return {
    tell: createTelling(deps),
    work: createWork({ ...deps, active: switchedOn }),
    tryOut: createDryRun(deps),
    /** They are others now. */
    changed: known.forget,
  };
}
