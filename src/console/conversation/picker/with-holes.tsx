import { holesIn } from '../../../protocol/reply-text';

/** The holes stand out. */
export function WithHoles({ text }: { text: string }) {
  let end = 0;
  const parts = holesIn(text).flatMap(({ from, to }) => {
    const before = text.slice(end, from);
    end = to;
    return [before, <mark key={from}>{text.slice(from, to)}</mark>];
  });
  return (
    <>
      {parts}
      {text.slice(end)}
    </>
  );
}
