// Does the customer say that we let them down? Then it is acknowledged before anything is quoted, and a person is offered.
import { complaintWords } from './complaint-words';
import { sentimentOf } from './sentiment';
import { classifier, clausesOf } from './word-classes';

/** Kinds of words (complaint-words.ts): waiting for long, arrived broken, nobody answers, not yet here, again, charged twice. */
const complaining =
  /C|a.{0,4}d|d.{0,4}a|r.{0,2}[bt]|b.{0,3}r|t.{0,3}b|n.{0,4}[vr]N?|v.{0,3}nN?|[dy].{0,4}N.{0,4}[rvaq]|N.{0,6}[rvq].{0,3}[dy]|N.{0,3}y|[dy].{0,3}r.{0,2}N|t|q.{0,4}2|2.{0,4}q|f|p.{0,5}[nN]/;

const languages = Object.values(complaintWords).map(({ script, words }) => ({
  script,
  kindsOf: classifier(words),
}));

/** @param text what one customer wrote, in any of ten languages */
export function isComplaint(text: string): boolean {
  const clauses = clausesOf(text);
  const all = clauses.map(({ words }) => words).join(' ');
  const isWorded = languages.some(
    ({ script, kindsOf }) =>
      script.test(all) &&
      clauses.some((clause) => {
        const kinds = kindsOf(clause);
        return !kinds.includes('w') && complaining.test(kinds);
      }),
  );
  return isWorded || sentimentOf([text]) === 'negative';
}
