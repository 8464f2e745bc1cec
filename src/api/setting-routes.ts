// The routes of what an organization sets up: keys, channels, tools, settings.
import type { PeopleStore } from '../identity/people-store';
import { apiKeyEndpoints } from './api-keys';
import { ruleEndpoints, type RuleDeps } from './automation-rules';
import { cannedReplyEndpoints, type CannedReplyDeps } from './canned-replies';
import { channelConsentEndpoints, type ChannelConsentDeps } from './channel-consent';
import { channelProviderEndpoints, type ChannelProviderDeps } from './channel-provider';
import { channelEndpoints, type ChannelDeps } from './channels';
import { healthEndpoints, type HealthDeps } from './health';
import { inboundEventEndpoints, type InboundEventsDeps } from './inbound-events';
import { jobEndpoints, type JobDeps } from './jobs';
import { labelRoutes, type LabelDeps } from './labels';
import { macroEndpoints, type MacroDeps } from './macros';
import { firstDayEndpoints, type FirstDayDeps } from './first-day';
import { organizationEndpoints } from './organization';
import { on } from './http/route-line';
import { retentionEndpoints, type RetentionApi } from './retention';
import type { Route } from './http/route';
import { savedViewEndpoints, type SavedViewDeps } from './saved-views';
import { settingEndpoints, type SettingDeps } from './settings';
import { mcpServerEndpoints, type McpServerDeps } from './mcp-servers';
import { toolEndpoints, type ToolDeps } from './tools';

export interface SettingRouteDeps
  extends
    CannedReplyDeps,
    ChannelConsentDeps,
    ChannelDeps,
    ChannelProviderDeps,
    FirstDayDeps,
    InboundEventsDeps,
    LabelDeps,
    MacroDeps,
    McpServerDeps,
    RetentionApi,
    RuleDeps,
    SavedViewDeps,
    SettingDeps,
    HealthDeps,
    JobDeps,
    ToolDeps {
  channels: ChannelDeps['channels'];
  people: PeopleStore;
}

export function settingRoutes(deps: SettingRouteDeps): Route[] {
  const apiKeys = apiKeyEndpoints(deps);
  const inbound = inboundEventEndpoints(deps);
  const settings = settingEndpoints(deps);
  return [
    on('api-keys.list', 'get api-keys', 'settings:read', apiKeys.list),
    on('api-keys.create', 'post api-keys', 'settings:write', apiKeys.create),
    on('api-keys.get', 'get api-keys/:id', 'settings:read', apiKeys.get),
    on('api-keys.update', 'patch api-keys/:id', 'settings:write', apiKeys.update),
    on('api-keys.remove', 'delete api-keys/:id', 'settings:write', apiKeys.remove),
    ...channelRoutes(deps),
    on('inbound-events.list', 'get inbound-events', 'settings:read', inbound.list),
    on('inbound-events.get', 'get inbound-events/:id', 'settings:write', inbound.get),
    on('inbound-events.replay', 'post inbound-events/:id/replay', 'settings:write', inbound.replay),
    on('inbound-events.replay-all', 'post inbound-events/replay', 'settings:write', inbound.replayAll),
    on('settings.list', 'get settings', 'settings:read', settings.list),
    on('settings.create', 'post settings', 'settings:write', settings.create),
    on('settings.get', 'get settings/:id', 'settings:read', settings.get),
    on('settings.update', 'patch settings/:id', 'settings:write', settings.update),
    on('settings.remove', 'delete settings/:id', 'settings:write', settings.remove),
    on('retention.preview', 'post retention/preview', 'settings:write', retentionEndpoints(deps).preview),
    ...cannedReplyRoutes(deps),
    ...labelRoutes(deps),
    ...macroRoutes(deps),
    ...ruleRoutes(deps),
    ...viewRoutes(deps),
    ...toolRoutes(deps),
    ...organizationRoutes(deps),
    ...jobRoutes(deps),
  ];
}

function channelRoutes(deps: SettingRouteDeps): Route[] {
  const channels = {
    ...channelEndpoints(deps),
    ...channelProviderEndpoints(deps),
    ...channelConsentEndpoints(deps),
  };
  return [
    on('channels.list', 'get channels', 'settings:read', channels.list),
    on('channels.create', 'post channels', 'settings:write', channels.create),
    on('channels.get', 'get channels/:id', 'settings:read', channels.get),
    on('channels.check', 'post channels/:id/check', 'settings:write', channels.check),
    on('channels.counts', 'get channels/:id/counts', 'settings:read', channels.counts),
    on('channels.templates', 'get channels/:id/templates', 'sessions:write', channels.templates),
    on(
      'channels.refresh-templates',
      'post channels/:id/templates/refresh',
      'settings:write',
      channels.refreshTemplates,
    ),
    on('channels.test', 'post channels/:id/test', 'settings:write', channels.test),
    on('channels.consent', 'post channels/:id/oauth', 'settings:write', channels.consent),
    on('channels.read-now', 'post channels/:id/read', 'settings:write', channels.readNow),
    on('channels.update', 'patch channels/:id', 'settings:write', channels.update),
    on('channels.remove', 'delete channels/:id', 'settings:write', channels.remove),
  ];
}

function cannedReplyRoutes(deps: SettingRouteDeps): Route[] {
  const replies = cannedReplyEndpoints(deps);
  return [
    on('canned-replies.list', 'get canned-replies', 'sessions:read', replies.list),
    on('canned-replies.create', 'post canned-replies', 'sessions:write', replies.create),
    on('canned-replies.get', 'get canned-replies/:id', 'sessions:read', replies.get),
    on('canned-replies.update', 'put canned-replies/:id', 'sessions:write', replies.update),
    on('canned-replies.remove', 'delete canned-replies/:id', 'sessions:write', replies.remove),
    on('canned-replies.used', 'post canned-replies/:id/used', 'sessions:write', replies.used),
  ];
}

function organizationRoutes(deps: FirstDayDeps & Parameters<typeof organizationEndpoints>[0]): Route[] {
  const organization = organizationEndpoints(deps);
  const { get: firstDay } = firstDayEndpoints(deps);
  return [
    on('organization.get', 'get organizations/current', 'people:read', organization.get),
    on('organization.first-day', 'get organizations/current/first-day', 'settings:read', firstDay),
    on('organization.update', 'patch organizations/current', 'settings:write', organization.update),
  ];
}

function jobRoutes(deps: JobDeps & HealthDeps): Route[] {
  const jobs = jobEndpoints(deps);
  return [
    on('organization.health', 'get organizations/current/health', 'settings:read', healthEndpoints(deps).get),
    on('jobs.list', 'get jobs', 'settings:read', jobs.list),
    on('jobs.counts', 'get jobs/counts', 'settings:read', jobs.counts),
    on('jobs.retry', 'post jobs/:id/retry', 'settings:write', jobs.retry),
    on('jobs.remove', 'delete jobs/:id', 'settings:write', jobs.remove),
  ];
}

function macroRoutes(deps: MacroDeps): Route[] {
  const macros = macroEndpoints(deps);
  return [
    on('macros.list', 'get macros', 'sessions:read', macros.list),
    on('macros.create', 'post macros', 'sessions:write', macros.create),
    on('macros.get', 'get macros/:id', 'sessions:read', macros.get),
    on('macros.update', 'put macros/:id', 'sessions:write', macros.update),
    on('macros.remove', 'delete macros/:id', 'sessions:write', macros.remove),
    on('sessions.run-macro', 'post sessions/:id/macros/:macroId/run', 'sessions:write', macros.run),
  ];
}

function ruleRoutes(deps: RuleDeps): Route[] {
  const rules = ruleEndpoints(deps);
  return [
    on('automation-rules.list', 'get automation-rules', 'settings:read', rules.list),
    on('automation-rules.create', 'post automation-rules', 'settings:write', rules.create),
    on('automation-rules.runs', 'get automation-rules/runs', 'settings:read', rules.runs),
    on('automation-rules.try', 'post automation-rules/try', 'settings:write', rules.try),
    on('automation-rules.get', 'get automation-rules/:id', 'settings:read', rules.get),
    on('automation-rules.update', 'put automation-rules/:id', 'settings:write', rules.update),
    on('automation-rules.move', 'put automation-rules/:id/position', 'settings:write', rules.move),
    on(
      'automation-rules.renew-secret',
      'post automation-rules/:id/secret',
      'settings:write',
      rules.renewSecret,
    ),
    on('automation-rules.remove', 'delete automation-rules/:id', 'settings:write', rules.remove),
  ];
}

function viewRoutes(deps: SavedViewDeps): Route[] {
  const views = savedViewEndpoints(deps);
  return [
    on('views.list', 'get views', 'sessions:read', views.list),
    on('views.create', 'post views', 'sessions:write', views.create),
    on('views.counts', 'get views/counts', 'sessions:read', views.counts),
    on('views.get', 'get views/:id', 'sessions:read', views.get),
    on('views.update', 'put views/:id', 'sessions:write', views.update),
    on('views.move', 'put views/:id/position', 'sessions:write', views.move),
    on('views.remove', 'delete views/:id', 'sessions:write', views.remove),
  ];
}

function toolRoutes(deps: ToolDeps & McpServerDeps): Route[] {
  const tools = toolEndpoints(deps);
  const mcpServers = mcpServerEndpoints(deps);
  return [
    on('tools.list', 'get tools', 'settings:read', tools.list),
    on('tools.create', 'post tools', 'settings:write', tools.create),
    on('tools.get', 'get tools/:id', 'settings:read', tools.get),
    on('tools.update', 'put tools/:id', 'settings:write', tools.update),
    on('tools.remove', 'delete tools/:id', 'settings:write', tools.remove),
    on('tools.try', 'post tools/:id/try', 'settings:write', tools.try),
    on('mcp-servers.list', 'get mcp-servers', 'settings:read', mcpServers.list),
    on('mcp-servers.create', 'post mcp-servers', 'settings:write', mcpServers.create),
    on('mcp-servers.get', 'get mcp-servers/:id', 'settings:read', mcpServers.get),
    on('mcp-servers.update', 'put mcp-servers/:id', 'settings:write', mcpServers.update),
    on('mcp-servers.remove', 'delete mcp-servers/:id', 'settings:write', mcpServers.remove),
    on('mcp-servers.tools', 'get mcp-servers/:id/tools', 'settings:write', mcpServers.tools),
  ];
}
