// A template that the channel's provider has approved: named, filled, and looked at before it goes out.
import { Button, Modal, Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useConsole } from '../context';
import { templateWords } from '../data/outbox';

interface Props {
  sessionId: string;
  onClose: () => void;
}

export function TemplateDialog({ sessionId, onClose }: Props) {
  const { inbox } = useConsole();
  const form = useForm({
    initialValues: { name: '', language: 'en_US', parameters: '' },
    validate: { name: wrongName, language: wrongLanguage },
  });
  const { name, language, parameters } = form.values;
  const filled = linesOf(parameters);
  const template = {
    name: name.trim(),
    language: language.trim(),
    ...(filled.length > 0 && { parameters: filled }),
  };

  function send() {
    inbox.sending.send(sessionId, '', { template });
    onClose();
  }
  return (
    <Modal opened onClose={onClose} title="Send a template" closeButtonProps={{ 'aria-label': 'Close' }}>
      <form className="form" noValidate onSubmit={form.onSubmit(send)}>
        <TextInput
          label="Template"
          description="Its name in your account, such as order_update."
          data-autofocus
          spellCheck={false}
          {...form.getInputProps('name')}
        />
        <TextInput
          label="Language"
          description="As it was approved, such as en_US or de."
          spellCheck={false}
          {...form.getInputProps('language')}
        />
        <Textarea
          label="Parameters"
          description="What {{1}}, {{2}} and so on are filled with, one a line."
          autosize
          minRows={2}
          maxRows={8}
          {...form.getInputProps('parameters')}
        />
        <div>
          <p className="preview-label">What stands here; your provider sends the approved words</p>
          <p className="preview" dir="auto" aria-label="Preview">
            {name ? templateWords(template) : 'Name a template first.'}
          </p>
        </div>
        <div className="dialog-foot">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit">Send</Button>
        </div>
      </form>
    </Modal>
  );
}

const wrongName = (name: string) =>
  /^[a-z0-9_]{1,512}$/.test(name.trim())
    ? null
    : 'Write its name as your provider lists it: small letters, digits and _.';

const wrongLanguage = (language: string) =>
  /^[A-Za-z]{2,3}([_-][A-Za-z0-9]{2,8}){0,2}$/.test(language.trim())
    ? null
    : 'Write a language code, like en_US.';

const linesOf = (text: string) =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);
