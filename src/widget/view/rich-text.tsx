import { lazy } from './lazy';

/** What finds links comes with the first text in which there may be one. */
const Linked = lazy(() => import('../later/linked').then((part) => part.Linked), Plain);
const mayLink = /[.:@]\S/;

export interface Shown {
  text: string;
  /** Unset: a customer, or the AI whose answer is being written. */
  by?: string | false | undefined;
}

/** Words as they were written: a customer’s, and the greeting. Untrusted text becomes nodes only here and by `Spans`: text and links, never HTML. */
export function Written({ text }: Shown) {
  const Shown = mayLink.test(text) ? Linked : Plain;
  return (
    <p class="written" dir="auto">
      <Shown text={text} />
    </p>
  );
}

function Plain({ text }: { text: string }) {
  return <Label>{text}</Label>;
}

/** Words that change: new words get a new element, whatever a browser's translator has made of the old one. */
export function Label({ children }: { children: string }) {
  return <span key={children}>{children}</span>;
}
