// One operation of /openapi.json, from a route.
import type { OpenAPIRegistry } from '@asteasolutions/zod-to-openapi';
import { z } from 'zod';
import { text } from '../../protocol/model/text-types';
import { longestTag } from '../http/if-match';
import { apiRoot } from '../http/router';
import { hasVersion, isKept, permissionsOf, statusOf } from '../http/route';
import type { Described } from './widget-description';

type Operation = Parameters<OpenAPIRegistry['registerPath']>[0];

/** The first part of a path. */
const tags: Record<string, string> = {
  auth: 'Signing in, and who is signed in.',
  sessions: 'Conversations and their messages.',
  attachments: 'Files that go out with a message.',
  customers: 'Who writes.',
  knowledge: 'Articles that the AI answers from.',
  answers: 'Trying out what the AI would say.',
  users: 'People who can sign in.',
  agents: 'People who talk to customers.',
  'api-keys': 'Access for programs.',
  channels: 'Where customers write.',
  settings: 'What the organization has set.',
  organizations: 'The organization itself.',
  analytics: 'Numbers, and the conversations behind them.',
  'audit-logs': 'Who changed what.',
  views: 'Lists of conversations that somebody keeps.',
  widget: "The customer's side, for clients without sockets.",
};

export function tagsOf(routes: readonly Described[]): Array<{ name: string; description: string }> {
  return [...new Set(routes.map(tagOf))].map((name) => ({ name, description: tags[name] ?? name }));
}

const tagOf = ({ path }: Described): string => path.split('/')[0]!;

const header = (description: string, type: 'string' | 'integer' = 'string') => ({
  description,
  schema: { type },
});

/** Of every answer, refused or not. */
export const sharedHeaders = {
  'X-Request-Id': header('Names the request in the log.'),
  'Retry-After': header('Seconds after which the same call may work; with 429 and 503.', 'integer'),
  RateLimit: header('What is left of the limit that was counted: `"api";r=1199;t=60`, t in seconds.'),
  'RateLimit-Policy': header('That limit: `"api";q=1200;w=60`, q calls in w seconds.'),
};

export function operationOf(route: Described, all: readonly Described[]): Operation {
  const { method, path, name, summary } = route;
  return {
    method,
    path: apiRoot + path.replace(/:(\w+)/g, '{$1}'),
    operationId: name,
    summary,
    tags: [tagOf(route)],
    ...securityOf(route),
    request: {
      ...(route.params && { params: route.params as z.ZodObject }),
      ...(route.query && { query: route.query as z.ZodObject }),
      ...headersOf(route, all),
      ...bodyOf(route),
    },
    responses: responsesOf(route, all),
  };
}

function securityOf({ guard }: Described): Pick<Operation, 'security' | 'description'> {
  if (guard === 'public') return { security: [] };
  if (guard === 'visitor') return { security: [{ visitor: [] }] };
  const needed = permissionsOf(guard).map((permission) => `\`${permission}\``);
  return {
    security: [{ bearer: [] }],
    ...(needed.length && { description: `Needs the permission ${needed.join(' and ')}.` }),
  };
}

function headersOf(route: Described, all: readonly Described[]) {
  const idempotencyKey = text(255)
    .min(1)
    .regex(/^[\x21-\x7e]+$/)
    .optional()
    .describe('The same key is done once, and gets the first answer for a day.');
  const ifMatch = text(longestTag)
    .optional()
    .describe('An ETag: refused with 412 when the thing is another by now.');
  const headers = {
    ...(isKept(route) && { 'Idempotency-Key': idempotencyKey }),
    ...(hasVersion(route, all) && { 'If-Match': ifMatch }),
  };
  return Object.keys(headers).length ? { headers: z.object(headers) } : {};
}

function bodyOf({ upload, body }: Described) {
  if (upload) {
    const schema = {
      type: 'object' as const,
      required: ['file'],
      properties: {
        file: { type: 'string' as const, format: 'binary', description: 'The file, with its name.' },
      },
    };
    return { body: { required: true, content: { 'multipart/form-data': { schema } } } };
  }
  if (!body) return {};
  return { body: { required: !body.isOptional(), content: { 'application/json': { schema: body } } } };
}

function responsesOf(route: Described, all: readonly Described[]): Operation['responses'] {
  const { guard, params, query, body, upload, method, response, foundStatus } = route;
  const refused = {
    400: Boolean(params ?? query ?? body ?? upload),
    401: guard !== 'public',
    403: permissionsOf(guard === 'visitor' ? 'signed_in' : guard).length > 0,
    404: Boolean(params),
    409: method !== 'get',
    412: hasVersion(route, all),
    413: Boolean(body ?? upload),
    415: Boolean(body ?? upload),
    429: true,
    503: true,
  };
  const problems = Object.entries(refused).filter(([, can]) => can);
  const status = statusOf(route);
  return {
    [status]: {
      description: 'Done.',
      headers: {
        ...sharedHeaders,
        ...(status === 201 && { Location: header('Where what was made is, if it can be read by itself.') }),
        ...(isKept(route) && { 'Idempotent-Replayed': header('true, when this is the first answer again.') }),
        ...(method === 'get' && { ETag: header('Names this state of it.') }),
      },
      ...(response && { content: { 'application/json': { schema: response } } }),
    },
    ...(foundStatus && {
      [foundStatus]: {
        description: 'It was there already.',
        headers: sharedHeaders,
        ...(response && { content: { 'application/json': { schema: response } } }),
      },
    }),
    ...Object.fromEntries(problems.map(([code]) => [code, { $ref: '#/components/responses/Problem' }])),
    default: { $ref: '#/components/responses/Problem' },
  };
}
