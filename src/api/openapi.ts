// /openapi.json, from the same table as the routers.
import { OpenAPIRegistry, OpenApiGeneratorV31, zodToOpenAPIRegistry } from '@asteasolutions/zod-to-openapi';
import type { z } from 'zod';
import * as knowledge from '../protocol/knowledge';
import * as people from '../protocol/people';
import * as rest from '../protocol/rest';
import { channel } from '../protocol/model/channel';
import { handoverPacket, source } from '../protocol/model/handover';
import { message } from '../protocol/model/message';
import { session } from '../protocol/model/session';
import { apiRoot } from './router';
import { permissionsOf, type Route } from './route';
import { widgetRoutes, type Described } from './widget-description';

const named = {
  Message: message,
  Session: session,
  Channel: channel,
  HandoverPacket: handoverPacket,
  Source: source,
  Customer: rest.customer,
  CustomerDetails: rest.customerDetails,
  Article: knowledge.article,
  SearchHit: knowledge.searchHit,
  User: people.user,
  Agent: people.agent,
  ApiKey: people.apiKey,
  Setting: people.setting,
  Organization: people.organization,
  Problem: rest.problem,
};

export interface ApiDescription {
  openapi: string;
  info: object;
  paths?: object;
  components?: object;
}

export function describeApi(routes: readonly Route[]): ApiDescription {
  for (const [refId, schema] of Object.entries(named)) {
    zodToOpenAPIRegistry.add(schema, { _internal: { refId } });
  }
  const registry = new OpenAPIRegistry();
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
  for (const route of [...routes, ...widgetRoutes]) registry.registerPath(pathOf(route));
  return new OpenApiGeneratorV31(registry.definitions).generateDocument({
    openapi: '3.1.0',
    info: {
      title: 'Parley',
      version: '1',
      description:
        'Errors are application/problem+json. Lists take limit and cursor and answer items and nextCursor. ' +
        'A POST with an Idempotency-Key is done once, for whoever is signed in or has a visitor token; ' +
        'auth and widget/sessions take none, because their answers hold tokens, which are never stored.',
    },
    servers: [{ url: '/' }],
  });
}

function pathOf(route: Described): Parameters<OpenAPIRegistry['registerPath']>[0] {
  return {
    method: route.method,
    path: apiRoot + route.path.replace(/:(\w+)/g, '{$1}'),
    operationId: route.name,
    summary: route.summary,
    tags: [route.path.split('/')[0]!],
    ...securityOf(route),
    request: {
      ...(route.params && { params: route.params as z.ZodObject }),
      ...(route.query && { query: route.query as z.ZodObject }),
      ...bodyOf(route),
    },
    responses: {
      [route.status ?? (route.response ? 200 : 204)]: {
        description: 'Done',
        ...(route.response && { content: { 'application/json': { schema: route.response } } }),
      },
      default: {
        description: 'Refused',
        content: { 'application/problem+json': { schema: rest.problem } },
      },
    },
  };
}

function securityOf({ guard }: Described) {
  if (guard === 'public') return {};
  if (guard === 'visitor') return { security: [{ visitor: [] }] };
  const needed = permissionsOf(guard).map((permission) => `\`${permission}\``);
  const description = needed.length && { description: `Needs the permission ${needed.join(' and ')}.` };
  return { security: [{ bearer: [] }], ...description };
}

function bodyOf(route: Described) {
  if (route.upload) {
    const schema = {
      type: 'object' as const,
      required: ['file'],
      properties: { file: { type: 'string' as const, contentMediaType: 'application/octet-stream' } },
    };
    return { body: { required: true, content: { 'multipart/form-data': { schema } } } };
  }
  if (!route.body) return {};
  return {
    body: { required: !route.body.isOptional(), content: { 'application/json': { schema: route.body } } },
  };
}
