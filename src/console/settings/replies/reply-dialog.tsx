import { Switch, Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useRef } from 'react';
import type { CannedReply } from '../../../protocol/canned-replies';
import { filledReply } from '../../../protocol/reply-text';
import { useConsole, useInbox } from '../../context';
import { WithHoles } from '../../conversation/picker/with-holes';
import { agentName } from '../../data/inbox-state';
import { FormDialog, useSaving } from '../../ui/form';
import { Variables } from './variables';
import { t } from '../../i18n/translate';

interface Props {
  reply: CannedReply | undefined;
  mayShare: boolean;
  onClose: () => void;
}

const holes = t(
  'Anything else in {{double braces}} is a place for the agent to fill in. {example} says “there” where no name is known.',
  { example: '{{customer.first_name|there}}' },
);

export function ReplyDialog({ reply, mayShare, onClose }: Props) {
  const { http } = useConsole();
  const save = useSaving('canned-replies', ['shortcut', 'title', 'content', 'shared'], onClose);
  const words = useRef<HTMLTextAreaElement>(null);
  const form = useForm({
    initialValues: {
      shortcut: reply?.shortcut ?? '',
      title: reply?.title ?? '',
      content: reply?.content ?? '',
      shared: reply?.shared ?? mayShare,
    },
  });
  const field = (name: keyof typeof form.values) => ({
    ...form.getInputProps(name),
    error: save.errors.fields[name],
  });
  const write = () =>
    reply ? http.put(`canned-replies/${reply.id}`, form.values) : http.post('canned-replies', form.values);
  return (
    <FormDialog
      title={reply ? t('Change /{shortcut}', { shortcut: reply.shortcut }) : t('New reply')}
      onClose={onClose}
      save={save}
      onSave={write}
    >
      <TextInput
        label={t('Shortcut')}
        description={t('Typed after / in a conversation: letters, digits, - and _.')}
        leftSection="/"
        spellCheck={false}
        data-autofocus
        {...field('shortcut')}
      />
      <TextInput label={t('Title')} description={t('What it is about.')} {...field('title')} />
      <Textarea
        ref={words}
        label={t('Reply')}
        description={holes}
        autosize
        minRows={4}
        maxRows={14}
        {...field('content')}
      />
      <Variables
        of={words}
        text={form.values.content}
        onChange={(content) => form.setFieldValue('content', content)}
      />
      <Preview content={form.values.content} />
      {mayShare && (
        <Switch label={t('For the whole team')} {...form.getInputProps('shared', { type: 'checkbox' })} />
      )}
    </FormDialog>
  );
}

/** As somebody would read it of whom the name is known, and little else. */
function Preview({ content }: { content: string }) {
  const name = agentName(useInbox((state) => state.agent)) || 'Ada Lovelace';
  const text = filledReply(content, {
    'customer.first_name': 'Grace',
    'customer.name': 'Grace Hopper',
    'agent.name': name,
    'agent.first_name': name.split(' ')[0]!,
    'session.channel': t('Web chat'),
  });
  return (
    <div>
      <p className="preview-label" id="reply-preview">
        {t('What Grace Hopper would read')}
      </p>
      <p className="preview reply-preview" dir="auto" aria-labelledby="reply-preview" aria-live="polite">
        {text ? <WithHoles text={text} /> : <span className="quiet">{t('Nothing yet.')}</span>}
      </p>
    </div>
  );
}
