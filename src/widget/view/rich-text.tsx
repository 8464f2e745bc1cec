import { parseText, type Inline } from '../text';

/** The one place where untrusted text becomes nodes: text and links, never HTML. */
export function RichText({ text }: { text: string }) {
  return (
    <>
      {parseText(text).map(({ kind, lines }) => {
        if (kind === 'paragraph')
          return (
            <p dir="auto">
              {lines.map((line, index) => (
                <>
                  {index > 0 && <br />}
                  <Line parts={line} />
                </>
              ))}
            </p>
          );
        const List = kind === 'bullets' ? 'ul' : 'ol';
        return (
          <List dir="auto">
            {lines.map((line) => (
              <li>
                <Line parts={line} />
              </li>
            ))}
          </List>
        );
      })}
    </>
  );
}

function Line({ parts }: { parts: Inline[] }) {
  return (
    <>
      {parts.map(({ text, bold, href }) => {
        if (href) return <SafeLink href={href}>{text}</SafeLink>;
        return bold ? <strong>{text}</strong> : text;
      })}
    </>
  );
}

/** @param href from `safeHref` */
export function SafeLink({ href, children }: { href: string; children: preact.ComponentChildren }) {
  return (
    <a href={href} target="_blank" rel="noopener noreferrer nofollow">
      {children}
    </a>
  );
}
