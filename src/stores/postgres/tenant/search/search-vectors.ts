// Words as PostgreSQL compares them, and tags that are words of their own.
import type { FoundKind } from '../../../../protocol/search';
import type { Where, Words } from '../../../../search/store';

/**
 * Each word with its place, and tags as words of their own: by the organization the index then finds no other's. PostgreSQL
 * gathers the places of a word that comes again, and keeps as many, and as far, as it can (Limits of full text search).
 */
export function vector(words: Words, tags: readonly string[]): string {
  let text = spelledTag;
  for (const tag of tags) text += ` ${quoted(tag)}`;
  words.forEach((word, index) => {
    const place = index + 1;
    if (typeof word === 'string') text += ` ${quoted(word)}:${place}`;
    else for (const spelling of word) text += ` ${quoted(spelling)}:${place}`;
  });
  return text;
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

/** Each sign of these is doubled; most words have none, and looking costs less than replacing nothing. */
const doubled = /['\\]/g;
const hasDoubled = /['\\]/;

function quoted(lexeme: string): string {
  return hasDoubled.test(lexeme) ? `'${lexeme.replace(doubled, '$&$&')}'` : `'${lexeme}'`;
}
