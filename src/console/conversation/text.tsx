import { Fragment } from 'react';
import { pieces } from '../text/links';

/** The one renderer of what other people wrote: text nodes, and links that lead to http, https or mail only. */
export function Text({ children }: { children: string }) {
  return (
    <span className="text" dir="auto">
      {pieces(children).map((piece, index) =>
        piece.href ? (
          <a key={index} href={piece.href} target="_blank" rel="noopener noreferrer nofollow ugc">
            {piece.text}
          </a>
        ) : (
          <Fragment key={index}>{piece.text}</Fragment>
        ),
      )}
    </span>
  );
}
