import { parseFormatted, type Span } from '../../src/protocol/rich-text';

/** Of all blocks of a formatted text, in its order. */
export const inBlocks = (text: string): Span[] =>
  parseFormatted(text).flatMap((block) => {
    if (block.kind === 'heading') return block.spans;
    return (block.kind === 'paragraph' ? block.lines : block.items.flatMap((item) => item.lines)).flat();
  });

/** What a link may lead to. */
export const allowed = /^(https?|mailto|tel):/;
