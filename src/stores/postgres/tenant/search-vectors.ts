// Words as PostgreSQL compares them, and tags that are words of their own.
import type { FoundKind } from '../../../protocol/search';
import type { Where, Words } from '../../../search/store';

/** PostgreSQL keeps places up to here (Limits of full text search). */
const lastPlace = 16_383;
const placesOfAWord = 200;

/** Each word with its places, and tags as words of their own: by the organization the index then finds no other's. */
export function vector(words: Words, tags: readonly string[]): string {
  const places = new Map<string, number[]>();
  for (const [index, word] of words.entries())
    for (const spelling of [word].flat()) {
      const own = places.get(spelling) ?? [];
      if (own.length < placesOfAWord) own.push(Math.min(index + 1, lastPlace));
      places.set(spelling, own);
    }
  const lexemes = [...places].map(([word, at]) => `${quoted(word)}:${at.join(',')}`);
  return [spelledTag, ...tags.map(quoted), ...lexemes].join(' ');
}

/** What a match is ranked by. Tags have no place in the text: with them every rank were 0. */
export const wordQuery = (words: Words): string =>
  words
    .map(
      (word) =>
        `(${[word]
          .flat()
          .map((one) => `${quoted(one)}:*`)
          .join(' | ')})`,
    )
    .join(' & ');

export function tagQuery(organizationId: string, { kinds, senders }: Where): string {
  const oneOf = (tags: readonly string[]) => `(${tags.map(quoted).join(' | ')})`;
  return [
    quoted(own(organizationId)),
    ...(kinds ? [oneOf(kinds.map(ofKind))] : []),
    ...(senders ? [oneOf(senders.map(ofSender))] : []),
  ].join(' & ');
}

// No word that somebody wrote begins with this sign.
/** Its words are there in all their spellings: what a program of before wrote has it not, and is indexed again. */
const spelledTag = `'@spelled'`;
export const own = (organizationId: string): string => `@${organizationId}`;
export const ofKind = (kind: string): string => `@kind:${kind}`;
/** What has it is of this kind, as a tsquery. Of fixed words only. */
export const kindTag = (kind: FoundKind): string => quoted(ofKind(kind)).replaceAll("'", "''");
export const ofSender = (sender: string): string => `@by:${sender}`;

function quoted(lexeme: string): string {
  return `'${lexeme.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;
}
