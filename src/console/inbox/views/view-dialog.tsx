import { Button, Switch, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQueryClient } from '@tanstack/react-query';
import type { SessionWhere } from '../../../protocol/session-where';
import { useConsole } from '../../context';
import { useAct } from '../../hooks';
import { Icon } from '../../icons';
import { FormDialog, useSaving } from '../../ui/form';
import { DeleteButton } from '../../ui/delete-button';
import { channelWord } from '../../text/channel-name';
import { termsOf } from './filter-words';
import { useKnown } from './use-known';
import { useViews, type View } from './use-views';
import { t } from '../../i18n/translate';

interface Props {
  /** undefined: a new one. */
  view: View | undefined;
  where: SessionWhere;
  onClose: () => void;
  onSaved?: (view: View) => void;
}

export function ViewDialog({ view, where, onClose, onSaved }: Props) {
  const { http, user } = useConsole();
  const mayShare = user.role !== 'agent';
  const save = useSaving('views', ['name'], onClose);
  const form = useForm({ initialValues: { name: view?.name ?? '', shared: view?.shared ?? false } });
  const isOthers = view?.shared === true && !mayShare;
  async function write() {
    const body = { ...form.values, where };
    const made = view ? await http.put<View>(`views/${view.id}`, body) : await http.post<View>('views', body);
    onSaved?.(made);
  }
  if (isOthers) return <Told view={view} onClose={onClose} />;
  return (
    <FormDialog
      title={view ? t('Change this view') : t('Save as view')}
      onClose={onClose}
      save={save}
      onSave={write}
    >
      <TextInput
        label={t('Name')}
        data-autofocus
        maxLength={60}
        {...form.getInputProps('name')}
        error={save.errors.fields['name']}
      />
      <Asks where={where} />
      {mayShare && (
        <Switch label={t('For the whole team')} {...form.getInputProps('shared', { type: 'checkbox' })} />
      )}
      {view && <Places view={view} onGone={onClose} />}
    </FormDialog>
  );
}

function Asks({ where }: { where: SessionWhere }) {
  const terms = termsOf(where, useKnown(where.companyId), channelWord);
  return (
    <p className="quiet" dir="auto">
      {terms.length === 0 ? t('All open conversations.') : terms.map(({ words }) => words).join(' · ')}
    </p>
  );
}

/** The team's, for who may not change it. */
function Told({ view, onClose }: { view: View; onClose: () => void }) {
  const save = useSaving('views', []);
  return (
    <FormDialog title={view.name} onClose={onClose} save={save} onSave={() => Promise.resolve(onClose())}>
      <p>
        {t('This view is the team’s: supervisors and admins change it. Open it and filter to save your own.')}
      </p>
      <Asks where={view.where} />
    </FormDialog>
  );
}

function Places({ view, onGone }: { view: View; onGone: () => void }) {
  const { http } = useConsole();
  const queries = useQueryClient();
  const [busy, act] = useAct();
  const beside = (useViews().data ?? []).filter(({ shared }) => shared === view.shared);
  const at = beside.findIndex(({ id }) => id === view.id);
  const stale = () => queries.invalidateQueries({ queryKey: ['views'] });
  const move = (position: number) =>
    act(async () => {
      await http.put(`views/${view.id}/position`, { position });
      await stale();
    });
  const remove = () =>
    act(async () => {
      await http.remove(`views/${view.id}`);
      await stale();
      onGone();
    });
  return (
    <div className="view-places">
      <Button
        variant="default"
        size="compact-sm"
        leftSection={<Icon name="up" size={14} />}
        disabled={busy || at <= 0}
        onClick={() => move(at - 1)}
      >
        {t('Up')}
      </Button>
      <Button
        variant="default"
        size="compact-sm"
        leftSection={<Icon name="down" size={14} />}
        disabled={busy || at < 0 || at >= beside.length - 1}
        onClick={() => move(at + 1)}
      >
        {t('Down')}
      </Button>
      <DeleteButton busy={busy} onDelete={remove} />
    </div>
  );
}
