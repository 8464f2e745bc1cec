import { Button, Modal, Radio, Textarea } from '@mantine/core';
import { useForm, type UseFormReturnType } from '@mantine/form';
import { useState } from 'react';
import type { Presence } from '../../protocol/model/presence';
import type { Team } from '../../protocol/teams';
import type { Session } from '../../protocol/model/session';
import { useConsole, useInbox } from '../context';
import { sentence } from '../data/failure';
import { useTeams } from '../data/use-teams';
import { useActiveAgents } from '../macros/use-agents';
import { Avatar } from '../shell/avatar';
import { presenceWords } from '../shell/presence-words';
import { languageName } from '../text/languages';
import { listed, plural, t } from '../i18n/translate';

interface Transfer {
  /** 'agent' or 'team' and its id, or 'queue' or 'anybody'. */
  to: string;
  note: string;
}

function targetOf(to: string) {
  const [kind, id = ''] = to.split(' ');
  if (kind === 'agent') return { agentId: id };
  if (kind === 'team') return { teamId: id };
  return kind === 'anybody' ? { teamId: null } : ({ queue: true } as const);
}

/** To a colleague, to a team or back to the queue, with a word for whoever gets it. */
export default function TransferDialog({ session, onClose }: { session: Session; onClose: () => void }) {
  const { inbox } = useConsole();
  const form = useForm<Transfer>({ initialValues: { to: '', note: '' } });
  const [busy, setBusy] = useState(false);

  async function transfer({ to, note }: Transfer) {
    setBusy(true);
    try {
      await inbox.transfer(session.id, targetOf(to), note.trim());
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
      title={t('Transfer')}
      transitionProps={{ duration: 120 }}
      closeButtonProps={{ 'aria-label': t('Close without a transfer') }}
    >
      <form onSubmit={form.onSubmit((values) => void transfer(values))}>
        <Receivers session={session} form={form} />
        <Textarea
          mt={12}
          label={t('A word for them')}
          description={t('Only your team sees this.')}
          autosize
          minRows={2}
          maxRows={6}
          {...form.getInputProps('note')}
        />
        <div className="dialog-foot">
          <Button variant="default" onClick={onClose}>
            {t('Cancel')}
          </Button>
          <Button type="submit" loading={busy} disabled={!form.values.to}>
            {t('Transfer')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}

function Receivers({ session, form }: { session: Session; form: UseFormReturnType<Transfer> }) {
  const presences = useInbox((state) => state.presences);
  const { agents, failure } = useActiveAgents();
  const teams = useTeams();
  const own = teams.find(({ id }) => id === session.teamId);
  const others = agents.filter(({ id }) => id !== session.agentId);
  return (
    <>
      <Radio.Group label={t('To|whom')} {...form.getInputProps('to')}>
        <div className="choices">
          {session.status !== 'waiting' && (
            <Radio
              value="queue"
              label={
                own ? t('The queue of {name}', { name: own.name }) : t('The queue: whoever is free next')
              }
            />
          )}
          {session.teamId && (
            <Radio value="anybody" label={t('Anybody: whoever is free next, of whatever team')} />
          )}
          {teams
            .filter(({ id }) => id !== session.teamId)
            .map((team) => (
              <Radio
                key={team.id}
                value={`team ${team.id}`}
                label={team.name}
                description={hereOf(team, presences)}
              />
            ))}
          {others.map((agent) => (
            <Radio
              key={agent.id}
              value={`agent ${agent.id}`}
              label={
                <span className="with-face">
                  <Avatar name={agent.displayName} size={20} agentId={agent.id} />
                  <span>{`${agent.displayName} (${presenceWords[presences[agent.id] ?? agent.presence].toLocaleLowerCase()})`}</span>
                </span>
              }
              description={listed([...agent.specialties, ...agent.languages.map(languageName)])}
            />
          ))}
        </div>
      </Radio.Group>
      {failure !== null && <p role="alert">{sentence(failure)}</p>}
    </>
  );
}

function hereOf({ agentIds }: Team, presences: Record<string, Presence>): string {
  const here = agentIds.filter((id) => presences[id] === 'online').length;
  return here > 0
    ? plural(here, { one: 'Team, {count} online', other: 'Team, {count} online' })
    : t('Team, nobody online: whoever is free gets it');
}
