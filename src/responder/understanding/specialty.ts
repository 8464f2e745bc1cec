// Whom a question is for. Pure.
import { terms } from '../../knowledge/tokenize';

/**
 * The specialty that the articles found for a question name, else the one whose words all occur in the question.
 * Of several the one with the most words in common; undefined when none fits.
 * @param specialties those that the agents have
 * @param about.labels categories and tags of the articles, best article first
 */
export function specialtyFor(
  specialties: readonly string[],
  about: { labels: readonly string[]; question: string },
): string | undefined {
  const known = [...new Set(specialties)].sort().map((name) => ({ name, own: terms(name) }));

  function best(words: ReadonlySet<string>, fits: (own: Set<string>) => boolean): string | undefined {
    let most = 0;
    let found: string | undefined;
    for (const { name, own } of known) {
      const shared = [...own].filter((one) => words.has(one)).length;
      if (shared <= most || !fits(own)) continue;
      most = shared;
      found = name;
    }
    return found;
  }

  for (const label of about.labels) {
    const words = terms(label);
    const named = best(words, (own) => isWithin(own, words) || isWithin(words, own));
    if (named !== undefined) return named;
  }
  const words = terms(about.question);
  return best(words, (own) => isWithin(own, words));
}

function isWithin(some: ReadonlySet<string>, all: ReadonlySet<string>): boolean {
  return [...some].every((one) => all.has(one));
}
