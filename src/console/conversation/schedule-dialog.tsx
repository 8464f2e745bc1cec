// When a reply goes out: the organization's own mornings, or a time of one's own.
import { Button, Modal, Textarea, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { ScheduledMessage } from '../../protocol/scheduled-messages';
import { useConsole } from '../context';
import { useAct } from '../hooks';
import '../styles/replies.css';
import { untilWords } from '../text/time';
import { scheduledKey } from './scheduled-key';
import { useSnoozeTimes } from './use-snooze-times';

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
  const queries = useQueryClient();
  const [busy, act] = useAct();
  const [words, setWords] = useState(scheduled?.text ?? text);
  const keep = (sendAt: string) =>
    act(async () => {
      const body = { text: words, sendAt };
      if (scheduled) await http.patch(`scheduled-messages/${scheduled.id}`, body);
      else await http.post(`sessions/${sessionId}/scheduled-messages`, body);
      await queries.invalidateQueries({ queryKey: scheduledKey(sessionId) });
      onDone?.();
      onClose();
    });
  return (
    <Modal
      opened
      onClose={onClose}
      title={scheduled ? 'Change the scheduled reply' : 'Send later'}
      transitionProps={{ duration: 120 }}
      closeButtonProps={{ 'aria-label': 'Close without scheduling' }}
    >
      {scheduled && (
        <Textarea
          label="Words"
          autosize
          minRows={2}
          maxRows={10}
          maxLength={10_000}
          value={words}
          onChange={(event) => setWords(event.currentTarget.value)}
        />
      )}
      <p className="quiet">
        It waits for you instead when the customer writes before, or the conversation is closed.
      </p>
      <Times
        was={scheduled?.sendAt}
        busy={busy || !words.trim()}
        onTime={keep}
        word={scheduled ? 'Change' : 'Send then'}
      />
    </Modal>
  );
}

interface TimesProps {
  /** When it was to go out. */
  was: string | undefined;
  busy: boolean;
  /** Of the button beside a time of one's own. */
  word: string;
  onTime: (at: string) => void;
}

function Times({ was, busy, word: done, onTime }: TimesProps) {
  const [own, setOwn] = useState('');
  const { hour, tomorrow, monday } = useSnoozeTimes();
  const ownTime = own && !Number.isNaN(Date.parse(own)) ? new Date(own).toISOString() : undefined;
  const times = [
    { word: 'As it was', at: was && Date.parse(was) > Date.now() ? was : undefined },
    { word: 'In an hour', at: hour },
    { word: 'Tomorrow', at: tomorrow },
    { word: 'Monday', at: monday },
  ];
  return (
    <>
      <div className="snooze-times" role="group" aria-label="When">
        {times.map(
          ({ word, at }) =>
            at && (
              <Button
                key={word}
                variant="default"
                justify="space-between"
                fullWidth
                disabled={busy}
                rightSection={<span className="quiet">{untilWords(at).replace('until ', '')}</span>}
                onClick={() => onTime(at)}
              >
                {word}
              </Button>
            ),
        )}
      </div>
      <form
        className="snooze-own"
        onSubmit={(event) => {
          event.preventDefault();
          if (ownTime) onTime(ownTime);
        }}
      >
        <TextInput
          className="grow"
          type="datetime-local"
          label="A time of your own"
          value={own}
          onChange={(event) => setOwn(event.currentTarget.value)}
        />
        <Button type="submit" disabled={busy || !ownTime || Date.parse(ownTime) <= Date.now()}>
          {done}
        </Button>
      </form>
    </>
  );
}
