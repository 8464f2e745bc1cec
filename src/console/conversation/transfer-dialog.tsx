import { Button, Modal, Radio, Textarea } from '@mantine/core';
import { useForm, type UseFormReturnType } from '@mantine/form';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Agent } from '../../protocol/people';
import type { Session } from '../../protocol/model/session';
import { useConsole, useInbox } from '../context';
import { sentence } from '../data/failure';
import type { Page } from '../data/http';

interface Transfer {
  /** An agent's id, or 'queue'. */
  to: string;
  note: string;
}

/** To a colleague or back to the queue, with a word for whoever gets it. */
export default function TransferDialog({ session, onClose }: { session: Session; onClose: () => void }) {
  const { inbox } = useConsole();
  const form = useForm<Transfer>({ initialValues: { to: '', note: '' } });
  const [busy, setBusy] = useState(false);

  async function transfer({ to, note }: Transfer) {
    setBusy(true);
    try {
      await inbox.transfer(session.id, to === 'queue' ? { queue: true } : { agentId: to }, note.trim());
      onClose();
    } catch (failure) {
      form.setFieldError('to', sentence(failure));
      setBusy(false);
    }
  }

  return (
    <Modal
      opened
      onClose={onClose}
      title="Transfer"
      transitionProps={{ duration: 120 }}
      closeButtonProps={{ 'aria-label': 'Close without a transfer' }}
    >
      <form onSubmit={form.onSubmit((values) => void transfer(values))}>
        <Receivers session={session} form={form} />
        <Textarea
          mt={12}
          label="A word for them"
          description="Only your team sees this."
          autosize
          minRows={2}
          maxRows={6}
          {...form.getInputProps('note')}
        />
        <div className="dialog-foot">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={busy} disabled={!form.values.to}>
            Transfer
          </Button>
        </div>
      </form>
    </Modal>
  );
}

function Receivers({ session, form }: { session: Session; form: UseFormReturnType<Transfer> }) {
  const { http } = useConsole();
  const presences = useInbox((state) => state.presences);
  const agents = useQuery({
    queryKey: ['agents'],
    queryFn: () => http.get<Page<Agent>>('agents', { limit: 100 }),
  });
  const others = (agents.data?.items ?? []).filter(({ id }) => id !== session.agentId);
  return (
    <>
      <Radio.Group label="To" {...form.getInputProps('to')}>
        <div className="choices">
          {session.status !== 'waiting' && <Radio value="queue" label="The queue: whoever is free next" />}
          {others.map((agent) => (
            <Radio
              key={agent.id}
              value={agent.id}
              label={`${agent.displayName} (${presences[agent.id] ?? agent.presence})`}
              description={agent.specialties.join(', ')}
            />
          ))}
        </div>
      </Radio.Group>
      {agents.isError && <p role="alert">{sentence(agents.error)}</p>}
    </>
  );
}
