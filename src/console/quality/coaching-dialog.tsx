import { Select, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useConsole } from '../context';
import { useAgents } from '../macros/use-agents';
import { FormDialog, useSaving } from '../ui/form';
import { t } from '../i18n/translate';

interface Props {
  /** Unset: it is chosen. */
  agentId?: string;
  reviewId?: string;
  onClose: () => void;
}

export default function CoachingDialog({ agentId, reviewId, onClose }: Props) {
  const { http } = useConsole();
  const { agents } = useAgents(agentId === undefined);
  const [whose, setWhose] = useState(agentId ?? null);
  const [text, setText] = useState('');
  const save = useSaving('coaching-notes', ['agentId', 'text'], onClose);
  return (
    <FormDialog
      title={t('New coaching note')}
      save={save}
      onClose={onClose}
      onSave={() => http.post('coaching-notes', { agentId: whose, text, ...(reviewId && { reviewId }) })}
    >
      {agentId === undefined && (
        <Select
          label={t('For whom')}
          data={agents.map(({ id, displayName }) => ({ value: id, label: displayName }))}
          value={whose}
          error={save.errors.fields['agentId']}
          onChange={setWhose}
        />
      )}
      <Textarea
        label={t('What to keep, what to do otherwise')}
        description={t('Its agent, supervisors and admins see it, and nobody else.')}
        data-autofocus
        autosize
        minRows={4}
        maxLength={2000}
        value={text}
        error={save.errors.fields['text']}
        onChange={({ currentTarget: { value } }) => setText(value)}
      />
    </FormDialog>
  );
}
