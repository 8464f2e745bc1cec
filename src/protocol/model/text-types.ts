// The base types of text. Every schema declares its texts with these, so that what no store keeps is gone before it is looked at.
import { z } from 'zod';
import { cleanText } from '../text';

/** As it was typed, line breaks included; may be empty. */
export const text = (longest: number) => z.string().overwrite(cleanText).max(longest);

/** As it was typed, and something besides blanks: they go at both ends. */
export const filledText = (longest: number) =>
  z
    .string()
    .overwrite((value) => cleanText(value).trim())
    .min(1)
    .max(longest);

/** A name, a title: one line. Line breaks and other controls become a blank. */
export const line = (longest: number) => z.string().overwrite(oneLine).min(1).max(longest);

/** Of a fixed form. */
export const formed = (form: RegExp, message: string) => z.string().overwrite(cleanText).regex(form, message);

/** What this server says: nobody sends it. */
export const said = () => z.string().overwrite(cleanText);

/** An address of the web. */
export const webAddress = z
  .url({
    protocol: /^https?$/,
    error: ({ input }) => `${String(input).slice(0, 100)} is no web address, like https://shop.example.`,
  })
  .overwrite(cleanText)
  .max(2_000);

export const emailAddress = z.email().max(255);

function oneLine(value: string): string {
  return cleanText(value)
    .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .trim();
}
