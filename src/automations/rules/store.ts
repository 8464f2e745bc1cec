// What rules need of their tables: the rules, how far they have looked in each session, and what they did.
import type { Matched, NewRule, RuleAction, RuleOutcome, RuleWhen } from '../../protocol/automation-rules';
import type { AttributeValue } from '../../protocol/customer-attributes';
import type { SessionStatus } from '../../protocol/model/session';
import type { Actor } from '../../sessions/commands';
import type { Page } from '../../sessions/store';

export interface RuleRow extends NewRule {
  id: string;
  position: number;
  /** Since when it is switched on; null while it is not. */
  activeSince: Date | null;
  createdAt: Date;
  updatedAt: Date;
}

/** A message, since when somebody is silent. */
export interface Silence {
  seq: number;
  at: string;
}

/** What rules know of a session, up to a message of its log. */
export interface Watch {
  seq: number;
  status: SessionStatus;
  labels: string[];
  /** The team's last word, which the customer has not answered; what rules send is none. */
  answered?: Silence;
  /** The customer's first word that nobody has answered; what rules send is no answer. */
  awaiting?: Silence;
}

export type RunStatus = 'pending' | 'done' | 'failed' | 'stopped' | 'skipped';

export interface NewRun {
  ruleId: string;
  seq: number;
  on: RuleWhen['on'];
  /** `skipped`: its time came, and it was not as described; it is in no list. */
  status: 'pending' | 'stopped' | 'skipped';
  matched: Matched;
  chain: string[];
  why?: string;
  /** When it is done; absent: at once. */
  dueAt?: Date;
  /** Of a pending one: where its rule ran so often within the last hour, in whichever sessions, it is stopped, with `why`. */
  atMost?: { anHour: number; why: string };
}

export interface Run extends Omit<NewRun, 'status' | 'dueAt' | 'atMost'> {
  id: string;
  sessionId: string;
  status: RunStatus;
  /** Of the first actions; of the rest nothing is known. */
  outcomes: RuleOutcome[];
  /** How often it was begun. */
  tries: number;
  createdAt: Date;
}

export interface ListedRun extends Run {
  ruleName: string;
  customerName: string | null;
}

/** Of one organization: undefined and false for what it does not have. */
export interface Rules {
  /** In their order. */
  list(organizationId: string): Promise<RuleRow[]>;
  get(organizationId: string, id: string): Promise<RuleRow | undefined>;
  /**
   * @param secret of its webhooks. A new one comes last.
   * @throws `conflict` for a name that is taken, or when there are too many
   */
  create(organizationId: string, rule: NewRule, secret: string): Promise<RuleRow>;
  update(organizationId: string, id: string, rule: NewRule): Promise<RuleRow | undefined>;
  remove(organizationId: string, id: string): Promise<boolean>;
  /** Their places are those of this list. */
  arrange(organizationId: string, ids: readonly string[]): Promise<void>;
  secret(organizationId: string, id: string): Promise<string | undefined>;
  setSecret(organizationId: string, id: string, secret: string): Promise<boolean>;
  /** Whether a program has written something of this name into the `metadata` of any customer. */
  isPushed(organizationId: string, name: string): Promise<boolean>;
}

export interface RuleRuns {
  watch(organizationId: string, sessionId: string): Promise<Watch | undefined>;
  /**
   * In one transaction: how far they have looked, and what they found; a run that is there already stays. Of looks that find
   * runs of one rule at once, one after another counts `atMost`.
   * False, and nothing is written, when somebody has looked since `before`, or the customer was erased.
   */
  record(
    organizationId: string,
    found: { sessionId: string; before: number; watch: Watch; runs: readonly NewRun[] },
  ): Promise<boolean>;
  /** The next that is due in a session, for the caller alone for a minute; none while another one of it is taken. */
  take(organizationId: string, sessionId: string): Promise<Run | undefined>;
  /** What has become of its first actions: it stays the caller's for another minute. */
  note(organizationId: string, runId: string, outcomes: readonly RuleOutcome[]): Promise<void>;
  /** What has become of a run. `again`: in so many seconds. */
  settle(
    organizationId: string,
    runId: string,
    state: { status: RunStatus; outcomes: readonly RuleOutcome[]; again?: number },
  ): Promise<void>;
  get(organizationId: string, runId: string): Promise<Run | undefined>;
  /** How often the rule ran in the session within the last hour, with what was stopped; counted no further than `atMost`. */
  lately(organizationId: string, of: { ruleId: string; sessionId: string; atMost: number }): Promise<number>;
  /** Whether another run in the session has done this since, by itself or in a macro, of one rule or of any. */
  did(
    organizationId: string,
    what: { sessionId: string; action: RuleAction['do']; except: string; since: Date },
  ): Promise<boolean>;
  /**
   * Whether the run may write to its customer: no other one of its rule has done so since, or is about to, in whichever
   * conversation. Of two that ask at once one may. It says so of itself until `note` or `settle` say what became of it.
   */
  mayWrite(
    organizationId: string,
    asking: { runId: string; ruleId: string; sessionId: string; since: Date },
  ): Promise<boolean>;
  /** Whether it was looked at already. */
  has(organizationId: string, run: { ruleId: string; sessionId: string; seq: number }): Promise<boolean>;
  /** Newest first; without what was skipped. */
  list(
    organizationId: string,
    filter: { ruleId?: string; sessionId?: string },
    page: { limit: number; cursor?: string },
  ): Promise<Page<ListedRun>>;
  /** How often each rule ran, and when last. */
  counts(organizationId: string): Promise<Map<string, { runs: number; lastRunAt: Date }>>;
  /** Forgets what is older; how many. */
  expire(organizationId: string, before: Date): Promise<number>;
}

/** That a rule waits for, and the conversations do not say yet. */
export interface AttributeChange {
  id: string;
  /** Whose it is, and what that is called; null: the customer's own. */
  companyId: string | null;
  company: string | null;
  /** Lines that conversations were told of this attribute of the company within the last hour. */
  saidLately: number;
  attribute: string;
  was: AttributeValue | null;
  is: AttributeValue | null;
  /** Who did it; `runId`: the run of a rule. */
  by: Actor & { runId?: string };
  /** When it was made. */
  at: Date;
  /** Open ones of the customer, or of the customers of the company. */
  sessionIds: string[];
}

export type AnnouncedChange = Pick<AttributeChange, 'id' | 'companyId'> & { lines: number };

export interface AttributeChanges {
  /** The oldest. @param most of a company's sessions: those that began last */
  next(organizationId: string, limit: number, most: number): Promise<AttributeChange[]>;
  /** Their conversations say them, in so many lines. */
  markAnnounced(organizationId: string, changes: readonly AnnouncedChange[]): Promise<void>;
  /** Forgets how many lines were written more than an hour ago; of how many changes. */
  forgetAnnounced(organizationId: string): Promise<number>;
}

/** Across organizations. */
export interface RuleSweep {
  /** Organizations with changes of attributes that no bell led to. */
  toTell(limit: number): Promise<string[]>;
  /** Sessions in which rules have something to look at: messages that no bell led to, a silence that is long enough, runs that are due. */
  toLook(limit: number): Promise<Array<{ organizationId: string; sessionId: string }>>;
}
