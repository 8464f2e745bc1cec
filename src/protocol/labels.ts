// Labels of conversations: what the team sorts them by. Whoever writes a new one makes it; here it gets a colour and a meaning.
import { z } from 'zod';
import { pageQuery } from './lists';
import { line, said, text } from './model/text-types';

export const labelColours = ['red', 'orange', 'yellow', 'green', 'teal', 'blue', 'violet', 'pink'] as const;

/** More than anybody tells apart. */
export const mostLabels = 500;

const name = line(50);
const colour = z.union([z.enum(labelColours), z.null()]).describe('Null: grey.');
const description = text(200).describe('When it is used; may be empty.');

export const labelParam = z.strictObject({ name: name.describe('The label, encoded for an address.') });

export const labelList = z.strictObject({
  ...pageQuery,
  q: text(50).min(1).optional().describe('Only those in whose name this is.'),
});

export const newLabel = z.strictObject({
  name: name.describe('What it is called.'),
  colour: colour.default(null),
  description: description.default(''),
});

export const labelChange = z
  .strictObject({
    name: name.optional().describe('Its new name, everywhere that it is named.'),
    colour: colour.optional(),
    description: description.optional(),
  })
  .refine((change) => Object.keys(change).length > 0, 'Name what changes.');

export const labelMerge = z.strictObject({ into: name.describe('The label that its conversations get.') });

const marked = {
  name: said().describe('What it is called.'),
  colour,
  description: said().describe('When it is used; may be empty.'),
};

export const label = z.object({
  ...marked,
  conversations: z.int().describe('How many conversations have it.'),
  changing: z
    .object({ becomes: said().nullable().describe('What it becomes; null: it is removed.') })
    .optional()
    .describe('Its conversations are being changed.'),
});

export const labelHolders = ['view', 'macro', 'rule', 'playbook', 'sla', 'retention', 'team'] as const;

export const labelUse = label.extend({
  usedBy: z
    .array(
      z.object({
        kind: z.enum(labelHolders).describe('What names it.'),
        name: said().optional().describe("Absent for somebody's own, which nobody else sees."),
      }),
    )
    .describe('What names it, besides conversations.'),
});

/** The labels that have a colour or a description, without their counts. */
export const labelMarks = z.object({ items: z.array(z.object(marked)).describe('By name.') });

export type LabelColour = (typeof labelColours)[number];
export type NewLabel = z.output<typeof newLabel>;
export type LabelChange = z.output<typeof labelChange>;
export type Label = z.infer<typeof label>;
export type LabelUse = z.infer<typeof labelUse>;
export type LabelMark = z.infer<typeof labelMarks>['items'][number];
export type LabelHolder = (typeof labelHolders)[number];
