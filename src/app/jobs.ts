// What happens later or again.
import type { FollowUps } from '../automations/follow-ups/follow-ups';
import { codeHours } from '../customers/identity-proof';
import { createMailUnread } from '../channels/email/mail-unread';
import { createMaintenance } from '../jobs/maintenance';
import type { Tasks } from '../jobs/queue';
import { startJobs } from '../jobs/schedule';
import type { SweepReport } from '../jobs/sweep';
import { createIdleConversations } from '../responder/idle-conversations';
import type { EndedSession, ReadAgain } from '../insights/conversation-summaries';
import type { Retention } from '../privacy/retention';
import { wordNotes } from '../search/word-notes';
import { recentMs } from '../responder/copilot/closing';
import type { Lab } from '../responder/lab/lab';
import { createLanes } from '../tools/lanes';
import type { ChannelTraffic } from './channels/channel-traffic';
import { isWithin } from './is-within';
import type { Notifications } from './notifications/notifications';
import type { Parts } from './parts';
import { buildRatingMails } from './channels/ratings';
import { buildSlaTask } from './conversations/build-sla-watch';
import { wordsOf } from './conversations/search';
import { buildSweep } from './build-sweep';
import { visitedChannelTypes } from './channels/visited-channels';

/** Longer than any provider tells of what became of a message; the log keeps how far it came. */
const deliveryDays = 200;
/** What nobody decided by then is no question any more, and what was decided is in the article. */
const suggestionDays = 90;
/** What was looked up for a customer is told apart from what is now by then. */
const toolCallDays = 90;
/** A silence that a rule has looked at is not looked at again within this. */
const ruleRunDays = 30;
/** Who was invited, by whom, and joined stands in the audit log. */
const invitationDays = 90;
const dayMs = 24 * 3_600_000;

/** What one channel may have its provider do at once, on one node. */
const atOnceOfAChannel = 8;
/** What is sent then is found again by its lease. */
const lanesEndWithinMs = 8_000;

type JobParts = Parts & {
  traffic: ChannelTraffic;
  lab: Lab;
  followUps: FollowUps;
  readAgain: ReadAgain;
  notifications: Notifications;
  retention: Retention;
};

export function buildJobs(parts: JobParts, swept: (report: SweepReport) => void) {
  const { config, queue, knowledge, traffic } = parts;
  const sweep = buildSweep(parts, swept);
  const maintenance = buildMaintenance(parts);
  const lanes = createLanes(atOnceOfAChannel, (error) =>
    parts.log.warn({ err: error }, 'could not finish work for a channel'),
  );
  return {
    sweep: sweep.run,
    /** A node of role 'web' adds jobs and runs none. */
    start({ sweepEveryMs, byTheClock }: { sweepEveryMs: number; byTheClock: boolean }): void {
      if (config.role === 'web') return;
      sweep.start(sweepEveryMs);
      const tasks: Tasks = {
        inbox: ({ channelId }) => traffic.inbox.work(channelId),
        // Providers may hang: a job only rings, and each channel has a lane of its own.
        async deliver({ channelId, sessionId }) {
          lanes.run(`deliver ${channelId}`, sessionId, () => traffic.delivery.work(sessionId));
        },
        async 'fetch-file'(file) {
          const { channelId, sessionId, seq } = file;
          lanes.run(`files ${channelId}`, `${sessionId} ${seq}`, () => traffic.fetchFiles.work(file));
        },
        'send-scheduled': ({ organizationId, id }) => parts.scheduled.due(organizationId, id),
        templates: ({ channelId }) => parts.templates.refreshMany(channelId),
        'check-channels': traffic.health.checkAll,
        embed: ({ organizationId }) => knowledge.embedPending(organizationId),
        import: ({ organizationId, importId }) => parts.imports.work(organizationId, importId),
        async 'due-imports'() {
          for (const id of await parts.stores.postgres.crossTenant.organizationIds())
            await parts.imports.findDue(id);
        },
        ...conversationTasks(parts),
        'test-answers': ({ organizationId, runId }) => parts.lab.work(organizationId, runId),
        rules: ({ organizationId, sessionId }) => parts.automations.work(organizationId, sessionId),
        'attribute-changes': ({ organizationId }) => parts.automations.tell(organizationId),
        promises: buildSlaTask(parts),
        labels: ({ organizationId }) => parts.labels.work(organizationId),
        maintenance: maintenance.run,
        ...searchTasks(parts),
        'idle-conversations': createIdleTask(parts),
        'news-mail': ({ organizationId, agentId }) => parts.notifications.mails.send(organizationId, agentId),
        push: parts.notifications.pushes.send,
        'weekly-mails': () => ofEach(parts, parts.weeklyMails.send, 'could not send weekly mails'),
        'follow-ups': () => ofEach(parts, parts.followUps.draftDue, 'could not draft follow-ups'),
        retention: () => ofEach(parts, parts.retention.run, 'could not delete what is too old'),
        insights: () => ofEach(parts, parts.trends.look, 'could not look for insights'),
      };
      startJobs(queue, tasks, byTheClock);
    },
    async stop(): Promise<void> {
      maintenance.stop();
      parts.retention.stop();
      await Promise.all([sweep.stop(), queue.stop(), lanes.close(lanesEndWithinMs)]);
    },
  };
}

/** What makes words found: of messages, of the files in them, and of notes about customers. */
function searchTasks({ indexer, fileTexts, queue, tables }: JobParts) {
  return {
    async search({ after }) {
      const place = await indexer.catchUp(after);
      if (place !== undefined) await queue.add('search', { after: place }, { key: 'search' });
    },
    'read-file': ({ organizationId, fileId }) => fileTexts.work(organizationId, fileId),
    async 'find-files'({ organizationId, after }) {
      const next = await fileTexts.findLost(organizationId, after);
      if (next !== undefined) await findFiles(queue, organizationId, next);
    },
    async 'word-notes'({ organizationId }) {
      const store = tables.searchedNotes;
      if (await wordNotes({ store, words: wordsOf }, organizationId))
        await enqueueNotes(queue, organizationId);
    },
  } satisfies Pick<Tasks, 'search' | 'read-file' | 'find-files' | 'word-notes'>;
}

const enqueueNotes = (queue: Parts['queue'], organizationId: string) =>
  queue.add('word-notes', { organizationId }, { key: `word-notes:${organizationId}` });

const findFiles = (queue: Parts['queue'], organizationId: string, after?: string) =>
  queue.add(
    'find-files',
    { organizationId, ...(after !== undefined && { after }) },
    { key: `find-files:${organizationId}` },
  );

/** One after another; where it fails for one, the others have theirs. */
async function ofEach(
  { stores, log }: JobParts,
  work: (organizationId: string) => Promise<unknown>,
  failed: string,
): Promise<void> {
  for (const organizationId of await stores.postgres.crossTenant.organizationIds())
    await work(organizationId).catch((err: unknown) => log.warn({ err, organizationId }, failed));
}

/** What a conversation leaves when it is closed: a summary, found by words and then by meaning. */
function conversationTasks({
  conversations,
  conversationVectors,
  indexer,
  config,
  queue,
  readAgain,
}: JobParts) {
  async function makeFound(ended: EndedSession): Promise<void> {
    await indexer.again(ended);
    const { organizationId, sessionId } = ended;
    const key = `embed-conversations:${sessionId}`;
    await queue.add('embed-conversations', { organizationId, sessionIds: [sessionId] }, { key });
  }
  return {
    async summarize(ended) {
      await conversations.summarize(ended);
      await makeFound(ended);
      if (hasModel(config)) await sumUpLater(queue, ended);
    },
    async 'sum-up'(ended) {
      if (await conversations.sumUp(ended, readAgain)) await makeFound(ended);
    },
    async 'embed-conversations'({ organizationId, sessionIds, cursor }) {
      if (sessionIds) await conversationVectors.make(organizationId, sessionIds);
      else await conversationVectors.remake(organizationId, cursor);
    },
  } satisfies Pick<Tasks, 'summarize' | 'sum-up' | 'embed-conversations'>;
}

const hasModel = ({ ai }: JobParts['config']) => ai.provider === 'openai';

/** One at a time: a slow model holds up nobody else's work. */
const sumUpLater = (queue: Parts['queue'], ended: EndedSession) =>
  queue.add('sum-up', ended, { key: `sum-up:${ended.sessionId}`, queue: `sum-up:${ended.organizationId}` });

/** Of the last day only: nobody pays for years at once where a model is new. */
async function findUnreadConversations({ config, conversations, queue }: JobParts, organizationId: string) {
  if (!hasModel(config)) return;
  const since = new Date(Date.now() - recentMs);
  for (const ended of await conversations.unread(organizationId, since)) await sumUpLater(queue, ended);
}

/** Whoever has gone quiet: asked, or ended; whoever has left: written to; and whoever is through: asked how it was. */
function createIdleTask(parts: JobParts): () => Promise<void> {
  const { stores, sessions, channelList, log } = parts;
  const idle = createIdleConversations({
    idle: stores.postgres.crossTenant.idle,
    sessions,
    mayAsk: (type) => !channelList.get(type)?.isSlow,
    log,
  });
  const mailWhatIsUnread = createMailUnread({
    left: stores.postgres.crossTenant.leftCustomers,
    channelTypes: visitedChannelTypes(parts),
    messages: stores.documents.messages,
    sessions,
    connected: (customerIds) => stores.realtime.connections.connected(customerIds, 'customer'),
    mayMail: (address) => isWithin(stores.realtime.rateLimits.take('mail_left', address)),
    log,
  });
  const askForRatings = buildRatingMails(parts);
  return async () => {
    await idle();
    await mailWhatIsUnread();
    await askForRatings();
  };
}

const daysAgo = (days: number): Date => new Date(Date.now() - days * dayMs);

function buildMaintenance(parts: JobParts) {
  const { config, stores, tables, analytics, knowledge, conversations, files, queue, traffic, log } = parts;
  return createMaintenance({
    organizationIds: stores.postgres.crossTenant.organizationIds,
    rollUp: analytics.rollUp,
    forgetIdempotencyKeys: tables.idempotency.forgetOld,
    forgetRefreshTokens: stores.postgres.crossTenant.forgetRefreshTokens,
    forgetFailedJobs: queue.forgetFailed,
    forgetSuggestions: (organizationId) => tables.suggestions.expire(organizationId, daysAgo(suggestionDays)),
    forgetToolCalls: (organizationId) => tables.toolCalls.expire(organizationId, daysAgo(toolCallDays)),
    forgetRuleRuns: async (organizationId) =>
      (await tables.ruleRuns.expire(organizationId, daysAgo(ruleRunDays))) +
      (await tables.attributeChanges.forgetAnnounced(organizationId)),
    forgetInvitations: (organizationId) => tables.invitations.expire(organizationId, daysAgo(invitationDays)),
    forgetProofs: (organizationId) => tables.links.expireProofs(organizationId, daysAgo(codeHours / 24)),
    findLostArticles: knowledge.findLost,
    async findLostConversations(organizationId) {
      await conversations.findLost(organizationId);
      await findUnreadConversations(parts, organizationId);
      const key = `embed-conversations:${organizationId}`;
      await queue.add('embed-conversations', { organizationId }, { key });
    },
    findLostRuns: parts.lab.findLost,
    drawSamples: parts.quality.drawDue,
    forgetPushes: parts.notifications.expirePushes,
    findLostNews: parts.notifications.mails.findLost,
    async renewSla(organizationId) {
      if ((await parts.slaPolicies.read()).has(organizationId))
        await queue.add('promises', { organizationId }, { key: `promises:${organizationId}` });
    },
    findLostLabels: parts.labels.findLost,
    findLostFiles: (organizationId) => findFiles(queue, organizationId),
    wordNotes: (organizationId) => enqueueNotes(queue, organizationId),
    catchUpSearch: () => queue.add('search', {}, { key: 'search' }),
    removeUnattached: files.removeUnattached,
    forgetInboundEvents: () => traffic.inbound.expire(daysAgo(config.inboundDays)),
    forgetDeliveries: () => traffic.deliveries.expire(daysAgo(deliveryDays)),
    log,
  });
}
