import { Button, Modal } from '@mantine/core';
import type { RetentionPreview } from '../../../protocol/retention';
import { dateOf } from '../../text/time';
import { plural, t } from '../../i18n/translate';

interface Props {
  found: RetentionPreview;
  onYes: () => void;
  onNo: () => void;
}

/** What would go in the next run, in numbers. */
export function Confirm({ found, onYes, onNo }: Props) {
  return (
    <Modal
      opened
      onClose={onNo}
      title={t('Delete what is older?')}
      closeButtonProps={{ 'aria-label': t('Close without saving') }}
    >
      <p>{t('In the next night this would be deleted for good:')}</p>
      <ul style={{ listStyle: 'disc', margin: '8px 0', paddingInlineStart: 20 }}>
        {lines(found).map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      <p className="quiet">{t('Nothing brings it back, except restoring a backup of before.')}</p>
      <div className="dialog-foot">
        <Button variant="default" data-autofocus onClick={onNo}>
          {t('Cancel')}
        </Button>
        <Button color="red.8" onClick={onYes}>
          {t('Save and delete')}
        </Button>
      </div>
    </Modal>
  );
}

function lines({ oldest, ...found }: RetentionPreview): string[] {
  const day = oldest === undefined ? '' : dateOf(oldest.slice(0, 10));
  const said: Array<[number, string]> = [
    [
      found.conversations,
      plural(
        found.conversations,
        {
          one: '1 conversation, closed on {day}',
          other: '{count} conversations, the oldest closed on {day}',
        },
        { day },
      ),
    ],
    [found.files, plural(found.files, { one: '1 file', other: '{count} files' })],
    [
      found.visits,
      plural(found.visits, { one: 'The visit of 1 person', other: 'The visits of {count} people' }),
    ],
    [
      found.answers,
      plural(found.answers, { one: 'Why 1 answer was given', other: 'Why {count} answers were given' }),
    ],
    [
      found.events,
      plural(found.events, { one: '1 event of a channel', other: '{count} events of channels' }),
    ],
    [
      found.audit,
      plural(found.audit, { one: '1 entry of the audit log', other: '{count} entries of the audit log' }),
    ],
  ];
  return said.flatMap(([count, line]) => (count > 0 ? [line] : []));
}
