// What an agent is told of, and how: each their own.
import { DomainError } from '../errors';
import type { Principal } from '../identity/principal';
import type { NotificationChange, NotificationChoices } from '../protocol/notifications';
import { notificationChange, notificationSettings } from '../protocol/notifications';
import { on } from './place';
import { endpoint, type Route } from './route';

export interface NotificationDeps {
  notifications: {
    get(organizationId: string, agentId: string): Promise<NotificationChoices>;
    change(
      organizationId: string,
      agentId: string,
      change: NotificationChange['choices'],
    ): Promise<NotificationChoices>;
    /** Why no mail can go to people of the organization; undefined: it can. */
    whyNoMail(organizationId: string): Promise<string | undefined>;
  };
}

export function notificationRoutes({ notifications }: NotificationDeps): Route[] {
  async function shown(organizationId: string, choices: NotificationChoices) {
    const whyNoMail = await notifications.whyNoMail(organizationId);
    return { choices, ...(whyNoMail !== undefined && { whyNoMail }) };
  }

  const get = endpoint({
    summary: 'What the caller, an agent, is told of, and in which ways.',
    response: notificationSettings,
    async handle({ principal }) {
      const { organizationId } = principal;
      return shown(organizationId, await notifications.get(organizationId, agentOf(principal)));
    },
  });

  const update = endpoint({
    summary: 'Change what the caller, an agent, is told of, and in which ways.',
    body: notificationChange,
    response: notificationSettings,
    async handle({ principal, body }) {
      const { organizationId } = principal;
      const changed = await notifications.change(organizationId, agentOf(principal), body.choices);
      return shown(organizationId, changed);
    },
  });

  return [
    on('notifications.get', 'get agents/me/notifications', 'sessions:read', get),
    on('notifications.update', 'patch agents/me/notifications', 'sessions:read', update),
  ];
}

function agentOf({ agentId }: Principal): string {
  if (agentId === undefined) throw new DomainError('forbidden', 'Only an agent is told of conversations.');
  return agentId;
}
