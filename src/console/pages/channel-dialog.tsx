import { Button, Group, Switch, Textarea, TextInput } from '@mantine/core';
import { useForm, type UseFormReturnType } from '@mantine/form';
import { useClipboard } from '@mantine/hooks';
import type { Channel } from '../../protocol/model/channel';
import { useConsole } from '../context';
import { FormDialog, useSaving } from './form';

const shown = [
  'name',
  'isActive',
  'config.greeting',
  'config.suggestedQuestions',
  'config.allowedOrigins',
  'config.identitySecret',
];

interface Fields {
  name: string;
  isActive: boolean;
  greeting: string;
  questions: string;
  origins: string;
  identitySecret: string;
}

/** What a web channel is told. Keys of its config that have no field here go back as they came. */
export function ChannelDialog({ channel, onClose }: { channel?: Channel | undefined; onClose: () => void }) {
  const { http } = useConsole();
  const save = useSaving('channels', shown, onClose);
  const form = useForm<Fields>({ initialValues: fieldsOf(channel) });

  function write() {
    const body = {
      name: form.values.name,
      isActive: form.values.isActive,
      config: configOf(form.values, channel),
    };
    return channel
      ? http.patch(`channels/${channel.id}`, body)
      : http.post('channels', { ...body, type: 'web' });
  }
  return (
    <FormDialog
      title={channel ? 'Web channel' : 'New web channel'}
      save={save}
      onSave={write}
      onClose={onClose}
    >
      <ChannelFields form={form} errors={save.errors.fields} />
      <IdentitySecret
        stored={asText(channel?.config['identitySecret'])}
        value={form.values.identitySecret}
        onChange={(secret) => form.setFieldValue('identitySecret', secret)}
        error={save.errors.fields['config.identitySecret']}
      />
      <Switch
        label="On"
        description="Off: the widget says that the chat is not available."
        {...form.getInputProps('isActive', { type: 'checkbox' })}
      />
    </FormDialog>
  );
}

function fieldsOf(channel: Channel | undefined): Fields {
  const config = channel?.config ?? {};
  return {
    name: channel?.name ?? '',
    isActive: channel?.isActive ?? true,
    greeting: asText(config['greeting']),
    questions: asText(config['suggestedQuestions']),
    origins: asText(config['allowedOrigins']),
    identitySecret: asText(config['identitySecret']),
  };
}

function configOf(fields: Fields, channel: Channel | undefined): Record<string, unknown> {
  const written = {
    greeting: fields.greeting.trim(),
    suggestedQuestions: linesOf(fields.questions),
    allowedOrigins: linesOf(fields.origins),
    identitySecret: fields.identitySecret.trim(),
  };
  const filled = Object.entries(written).filter(([, value]) => value.length > 0);
  const others = Object.entries(channel?.config ?? {}).filter(([key]) => !Object.hasOwn(written, key));
  return Object.fromEntries([...others, ...filled]);
}

interface FieldsProps {
  form: UseFormReturnType<Fields>;
  errors: Record<string, string>;
}

function ChannelFields({ form, errors }: FieldsProps) {
  return (
    <>
      <TextInput
        label="Name"
        description="Customers read it at the top of the widget."
        {...form.getInputProps('name')}
        error={errors['name']}
      />
      <Textarea
        label="Greeting"
        description="Empty: the widget greets in the customer’s language."
        autosize
        maxRows={4}
        {...form.getInputProps('greeting')}
        error={errors['config.greeting']}
      />
      <Textarea
        label="Suggested questions"
        description="One a line, at most 5. The widget shows the first 3."
        autosize
        minRows={3}
        maxRows={6}
        {...form.getInputProps('questions')}
        error={errors['config.suggestedQuestions']}
      />
      <Textarea
        label="Allowed origins"
        description="Sites that may show the widget, one a line, like https://shop.example. Empty: any site."
        autosize
        minRows={2}
        maxRows={6}
        {...form.getInputProps('origins')}
        error={errors['config.allowedOrigins']}
      />
    </>
  );
}

interface SecretProps {
  /** The mask that the server shows of it; '' when there is none. */
  stored: string;
  value: string;
  onChange: (value: string) => void;
  error: string | undefined;
}

function IdentitySecret({ stored, value, onChange, error }: SecretProps) {
  const clipboard = useClipboard({ timeout: 1_500 });
  const masked = value !== '' && value === stored;
  const fresh = value !== '' && !masked;
  return (
    <div>
      <TextInput
        label="Identity secret"
        description={describe({ stored, masked, fresh })}
        autoComplete="off"
        spellCheck={false}
        readOnly={masked}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
        error={error}
      />
      <Group gap={8} mt={8}>
        <Button size="compact-sm" variant="default" onClick={() => onChange(randomSecret())}>
          Generate a new one
        </Button>
        {fresh && (
          <Button size="compact-sm" variant="default" onClick={() => clipboard.copy(value)}>
            {clipboard.copied ? 'Copied' : 'Copy'}
          </Button>
        )}
        {value !== '' && (
          <Button size="compact-sm" variant="default" onClick={() => onChange('')}>
            Remove
          </Button>
        )}
      </Group>
    </div>
  );
}

function describe({ stored, masked, fresh }: { stored: string; masked: boolean; fresh: boolean }): string {
  if (masked) return 'Your server signs with it who a customer is. It is kept and not shown again.';
  const old = stored === '' ? '' : ' What was signed with the old one is refused from then on.';
  if (fresh) return `Copy it to your server now: after saving it is not shown again.${old}`;
  return `Your server signs with it who a customer is. Without one, everybody is anonymous.${old}`;
}

function asText(value: unknown): string {
  if (Array.isArray(value)) return value.map(String).join('\n');
  return typeof value === 'string' ? value : '';
}

const linesOf = (text: string) =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);

/** 256 random bits as base64url. */
function randomSecret(): string {
  const bytes = String.fromCharCode(...crypto.getRandomValues(new Uint8Array(32)));
  return btoa(bytes).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}
