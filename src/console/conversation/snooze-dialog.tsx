// Until when: an hour, the organization's own mornings, a time of one's own, or the customer's next word.
import { Button, Modal, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { Session } from '../../protocol/model/session';
import { useConsole } from '../context';
import { useAct } from '../hooks';
import '../styles/replies.css';
import { untilWords } from '../text/time';
import { useSnoozeTimes } from './use-snooze-times';

export default function SnoozeDialog({ session, onClose }: { session: Session; onClose: () => void }) {
  const { inbox } = useConsole();
  const [busy, act] = useAct();
  const [own, setOwn] = useState('');
  const times = useTimes();
  // Who waits for an answer would wait for ever.
  const offered = session.needsReplySince ? times.filter(({ at }) => at) : times;
  const put = (until: string | undefined) =>
    act(async () => {
      await inbox.snooze(session.id, until);
      onClose();
    });
  const ownTime = own && !Number.isNaN(Date.parse(own)) ? new Date(own).toISOString() : undefined;
  return (
    <Modal
      opened
      onClose={onClose}
      title="Put away"
      transitionProps={{ duration: 120 }}
      closeButtonProps={{ 'aria-label': 'Close without putting it away' }}
    >
      <p className="quiet">It comes back then, and at once when the customer writes.</p>
      <div className="snooze-times" role="group" aria-label="Until when">
        {offered.map(({ word, at }, index) => (
          <Button
            key={word}
            {...(index === 0 && { 'data-autofocus': true })}
            variant="default"
            justify="space-between"
            fullWidth
            disabled={busy}
            rightSection={at && <span className="quiet">{untilWords(at).replace('until ', '')}</span>}
            onClick={() => put(at)}
          >
            {word}
          </Button>
        ))}
      </div>
      <form
        className="snooze-own"
        onSubmit={(event) => {
          event.preventDefault();
          if (ownTime) put(ownTime);
        }}
      >
        <TextInput
          className="grow"
          type="datetime-local"
          label="A time of your own"
          value={own}
          onChange={(event) => setOwn(event.currentTarget.value)}
        />
        <Button type="submit" disabled={!ownTime || Date.parse(ownTime) <= Date.now()} loading={busy}>
          Put away
        </Button>
      </form>
    </Modal>
  );
}

interface Time {
  word: string;
  /** undefined: until the customer writes. */
  at?: string | undefined;
}

function useTimes(): Time[] {
  const { hour, tomorrow, monday } = useSnoozeTimes();
  return [
    { word: 'In an hour', at: hour },
    { word: 'Tomorrow', at: tomorrow },
    { word: 'Monday', at: monday },
    { word: 'Until they write' },
  ];
}
