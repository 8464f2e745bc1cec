// The sentences of the server that people of the team read, by code. English stands here; the console's catalogs hold
// each of them in its languages, and `npm run words` refuses one that lacks a translation.
import type { Said } from '../model/wording';
import { factWords } from './facts';
import { handoverWords } from './handovers';
import { rareFieldWords, rareRefusals, rareTroubles } from './rare';
import { refusalWords } from './refusals';
import { fieldWords, troubleWords } from './troubles';

export const serverWords = {
  ...factWords,
  ...handoverWords,
  ...refusalWords,
  ...troubleWords,
  ...fieldWords,
  ...rareRefusals,
  ...rareTroubles,
  ...rareFieldWords,
} as const;

export type ServerWord = keyof typeof serverWords;

type SlotsOf<Text> = Text extends `${string}{${infer Name}}${infer Rest}` ? Name | SlotsOf<Rest> : never;
type ValuesOf<Code extends ServerWord> =
  SlotsOf<(typeof serverWords)[Code]> extends never
    ? []
    : [values: Record<SlotsOf<(typeof serverWords)[Code]>, string | number>];

/** @param values what stands for `{name}`: named by the sentence, all of them */
export function say<Code extends ServerWord>(code: Code, ...[values]: ValuesOf<Code>): Said {
  return { text: filled(serverWords[code], values), wording: { code, ...(values && { values }) } };
}

/** A sentence with what stands for `{name}`. */
export function filled(text: string, values: Readonly<Record<string, string | number>> = {}): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}
