// How the widget of a web channel looks, what it asks before the first word, and what it says by itself.
import { Button, Checkbox, Select, Switch, TextInput } from '@mantine/core';
import { darkened, parseColour } from '../../../protocol/accent';
import {
  preChatFields,
  widgetSettings,
  type PreChatField,
  type ProactiveMessage,
} from '../../../protocol/widget-settings';
import { Icon } from '../../icons';
import { ProactiveFields } from './proactive-fields';
import { t } from '../../i18n/translate';

export interface Look {
  accent: string;
  theme: string;
  side: string;
  sound: boolean;
  preChat: PreChatField[];
  proactive: ProactiveMessage[];
}

export const lookFields = ['accent', 'theme', 'side', 'sound', 'preChat', 'proactive'].map(
  (name) => `config.${name}`,
);

export function lookOf(config: Record<string, unknown>): Look {
  const known = <T,>(schema: { safeParse(value: unknown): { data?: T | undefined } }, key: string) =>
    schema.safeParse(config[key]).data;
  return {
    accent: known(widgetSettings.accent, 'accent') ?? '',
    theme: known(widgetSettings.theme, 'theme') ?? '',
    side: known(widgetSettings.side, 'side') ?? '',
    sound: known(widgetSettings.sound, 'sound') ?? true,
    preChat: known(widgetSettings.preChat, 'preChat') ?? [],
    proactive: known(widgetSettings.proactive, 'proactive') ?? [],
  };
}

/** What is left empty is undefined: it goes. */
export function writtenLook({ accent, theme, side, sound, preChat, proactive }: Look) {
  return {
    accent: accent.trim() || undefined,
    theme: theme || undefined,
    side: side || undefined,
    sound: sound ? undefined : false,
    preChat: preChat.length > 0 ? preChat : undefined,
    proactive: proactive.length > 0 ? proactive.map(withoutEmptyPage) : undefined,
  };
}

function withoutEmptyPage({ page, ...rest }: ProactiveMessage): ProactiveMessage {
  return page?.trim() ? { ...rest, page: page.trim() } : rest;
}

interface Props {
  value: Look;
  onChange: (look: Look) => void;
  errors: Record<string, string>;
}

const asked: Record<PreChatField, string> = {
  name: t('Name'),
  email: t('E-mail address'),
  phone: t('Phone number'),
};

export function WidgetLook(props: Props) {
  const { value, onChange, errors } = props;
  const change = (part: Partial<Look>) => onChange({ ...value, ...part });
  return (
    <>
      <TextInput
        label={t('Colour')}
        description={t(
          'Like #1f5c4a. Empty: blue, or what the page says. It is darkened until white text can be read on it.',
        )}
        value={value.accent}
        error={errors['config.accent']}
        rightSection={<Swatch colour={value.accent} />}
        onChange={(event) => change({ accent: event.currentTarget.value })}
      />
      <Select
        label={t('Light or dark')}
        data={[
          { value: '', label: t('As the visitor’s device') },
          { value: 'light', label: t('Light') },
          { value: 'dark', label: t('Dark') },
        ]}
        allowDeselect={false}
        value={value.theme}
        onChange={(theme) => change({ theme: theme ?? '' })}
      />
      <Select
        label={t('Where the button is')}
        data={[
          { value: '', label: t('Right; left on pages written from right to left') },
          { value: 'right', label: t('Right') },
          { value: 'left', label: t('Left') },
        ]}
        allowDeselect={false}
        value={value.side}
        onChange={(side) => change({ side: side ?? '' })}
      />
      <SoundAndForm {...props} />
      <ProactiveFields
        value={value.proactive}
        onChange={(proactive) => change({ proactive })}
        error={Object.entries(errors).find(([path]) => path.startsWith('config.proactive'))?.[1]}
      />
      <Button
        type="button"
        variant="default"
        leftSection={<Icon name="plus" size={16} />}
        disabled={value.proactive.length >= 10}
        onClick={() =>
          change({ proactive: [...value.proactive, { text: '', afterSeconds: 10, visitors: 'all' }] })
        }
      >
        {t('Add what is said first')}
      </Button>
    </>
  );
}

function SoundAndForm({ value, onChange, errors }: Props) {
  const change = (part: Partial<Look>) => onChange({ ...value, ...part });
  return (
    <>
      <Switch
        label={t('Sound')}
        description={t(
          'Two short tones for an answer that comes while the visitor looks elsewhere. They can switch it off.',
        )}
        checked={value.sound}
        onChange={(event) => change({ sound: event.currentTarget.checked })}
      />
      <Checkbox.Group
        label={t('Asked before the first word')}
        description={t('Nobody is asked whom your page has signed in. Nothing chosen: no form.')}
        value={value.preChat}
        error={errors['config.preChat']}
        onChange={(chosen) => change({ preChat: preChatFields.filter((field) => chosen.includes(field)) })}
      >
        <div className="toolbar">
          {preChatFields.map((field) => (
            <Checkbox key={field} value={field} label={asked[field]} />
          ))}
        </div>
      </Checkbox.Group>
    </>
  );
}

/** The button as it will be. */
function Swatch({ colour }: { colour: string }) {
  const rgb = parseColour(colour);
  if (!rgb) return null;
  const style = { background: `rgb(${darkened(rgb).join(' ')})`, width: 20, height: 20, borderRadius: 10 };
  return <span aria-hidden="true" style={style} />;
}
