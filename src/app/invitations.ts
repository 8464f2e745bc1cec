// Links that let people in: what identity asks for them, of stores and of mail.
import { createSendLetter } from '../channels/outbound/send-letter';
import { createInvitations } from '../identity/invitations';
import { createPasswordResets } from '../identity/password-resets';
import type { ChannelTraffic } from './channels/channel-traffic';
import type { Parts } from './parts';

export function buildInvitations(parts: Parts & { traffic: ChannelTraffic }) {
  const { stores, tables, identity, lookups, config, log, traffic } = parts;
  const onError = (error: unknown) =>
    log.warn({ err: error }, 'could not send a mail to a person of the team');
  const deps = {
    store: tables.invitations,
    lookups: { ...lookups, ...stores.postgres.crossTenant },
    limits: stores.realtime.rateLimits,
    begin: identity.begin,
    letter: createSendLetter({
      channels: parts.channelList,
      mailChannelOf: traffic.mailChannelOf,
      tried: traffic.health.tried,
      onError,
    }),
    publicUrl: config.publicUrl,
    organizationName: async (organizationId: string) =>
      (await tables.people.organization(organizationId))?.name ?? 'Parley',
  };
  return {
    invitations: createInvitations(deps),
    passwordResets: createPasswordResets({ ...deps, identity: tables.identity, onError }),
  };
}
