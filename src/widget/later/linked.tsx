import { parseWritten, type Span } from '../../protocol/written-text';
import { SafeLink } from '../view/safe-link';

/** A person's text with its links. */
export function Linked({ text }: { text: string }) {
  return <Spans spans={parseWritten(text)} />;
}

/** Every text in an element of its own: a browser that translates the page replaces text nodes. */
export function Spans({ spans }: { spans: Span[] }) {
  return (
    <>
      {spans.map(({ text, bold, href }) => {
        const Tag = bold ? 'strong' : 'span';
        const node = <Tag>{text}</Tag>;
        return href ? <SafeLink href={href}>{node}</SafeLink> : node;
      })}
    </>
  );
}
