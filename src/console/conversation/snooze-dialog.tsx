// Until when: an hour, the organization's own mornings, a time of one's own, or the customer's next word.
import { Modal } from '@mantine/core';
import type { Session } from '../../protocol/model/session';
import { useConsole } from '../context';
import { Rest, useSaving } from '../ui/form';
import { TimeChoices } from './time-choices';
import { useSnoozeTimes } from './use-snooze-times';
import { t } from '../i18n/translate';

export default function SnoozeDialog({ session, onClose }: { session: Session; onClose: () => void }) {
  const { inbox } = useConsole();
  const save = useSaving('sessions', ['until'], onClose);
  const { hour, tomorrow, monday } = useSnoozeTimes();
  const times = [
    { word: t('In an hour'), at: hour },
    { word: t('Tomorrow'), at: tomorrow },
    { word: t('Monday'), at: monday },
    { word: t('Until they write'), at: undefined },
  ];
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('Put away')}
      transitionProps={{ duration: 120 }}
      closeButtonProps={{ 'aria-label': t('Close without putting it away') }}
    >
      <p className="quiet">{t('It comes back then, and at once when the customer writes.')}</p>
      <TimeChoices<string | undefined>
        label={t('Until when')}
        // Who waits for an answer would wait for ever.
        times={session.needsReplySince ? times.filter(({ at }) => at) : times}
        word={t('Put away')}
        busy={save.busy}
        error={save.errors.fields['until']}
        onTime={(until) => save.run(() => inbox.snooze(session.id, until))}
      />
      <Rest save={save} />
    </Modal>
  );
}
