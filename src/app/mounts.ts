// What is served beside the API's own routes: the customers' side, files, the help centre.
import { createPicturesRouter } from '../api/agent-pictures';
import { createFilesRouter } from '../api/files';
import { createHelpRouter, createRobots } from '../api/help/router';
import { createRateRouter } from '../api/rate/router';
import { createWidgetRouter } from '../api/widget/widget';
import { createWidgetHelpRouter } from '../api/widget/widget-help';
import { createWidgetSettings } from '../api/widget/widget-settings';
import { createWidgetPages } from '../channels/web/widget-pages';
import type { createWeb } from '../channels/web/web';
import type { Disconnects } from '../gateway/disconnect';
import { takeFrom } from '../gateway/rate-rules';
import { networkOf } from '../tools/network-address';
import type { Parts } from './parts';
import { buildRatingPages } from './channels/ratings';

type MountParts = Pick<
  Parts,
  | 'config'
  | 'log'
  | 'lookups'
  | 'stores'
  | 'tables'
  | 'identity'
  | 'files'
  | 'pictures'
  | 'links'
  | 'helpCentre'
  | 'secret'
  | 'sessions'
  | 'settingsReader'
> & {
  web: ReturnType<typeof createWeb>;
  gateway: Pick<Disconnects, 'signOutVisitor'>;
};

export function buildMounts(parts: MountParts) {
  const { config, log, lookups, stores, tables, identity, gateway, web, files, links, helpCentre } = parts;
  const { rateLimits } = stores.realtime;
  const take = (type: 'help' | 'picture' | 'rate') => async (address: string) =>
    void (await rateLimits.take(type, networkOf(address).id));
  const help = {
    helpCentre,
    publicUrl: config.publicUrl,
    async organizationOfChannel(key: string) {
      const channel = await lookups.channelByKey(key);
      return channel?.isActive ? channel.organizationId : undefined;
    },
    takeSearch: take('help'),
  };
  const widget = createWidgetRouter({
    web,
    visitor: identity.visitor,
    async signOut(visitor) {
      await identity.endVisitor(visitor);
      gateway.signOutVisitor(visitor.tokenHash);
    },
    limits: rateLimits,
    takeFrom: (type, address) => takeFrom(rateLimits, type, address),
    files,
    idempotency: tables.idempotency,
  });
  const fileRouter = createFilesRouter({
    files,
    links,
    organizationOf: async (sessionId) => (await stores.postgres.crossTenant.find(sessionId))?.organizationId,
  });
  return [
    { path: '/api/v1/widget/help', handler: createWidgetHelpRouter(help) },
    { path: '/api/v1/widget', handler: widget },
    {
      path: '/widget/settings.js',
      handler: createWidgetSettings({
        channelSettings: identity.channelSettings,
        seen: createWidgetPages({
          note: stores.postgres.crossTenant.noteWidgetPage,
          log,
        }),
      }),
    },
    { path: '/files', handler: fileRouter },
    {
      path: '/pictures',
      handler: createPicturesRouter({ pictures: parts.pictures, takeMiss: take('picture') }),
    },
    { path: '/help', handler: createHelpRouter(help) },
    { path: '/rate', handler: createRateRouter({ ratings: buildRatingPages(parts), take: take('rate') }) },
    { path: '/robots.txt', handler: createRobots(help) },
  ];
}
