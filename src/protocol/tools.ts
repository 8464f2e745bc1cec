// Read-only HTTP tools that an admin declares, and what came of each call.
import { z } from 'zod';
import { objectType } from './objects';
import { id, timestamp } from './model/ids';
import { filledText, formed, line, said, text } from './model/text-types';

/** What a model calls to read what the organization pushed. */
export const ownObjects = 'own_objects';
const toolName = formed(
  /^(?!own_objects$|objects$)[a-z][a-z0-9_]{0,49}$/,
  'must be small letters, digits and _, and not objects',
).meta({
  description: 'Its name, for logs and models.',
  examples: ['order_status'],
});
export const toolIdentities = ['externalId', 'email', 'phone'] as const;
/** What the address may name besides the customer's identity. */
export const toolFields = ['objectId', ...toolIdentities] as const;
export type ToolField = (typeof toolFields)[number];

const urlTemplate = filledText(2_000).meta({
  description:
    'Where it asks: {objectId}, {externalId}, {email}, {phone} stand for what the customer wrote and what is proved of them; in the path or the query, never in the host.',
  examples: ['https://shop.example/api/orders/{objectId}?customer={externalId}'],
});
const headerName = formed(/^[A-Za-z][A-Za-z0-9-]{0,99}$/, 'must be letters, digits and dashes');
const headers = z
  .record(headerName, formed(/^[\x21-\x7e](?:[\x20-\x7e]{0,1998}[\x21-\x7e])?$/, 'must be plain characters'))
  .refine((value) => Object.keys(value).length <= 10, 'at most 10 headers')
  .refine(
    (value) => !Object.keys(value).some((name) => ownHeaders.test(name)),
    'Host, length and connection are ours',
  )
  .describe('Sent with each call; values are secrets: encrypted, and masked on every read.');
const ownHeaders = /^(host|content-length|connection|transfer-encoding|upgrade|te|trailer|expect|proxy-.*)$/i;

const property = z.strictObject({
  type: z.enum(['string', 'number', 'integer', 'boolean']).describe('What it must be.'),
  path: line(200)
    .optional()
    .describe('Where it stands in the answer, names joined by dots; unset: at its own name.'),
});
const answerSchema = z
  .strictObject({
    type: z.literal('object').describe('Always an object.'),
    properties: z
      .record(formed(/^[\w.-]{1,100}$/, 'must be letters, digits, dots and dashes'), property)
      .refine((value) => Object.keys(value).length > 0, 'Name at least one.')
      .refine((value) => Object.keys(value).length <= 50, 'at most 50')
      .describe('What is taken, by the name that it gets.'),
    required: z.array(line(100)).max(50).optional().describe('What must be there.'),
  })
  .describe(
    'A JSON schema of what is taken from the answer; nothing else of it is kept. `status`, `title`, `url` and `isOpen` are what they are for objects, the rest are fields.',
  );

const described = {
  name: toolName,
  description: text(1_000).default('').describe('What it tells, for people and models.'),
  urlTemplate,
  headers: headers.default({}),
  answer: answerSchema,
  objectType: objectType.describe('What it knows: an order, a subscription, a device.'),
  identity: z
    .enum(toolIdentities)
    .describe('What must be proved of the customer: their own id, e-mail address or phone number.'),
  ownerPath: line(200)
    .optional()
    .describe('Where the answer names the customer by that identity: whatever names another is not told.'),
  timeoutMs: z.int().min(100).max(10_000).default(3_000).describe('How long it may take.'),
  isActive: z.boolean().default(true).describe('Whether it is asked.'),
};

interface Addressed {
  urlTemplate: string;
  identity: string;
  ownerPath?: string | undefined;
}

/** Why an address is none; undefined for one that is. */
export function wrongTemplate(template: string): string | undefined {
  const names = [...template.matchAll(/\{([^{}]*)\}/g)].map(([, name]) => name!);
  const unknown = names.find((name) => !(toolFields as readonly string[]).includes(name));
  if (unknown !== undefined)
    return `{${unknown}} is none of ${toolFields.map((one) => `{${one}}`).join(', ')}`;
  if (!names.includes('objectId')) return 'must name {objectId}';
  const filled = template.replace(/\{[^{}]*\}/g, 'x');
  if (/[{}\s]/.test(filled) || !URL.canParse(filled))
    return 'is no web address, like https://shop.example/orders/{objectId}';
  const { protocol, username, password } = new URL(filled);
  if (!/^https?:$/.test(protocol) || username || password)
    return 'must be an http or https address without a user name';
  if (!/^https?:\/\/[^/\\?#{}]+(?:[/?#]|$)/i.test(template)) return 'must name no field in the host';
  return undefined;
}

const isWhole = ({ issues, value }: z.core.ParsePayload<Addressed>) => {
  const wrong = wrongTemplate(value.urlTemplate);
  if (wrong !== undefined)
    issues.push({ code: 'custom', path: ['urlTemplate'], message: wrong, input: value.urlTemplate });
  else if (!value.urlTemplate.includes(`{${value.identity}}`) && value.ownerPath === undefined)
    issues.push({
      code: 'custom',
      path: ['ownerPath'],
      message: `is required where the address does not name {${value.identity}}: nobody is told of somebody else`,
      input: value.ownerPath,
    });
};

export const newTool = z.strictObject(described).check(isWhole);

export const tool = z.object({
  id,
  name: said().describe('Its name.'),
  description: said().describe('What it tells.'),
  urlTemplate: said().describe('Where it asks.'),
  headers: z.record(said(), said()).describe('Sent with each call; masked.'),
  answer: answerSchema,
  objectType: said().describe('What it knows.'),
  identity: z.enum(toolIdentities).describe('What must be proved of the customer.'),
  ownerPath: said().optional().describe('Where the answer names the customer.'),
  timeoutMs: z.int().describe('How long it may take.'),
  isActive: z.boolean().describe('Whether it is asked.'),
  createdAt: timestamp.describe('When it was made.'),
  updatedAt: timestamp.describe('When it was last changed.'),
});

export const tryTool = z.strictObject({
  objectId: line(200).describe('A number to ask for.'),
  identity: line(320).describe('An identity of whose it is, of the kind that the tool needs.'),
});
export const triedTool = z.object({
  ok: z.boolean().describe('It answered, and what is taken was there.'),
  status: z.int().optional().describe('The HTTP status.'),
  latencyMs: z.int().describe('How long it took.'),
  taken: z
    .record(said(), z.union([said(), z.number(), z.boolean()]))
    .optional()
    .describe('What is taken from the answer.'),
  why: said().optional().describe('What went wrong.'),
});

export const toolCall = z.object({
  id,
  tool: said().describe('Its name; `objects`: what the organization pushed.'),
  arguments: z.record(said(), said()).describe('What was asked for.'),
  outcome: z
    .enum(['found', 'none', 'failed', 'refused'])
    .describe('What came of it; `refused`: a model asked for what it may not, or not as it must.'),
  status: z.int().optional().describe('The HTTP status.'),
  latencyMs: z.int().describe('How long it took.'),
  why: said().optional().describe('What went wrong.'),
  createdAt: timestamp.describe('When.'),
});

export type Tool = z.infer<typeof tool>;
export type NewTool = z.output<typeof newTool>;
export type TriedTool = z.infer<typeof triedTool>;
export type ToolCall = z.infer<typeof toolCall>;
