import { NativeSelect, Switch, TagsInput, Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useRef } from 'react';
import type { Macro } from '../../../protocol/macros';
import { useConsole } from '../../context';
import { choosable, useAgents } from '../../macros/use-agents';
import { FormDialog, useSaving, type Saving } from '../../ui/form';
import { Variables } from '../replies/variables';
import { fieldsOf, givenMacro, type MacroFields } from './macro-form';
import { t } from '../../i18n/translate';

interface Props {
  macro: Macro | undefined;
  mayShare: boolean;
  onClose: () => void;
}

/** The server's names for the fields. */
const paths = {
  shortcut: 'shortcut',
  title: 'title',
  reply: 'steps.reply',
  note: 'steps.note',
  addLabels: 'steps.addLabels',
  removeLabels: 'steps.removeLabels',
  priority: 'steps.priority',
  ending: 'steps.assign',
} as const;

export function MacroDialog({ macro, mayShare, onClose }: Props) {
  const { http } = useConsole();
  const save = useSaving('macros', Object.values(paths), onClose);
  const form = useForm<MacroFields>({ initialValues: fieldsOf(macro, mayShare) });
  function write() {
    const given = givenMacro(form.values);
    return macro ? http.put(`macros/${macro.id}`, given) : http.post('macros', given);
  }
  return (
    <FormDialog
      title={macro ? t('Change /{shortcut}', { shortcut: macro.shortcut }) : t('New macro')}
      onClose={onClose}
      save={save}
      onSave={write}
    >
      <Fields form={form} save={save} />
      {mayShare && (
        <Switch label={t('For the whole team')} {...form.getInputProps('shared', { type: 'checkbox' })} />
      )}
    </FormDialog>
  );
}

const priorities = [
  { value: '', label: t('As it is') },
  { value: 'urgent', label: t('Urgent') },
  { value: 'high', label: t('High') },
  { value: 'normal', label: t('Normal') },
  { value: 'low', label: t('Low') },
];

const endings = [
  { value: '', label: t('Leave it where it is') },
  { value: 'close', label: t('Close it') },
  { value: 'snooze hour', label: t('Put it away for an hour') },
  { value: 'snooze tomorrow', label: t('Put it away until tomorrow') },
  { value: 'snooze monday', label: t('Put it away until Monday') },
  { value: 'snooze answer', label: t('Put it away until they write') },
  { value: 'queue', label: t('Give it back to the queue') },
];

type MacroForm = ReturnType<typeof useForm<MacroFields>>;

function Fields({ form, save }: { form: MacroForm; save: Saving }) {
  const { agents } = useAgents();
  const field = (name: keyof typeof paths) => ({
    ...form.getInputProps(name),
    error: save.errors.fields[paths[name]],
  });
  const ways = [
    ...endings,
    ...choosable(agents, [form.values.ending.replace('agent ', '')]).map(({ value, label }) => ({
      value: `agent ${value}`,
      label: t('Give it to {name}', { name: label }),
    })),
  ];
  return (
    <>
      <TextInput
        label={t('Shortcut')}
        description={t('Typed after / in a conversation: letters, digits, - and _.')}
        leftSection="/"
        spellCheck={false}
        data-autofocus
        {...field('shortcut')}
      />
      <TextInput label={t('Title')} description={t('What it is for.')} {...field('title')} />
      <Words form={form} field={field} />
      <TagsInput
        label={t('Add labels')}
        description={t('Enter adds one.')}
        maxTags={20}
        {...field('addLabels')}
      />
      <TagsInput label={t('Remove labels')} maxTags={20} {...field('removeLabels')} />
      <NativeSelect label={t('Priority')} data={priorities} {...field('priority')} />
      <NativeSelect label={t('In the end')} data={ways} {...field('ending')} />
    </>
  );
}

interface WordsProps {
  form: MacroForm;
  field: (name: 'reply' | 'note') => object;
}

/** What it says, to the customer and to the team. */
function Words({ form, field }: WordsProps) {
  const reply = useRef<HTMLTextAreaElement>(null);
  const note = useRef<HTMLTextAreaElement>(null);
  return (
    <>
      <Textarea
        ref={reply}
        label={t('Reply to the customer')}
        description={t(
          'May be empty. Variables as in replies: {examples}; anything else in {{double braces}} is filled in before it is run.',
          { examples: '{{customer.first_name|there}}, {{agent.first_name}}' },
        )}
        autosize
        minRows={3}
        maxRows={10}
        {...field('reply')}
      />
      <Variables
        of={reply}
        text={form.values.reply}
        label={t('Put a variable into the reply')}
        onChange={(text) => form.setFieldValue('reply', text)}
      />
      <Textarea
        ref={note}
        label={t('Note for the team')}
        description={t('May be empty. The customer never sees it.')}
        autosize
        minRows={1}
        maxRows={6}
        {...field('note')}
      />
      <Variables
        of={note}
        text={form.values.note}
        label={t('Put a variable into the note')}
        onChange={(text) => form.setFieldValue('note', text)}
      />
    </>
  );
}
