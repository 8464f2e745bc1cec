// Words that mean the same in an organization's trade, made ready for what is asked. Pure.
import { createHash } from 'node:crypto';
import { form, isStopWord, words } from './tokenize';

/** A word or phrase that stands in a query. */
export interface SynonymFound {
  /** Of its group. */
  group: number;
  /** Its words are those of the query from `from` until before `to`. */
  from: number;
  to: number;
  /** The others of its group, each as the forms of its words. */
  others: readonly (readonly string[])[];
  /** It has no word with a subject, and yet names one: "how much". */
  isNamedByAll: boolean;
}

export interface Synonyms {
  /** Another one when they are others; empty where there are none. */
  readonly revision: string;
  /** Whether a word of this family is in a group. */
  knows(word: string): boolean;
  /** Whether a word or phrase of a group is in a query. */
  knowsAnyOf(query: string): boolean;
  /** Longer ones before shorter, none within another, of each group the first. @param forms of the words of a query, in order */
  in(forms: readonly string[]): SynonymFound[];
}

interface Member {
  group: number;
  forms: readonly string[];
  hasSubject: boolean;
}

export const noSynonyms: Synonyms = {
  revision: '',
  knows: () => false,
  knowsAnyOf: () => false,
  in: () => [],
};

export function createSynonyms(groups: readonly (readonly string[])[]): Synonyms {
  const members = groups.map((group, at) => group.map((one) => toMember(one, at)).filter(hasForms));
  if (members.length === 0) return noSynonyms;
  const all = members.flat();
  const known = new Set(all.flatMap(({ forms }) => forms));
  const byFirst = new Map<string, Member[]>();
  for (const one of all) {
    const [first] = one.forms;
    byFirst.set(first!, [...(byFirst.get(first!) ?? []), one]);
  }
  for (const same of byFirst.values()) same.sort((a, b) => b.forms.length - a.forms.length);

  function beginningAt(forms: readonly string[], from: number): Member | undefined {
    return byFirst.get(forms[from]!)?.find((one) => one.forms.every((form, i) => forms[from + i] === form));
  }
  const synonyms: Synonyms = {
    revision: createHash('sha256').update(JSON.stringify(groups)).digest('base64url').slice(0, 16),
    knows: (word) => known.has(form(word)),
    knowsAnyOf: (query) => synonyms.in(words(query).map(form)).length > 0,
    in(forms) {
      const found: SynonymFound[] = [];
      for (let from = 0; from < forms.length;) {
        const member = beginningAt(forms, from);
        const to = from + (member?.forms.length ?? 1);
        if (member && !found.some(({ group }) => group === member.group)) {
          const others = members[member.group]!.filter((one) => one !== member).map((one) => one.forms);
          found.push({ group: member.group, from, to, others, isNamedByAll: !member.hasSubject });
        }
        from = to;
      }
      return found;
    },
  };
  return synonyms;
}

function toMember(text: string, group: number): Member {
  const all = words(text);
  return { group, forms: all.map(form), hasSubject: all.some((word) => !isStopWord(word)) };
}

/** Signs alone are no word. */
const hasForms = ({ forms }: Member) => forms.length > 0 && forms.every((one) => one !== '');
