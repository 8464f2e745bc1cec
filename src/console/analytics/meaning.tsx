import { Tooltip } from '@mantine/core';
import { t } from '../i18n/translate';

/** A question mark that says what a figure means. */
export function Meaning({ of, text }: { of: string; text: string }) {
  return (
    <Tooltip label={text} multiline w={280} events={{ hover: true, focus: true, touch: true }}>
      <button className="meaning" aria-label={t('What {of} means', { of })}>
        ?
      </button>
    </Tooltip>
  );
}
