// What agents write, beside what they send at once: playbooks, scheduled replies, drafts, mentions.
import { createLabels } from '../../automations/labels/labels';
import { createMentions } from '../../automations/mentions';
import { createPlaybooks } from '../../automations/playbooks/playbooks';
import { createReplyDrafts } from '../../automations/reply-drafts';
import { createScheduledMessages } from '../../automations/scheduled-messages';
import type { Base } from '../base';
import type { Core } from '../core';

export const buildWriting = (base: Parameters<typeof buildScheduled>[0]) => ({
  playbooks: buildPlaybooks(base),
  labels: createLabels({
    store: base.tables.labels,
    sessions: base.sessions,
    enqueue: (organizationId) =>
      base.queue.add(
        'labels',
        { organizationId },
        { key: `labels:${organizationId}`, queue: `labels:${organizationId}` },
      ),
    changed: (organizationId) => base.events.emit('labels', { organizationId }),
  }),
  scheduled: buildScheduled(base),
  replyDrafts: createReplyDrafts({ store: base.tables.replyDrafts, events: base.events }),
  mentions: createMentions({ store: base.tables.mentions, events: base.events, sessions: base.sessions }),
});

function buildPlaybooks({ tables, sessions, events }: Parameters<typeof buildScheduled>[0]) {
  return createPlaybooks({
    store: tables.playbooks,
    runs: tables.playbookRuns,
    sessions,
    events,
    async titleOf(organizationId, { kind, id }) {
      if (kind === 'article') return (await tables.knowledge.read(organizationId, [id]))[0]?.title;
      const written = kind === 'reply' ? tables.cannedReplies : tables.macros;
      const row = await written.get(organizationId, id);
      return row?.userId === null ? row.title : undefined;
    },
  });
}

function buildScheduled({
  stores,
  tables,
  sessions,
  mergeTurn,
  events,
  queue,
}: Pick<Base, 'stores' | 'tables' | 'events' | 'queue'> & Pick<Core, 'sessions' | 'mergeTurn'>) {
  return createScheduledMessages({
    store: tables.scheduled,
    lost: stores.postgres.crossTenant.lostReplies,
    sessions,
    unmerged: mergeTurn,
    events,
    enqueue: (organizationId, { id, sendAt }) =>
      queue.add('send-scheduled', { organizationId, id }, { key: `scheduled:${id}`, at: new Date(sendAt) }),
  });
}
