// Settings of category 'sla': what customers are promised. Of several policies the first that fits applies.
import { useState } from 'react';
import type { SlaPolicy } from '../../protocol/sla';
import { useTeams } from '../data/use-teams';
import { Explained } from '../ui/explained';
import { OrderedCards } from '../ui/ordered-cards';
import { Trouble, Waiting } from '../ui/page-frame';
import { useSettings } from '../settings/use-settings';
import { useQueryClient } from '@tanstack/react-query';
import { policySentence } from './policy-words';
import { PolicyDialog } from './policy-dialog';
import { t } from '../i18n/translate';

export default function Policies({ mayWrite }: { mayWrite: boolean }) {
  const settings = useSettings('sla');
  const policies = (settings.value('policies') ?? []) as SlaPolicy[];
  const teams = useTeams(policies.some(({ when }) => when.teamId));
  const queries = useQueryClient();
  const [editing, setEditing] = useState<SlaPolicy | 'new' | null>(null);
  if (settings.error) return <Trouble error={settings.error} onRetry={settings.retry} />;
  if (settings.pending) return <Waiting />;
  async function write(next: SlaPolicy[]): Promise<void> {
    await settings.write({ policies: next.length > 0 ? next : undefined });
    await queries.invalidateQueries({ queryKey: ['settings'] });
  }
  return (
    <>
      <Explained word={t('New policy')} onNew={mayWrite && (() => setEditing('new'))}>
        {t(
          'What customers are promised once they wait for a person. The first policy that fits a conversation applies. What is due soon stands in the list, and what broke in the conversation.',
        )}
      </Explained>
      {policies.length === 0 ? (
        <p className="quiet">{t('No policy yet: nothing is promised.')}</p>
      ) : (
        <OrderedCards
          all={policies}
          keyOf={({ id }) => id}
          nameOf={({ name }) => name}
          about={(policy) => (
            <>
              <br />
              <span className="quiet">{policySentence(policy, teams)}</span>
            </>
          )}
          mayWrite={mayWrite}
          write={write}
          onChange={setEditing}
        />
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
