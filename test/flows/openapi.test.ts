// The description of the API: true, complete, and without a finding of a linter.
import { createConfig, lintFromString } from '@redocly/openapi-core';
import { toAgent, toCustomer } from '../../src/protocol/server-events';
import { agentEvents, customerEvents } from '../../src/protocol/sockets';
import { createBed, type Bed } from './api-bed';

let bed: Bed;
let description: Description;

interface Schema {
  $ref?: string;
  type?: unknown;
  description?: string;
  properties?: Record<string, Schema>;
  items?: Schema;
  additionalProperties?: Schema | boolean;
  anyOf?: Schema[];
  [key: string]: unknown;
}
interface Body {
  content?: Record<string, { schema: Schema }>;
}
interface Operation {
  operationId: string;
  security?: object[];
  tags?: string[];
  parameters?: Array<{ name: string; in: string; description?: string; schema: Schema }>;
  requestBody?: Body;
  responses: Record<string, Body & { headers?: object; $ref?: string }>;
}
interface Description {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Schema>; responses: Record<string, { headers: object }> };
  tags: Array<{ name: string }>;
}

beforeAll(async () => {
  bed = await createBed();
  description = (await bed.ask('GET', '/openapi.json')).body as Description;
});
afterAll(() => bed?.close());

const operations = () => Object.values(description.paths).flatMap((path) => Object.values(path));

/** Every schema below this one, with where it is. */
function below(schema: Schema, place: string): Array<[string, Schema]> {
  const { properties = {}, items, additionalProperties, anyOf = [] } = schema;
  return [
    [place, schema],
    ...Object.entries(properties).flatMap(([name, one]) => below(one, `${place}.${name}`)),
    ...(items ? below(items, `${place}[]`) : []),
    ...(typeof additionalProperties === 'object' ? below(additionalProperties, `${place}.*`) : []),
    ...anyOf.flatMap((one) => below(one, place)),
  ];
}

const schemasOf = (body: Body | undefined, place: string) =>
  Object.values(body?.content ?? {}).flatMap(({ schema }) => below(schema, place));

it('has nothing that a linter objects to', async () => {
  const config = await createConfig({ extends: ['recommended'] });
  const findings = await lintFromString({ source: JSON.stringify(description), config });
  expect(findings.map(({ ruleId, message, location }) => [ruleId, message, location[0]?.pointer])).toEqual(
    [],
  );
});

it('says what every field and every parameter is', () => {
  const schemas = [
    ...Object.entries(description.components.schemas).flatMap(([name, schema]) => below(schema, name)),
    ...operations().flatMap(({ operationId, requestBody, responses }) => [
      ...schemasOf(requestBody, operationId),
      ...Object.values(responses).flatMap((response) => schemasOf(response, `${operationId} answer`)),
    ]),
  ];
  const silent = schemas.flatMap(([place, { properties = {} }]) =>
    Object.entries(properties)
      .filter(([, field]) => !field.$ref && !field.description && !field.anyOf?.some(({ $ref }) => $ref))
      .map(([name]) => `${place}.${name}`),
  );
  const parameters = operations().flatMap(({ operationId, parameters: all = [] }) =>
    all.filter((one) => !one.description).map(({ name }) => `${operationId}?${name}`),
  );
  expect([...silent, ...parameters]).toEqual([]);
});

it('bounds every text that is taken', () => {
  const bounds = ['maxLength', 'enum', 'const', 'format', 'pattern'];
  const endless = operations().flatMap(({ operationId, requestBody, parameters = [] }) =>
    [
      ...schemasOf(requestBody, operationId),
      ...parameters.flatMap(({ name, schema }) => below(schema, `${operationId}?${name}`)),
    ]
      .filter(
        ([, schema]) => [schema.type].flat().includes('string') && !bounds.some((bound) => bound in schema),
      )
      .map(([place]) => place),
  );
  expect(endless).toEqual([]);
});

it('says who may call, what is refused, and what is repeated', () => {
  for (const { operationId, security, tags, responses, parameters = [] } of operations()) {
    expect([operationId, Array.isArray(security), tags?.length]).toEqual([operationId, true, 1]);
    expect([operationId, Object.keys(responses)]).toEqual([
      operationId,
      expect.arrayContaining(['429', '503', 'default']) as unknown,
    ]);
    for (const { name } of parameters) expect(name).toMatch(/^[\w-]+$/);
  }
  const headersOf = (id: string) =>
    operations()
      .find(({ operationId }) => operationId === id)!
      .parameters?.filter((one) => one.in === 'header')
      .map(({ name }) => name);
  expect(headersOf('customers.create')).toEqual(['Idempotency-Key']);
  expect(headersOf('customers.update')).toEqual(['If-Match']);
  expect(headersOf('sessions.list')).toEqual([]);
  expect(description.components.responses['Problem']!.headers).toHaveProperty('Retry-After');
  const login = operations().find(({ operationId }) => operationId === 'auth.login')!;
  expect(login.security).toEqual([]);
});

it('names what generated clients stumbled over', () => {
  const { schemas } = description.components;
  expect(schemas['Problem']!.properties!['code']).toHaveProperty('enum');
  expect(schemas['User']!.properties!['role']).toHaveProperty('enum');
  expect(schemas['ApiKey']!.properties!['permissions']!.items).toHaveProperty('enum');
  const upload =
    description.paths['/api/v1/attachments']!['post']!.requestBody!.content!['multipart/form-data']!;
  expect(upload.schema.properties!['file']).toMatchObject({ type: 'string', format: 'binary' });
  const opened = description.paths['/api/v1/widget/sessions']!['post']!.responses['200']!.content!;
  expect(opened['application/json']!.schema.properties!['session']).toMatchObject({
    anyOf: [{ $ref: '#/components/schemas/Session' }, { type: 'null' }],
  });
});

it('stands beside a page on sockets, webhooks and files, made from the same schemas', async () => {
  const { status, text } = await bed.ask('GET', '/docs/sockets');
  expect(status).toBe(200);
  const events = [customerEvents, agentEvents, toCustomer, toAgent].flatMap((all) => Object.keys(all));
  for (const event of events) expect(text).toContain(`<code>${event}</code>`);
  expect(text).toContain('auth</code> must be a function that answers the newest token');
  for (const path of ['/webhooks/whatsapp/:channelId', '/webhooks/email/:channelId', '/files/:id']) {
    expect(text).toContain(path);
  }
  expect(text).toContain('What you call the message.');
  expect(text).not.toMatch(/undefined|\[object|<script/);
});
