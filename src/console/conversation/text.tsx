// What others wrote, as text nodes and safe links; the parser is the widget's, too.
import { useMemo } from 'react';
import { parseFormatted, parseWritten, type Block, type Item, type Span } from '../../protocol/rich-text';

interface Props {
  children: string;
  /** Only what the AI and articles say is formatted; what a person wrote is shown as written. */
  formatted?: boolean;
}

export function Text({ children, formatted = false }: Props) {
  return formatted ? <Formatted text={children} /> : <Written text={children} />;
}

function Written({ text }: { text: string }) {
  const spans = useMemo(() => parseWritten(text), [text]);
  return (
    <span className="text" dir="auto">
      <Spans spans={spans} />
    </span>
  );
}

function Formatted({ text }: { text: string }) {
  const blocks = useMemo(() => parseFormatted(text), [text]);
  return (
    <div className="text formatted">
      {blocks.map((block, index) => (
        <BlockView key={index} block={block} />
      ))}
    </div>
  );
}

function BlockView({ block }: { block: Block }) {
  if (block.kind === 'paragraph') {
    return (
      <p dir="auto">
        <Lines lines={block.lines} />
      </p>
    );
  }
  if (block.kind === 'heading') {
    return (
      <p dir="auto" className="text-heading">
        <Spans spans={block.spans} />
      </p>
    );
  }
  const List = block.kind === 'bullets' ? 'ul' : 'ol';
  return (
    <List dir="auto" style={{ marginInlineStart: `${block.depth * 20}px` }}>
      {block.items.map((item: Item, index) => (
        <li key={index} value={block.kind === 'numbers' ? item.number : undefined}>
          <Lines lines={item.lines} />
        </li>
      ))}
    </List>
  );
}

function Lines({ lines }: { lines: readonly Span[][] }) {
  return lines.map((spans, index) => (
    <span key={index} className="text-line">
      <Spans spans={spans} />
    </span>
  ));
}

/** Each in an element of its own: a browser's translator replaces bare text, which React could then not find again. */
function Spans({ spans }: { spans: readonly Span[] }) {
  return spans.map(({ text, bold, href }, index) => {
    if (href) {
      return (
        <a key={index} href={href} target="_blank" rel="noopener noreferrer nofollow ugc">
          {text}
        </a>
      );
    }
    return bold ? <strong key={index}>{text}</strong> : <span key={index}>{text}</span>;
  });
}
