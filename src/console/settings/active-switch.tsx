// Whether a person may sign in. Whoever is switched off gives back what they hold: that is said before it happens.
import { Switch } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Session } from '../../protocol/model/session';
import type { Agent, User } from '../../protocol/people';
import { useConsole } from '../context';
import type { Page } from '../data/http';
import { useAct } from '../hooks';
import { AskFirst } from '../ui/ask-first';
import { plural, t } from '../i18n/translate';
import { personName } from './password-dialog';

interface Props {
  user: User;
  /** What they are to customers; undefined: they answer none. */
  agent: Agent | undefined;
  mayChange: boolean;
}

export function ActiveSwitch({ user, agent, mayChange }: Props) {
  const { http } = useConsole();
  const queries = useQueryClient();
  const [busy, act] = useAct();
  const [asked, setAsked] = useState(false);
  const set = (isActive: boolean) =>
    act(async () => {
      await http.patch(`users/${user.id}`, { isActive });
      await Promise.all([['users'], ['agents']].map((queryKey) => queries.invalidateQueries({ queryKey })));
    });
  return (
    <>
      <Switch
        label={t('Active')}
        aria-label={t('{email}: active', { email: user.email })}
        disabled={!mayChange || busy}
        checked={user.isActive}
        onChange={() => (user.isActive ? setAsked(true) : set(true))}
      />
      {asked && (
        <AskFirst
          title={t('Deactivate {name}?', { name: personName(user) })}
          word={t('Deactivate')}
          onNo={() => setAsked(false)}
          onYes={() => {
            setAsked(false);
            set(false);
          }}
        >
          <p className="asked-why">
            {t('They are signed out everywhere, and cannot sign in until they are active again.')}
          </p>
          {agent && <GivenBack agentId={agent.id} />}
        </AskFirst>
      )}
    </>
  );
}

const most = 200;

/** What they hold, where it is known: what is asked does not wait for it. */
function GivenBack({ agentId }: { agentId: string }) {
  const { http } = useConsole();
  const { data } = useQuery({
    queryKey: ['sessions', 'held', agentId],
    queryFn: () => http.get<Page<Session>>('sessions', { agentId, status: 'with_agent', limit: most }),
    staleTime: 0,
  });
  if (!data) return null;
  return (
    <p className="asked-why" role="status">
      {data.items.length === 0
        ? t('They hold no conversation.')
        : data.nextCursor !== null
          ? t(
              'More than {count} open conversations of theirs go back to the queue, each of its team where it has one, for whoever is free.',
              { count: most },
            )
          : plural(data.items.length, {
              one: 'Their open conversation goes back to the queue, of its team where it has one, for whoever is free.',
              other:
                'Their {count} open conversations go back to the queue, each of its team where it has one, for whoever is free.',
            })}
    </p>
  );
}
