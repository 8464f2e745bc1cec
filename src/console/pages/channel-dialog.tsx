import { Button, Group, Switch, Textarea, TextInput } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { useState } from 'react';
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

/** What a web channel is told. Keys of its config that have no field here go back as they came. */
export function ChannelDialog({ channel, onClose }: { channel?: Channel | undefined; onClose: () => void }) {
  const { http } = useConsole();
  const config = channel?.config ?? {};
  const [name, setName] = useState(channel?.name ?? '');
  const [isActive, setActive] = useState(channel?.isActive ?? true);
  const [greeting, setGreeting] = useState(asText(config['greeting']));
  const [questions, setQuestions] = useState(asText(config['suggestedQuestions']));
  const [origins, setOrigins] = useState(asText(config['allowedOrigins']));
  const [identitySecret, setSecret] = useState(asText(config['identitySecret']));
  const save = useSaving('channels', shown, onClose);
  const { fields } = save.errors;

  function write() {
    const written = {
      greeting: greeting.trim(),
      suggestedQuestions: linesOf(questions),
      allowedOrigins: linesOf(origins),
      identitySecret: identitySecret.trim(),
    };
    const filled = Object.entries(written).filter(([, value]) => value.length > 0);
    const others = Object.entries(config).filter(([key]) => !Object.hasOwn(written, key));
    const body = { name, isActive, config: Object.fromEntries([...others, ...filled]) };
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
      <TextInput
        label="Name"
        description="Customers read it at the top of the widget."
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        error={fields['name']}
      />
      <Textarea
        label="Greeting"
        description="Empty: the widget greets in the customer’s language."
        autosize
        maxRows={4}
        value={greeting}
        onChange={(event) => setGreeting(event.currentTarget.value)}
        error={fields['config.greeting']}
      />
      <Textarea
        label="Suggested questions"
        description="One a line, at most 5. The widget shows the first 3."
        autosize
        minRows={3}
        maxRows={6}
        value={questions}
        onChange={(event) => setQuestions(event.currentTarget.value)}
        error={fields['config.suggestedQuestions']}
      />
      <Textarea
        label="Allowed origins"
        description="Sites that may show the widget, one a line, like https://shop.example. Empty: any site."
        autosize
        minRows={2}
        maxRows={6}
        value={origins}
        onChange={(event) => setOrigins(event.currentTarget.value)}
        error={fields['config.allowedOrigins']}
      />
      <IdentitySecret
        stored={asText(config['identitySecret'])}
        value={identitySecret}
        onChange={setSecret}
        error={fields['config.identitySecret']}
      />
      <Switch
        label="On"
        description="Off: the widget says that the chat is not available."
        checked={isActive}
        onChange={(event) => setActive(event.currentTarget.checked)}
      />
    </FormDialog>
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
