// A passage in what can be said of it: sentences, items of a list, and numbered steps, which are one whole.
import { wholes } from '../../knowledge/excerpt';
import { countWords } from '../../knowledge/tokenize';

export interface Unit {
  text: string;
  words: number;
  /** Numbered steps or a short list of points, with the line that leads to it; or one point of a long list. */
  isList: boolean;
  /** Units of one paragraph have one number. */
  paragraph: number;
  /** What stands between it and the one before it in its paragraph: some scripts have no spaces. */
  gap: string;
}

const item = /^\s*(?:[-*•]|\(?\d{1,3}[.)])\s+\S/u;
const step = /^\s*\(?\d{1,3}[.)]\s+\S/u;
const leads = /[:：]$/u;

interface Paragraph {
  lines: string[];
  isList: boolean;
}

/**
 * @param text without marks of formatting; lists keep their dashes and numbers
 * @param most words that a list of points may have to be one unit; the points of a longer one, such as the rows of a table, are one each
 */
export function unitsOf(text: string, most: number): Unit[] {
  const units: Unit[] = [];
  paragraphsOf(text).forEach(({ lines, isList }, paragraph) => {
    if (!isList) {
      units.push(...sentencesOf(lines.join('\n'), paragraph));
      return;
    }
    const last = units.at(-1);
    const lead = last && !last.isList && leads.test(last.text) ? last : undefined;
    const whole = unit([...(lead ? [lead.text] : []), ...lines].join('\n'), { isList, paragraph });
    if (whole.words > most && !step.test(lines[0]!)) return void units.push(...pointsOf(lines, paragraph));
    if (lead) units.pop();
    units.push(lead ? { ...whole, paragraph: lead.paragraph } : whole);
  });
  return units;
}

function sentencesOf(text: string, paragraph: number): Unit[] {
  let gap = '';
  return wholes(text).flatMap((sentence) => {
    const own =
      sentence.trim() === '' ? [] : [{ ...unit(sentence.trim(), { isList: false, paragraph }), gap }];
    gap = sentence.slice(sentence.trimEnd().length).slice(0, 1);
    return own;
  });
}

/** Each is a paragraph of its own: what follows is about something else. */
function pointsOf(lines: readonly string[], paragraph: number): Unit[] {
  const points: string[][] = [];
  for (const line of lines) {
    if (item.test(line) || points.length === 0) points.push([line]);
    else points.at(-1)!.push(line);
  }
  return points.map((own, at) =>
    unit(own.join('\n'), { isList: true, paragraph: paragraph + (at + 1) / (points.length + 2) }),
  );
}

function unit(text: string, rest: Pick<Unit, 'isList' | 'paragraph'>): Unit {
  return { text, words: countWords(text), gap: '\n', ...rest };
}

/** An empty line between two items ends no list; a line without a mark right below an item belongs to it. */
function paragraphsOf(text: string): Paragraph[] {
  const found: Paragraph[] = [];
  let isOpen = false;
  for (const line of text.split('\n')) {
    const last = found.at(-1);
    if (line.trim() === '') {
      isOpen = false;
      continue;
    }
    const isItem = item.test(line);
    const goesOn =
      last !== undefined && (isItem ? last.isList : isOpen || (last.isList && /^\s{2}/.test(line)));
    if (goesOn) last.lines.push(line.trimEnd());
    else found.push({ lines: [line.trimEnd()], isList: isItem });
    isOpen = true;
  }
  return found;
}

/** Units in their order, as they stood. */
export function joined(units: readonly Unit[]): string {
  return units
    .map(({ text, paragraph, isList, gap }, at) => {
      const before = units[at - 1];
      if (!before) return text;
      const isNear = before.paragraph === paragraph || (isList && before.isList);
      if (!isNear) return `\n\n${text}`;
      return `${isList || before.isList ? '\n' : gap}${text}`;
    })
    .join('');
}
