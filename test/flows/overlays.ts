// The dialogs, drawers, menus and popovers of the console, each with the way to it.
import { randomUUID } from 'node:crypto';
import type { Page } from 'playwright-core';
import { eventually } from '../../src/tools/eventually';
import type { TestServer } from '../dev-env/test-server';
import { customer, field } from './console-desk';

/** What there has to be, so that all of them can be opened. */
export async function fill(server: TestServer, whatsapp: { config: object; url: string }) {
  const made = async <T = { id: string }>(
    method: string,
    path: string,
    body?: unknown,
    token?: string,
  ): Promise<T> => {
    const answer = await server.request(method, path, { body, ...(token !== undefined && { token }) });
    if (answer.status >= 400) throw new Error(`${method} ${path}: ${JSON.stringify(answer.body)}`);
    return answer.body as T;
  };
  const agent = await server.addAgent('Cleo');
  const ada = await customer(server, { firstName: 'Ada' });
  await ada.say('Hello');
  const sessionId = await ada.askForPerson();
  await made('POST', `sessions/${sessionId}/claim`, {});
  await made('POST', `sessions/${sessionId}/messages`, { text: 'Hello', clientMessageId: randomUUID() });
  for (const [path, body] of [
    ['knowledge/drafts', { title: 'Returns', content: 'Within 30 days.' }],
    ['macros', { shortcut: 'sorry', title: 'Sorry', steps: { reply: 'Sorry.' }, shared: true }],
    ['labels', { name: 'refund' }],
    ['views', { name: 'Urgent', shared: true, where: { priority: ['urgent'] } }],
    ['channels', { name: 'Phone', type: 'whatsapp', config: whatsapp.config }],
    ['playbooks', { name: 'Broken', isActive: true, when: { words: ['broken'] }, steps: [{ text: 'Ask' }] }],
    ['mcp-servers', { name: 'shop', url: whatsapp.url }],
    [
      'tools',
      {
        ...{ name: 'order', objectType: 'order', identity: 'email' },
        urlTemplate: `${whatsapp.url}/{objectId}?mail={email}`,
        answer: { type: 'object', properties: { status: { type: 'string' } } },
      },
    ],
  ] as const)
    await made('POST', path, body);
  const bob = await customer(server, { firstName: 'Bob' });
  await bob.say('Hello');
  const closedId = await bob.askForPerson();
  await made('POST', `sessions/${closedId}/claim`, {}, agent.token);
  const hello = { text: 'Hello', clientMessageId: randomUUID() };
  await made('POST', `sessions/${closedId}/messages`, hello, agent.token);
  await made('POST', `sessions/${closedId}/close`, {}, agent.token);
  const tone = { id: randomUUID(), name: 'Tone', good: 'Warm.', weight: 1, scale: 'yes_no', critical: false };
  await made('PUT', 'quality/card', { criteria: [tone], perAgent: 5, perTeam: 0, perAi: 0 });
  await lastWeek(server, closedId);
  await made('POST', 'quality/samples', {});
  const { items } = await made<{ items: Array<{ id: string }> }>('GET', 'quality/reviews');
  return { agent, customerId: ada.id, sessionId, reviewId: items[0]!.id };
}

/** It was closed then, by its row, once the row is as the log says. */
const lastWeek = (server: TestServer, id: string) =>
  eventually(async () => {
    const rows = await server.query(
      `UPDATE sessions SET ended_at = ended_at - interval '7 days' WHERE id = $1 AND status = 'closed' RETURNING id`,
      [id],
    );
    return rows.length > 0;
  });

export type World = Awaited<ReturnType<typeof fill>>;
/** A button or an item of a menu, by its whole name; or what else is done. */
type Step = string | RegExp | ((page: Page) => Promise<unknown>);

interface Overlay {
  /** Below src/console. */
  file: string;
  /** Below /console/. */
  at: string | ((world: World) => string);
  steps: Step[];
}

const keys = (pressed: string) => (page: Page) => page.keyboard.press(pressed);
const setting = (key: string) => `settings?section=${key}`;
const inConversation = ({ sessionId }: World) => `inbox/${sessionId}?tab=all`;
const ofCustomer = ({ customerId }: World) => `customers/${customerId}`;
const more = 'More to do with this conversation';
/** Where there is no room beside a conversation, its customer is in a drawer. */
const beside: Step[] = [(page) => page.setViewportSize({ width: 1024, height: 2000 }), 'Show the customer'];

export const overlays: Overlay[] = [
  { file: 'analytics/behind.tsx', at: 'analytics', steps: [/Show the conversations$/] },
  { file: 'companies/company-dialog.tsx', at: 'companies', steps: ['New company'] },
  { file: 'context-panel/block.tsx', at: ofCustomer, steps: ['Block…'] },
  { file: 'context-panel/link-dialog.tsx', at: ofCustomer, steps: ['Link…'] },
  { file: 'context-panel/relationship-dialog.tsx', at: ofCustomer, steps: ['Add a relationship…'] },
  { file: 'conversation/emoji-button.tsx', at: inConversation, steps: ['Emoji'] },
  { file: 'conversation/labels-dialog.tsx', at: inConversation, steps: [more, 'Labels…'] },
  { file: 'conversation/merge-dialog.tsx', at: inConversation, steps: [more, 'Merge…'] },
  {
    file: 'conversation/schedule-dialog.tsx',
    at: inConversation,
    steps: [(page) => field(page).fill('Later'), 'Send later'],
  },
  { file: 'conversation/session-menu.tsx', at: inConversation, steps: [more] },
  { file: 'conversation/snooze-dialog.tsx', at: inConversation, steps: [more, 'Put away…'] },
  { file: 'conversation/transfer-dialog.tsx', at: inConversation, steps: [more, 'Transfer…'] },
  {
    file: 'copilot/rewrite-menu.tsx',
    at: inConversation,
    steps: [(page) => field(page).fill('Later'), 'Rewrite'],
  },
  { file: 'inbox/bulk-menu.tsx', at: 'inbox?tab=all', steps: [...selected(), 'More…'] },
  { file: 'inbox/bulk-menu.tsx', at: 'inbox?tab=all', steps: [...selected(), 'More…', 'Give to…'] },
  { file: 'inbox/inbox-page.tsx', at: inConversation, steps: beside },
  { file: 'inbox/views/filter-dialog.tsx', at: 'inbox?tab=all', steps: ['Filter conversations'] },
  { file: 'inbox/views/view-dialog.tsx', at: 'inbox?tab=all', steps: ['Change the view Urgent'] },
  { file: 'macros/macro-dialog.tsx', at: inConversation, steps: [keys('Control+Shift+M')] },
  { file: 'knowledge/article-editor.tsx', at: 'knowledge', steps: ['New article'] },
  { file: 'settings/attributes/attribute-dialog.tsx', at: setting('attributes'), steps: ['New attribute'] },
  { file: 'settings/channels/channels.tsx', at: setting('channels'), steps: ['New channel'] },
  { file: 'settings/channels/channels.tsx', at: setting('channels'), steps: ['Webhook of Phone'] },
  {
    file: 'settings/channels/email-dialog.tsx',
    at: setting('channels'),
    steps: [
      'New channel',
      /^E-mail/,
      (page) => page.getByRole('radio', { name: 'Another provider' }).check(),
    ],
  },
  {
    file: 'settings/channels/inbound-events.tsx',
    at: setting('channels'),
    steps: ['Inbound events of Phone'],
  },
  { file: 'settings/channels/send-test.tsx', at: setting('channels'), steps: ['Send a test on Phone'] },
  {
    file: 'settings/channels/web-dialog.tsx',
    at: setting('channels'),
    steps: ['New channel', /^Web(?!hook)/],
  },
  {
    file: 'settings/channels/whatsapp-dialog.tsx',
    at: setting('channels'),
    steps: ['New channel', /^WhatsApp/],
  },
  { file: 'customers/customer.tsx', at: ofCustomer, steps: ['Erase…'] },
  { file: 'knowledge/draft-editor.tsx', at: 'knowledge?section=drafts', steps: ['Returns'] },
  { file: 'settings/invite-dialog.tsx', at: setting('people'), steps: ['Invite a person'] },
  { file: 'knowledge/lab/candidates.tsx', at: 'knowledge?section=lab', steps: ['From conversations'] },
  { file: 'knowledge/lab/new-test.tsx', at: 'knowledge?section=lab', steps: ['New question'] },
  { file: 'settings/labels/label-dialog.tsx', at: setting('labels'), steps: ['New label'] },
  { file: 'settings/labels/merge-dialog.tsx', at: setting('labels'), steps: [/^Merge refund/] },
  { file: 'settings/labels/remove-dialog.tsx', at: setting('labels'), steps: ['Remove refund'] },
  { file: 'settings/macros/macro-dialog.tsx', at: setting('macros'), steps: ['New macro'] },
  { file: 'settings/password-dialog.tsx', at: setting('people'), steps: [/^Set a new password for/] },
  { file: 'settings/playbooks/playbook-dialog.tsx', at: setting('playbooks'), steps: ['New playbook'] },
  { file: 'settings/playbooks/playbook-figures.tsx', at: setting('playbooks'), steps: ['Figures of Broken'] },
  { file: 'settings/replies/reply-dialog.tsx', at: setting('replies'), steps: ['New reply'] },
  { file: 'settings/rules/rules.tsx', at: setting('rules'), steps: ['Templates'] },
  { file: 'settings/keys.tsx', at: setting('keys'), steps: ['New key'] },
  { file: 'settings/people.tsx', at: setting('people'), steps: ['Change Cleo'] },
  { file: 'settings/teams.tsx', at: setting('teams'), steps: ['New team'] },
  { file: 'customers/timeline/call-dialog.tsx', at: ofCustomer, steps: ['Log a call…'] },
  { file: 'settings/tools/mcp-servers.tsx', at: setting('tools'), steps: ['New server'] },
  { file: 'settings/tools/mcp-tools.tsx', at: setting('tools'), steps: ['Tools of shop'] },
  { file: 'settings/tools/tool-dialog.tsx', at: setting('tools'), steps: ['New tool'] },
  { file: 'settings/tools/try-dialog.tsx', at: setting('tools'), steps: ['Try it: order'] },
  { file: 'quality/coaching-dialog.tsx', at: 'quality/coaching', steps: ['New note'] },
  {
    file: 'quality/skip-dialog.tsx',
    at: ({ reviewId }) => `quality/reviews/${reviewId}`,
    steps: ['Leave out'],
  },
  { file: 'shell/key-help.tsx', at: 'my-day', steps: [keys('?')] },
  { file: 'shell/palette.tsx', at: 'my-day', steps: [keys('Control+k')] },
  { file: 'shell/rail.tsx', at: 'my-day', steps: [/presence and account$/] },
  { file: 'sla/policy-dialog.tsx', at: setting('sla'), steps: ['New policy'] },
  { file: 'ui/ask-first.tsx', at: inConversation, steps: [keys('Escape'), keys('e')] },
];

function selected(): Step[] {
  return ['Select conversations', (page) => page.getByRole('checkbox', { name: 'Select Ada' }).check()];
}

/** What needs more than a shop has on its first day is looked at where that is. */
export const elsewhere: Record<string, string> = {
  'analytics/insights.tsx': 'insights',
  'conversation/mail/original-dialog.tsx': 'console-email',
  'conversation/template-dialog.tsx': 'console-whatsapp',
  'knowledge/lab/outcome.tsx': 'console-settings',
  'settings/retention/confirm.tsx': 'retention',
  'pdf/pdf-dialog.tsx': 'console-pdf',
  'quality/mine.tsx': 'quality',
};
