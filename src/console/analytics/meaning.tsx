import { Tooltip } from '@mantine/core';

/** A question mark that says what a figure means. */
export function Meaning({ of, text }: { of: string; text: string }) {
  return (
    <Tooltip label={text} multiline w={280} events={{ hover: true, focus: true, touch: true }}>
      <button className="meaning" aria-label={`What ${of} means`}>
        ?
      </button>
    </Tooltip>
  );
}
