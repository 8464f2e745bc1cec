import { MultiSelect, Switch, TagsInput, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { Playbook } from '../../../protocol/playbooks';
import { useConsole } from '../../context';
import { FormDialog, useSaving } from '../../ui/form';
import { fieldsOf, givenPlaybook, type PlaybookFields } from './playbook-form';
import { PlaybookSteps } from './playbook-steps';
import { t } from '../../i18n/translate';

/** The server's names for the fields. */
const shown = [
  'name',
  'when.label',
  'when.words',
  'when.channelType',
  ...Array.from({ length: 30 }, (_, index) => [`steps.${index}.text`, `steps.${index}.link`]).flat(),
  'steps',
];

const channels = [
  { value: 'web', label: t('Web chat') },
  { value: 'whatsapp', label: t('WhatsApp') },
  { value: 'email', label: t('E-mail') },
];

/** What was changed since it was refused is not said to be wrong any more. */
function stillWrong(
  errors: Record<string, string>,
  now: PlaybookFields,
  tried: PlaybookFields,
): Record<string, string> {
  const isSame = (path: string) => {
    const part = path.replace(/^when\./, '').split('.')[0] as keyof PlaybookFields;
    return now[part] === tried[part];
  };
  return Object.fromEntries(Object.entries(errors).filter(([path]) => isSame(path)));
}

export function PlaybookDialog({
  playbook,
  onClose,
}: {
  playbook: Playbook | undefined;
  onClose: () => void;
}) {
  const { http } = useConsole();
  const save = useSaving('playbooks', shown, onClose);
  const [fields, setFields] = useState<PlaybookFields>(() => fieldsOf(playbook));
  const change = (part: Partial<PlaybookFields>) => setFields((before) => ({ ...before, ...part }));
  const [tried, setTried] = useState(fields);
  const errors = stillWrong(save.errors.fields, fields, tried);
  const write = () => {
    setTried(fields);
    const body = givenPlaybook(fields);
    return playbook ? http.put(`playbooks/${playbook.id}`, body) : http.post('playbooks', body);
  };
  return (
    <FormDialog
      title={playbook ? t('Change {name}', { name: playbook.name }) : t('New playbook')}
      size={640}
      save={save}
      onSave={write}
      onClose={onClose}
    >
      <TextInput
        label={t('Name')}
        data-autofocus
        error={errors['name']}
        value={fields.name}
        onChange={({ currentTarget: { value } }) => change({ name: value })}
      />
      <PlaybookSteps steps={fields.steps} errors={errors} onChange={(steps) => change({ steps })} />
      {playbook && (
        <p className="quiet">{t('Conversations in which it was started keep the steps that they have.')}</p>
      )}
      <Where fields={fields} errors={errors} onChange={change} />
      <Switch
        label={t('Switched on')}
        description={t('Switched off, it is neither offered nor started.')}
        checked={fields.isActive}
        onChange={({ currentTarget: { checked } }) => change({ isActive: checked })}
      />
    </FormDialog>
  );
}

interface WhereProps {
  fields: PlaybookFields;
  errors: Record<string, string>;
  onChange: (part: Partial<PlaybookFields>) => void;
}

function Where({ fields, errors, onChange }: WhereProps) {
  return (
    <fieldset className="rule-part">
      <legend>{t('Where it is offered')}</legend>
      <p className="quiet">
        {t(
          'Everything that you fill in has to fit. With nothing filled in it is chosen by hand, in a conversation or in the command bar.',
        )}
      </p>
      <TagsInput
        label={t('Labels')}
        description={t('One of them. Enter adds one.')}
        error={errors['when.label']}
        value={fields.label}
        onChange={(label) => onChange({ label })}
      />
      <TagsInput
        label={t('Words of the topic')}
        description={t(
          'The customer, the subject or what the AI took them to want has one of them. Enter adds one.',
        )}
        error={errors['when.words']}
        value={fields.words}
        onChange={(words) => onChange({ words })}
      />
      <MultiSelect
        label={t('Channels')}
        data={channels}
        error={errors['when.channelType']}
        value={fields.channelType}
        onChange={(channelType) => onChange({ channelType })}
      />
    </fieldset>
  );
}
