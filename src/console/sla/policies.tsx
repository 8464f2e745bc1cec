// Settings of category 'sla': what customers are promised. Of several policies the first that fits applies.
import { Button } from '@mantine/core';
import { useState } from 'react';
import type { SlaPolicy } from '../../protocol/sla';
import { useTeams } from '../data/use-teams';
import { useAct } from '../hooks';
import { Icon } from '../icons';
import { Trouble, Waiting } from '../ui/page-frame';
import { useSettings } from '../pages/use-settings';
import { useQueryClient } from '@tanstack/react-query';
import { DeleteButton } from '../ui/delete-button';
import { policySentence } from './policy-words';
import { PolicyDialog } from './policy-dialog';
import { t } from '../words/words';

export default function Policies({ mayWrite }: { mayWrite: boolean }) {
  const settings = useSettings('sla');
  const [editing, setEditing] = useState<SlaPolicy | 'new' | null>(null);
  if (settings.error) return <Trouble error={settings.error} onRetry={settings.retry} />;
  if (settings.pending) return <Waiting />;
  const policies = (settings.value('policies') ?? []) as SlaPolicy[];
  const write = (next: SlaPolicy[]) => settings.write({ policies: next.length > 0 ? next : undefined });
  return (
    <>
      <div className="toolbar">
        <p className="quiet grow">
          {t(
            'What customers are promised once they wait for a person. The first policy that fits a conversation applies. What is due soon stands in the list, and what broke in the conversation.',
          )}
        </p>
        {mayWrite && (
          <Button leftSection={<Icon name="plus" size={16} />} onClick={() => setEditing('new')}>
            {t('New policy')}
          </Button>
        )}
      </div>
      {policies.length === 0 ? (
        <p className="quiet">{t('No policy yet: nothing is promised.')}</p>
      ) : (
        <List policies={policies} mayWrite={mayWrite} write={write} onChange={setEditing} />
      )}
      {editing && (
        <PolicyDialog
          policy={editing === 'new' ? undefined : editing}
          policies={policies}
          write={write}
          onClose={() => setEditing(null)}
        />
      )}
    </>
  );
}

interface ListProps {
  policies: SlaPolicy[];
  mayWrite: boolean;
  write: (next: SlaPolicy[]) => Promise<void>;
  onChange: (policy: SlaPolicy) => void;
}

function List({ policies, mayWrite, write, onChange }: ListProps) {
  const teams = useTeams(policies.some(({ when }) => when.teamId));
  const queries = useQueryClient();
  const [busy, act] = useAct();
  const save = (next: SlaPolicy[]) =>
    act(async () => {
      await write(next);
      await queries.invalidateQueries({ queryKey: ['settings'] });
    });
  return (
    <ol className="cards">
      {policies.map((policy, at) => (
        <li key={policy.id}>
          <span className="main">
            <strong dir="auto">{policy.name}</strong>
            <br />
            <span className="quiet">{policySentence(policy, teams)}</span>
          </span>
          {mayWrite && (
            <>
              <Button
                size="compact-sm"
                variant="default"
                disabled={busy || at === 0}
                aria-label={t('Move {name} up', { name: policy.name })}
                onClick={() => save(movedUp(policies, at))}
              >
                <Icon name="up" size={14} />
              </Button>
              <Button
                size="compact-sm"
                variant="default"
                aria-label={t('Change {name}', { name: policy.name })}
                onClick={() => onChange(policy)}
              >
                {t('Change')}
              </Button>
              <DeleteButton
                name={policy.name}
                busy={busy}
                onDelete={() => save(policies.filter(({ id }) => id !== policy.id))}
              />
            </>
          )}
        </li>
      ))}
    </ol>
  );
}

function movedUp(policies: readonly SlaPolicy[], at: number): SlaPolicy[] {
  const [before, moved] = [policies[at - 1]!, policies[at]!];
  return policies.map((one, n) => (n === at - 1 ? moved : n === at ? before : one));
}
