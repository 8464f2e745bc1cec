// What an organization keeps of its customers besides their names: declared once, filled in by agents and programs.
import { z } from 'zod';
import { formed, line, said, text } from './model/text-types';

export const mostAttributes = 50;
export const mostChoices = 30;
const longestText = 1_000;

export const attributeTypes = ['text', 'number', 'boolean', 'date', 'choice'] as const;

/** Conditions of rules, and variables of replies, call something else so. */
const taken = ['name', 'first_name', 'email', 'phone'];

export const attributeKey = formed(
  /^[a-z][a-z0-9_]{0,39}$/,
  'must begin with a small letter, and be small letters, digits and underscores: at most 40',
)
  .refine((key) => !taken.includes(key), 'is on record of every customer already')
  .meta({ description: 'What programs call it; it stays.', examples: ['plan'] });

export const attributeDeclaration = z
  .strictObject({
    key: attributeKey,
    label: line(60).describe('What agents call it.'),
    type: z
      .enum(attributeTypes)
      .describe('What it is; a `date` is written 2026-11-27, a `choice` is one of `choices`.'),
    description: text(200).optional().describe('What it is for, below the field.'),
    choices: z
      .array(line(60))
      .min(1, 'must have one at least')
      .max(mostChoices, `must have ${mostChoices} at most`)
      .refine((all) => new Set(all).size === all.length, 'must name each once')
      .optional()
      .describe('Of a `choice`, in this order.'),
  })
  .refine(({ type, choices }) => (type === 'choice') === (choices !== undefined), {
    error: 'Choices go with the type choice, and only with it.',
    path: ['choices'],
  });

export type AttributeDeclaration = z.output<typeof attributeDeclaration>;

const declarations = z
  .array(attributeDeclaration)
  .max(mostAttributes, `must be ${mostAttributes} at most`)
  .superRefine((all, { addIssue }) => {
    for (const name of ['key', 'label'] as const) {
      const given = all.map((one) => one[name].toLowerCase());
      for (const [n, value] of given.entries())
        if (given.indexOf(value) < n)
          addIssue({ code: 'custom', path: [n, name], message: 'is that of another attribute already' });
    }
  });

/** Settings of category 'customers'. */
export const customerSettings = z.strictObject({ attributes: declarations.default([]) });

export const attributeList = z.strictObject({
  items: declarations.describe('All of them, in the order in which they are shown.'),
});

export const attributeValue = z.union([text(longestText), z.number(), z.boolean()]);
export type AttributeValue = z.infer<typeof attributeValue>;

export const attributeValues = z
  .record(said(), attributeValue)
  .describe('By key; what is no longer declared stays until it is cleared.');

const given = z
  .record(said().min(1).max(40), attributeValue.nullable())
  .refine((values) => Object.keys(values).length <= mostAttributes, `must be ${mostAttributes} at most`)
  .optional();
export const attributeChange = given.describe(
  'By the key of a declared attribute: only those that are named are changed, null clears one.',
);
export const attributesBefore = given.describe(
  'What these attributes were when they were read, null: nothing. Where one is not that any more, nothing is changed: `conflict`.',
);

export type AttributeChange = Record<string, AttributeValue | null>;

/** What is wrong with a value; undefined where nothing is. */
export function attributeFault(
  { type, choices = [] }: AttributeDeclaration,
  value: AttributeValue,
): string | undefined {
  if (type === 'choice') {
    if (choices.some((choice) => choice === value)) return undefined;
    return `must be one of: ${choices.join(', ')}`;
  }
  return typeFaults[type](value) ? undefined : wanted[type];
}

const typeFaults = {
  text: (value: AttributeValue) => typeof value === 'string' && value.trim() !== '',
  number: (value: AttributeValue) => typeof value === 'number',
  boolean: (value: AttributeValue) => typeof value === 'boolean',
  date: (value: AttributeValue) => z.iso.date().safeParse(value).success,
};

const wanted = {
  text: 'must be a text, and not an empty one',
  number: 'must be a number',
  boolean: 'must be true or false',
  date: 'must be a day that there is, such as 2026-11-27',
};

/** The same of a value as words, as conditions hold it; upper and lower case are one. */
export function attributeWordsFault(declaration: AttributeDeclaration, words: string): string | undefined {
  const { type, choices = [] } = declaration;
  const said = words.trim();
  if (type === 'boolean') return /^(true|false)$/i.test(said) ? undefined : wanted.boolean;
  if (type === 'number') return said !== '' && Number.isFinite(Number(said)) ? undefined : wanted.number;
  const choice = choices.find((one) => one.toLowerCase() === said.toLowerCase());
  return attributeFault(declaration, choice ?? said);
}
