// What an agent is told of, and how: each their own.
import { DomainError } from '../errors';
import type { Principal } from '../identity/principal';
import type { NotificationChange, NotificationChoices } from '../protocol/notifications';
import {
  notificationChange,
  notificationSettings,
  pushRenewal,
  pushState,
  pushSubscribing,
} from '../protocol/notifications';
import type { Devices } from '../notifications/devices';
import { refreshCookie } from './login-answer';
import { on, open } from './http/route-line';
import { endpoint, openEndpoint, type Route } from './http/route';

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
    devices: Devices;
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
    ...pushRoutes(notifications.devices),
  ];
}

/** Below auth/, where the cookie comes along that says which login a browser has. */
function pushRoutes(devices: Devices): Route[] {
  const callerOf = (principal: Principal) => ({
    organizationId: principal.organizationId,
    userId: principal.id,
    agentId: agentOf(principal),
  });

  const get = endpoint({
    summary:
      'Whether pushes go to the browser with this refresh cookie, and the key with which it subscribes.',
    response: pushState,
    handle: ({ principal, cookie }) => devices.get(callerOf(principal), cookie(refreshCookie)),
  });

  const subscribe = endpoint({
    summary:
      "Pushes go to the browser with this refresh cookie, until that login ends: where its push service takes them. Of an agent's devices the newest ten count.",
    body: pushSubscribing,
    response: pushState,
    async handle({ principal, cookie, body }) {
      const [caller, token] = [callerOf(principal), cookie(refreshCookie)];
      await devices.subscribe(caller, token, body);
      return devices.get(caller, token);
    },
  });

  // A service worker has no access token, and must not use up the refresh token that the tabs go on with: the cookie, which
  // no other site's page sends along, says whose device it is, and no more is done than that it is reached elsewhere.
  const renew = openEndpoint({
    summary:
      'The push service has moved the browser with this refresh cookie: its pushes go there from now on, if some do.',
    body: pushRenewal,
    handle: ({ cookie, body }) => devices.renew(cookie(refreshCookie), body),
  });

  const unsubscribe = endpoint({
    summary: 'Pushes go to the browser with this refresh cookie no more.',
    handle: ({ principal, cookie }) => devices.unsubscribe(callerOf(principal), cookie(refreshCookie)),
  });

  return [
    on('push.get', 'get auth/push', 'sessions:read', get),
    on('push.subscribe', 'put auth/push', 'sessions:read', subscribe),
    open('push.renew', 'post auth/push/renewal', renew),
    on('push.unsubscribe', 'delete auth/push', 'sessions:read', unsubscribe),
  ];
}

function agentOf({ agentId }: Principal): string {
  if (agentId === undefined) throw new DomainError('forbidden', 'Only an agent is told of conversations.');
  return agentId;
}
