// Settings `answers` / `objects`: what may be said of a customer's orders, subscriptions, devices, and what people call them.
import { z } from 'zod';
import { fieldName, objectType } from './objects';
import { formed, line } from './model/text-types';

const language = formed(/^[a-z]{2}$/, 'must be a language such as en');

export const objectSettings = z.record(
  objectType,
  z.strictObject({
    /** The AI says nothing of them. */
    isOff: z.boolean().optional(),
    /** What customers call it, besides what Parley knows for orders, subscriptions and devices, in any language. */
    words: z.array(line(60)).max(30).optional(),
    /** What it is called in an answer, by language. */
    names: z.record(language, line(60)).optional(),
    /** Fields that may be said, in this order. Unset: delivery, carrier, tracking, plan, renewal, end, model, warranty. */
    say: z.array(fieldName).max(20).optional(),
    /** What a field is called in an answer, by language. */
    labels: z.record(fieldName, z.record(language, line(60))).optional(),
  }),
);

/** Settings of category 'answers' that are about what is not prose. */
export const dataSettings = z.object({ objects: objectSettings.default({}) });

export type ObjectSettings = z.output<typeof objectSettings>;
