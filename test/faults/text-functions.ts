// Every function that reads text from outside, by name, and the texts that made such functions slow.
import { cleanFileName } from '../../src/files/file-name';
import { chunk } from '../../src/knowledge/chunk';
import { demoArticles } from '../../src/knowledge/demo';
import { readDocument } from '../../src/knowledge/documents';
import { excerpt } from '../../src/knowledge/excerpt';
import { languageOf } from '../../src/knowledge/language';
import { sentences, terms } from '../../src/knowledge/tokenize';
import { findLinks } from '../../src/protocol/links';
import { formattedLinks, parseFormatted, parseWritten } from '../../src/protocol/rich-text';
import { sanitizeInput } from '../../src/protocol/sanitize-input';
import { buildPacket } from '../../src/responder/handover-packet';
import { plainText } from '../../src/responder/plain-text';
import { cleanAnswer, createDraft } from '../../src/responder/providers/clean-answer';
import { declines, messagesFor } from '../../src/responder/providers/prompt';
import { asksForPerson } from '../../src/responder/understanding/asks-for-person/asks-for-person';
import { extractDetails } from '../../src/responder/understanding/extracted-details';
import { isAngry, sentimentOf } from '../../src/responder/understanding/sentiment';
import { smallTalk } from '../../src/responder/understanding/small-talk';
import { specialtyFor } from '../../src/responder/understanding/specialty';
import { createOrganizationIndex } from '../../src/knowledge/index/organization-index';
import type { Passage } from '../../src/knowledge/passage';
import type { Turn } from '../../src/responder/transcript';

const passage = (text: string): Passage => ({
  articleId: 'a',
  chunkId: 'a#0',
  title: 'Returns',
  heading: '',
  text,
  excerpt: text.slice(0, 300),
  score: 0.6,
  certainty: 0.6,
  url: 'https://shop.example/returns',
  audience: 'public',
  labels: [],
});
const index = createOrganizationIndex();
const customer = (text: string): Turn => ({ sender: 'customer', text });

export const textFunctions: Record<string, (text: string) => unknown> = {
  sanitizeInput: (text) => sanitizeInput({ text, [text]: [text] }),
  cleanFileName,
  readMarkdown: (text) => readDocument('a.md', Buffer.from(text)).catch(() => undefined),
  chunk: (text) => chunk('a', text),
  terms,
  sentences,
  excerpt: (text) => excerpt(text, 'how do I return it'),
  languageOf,
  findLinks,
  formattedLinks,
  parseFormatted,
  parseWritten,
  plainText,
  declines,
  cleanAnswer: (text) => cleanAnswer(text, [passage('See https://shop.example/returns.')]),
  cleanAnswerFrom: (text) => cleanAnswer('It takes five days [1].', [passage(text)]),
  draft: (text) => {
    const draft = createDraft([passage('')], () => undefined);
    for (let i = 1; i <= text.length; i += 40) draft(text.slice(0, i));
  },
  messagesFor: (text) =>
    messagesFor({ question: text, history: [customer(text)], passages: [passage(text)] }),
  asksForPerson,
  extractDetails: (text) => extractDetails([text]),
  isAngry,
  sentimentOf: (text) => sentimentOf([text]),
  smallTalk: (text) => smallTalk([customer(text)]),
  specialtyFor: (text) => specialtyFor(['billing', 'returns'], { labels: [text], question: text }),
  buildPacket: (text) =>
    buildPacket({ trigger: 'requested', reason: text }, { turns: [customer(text)], sources: [] }),
  search: (text) => index.search(index.corrected(text), { limit: 6, audience: 'public' }),
};

const repeated = [
  ...[
    ' ',
    '\n',
    '\t',
    '\r\n',
    '\n ',
    ' \n',
    '\n\n \n',
    '\u00a0',
    '\u200b',
    '\0',
    'a',
    'A',
    '1',
    'ß',
    '你',
    'か',
    'ก',
    'e\u0301',
    '😀',
  ],
  ...[
    '.',
    '. ',
    '.a',
    '!',
    '!!',
    '?',
    ',',
    ';',
    ': ',
    '…',
    '。',
    "'",
    '"',
    '’',
    '`',
    '``` ',
    '```\n',
    '-',
    '- ',
    '--',
    '– ',
  ],
  ...[
    '*',
    '**',
    '**a',
    '**a ',
    ' **a',
    '* ',
    '*a*',
    '_',
    '__a ',
    '#',
    '# ',
    '## a\n',
    '#1',
    '> ',
    '1. ',
    '1.\n',
    '|',
    '| a |\n',
    '\\',
  ],
  ...[
    '[',
    ']',
    '[]',
    '[]()',
    '[a](',
    '![',
    '![](',
    '[1',
    '[1,',
    '[1†',
    '【1†',
    '【',
    '(',
    ')',
    '((',
    '{',
    '<',
    '<a',
    '<a ',
    '</',
    '<!--',
    '>',
  ],
  ...[
    '@',
    'a@',
    'a@b',
    'a@a.',
    '@a.',
    '+',
    '+1 ',
    '0 ',
    '€',
    '€1',
    '1,1.',
    'http://',
    'https://a',
    'https ://',
    'www.',
    'www.a',
    'tel:',
    'tel:1 ',
    'mailto:a',
    'javascript:',
    'data: ',
  ],
  ...[
    'HANDOVER',
    'handover: ',
    'order ',
    'order no ',
    'no:',
    'not ',
    'do not ',
    'a human ',
    'talk to ',
    'mit einem ',
    'speak with a ',
    'thanks ',
    'ok ',
    'useless ',
    'good ',
  ],
  ...[
    '---\n',
    '--- a: b\n',
    'a: b\n',
    '<title>',
    '<head>',
    '<table><tr><td>',
    '&amp;',
    '&#',
    '%',
    '%20',
    '=',
    '/',
    '//',
    'a/',
    '\ud800',
  ],
];

/** Texts of so many UTF-16 units, by name: runs of one thing with an end that no pattern expects, and mixtures. */
export function nastyTexts(length: number): Array<{ name: string; text: string }> {
  const runs = repeated.map((piece) => ({
    name: JSON.stringify(piece),
    text: `${piece.repeat(Math.ceil(length / piece.length)).slice(0, length)} x`,
  }));
  return [...runs, ...[1, 2, 3, 4].map((seed) => ({ name: `mixture ${seed}`, text: mixture(seed, length) }))];
}

function mixture(seed: number, length: number): string {
  let state = seed * 2_654_435_761;
  let text = '';
  while (text.length < length) {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    text += repeated[Math.floor((state / 2_147_483_648) * repeated.length)];
  }
  return text;
}

/** Ordinary prose of a length: what a function takes for it is its measure. */
export function prose(length: number): string {
  const sentence =
    'I ordered two lamps last week (order 48213) and one of them came broken. How do I send it back, and when is the money returned? See https://shop.example/returns or write to help@shop.example.\n';
  return sentence.repeat(Math.ceil(length / sentence.length)).slice(0, length);
}

/** Fills what is searched. */
export async function prepare(): Promise<void> {
  for (const [i, { title, content }] of demoArticles.entries()) {
    await index.put({ id: String(i), title, content, tags: [], audience: 'public' }, '1');
  }
}
