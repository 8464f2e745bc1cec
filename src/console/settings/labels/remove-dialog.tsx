import { useQuery } from '@tanstack/react-query';
import type { Label, LabelHolder, LabelUse } from '../../../protocol/labels';
import { useConsole } from '../../context';
import { FormDialog, useSaving } from '../../ui/form';
import { Trouble, Waiting } from '../../ui/page-frame';
import { plural, t } from '../../i18n/translate';

const words: Record<LabelHolder, string> = {
  view: t('View'),
  macro: t('Macro'),
  rule: t('Rule'),
  playbook: t('Playbook'),
  sla: t('SLA'),
  retention: t('Retention'),
  team: t('Team'),
};

export function RemoveDialog({ label, onClose }: { label: Label; onClose: () => void }) {
  const { http } = useConsole();
  const path = `labels/${encodeURIComponent(label.name)}`;
  const use = useQuery({ queryKey: ['labels', path], queryFn: () => http.get<LabelUse>(path) });
  const save = useSaving('labels', [], onClose);
  return (
    <FormDialog
      title={t('Remove {name}', { name: label.name })}
      word={t('Remove')}
      save={save}
      onSave={() => http.remove(path)}
      onClose={onClose}
    >
      {use.isError && <Trouble error={use.error} onRetry={() => void use.refetch()} />}
      {use.isPending && <Waiting />}
      {use.data && <What use={use.data} />}
    </FormDialog>
  );
}

function What({ use: { conversations, usedBy } }: { use: LabelUse }) {
  if (usedBy.length === 0)
    return (
      <p>
        {plural(conversations, {
          one: '{count} conversation loses it. It cannot be undone.',
          other: '{count} conversations lose it. It cannot be undone.',
        })}
      </p>
    );
  return (
    <>
      <p>{t('It cannot be removed while something names it. Change these first, or merge it:')}</p>
      <ul className="cards">
        {usedBy.map(({ kind, name }, at) => (
          <li key={at}>
            <span className="main">
              <span className="quiet">{words[kind]}</span> <bdi>{name ?? ownWord(kind)}</bdi>
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}

const ownWord = (kind: LabelHolder) => (kind === 'sla' || kind === 'retention' ? '' : t('Somebody’s own'));
