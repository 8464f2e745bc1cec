// When a reply goes out: the organization's own mornings, or a time of one's own.
import { Modal, Textarea } from '@mantine/core';
import { useState } from 'react';
import type { ScheduledMessage } from '../../protocol/scheduled-messages';
import { useConsole } from '../context';
import { Rest, useSaving } from '../ui/form';
import { scheduledKey } from './scheduled-key';
import { TimeChoices } from './time-choices';
import { useSnoozeTimes } from './use-snooze-times';
import { t } from '../i18n/translate';

interface Props {
  sessionId: string;
  /** Words of a new one. */
  text?: string;
  /** One that is changed. */
  scheduled?: ScheduledMessage;
  /** It is kept. */
  onDone?: () => void;
  onClose: () => void;
}

export default function ScheduleDialog({ sessionId, text = '', scheduled, onDone, onClose }: Props) {
  const { http } = useConsole();
  const shown = ['sendAt', ...(scheduled ? ['text'] : [])];
  const save = useSaving(scheduledKey(sessionId)[0], shown, () => {
    onDone?.();
    onClose();
  });
  const [words, setWords] = useState(scheduled?.text ?? text);
  const { hour, tomorrow, monday } = useSnoozeTimes();
  const was = scheduled && Date.parse(scheduled.sendAt) > Date.now() ? scheduled.sendAt : undefined;
  const times = [
    { word: t('As it was'), at: was },
    { word: t('In an hour'), at: hour },
    { word: t('Tomorrow'), at: tomorrow },
    { word: t('Monday'), at: monday },
  ];
  const keep = (sendAt: string) =>
    save.run(async () => {
      const body = { text: words, sendAt };
      if (scheduled) await http.patch(`scheduled-messages/${scheduled.id}`, body);
      else await http.post(`sessions/${sessionId}/scheduled-messages`, body);
    });
  return (
    <Modal
      opened
      onClose={onClose}
      title={scheduled ? t('Change the scheduled reply') : t('Send later')}
      transitionProps={{ duration: 120 }}
      closeButtonProps={{ 'aria-label': t('Close without scheduling') }}
    >
      {scheduled && (
        <Textarea
          data-autofocus
          label={t('Words')}
          autosize
          minRows={2}
          maxRows={10}
          maxLength={10_000}
          value={words}
          error={save.errors.fields['text']}
          onChange={(event) => setWords(event.currentTarget.value)}
        />
      )}
      <p className="quiet">
        {t('It waits for you instead when the customer writes before, or the conversation is closed.')}
      </p>
      <TimeChoices
        label={t('When')}
        times={times.flatMap(({ word, at }) => (at ? [{ word, at }] : []))}
        word={scheduled ? t('Change') : t('Send then')}
        busy={save.busy || !words.trim()}
        error={save.errors.fields['sendAt']}
        onTime={keep}
      />
      <Rest save={save} />
    </Modal>
  );
}
