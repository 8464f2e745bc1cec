import { NativeSelect, Switch, TagsInput, Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import type { Macro } from '../../../protocol/macros';
import { useConsole } from '../../context';
import { useAgents } from '../../macros/use-agents';
import { FormDialog, useSaving, type Saving } from '../form';
import { fieldsOf, givenMacro, type MacroFields } from './macro-form';

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
      title={macro ? `Change /${macro.shortcut}` : 'New macro'}
      onClose={onClose}
      save={save}
      onSave={write}
    >
      <Fields form={form} save={save} />
      {mayShare && (
        <Switch label="For the whole team" {...form.getInputProps('shared', { type: 'checkbox' })} />
      )}
    </FormDialog>
  );
}

const priorities = [
  { value: '', label: 'As it is' },
  { value: 'urgent', label: 'Urgent' },
  { value: 'high', label: 'High' },
  { value: 'normal', label: 'Normal' },
  { value: 'low', label: 'Low' },
];

function Fields({ form, save }: { form: ReturnType<typeof useForm<MacroFields>>; save: Saving }) {
  const { agents } = useAgents();
  const field = (name: keyof typeof paths) => ({
    ...form.getInputProps(name),
    error: save.errors.fields[paths[name]],
  });
  const endings = [
    { value: '', label: 'Leave it where it is' },
    { value: 'close', label: 'Close it' },
    { value: 'snooze hour', label: 'Put it away for an hour' },
    { value: 'snooze tomorrow', label: 'Put it away until tomorrow' },
    { value: 'snooze monday', label: 'Put it away until Monday' },
    { value: 'snooze answer', label: 'Put it away until they write' },
    { value: 'queue', label: 'Give it back to the queue' },
    ...agents.map(({ id, displayName }) => ({ value: `agent ${id}`, label: `Give it to ${displayName}` })),
  ];
  return (
    <>
      <TextInput
        label="Shortcut"
        description="Typed after / in a conversation: letters, digits, - and _."
        leftSection="/"
        spellCheck={false}
        data-autofocus
        {...field('shortcut')}
      />
      <TextInput label="Title" description="What it is for." {...field('title')} />
      <Textarea
        label="Reply to the customer"
        description="May be empty. Variables as in replies: {{customer.first_name|there}}, {{agent.first_name}}; anything else in {{double braces}} is filled in before it is run."
        autosize
        minRows={3}
        maxRows={10}
        dir="auto"
        {...field('reply')}
      />
      <Textarea
        label="Note for the team"
        description="May be empty. The customer never sees it."
        autosize
        minRows={1}
        maxRows={6}
        dir="auto"
        {...field('note')}
      />
      <TagsInput label="Add labels" description="Enter adds one." maxTags={20} {...field('addLabels')} />
      <TagsInput label="Remove labels" maxTags={20} {...field('removeLabels')} />
      <NativeSelect label="Priority" data={priorities} {...field('priority')} />
      <NativeSelect label="In the end" data={endings} {...field('ending')} />
    </>
  );
}
