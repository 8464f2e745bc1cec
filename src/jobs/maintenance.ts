// What an organization's tables need now and then: what has run out is forgotten, the days' numbers are kept, and what a
// lost bell should have caused is rung for again. Once an hour in a cluster; done twice it is done once.
import type { Log } from '../log';

export interface MaintenanceDeps {
  organizationIds(): Promise<string[]>;
  /** Keeps the numbers of a day (YYYY-MM-DD, UTC), replacing what was there. */
  rollUp(date: string, organizationIds: readonly string[]): Promise<void>;
  /** Forgets answers to POSTs that are older than a day; how many. */
  forgetIdempotencyKeys(organizationId: string): Promise<number>;
  /** Forgets logins that ran out; how many. */
  forgetRefreshTokens(): Promise<number>;
  /** Removes files that were uploaded and never sent. */
  removeUnattached(olderThan: Date): Promise<unknown>;
  /** Forgets what came in on channels and is settled, after a time; how many. */
  forgetInboundEvents(): Promise<number>;
  /** Forgets what was sent on channels and is settled, after a time; how many. */
  forgetDeliveries(): Promise<number>;
  /** Forgets suggestions of long ago; how many. */
  forgetSuggestions(organizationId: string): Promise<number>;
  /** Forgets what was looked up for customers long ago; how many calls. */
  forgetToolCalls(organizationId: string): Promise<number>;
  /** Forgets what rules did long ago; how many runs and changes. */
  forgetRuleRuns(organizationId: string): Promise<number>;
  /** Forgets invitations that ended long ago, and links to new passwords that ran out; how many invitations. */
  forgetInvitations(organizationId: string): Promise<number>;
  /** Forgets devices whose login has ended, and what none is to be told of any more; how many rows. */
  forgetPushes(organizationId: string): Promise<number>;
  /** Forgets codes, and proofs that count for nothing any more; how many. */
  forgetProofs(organizationId: string): Promise<number>;
  /** Forgets jobs that failed for the last time. */
  forgetFailedJobs(): Promise<unknown>;
  /** Rings for articles that wait for their vectors: after a crash, or of another node. */
  findLostArticles(organizationId: string): Promise<unknown>;
  /** Rings for runs of the answer lab that have not ended. */
  findLostRuns(organizationId: string): Promise<unknown>;
  /** Draws last week's sample of conversations to be scored, where it has not been. */
  drawSamples(organizationId: string): Promise<unknown>;
  /** Rings for closed conversations without a summary. */
  findLostConversations(organizationId: string): Promise<unknown>;
  /** Rings for what waits to go to agents by mail. */
  findLostNews(organizationId: string): Promise<unknown>;
  /** Decides again what is due by the SLA: after a change whose job was lost. */
  renewSla(organizationId: string): Promise<unknown>;
  /** Rings where conversations are still to follow a label. */
  findLostLabels(organizationId: string): Promise<unknown>;
  /** Rings for files that are not read yet, or were forgotten. */
  findLostFiles(organizationId: string): Promise<unknown>;
  /** Rings where notes about customers have no words yet. */
  wordNotes(organizationId: string): Promise<unknown>;
  /** Rings for what search does not know yet. */
  catchUpSearch(): Promise<unknown>;
  log: Log;
  now?(): number;
}

export interface Maintenance {
  /** Never rejects: what fails is logged, and the rest is done. */
  run(): Promise<void>;
  /** A run that is under way ends after the organization at hand; what is left is done by the next. */
  stop(): void;
}

const dayMs = 24 * 3_600_000;

export function createMaintenance(deps: MaintenanceDeps): Maintenance {
  const { log, now = Date.now } = deps;
  let stopped = false;

  async function attempt(step: string, work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
    } catch (error) {
      log.warn({ err: error, step }, 'a step of the maintenance failed');
    }
  }

  async function each(step: string, work: (organizationId: string) => Promise<unknown>): Promise<void> {
    await attempt(step, async () => {
      for (const organizationId of await deps.organizationIds()) {
        if (stopped) return;
        await attempt(step, () => work(organizationId));
      }
    });
  }

  return {
    async run() {
      const at = now();
      const dates = [at - dayMs, at].map((time) => new Date(time).toISOString().slice(0, 10));
      await attempt('refresh tokens', deps.forgetRefreshTokens);
      await attempt('inbound events', deps.forgetInboundEvents);
      await attempt('deliveries', deps.forgetDeliveries);
      await attempt('failed jobs', deps.forgetFailedJobs);
      await attempt('files', () => deps.removeUnattached(new Date(at - dayMs)));
      await each('idempotency keys', deps.forgetIdempotencyKeys);
      await each('suggestions', deps.forgetSuggestions);
      await each('tool calls', deps.forgetToolCalls);
      await each('rule runs', deps.forgetRuleRuns);
      await each('invitations', deps.forgetInvitations);
      await each('proofs', deps.forgetProofs);
      await each('pushes', deps.forgetPushes);
      await each('numbers', async (organizationId) => {
        for (const date of dates) await deps.rollUp(date, [organizationId]);
      });
      await each('lost articles', deps.findLostArticles);
      await each('lost conversations', deps.findLostConversations);
      await each('lost runs', deps.findLostRuns);
      await each('samples', deps.drawSamples);
      await each('mails to agents', deps.findLostNews);
      await each('SLA', deps.renewSla);
      await each('labels', deps.findLostLabels);
      await each('files to be read', deps.findLostFiles);
      await each('notes', deps.wordNotes);
      if (!stopped) await attempt('search', deps.catchUpSearch);
    },
    stop() {
      stopped = true;
    },
  };
}
