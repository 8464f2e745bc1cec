import { parseWritten, type Span } from '../../protocol/written-text';

/** What a person wrote, as it was written. Untrusted text becomes nodes only by `Spans`: text and links, never HTML. */
export function Written({ text }: { text: string }) {
  return (
    <p class="written" dir="auto">
      <Spans spans={parseWritten(text)} />
    </p>
  );
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

/** @param href from `safeHref` */
export function SafeLink({ href, children }: { href: string; children: preact.ComponentChildren }) {
  return (
    <a href={href} target="_blank" rel="noopener noreferrer nofollow ugc">
      {children}
    </a>
  );
}

/** Words that change: new words get a new element, whatever a browser's translator has made of the old one. */
export function Label({ children }: { children: string }) {
  return <span key={children}>{children}</span>;
}
