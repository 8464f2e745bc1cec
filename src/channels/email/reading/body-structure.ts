// Which parts of a mail are its text, its HTML and its attachments: the algorithm of JMAP (RFC 8621, section 4.1.4).
import type { Part } from './mime';

export interface BodyStructure {
  text: Part[];
  html: Part[];
  attachments: Part[];
}

interface Lists {
  text: Part[] | undefined;
  html: Part[] | undefined;
  attachments: Part[];
}

export function bodyStructure(root: Part): BodyStructure {
  const text: Part[] = [];
  const html: Part[] = [];
  const attachments: Part[] = [];
  sort([root], { multipart: 'mixed', inAlternative: false }, { text, html, attachments });
  // Pictures among the texts are shown with them, and are files as well.
  const media = new Set([...attachments, ...text.filter(isMedia), ...html.filter(isMedia)]);
  return {
    text: text.filter((part) => !isMedia(part)),
    html: html.filter((part) => !isMedia(part)),
    attachments: inOrder(root).filter((part) => media.has(part)),
  };
}

const isMedia = ({ type }: Part) => /^(?:image|audio|video)\//.test(type);
const inOrder = (part: Part): Part[] => [part, ...part.children.flatMap(inOrder)];

interface Around {
  /** Of the parts that it holds, like `related`. */
  multipart: string;
  inAlternative: boolean;
}

function sort(parts: Part[], { multipart, inAlternative }: Around, lists: Lists): void {
  const texts = lists.text?.length ?? -1;
  const htmls = lists.html?.length ?? -1;
  // An alternative's own choice is seen by its parts only.
  const inner = { ...lists };
  for (const [n, part] of parts.entries()) {
    if (part.type.startsWith('multipart/')) {
      const subtype = part.type.slice('multipart/'.length);
      sort(
        part.children,
        { multipart: subtype, inAlternative: inAlternative || subtype === 'alternative' },
        inner,
      );
    } else if (isInline(part, n, multipart)) addInline(part, { multipart, inAlternative }, inner);
    else if (part.type !== 'text/x-amp-html') lists.attachments.push(part);
  }
  if (multipart !== 'alternative' || !lists.text || !lists.html) return;
  if (texts === lists.text.length && htmls !== lists.html.length) lists.text.push(...lists.html.slice(htmls));
  else if (htmls === lists.html.length && texts !== lists.text.length)
    lists.html.push(...lists.text.slice(texts));
}

function isInline(part: Part, n: number, multipart: string): boolean {
  if (part.disposition === 'attachment') return false;
  if (part.type !== 'text/plain' && part.type !== 'text/html' && !isMedia(part)) return false;
  return n === 0 || (multipart !== 'related' && (isMedia(part) || !part.fileName));
}

function addInline(part: Part, { multipart, inAlternative }: Around, lists: Lists): void {
  if (multipart === 'alternative') {
    if (part.type === 'text/plain') lists.text?.push(part);
    else if (part.type === 'text/html') lists.html?.push(part);
    else lists.attachments.push(part);
    return;
  }
  if (inAlternative) {
    if (part.type === 'text/plain') lists.html = undefined;
    if (part.type === 'text/html') lists.text = undefined;
  }
  lists.text?.push(part);
  lists.html?.push(part);
  if ((!lists.text || !lists.html) && isMedia(part)) lists.attachments.push(part);
}
