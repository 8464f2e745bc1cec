// Servers of the Model Context Protocol that an admin declares, and which of their tools the AI may call.
import { z } from 'zod';
import { id, timestamp } from './model/ids';
import { filledText, formed, line, said, text } from './model/text-types';
import { toolIdentities } from './tools';

const parameterName = formed(/^[\w.$-]{1,100}$/, 'must be letters, digits, dots and dashes');
export const argumentSources = [...toolIdentities, 'model', 'constant'] as const;
const argument = z
  .strictObject({
    from: z
      .enum(argumentSources)
      .describe(
        'What is proved of the customer, what the model reads in the conversation, or always the same.',
      ),
    value: z
      .union([text(500), z.number(), z.boolean()])
      .optional()
      .describe('Of a constant.'),
  })
  .refine(
    ({ from, value }) => (from === 'constant') === (value !== undefined),
    'A value goes with a constant.',
  );

/** What a parameter is, as far as anything is filled in. */
const parameterTypes = ['string', 'number', 'integer', 'boolean'] as const;

const enabledTool = z
  .strictObject({
    name: line(128).describe('As the server calls it.'),
    identity: z
      .enum(toolIdentities)
      .nullable()
      .describe('What must be proved of the customer, and fills an argument; null: it tells of nobody.'),
    arguments: z
      .record(parameterName, argument)
      .refine((value) => Object.keys(value).length <= 20, 'at most 20')
      .default({})
      .describe('How each is filled; one that is not named is left out.'),
  })
  .refine(
    ({ identity, arguments: given }) =>
      Object.values(given).every(({ from }) => !isIdentity(from) || from === identity) &&
      (identity === null || Object.values(given).some(({ from }) => from === identity)),
    {
      error: 'The identity must fill an argument, and no other may: nobody is told of somebody else.',
      path: ['identity'],
    },
  );
const isIdentity = (from: string) => (toolIdentities as readonly string[]).includes(from);

export const newMcpServer = z.strictObject({
  name: formed(/^[a-z][a-z0-9_]{0,19}$/, 'must be small letters, digits and _, at most 20').meta({
    description: 'Stands before the names of its tools.',
    examples: ['shop'],
  }),
  url: filledText(2_000)
    .refine(
      (value) =>
        URL.canParse(value) && /^https?:$/.test(new URL(value).protocol) && new URL(value).username === '',
      'must be an http or https address without a user name',
    )
    .describe('Where it answers, by streamable HTTP.'),
  token: formed(/^[\x21-\x7e]{1,4000}$/, 'must be plain characters')
    .optional()
    .describe('A bearer token: encrypted, and masked on every read.'),
  tools: z
    .array(enabledTool)
    .max(20)
    .default([])
    .describe('Those that may be called; each must say of itself that it only reads.'),
  timeoutMs: z.int().min(100).max(10_000).default(5_000).describe('How long one call may take.'),
  isActive: z.boolean().default(true).describe('Whether it is asked.'),
});

export const keptTool = enabledTool.safeExtend({
  description: said().describe(
    'What it said of itself when it was enabled; later words of the server reach no model.',
  ),
  parameters: z
    .record(
      said(),
      z.object({
        type: z.enum(parameterTypes).describe('What it must be.'),
        description: said().optional().describe('What the server says of it.'),
      }),
    )
    .describe('What it takes.'),
  required: z.array(said()).describe('What must be given.'),
});

export const mcpServer = z.object({
  id,
  name: said().describe('Its name.'),
  url: said().describe('Where it answers.'),
  token: said().optional().describe('Masked.'),
  tools: z.array(keptTool).describe('Those that may be called.'),
  timeoutMs: z.int().describe('How long one call may take.'),
  isActive: z.boolean().describe('Whether it is asked.'),
  createdAt: timestamp.describe('When it was made.'),
  updatedAt: timestamp.describe('When it was last changed.'),
});

export const offeredTools = z.object({
  items: z
    .array(
      z.object({
        name: said().describe('As the server calls it.'),
        description: said().describe('What it says of itself.'),
        readOnly: z.boolean().describe('It says that it only reads: others cannot be enabled.'),
        parameters: keptTool.shape.parameters,
        required: keptTool.shape.required,
      }),
    )
    .describe('What the server has now.'),
});

export type NewMcpServer = z.output<typeof newMcpServer>;
export type McpServer = z.infer<typeof mcpServer>;
export type EnabledTool = z.output<typeof enabledTool>;
export type KeptTool = z.infer<typeof keptTool>;
export type OfferedTools = z.infer<typeof offeredTools>;
