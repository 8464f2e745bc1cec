// The only file that opens the pools of `parley_across`: every look across organizations is a named function below this folder.
import type { Log } from '../../../log';
import type { IdleSessions, Projection } from '../../../sessions/store';
import { createAgentPictureLookups, type AgentPictureLookups } from './agent-pictures';
import { createAttachments, type Attachments } from './attachments';
import { createChannelConfigs, type ChannelConfigs } from './channel-configs';
import { createChannelsInUse, type ChannelsInUse } from './channels-in-use';
import { createCredentialLookups, type CredentialLookups } from './credential-lookups';
import type { Deliveries, InboundEvents, InboundFiles } from '../../../channels/store';
import type { ChannelTokens } from '../../../channels/email/oauth/store';
import type { Mailboxes } from '../../../channels/email/imap/store';
import type { Seal } from '../../../tools/seal';
import { createDeliveries } from './deliveries';
import { createHelpCentres, type HelpCentres } from './help-centres';
import { createInboundEvents } from './inbound-events';
import { createInboundFiles } from './inbound-files';
import { createFirstStart, type FirstStart } from './first-start';
import type { LeftCustomers } from '../../../channels/email/mail-unread';
import type { UnratedSessions } from '../../../channels/email/rating-mails';
import type { BlockedNow, OpenOfBlocked } from '../../../customers/blocks';
import type { LostReplies } from '../../../automations/scheduled-messages';
import type { LostPushes } from '../../../notifications/store';
import type { RuleSweep } from '../../../automations/rules/store';
import { createRuleSweep } from './automation-rules';
import { createBlockedNow, createOpenOfBlocked } from './blocked-customers';
import { createReachableAgents, type ReachableAgents } from './reachable-agents';
import { createLostReplies } from './scheduled-replies';
import type { AwaitedTeams } from '../../../identity/visitor-channel';
import { createAwaitedTeams } from './awaited-teams';
import { createLostPushes } from './lost-pushes';
import { createIdleSessions } from './idle-sessions';
import { createChannelTokens } from './channel-tokens';
import { createMailboxes } from './mailboxes';
import { createInstance, type Instance } from './instance';
import type { InvitationLookups } from '../../../identity/invitation-store';
import { createLinkLookups } from './links';
import { createProjection } from './projection';
import { createSlaPoliciesOfAll, type SlaPoliciesOfAll } from './sla-policies';
import { queryOf } from './query';
import { createLeftCustomers } from './left-customers';
import { createUnratedSessions } from './unrated-sessions';
import { createMaintenance, type Maintenance } from './maintenance';
import { createSearchLag, type SearchLag } from './search';
import type { Login } from '../connection/database-roles';
import { openPool } from '../connection/pool';

export type CrossTenant = Projection &
  CredentialLookups &
  InvitationLookups &
  ChannelsInUse &
  ChannelConfigs &
  Instance &
  FirstStart &
  HelpCentres &
  SlaPoliciesOfAll &
  AgentPictureLookups &
  Attachments &
  SearchLag &
  ReachableAgents &
  Maintenance & {
    idle: IdleSessions;
    rules: RuleSweep;
    lostReplies: LostReplies;
    lostPushes: LostPushes;
    openOfBlocked: OpenOfBlocked;
    blockedNow: BlockedNow;
    awaitedTeams: AwaitedTeams;
    leftCustomers: LeftCustomers;
    unratedSessions: UnratedSessions;
    /** What comes in on channels, and what goes out. @param seal of the raw events */
    channelTraffic(seal: Seal): {
      inbound: InboundEvents;
      inboundFiles: InboundFiles;
      mailboxes: Mailboxes;
      channelTokens: ChannelTokens;
      deliveries: Deliveries;
    };
    close(): Promise<void>;
  };

interface Options {
  url: string;
  login: Login;
  log: Log;
  poolSize: number;
}

export function openCrossTenant({ url, login, log, poolSize }: Options): CrossTenant {
  const pool = openPool({ url, log, size: poolSize, login });
  // What the projection writes is found again in the log, so it need not wait for the disk.
  const lazy = openPool({ url, log, size: 4, login, synchronousCommit: 'off' });
  const intake = openPool({ url, log, size: 1, login });
  return {
    ...createProjection(queryOf(lazy), log),
    ...createCredentialLookups(queryOf(pool)),
    ...createLinkLookups(queryOf(pool)),
    ...createChannelsInUse(queryOf(pool)),
    ...createChannelConfigs(queryOf(pool)),
    ...createInstance(queryOf(pool)),
    ...createFirstStart(pool),
    ...createHelpCentres(queryOf(pool)),
    ...createSlaPoliciesOfAll(queryOf(pool)),
    ...createAgentPictureLookups(queryOf(pool)),
    ...createAttachments(queryOf(pool)),
    ...createMaintenance(queryOf(pool)),
    ...createSearchLag(queryOf(pool)),
    ...createReachableAgents(queryOf(pool)),
    idle: createIdleSessions(queryOf(pool)),
    rules: createRuleSweep(queryOf(pool)),
    lostReplies: createLostReplies(queryOf(pool)),
    lostPushes: createLostPushes(queryOf(pool)),
    openOfBlocked: createOpenOfBlocked(queryOf(pool)),
    blockedNow: createBlockedNow(queryOf(pool)),
    awaitedTeams: createAwaitedTeams(queryOf(pool)),
    leftCustomers: createLeftCustomers(queryOf(pool)),
    unratedSessions: createUnratedSessions(queryOf(pool)),
    channelTraffic: (seal) => ({
      inbound: createInboundEvents(queryOf(pool), queryOf(intake), seal),
      inboundFiles: createInboundFiles(queryOf(pool)),
      mailboxes: createMailboxes(queryOf(pool)),
      channelTokens: createChannelTokens(queryOf(pool), seal),
      deliveries: createDeliveries(queryOf(pool)),
    }),
    close: async () => {
      await Promise.all([pool.end(), lazy.end(), intake.end()]);
    },
  };
}
