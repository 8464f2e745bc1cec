// /openapi.json, from the same table as the routers.
import { OpenAPIRegistry, OpenApiGeneratorV31, zodToOpenAPIRegistry } from '@asteasolutions/zod-to-openapi';
import * as customers from '../../protocol/customers';
import * as knowledge from '../../protocol/knowledge';
import * as lists from '../../protocol/lists';
import { channel, channelConfig } from '../../protocol/model/channel';
import { handoverPacket, source } from '../../protocol/model/handover';
import { message } from '../../protocol/model/message';
import { session } from '../../protocol/model/session';
import * as people from '../../protocol/people';
import { setting } from '../../protocol/settings';
import type { ChannelKind } from '../channels';
import { operationOf, sharedHeaders, tagsOf } from './openapi-operation';
import type { Route } from '../http/route';
import { widgetRoutes } from './widget-description';

const named = {
  Message: message,
  Session: session,
  Channel: channel,
  HandoverPacket: handoverPacket,
  Source: source,
  Customer: customers.customer,
  CustomerDetails: customers.customerDetails,
  Article: knowledge.article,
  SearchHit: knowledge.searchHit,
  User: people.user,
  Agent: people.agent,
  ApiKey: people.apiKey,
  Setting: setting,
  Organization: people.organization,
  Problem: lists.problem,
};

const introduction = `Errors are application/problem+json; programs look at \`code\`. Lists take \`limit\` and \`cursor\` and answer \`items\` and \`nextCursor\`.

A POST with an \`Idempotency-Key\` is done once: the same key gets the first answer for a day, marked \`Idempotent-Replayed: true\`. auth and widget/sessions take none, because their answers hold tokens, which are never stored.

A GET of one thing answers an \`ETag\`; a PUT, PATCH or DELETE with \`If-Match\` is refused with 412 when the thing is another by now.

Calls are limited by user, key or visitor: \`RateLimit\` says what is left (draft-ietf-httpapi-ratelimit-headers), a 429 has \`Retry-After\`.

Sockets, inbound webhooks and files: [/docs/sockets](/docs/sockets).`;

export interface ApiDescription {
  openapi: string;
  info: object;
  paths?: Record<string, object>;
  components?: object;
}

/** @param kinds the types of channels: each has settings of its own */
export function describeApi(routes: readonly Route[], kinds: Iterable<ChannelKind>): ApiDescription {
  const configs = [...kinds].map(({ name, settings }) => [`${name}ChannelConfig`, settings] as const);
  const schemas = Object.entries({ ...named, ...Object.fromEntries(configs) });
  for (const [refId, schema] of schemas) {
    zodToOpenAPIRegistry.add(schema, { _internal: { refId } });
  }
  zodToOpenAPIRegistry.add(channelConfig, {
    type: 'object',
    description: channelConfig.description!,
    anyOf: configs.map(([refId]) => ({ $ref: `#/components/schemas/${refId}` })),
  } as never);
  const registry = new OpenAPIRegistry();
  registry.registerComponent('responses', 'Problem', {
    description: 'Refused: `code` says why.',
    headers: sharedHeaders,
    content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
  });
  registry.registerComponent('securitySchemes', 'bearer', {
    type: 'http',
    scheme: 'bearer',
    description: 'An access token of auth/login, or an API key (pk_…).',
  });
  registry.registerComponent('securitySchemes', 'visitor', {
    type: 'http',
    scheme: 'bearer',
    description: 'A visitor token of widget/sessions.',
  });
  const components = schemas.map(([, schema]) => ({ type: 'schema' as const, schema }));
  const described = [...routes, ...widgetRoutes];
  for (const route of described) registry.registerPath(operationOf(route, described));
  return new OpenApiGeneratorV31([...registry.definitions, ...components]).generateDocument({
    openapi: '3.1.0',
    info: {
      title: 'Parley',
      version: '1',
      license: { name: 'MIT', identifier: 'MIT' },
      description: introduction,
    },
    servers: [{ url: '/', description: 'This server.' }],
    tags: tagsOf(described),
  }) as ApiDescription;
}
