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
  return windows(text).flatMap((window) =>
    [...sentenceSegmenter.segment(window)].map((part) => part.segment),
  );
}

/** Cut after the last end of a sentence that fits; where there is none, anywhere. */
function windows(text: string): string[] {
  const cut: string[] = [];
  for (let from = 0; from < text.length;) {
    const window = text.slice(from, from + longestWindow);
    const whole = from + longestWindow >= text.length;
    const end = whole ? undefined : [...window.matchAll(sentenceEnd)].at(-1);
    const length = end ? end.index + end[0].length : window.length;
    cut.push(window.slice(0, length));
    from += length;
  }
  return cut;
}
