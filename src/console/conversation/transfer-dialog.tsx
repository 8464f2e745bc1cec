import { Button, Modal, Radio, Textarea } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Agent } from '../../protocol/people';
import type { Session } from '../../protocol/model/session';
import { useConsole, useInbox } from '../context';
import { sentence } from '../data/failure';
import type { Page } from '../data/http';

/** To a colleague or back to the queue, with a word for whoever gets it. */
export function TransferDialog({ session, onClose }: { session: Session; onClose: () => void }) {
  const { http, inbox } = useConsole();
  const presences = useInbox((state) => state.presences);
  const agents = useQuery({
    queryKey: ['agents'],
    queryFn: () => http.get<Page<Agent>>('agents', { limit: 100 }),
  });
  const [to, setTo] = useState('');
  const [note, setNote] = useState('');
  const [error, setError] = useState('');
  const [busy, setBusy] = useState(false);

  async function transfer() {
    setBusy(true);
    try {
      await inbox.transfer(session.id, to === 'queue' ? { queue: true } : { agentId: to }, note.trim());
      onClose();
    } catch (failure) {
      setError(sentence(failure));
      setBusy(false);
    }
  }

  const presenceOf = (agent: Agent) => presences[agent.id] ?? agent.presence;
  return (
    <Modal
      opened
      onClose={onClose}
      title="Transfer"
      transitionProps={{ duration: 120 }}
      closeButtonProps={{ 'aria-label': 'Close without a transfer' }}
    >
      <Radio.Group label="To" value={to} onChange={setTo} error={error}>
        <div className="choices">
          {session.status !== 'waiting' && <Radio value="queue" label="The queue: whoever is free next" />}
          {agents.data?.items
            .filter(({ id }) => id !== session.agentId)
            .map((agent) => (
              <Radio
                key={agent.id}
                value={agent.id}
                label={`${agent.displayName} (${presenceOf(agent)})`}
                description={agent.specialties.join(', ')}
              />
            ))}
        </div>
      </Radio.Group>
      {agents.isError && <p role="alert">{sentence(agents.error)}</p>}
      <Textarea
        mt={12}
        label="A word for them"
        description="Only your team sees this."
        autosize
        minRows={2}
        maxRows={6}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
      <div className="dialog-foot">
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button loading={busy} disabled={!to} onClick={() => void transfer()}>
          Transfer
        </Button>
      </div>
    </Modal>
  );
}
