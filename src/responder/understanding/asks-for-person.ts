// Does the customer ask for a person? Missing it is worse than one handover too many, so nobody has to ask twice.
import { personPatterns } from './person-patterns';

/** @param text one message, in any of the languages of `personPatterns` */
export function asksForPerson(text: string): boolean {
  return clauses(text).some((clause) =>
    personPatterns.some((pattern) => {
      const match = pattern.exec(clause);
      return match !== null && !negated.test(clause.slice(0, match.index)) && !negatedInside.test(match[0]);
    }),
  );
}

/** Lower case without accents in Latin script; apostrophes and dashes as spaces; cut where a clause ends. */
function clauses(text: string): string[] {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/\p{sc=Latin}+\p{M}*/gu, (word) => word.normalize('NFD').replace(/\p{M}/gu, ''))
    .replace(/ı/g, 'i')
    .replace(/ł/g, 'l')
    .replace(/['’`´\-–—_"“”«»()*]/g, ' ')
    .split(/[.,;:!?…。、，！？؟\n]+|\bbut\b|\baber\b|\bsino\b|\bmais\b/)
    .map((clause) => clause.replace(/\s+/g, ' ').trim())
    .filter(Boolean);
}

/** "I do not want to" and its like, right before what was found. */
const negated = new RegExp(
  [
    String.raw`\b(do not|dont|don t|did not|didn t|no need|not need|never|without)( want| need| wish| like| have)?( to)?( a| an)?\s*$`,
    String.raw`\b(nicht|kein|keinen|keine)( mehr)?\s*$`,
    String.raw`\b(no|ni|nao|non|nie|ne)( me)? (quiero|necesito|deseo|quisiera|quero|preciso|desejo|voglio|desidero|chce|musze|potrzebuje|veux|souhaite|ho bisogno)( pas)?( di| de)?\s*$`,
    String.raw`\b(niet|geen)\s*$`,
    String.raw`не (хочу|надо|нужно|нужен)\s*$`,
  ].join('|'),
);
const negatedInside =
  /\b(nicht|niet|geen|keinen|istemiyorum)\b|不要|不想|不需要|たくない|لا اريد|لا أريد|नहीं|않|не нужен|не хочу/;
