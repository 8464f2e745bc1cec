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
      {spans.map(({ text, bold, italic, code, href }) => {
        const Tag = code ? 'code' : italic ? 'em' : bold ? 'strong' : 'span';
        const node =
          bold && italic ? (
            <strong>
              <em>{text}</em>
            </strong>
          ) : (
            <Tag>{text}</Tag>
          );
        return href ? <SafeLink href={href}>{node}</SafeLink> : node;
      })}
    </>
  );
}
