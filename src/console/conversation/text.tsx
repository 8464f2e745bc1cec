// What others wrote, as text nodes and safe links; the parser is the widget's, too.
import { useMemo } from 'react';
import { callsIn } from '../data/mentions';
import { parseMarked, parseMarkedLists, type MarkForm } from '../../protocol/marked-text';
import { parseFormatted, parseWritten, type Block, type Item, type Span } from '../../protocol/rich-text';

interface Props {
  children: string;
  /** Only what the AI, articles and answers by mail say is formatted. */
  formatted?: boolean;
  /** What is marked in these is shown so; all else as it was written. */
  marks?: MarkForm | undefined;
  /** Of a note: whom it calls. */
  names?: readonly string[];
}

const none: readonly string[] = [];

/** Who is called stands out. */
function withCalls(spans: readonly Span[], names: readonly string[]): Span[] {
  if (names.length === 0) return [...spans];
  return spans.flatMap((span) => {
    if (span.href) return [span];
    let end = 0;
    const parts = callsIn(span.text, names).flatMap(({ from, to }) => {
      const before = { ...span, text: span.text.slice(end, from) };
      end = to;
      return [before, { ...span, text: span.text.slice(from, to), bold: true as const }];
    });
    return [...parts, { ...span, text: span.text.slice(end) }].filter(({ text }) => text);
  });
}

export function Text({ children, formatted = false, marks, names }: Props) {
  const blocks = useMemo(
    () => (formatted ? parseFormatted(children) : marks === 'markdown' ? withLists(children) : undefined),
    [children, formatted, marks],
  );
  return blocks ? <Blocks blocks={blocks} /> : <Written text={children} marks={marks} names={names} />;
}

type AnyBlock = Block | ReturnType<typeof parseMarkedLists>[number];

/** What has no list in it stays one piece. */
function withLists(text: string): AnyBlock[] | undefined {
  const blocks = parseMarkedLists(text);
  return blocks.some(({ kind }) => kind !== 'written') ? blocks : undefined;
}

function Written({
  text,
  marks,
  names = none,
}: Pick<Props, 'marks'> & { text: string; names?: Props['names'] | undefined }) {
  const spans = useMemo(
    () => (marks ? parseMarked(text, marks) : withCalls(parseWritten(text), names)),
    [text, marks, names],
  );
  return (
    <span className="text" dir="auto">
      <Spans spans={spans} />
    </span>
  );
}

function Blocks({ blocks }: { blocks: readonly AnyBlock[] }) {
  return (
    <div className="text formatted">
      {blocks.map((block, index) => (
        <BlockView key={index} block={block} />
      ))}
    </div>
  );
}

function BlockView({ block }: { block: AnyBlock }) {
  if (block.kind === 'written') {
    return (
      <p dir="auto" className="text-written">
        <Spans spans={block.spans} />
      </p>
    );
  }
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
  return spans.map(({ text, bold, italic, code, strike, href }, index) => {
    if (href) {
      return (
        <a key={index} href={href} target="_blank" rel="noopener noreferrer nofollow ugc">
          {text}
        </a>
      );
    }
    if (bold && italic)
      return (
        <strong key={index}>
          <em>{text}</em>
        </strong>
      );
    const Tag = code ? 'code' : strike ? 's' : bold ? 'strong' : italic ? 'em' : 'span';
    return <Tag key={index}>{text}</Tag>;
  });
}
