// Intl.Segmenter in small windows: every segment that V8 makes carries a copy of the whole input, so that 50,000 characters
// without a space at once take gigabytes.

const wordSegmenter = new Intl.Segmenter('und', { granularity: 'word' });
const sentenceSegmenter = new Intl.Segmenter('und', { granularity: 'sentence' });
/** UTF-16 units. */
const longestWindow = 600;
const sentenceEnd = /(?:[.!?…؟।](?=\s)|[。！？\n])\s*/g;

/** Words of a text, in any script. */
export function segmentWords(text: string): string[] {
  return windows(text).flatMap((window) =>
    [...wordSegmenter.segment(window)].filter((part) => part.isWordLike).map((part) => part.segment),
  );
}

/** Sentences of a text; joined they are the text. */
export function segmentSentences(text: string): string[] {
  const found: string[] = [];
  for (const window of windows(text)) {
    if (isSimple.test(window)) simpleSentences(window, found);
    else for (const { segment } of sentenceSegmenter.segment(window)) found.push(segment);
  }
  return found;
}

/**
 * ASCII in which every sign that may end a sentence tells by what follows whether it does (UAX 29, SB4 to SB11): the end, a new
 * line or a capital after spaces where it does, a digit, or after a full stop a small letter, where it does not. Most texts.
 */
const isSimple = /^(?:[\t "-\-/->@-~]|\n|\.(?=[0-9]| +[a-zA-Z]| *(?:\n|$))|[!?](?= +[a-zA-Z]| *(?:\n|$)))*$/;
const simpleEnd = /\. *(?:\n|(?<= )(?=[A-Z]))|[!?] *(?:\n|(?<= )(?=[A-Za-z]))|\n/g;

/** As the segmenter cuts them, in a fifth of the time. */
function simpleSentences(text: string, found: string[]): void {
  let from = 0;
  simpleEnd.lastIndex = 0;
  while (simpleEnd.test(text)) {
    const to = simpleEnd.lastIndex;
    found.push(text.slice(from, to));
    from = to;
  }
  if (from < text.length) found.push(text.slice(from));
}

/** Cut after the last end of a sentence that fits; where there is none, anywhere. */
function windows(text: string): string[] {
  const cut: string[] = [];
  for (let from = 0; from < text.length;) {
    const window = text.slice(from, from + longestWindow);
    const whole = from + longestWindow >= text.length;
    const length = (whole ? 0 : lastEnd(window)) || window.length;
    cut.push(window.slice(0, length));
    from += length;
  }
  return cut;
}

/** Where the last sentence that ends in it does; 0 where none ends. */
function lastEnd(window: string): number {
  let end = 0;
  sentenceEnd.lastIndex = 0;
  while (sentenceEnd.test(window)) end = sentenceEnd.lastIndex;
  return end;
}
