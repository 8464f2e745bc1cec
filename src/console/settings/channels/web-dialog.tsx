import { Switch, Textarea, TextInput } from '@mantine/core';
import { useForm, type UseFormReturnType } from '@mantine/form';
import type { Channel } from '../../../protocol/model/channel';
import { useConsole } from '../../context';
import { FormDialog, useSaving } from '../../ui/form';
import { asText, configOf, saveChannel } from './config';
import { lookFields, lookOf, WidgetLook, writtenLook, type Look } from './widget-look';
import { WidgetPreview } from './widget-preview';
import { SecretField, type SecretState } from '../secret-field';
import { t } from '../../i18n/translate';

const shown = [
  'name',
  'isActive',
  'config.greeting',
  'config.suggestedQuestions',
  'config.allowedOrigins',
  'config.identitySecret',
  ...lookFields,
];

interface Fields {
  name: string;
  isActive: boolean;
  greeting: string;
  questions: string;
  origins: string;
  identitySecret: string;
  look: Look;
}

export function WebDialog({ channel, onClose }: { channel: Channel | undefined; onClose: () => void }) {
  const { http } = useConsole();
  const save = useSaving('channels', shown, onClose);
  const form = useForm<Fields>({ initialValues: fieldsOf(channel) });
  const stored = asText(channel?.config['identitySecret']);

  function write() {
    const { name, isActive, look, ...rest } = form.values;
    const config = { ...configOf(written(rest), channel?.config), ...writtenLook(look) };
    const body = { name, isActive, config };
    return saveChannel(http, { channel, type: 'web', body });
  }
  return (
    <FormDialog
      title={channel ? t('Web channel') : t('New web channel')}
      save={save}
      onSave={write}
      onClose={onClose}
      size={1140}
    >
      <div className="with-preview">
        <div className="form">
          <ChannelFields form={form} errors={save.errors.fields} />
          <WidgetLook
            value={form.values.look}
            onChange={(look) => form.setFieldValue('look', look)}
            errors={save.errors.fields}
          />
          <SecretField
            label={t('Identity secret')}
            describe={(state) => describe(state, stored)}
            stored={stored}
            value={form.values.identitySecret}
            onChange={(secret) => form.setFieldValue('identitySecret', secret)}
            error={save.errors.fields['config.identitySecret']}
            generated
            optional
          />
          <Switch
            label={t('On')}
            description={t('Off: the widget says that the chat is not available.')}
            {...form.getInputProps('isActive', { type: 'checkbox' })}
          />
        </div>
        <WidgetPreview look={previewed(form.values)} />
      </div>
    </FormDialog>
  );
}

const previewed = ({ name, greeting, questions, look: { accent, theme, side } }: Fields) => ({
  ...{ name, accent, theme, side },
  greeting: greeting.trim(),
  questions: linesOf(questions),
});

function fieldsOf(channel: Channel | undefined): Fields {
  const config = channel?.config ?? {};
  return {
    name: channel?.name ?? '',
    isActive: channel?.isActive ?? true,
    greeting: asText(config['greeting']),
    questions: asText(config['suggestedQuestions']),
    origins: asText(config['allowedOrigins']),
    identitySecret: asText(config['identitySecret']),
    look: lookOf(config),
  };
}

const written = (fields: Omit<Fields, 'name' | 'isActive' | 'look'>) => ({
  greeting: fields.greeting.trim(),
  suggestedQuestions: linesOf(fields.questions),
  allowedOrigins: linesOf(fields.origins),
  identitySecret: fields.identitySecret.trim(),
});

interface FieldsProps {
  form: UseFormReturnType<Fields>;
  errors: Record<string, string>;
}

function ChannelFields({ form, errors }: FieldsProps) {
  return (
    <>
      <TextInput
        label={t('Name')}
        description={t('Customers read it at the top of the widget.')}
        {...form.getInputProps('name')}
        error={errors['name']}
      />
      <Textarea
        label={t('Greeting')}
        description={t('Empty: the widget greets in the customer’s language.')}
        autosize
        maxRows={4}
        {...form.getInputProps('greeting')}
        error={errors['config.greeting']}
      />
      <Textarea
        label={t('Suggested questions')}
        description={t(
          'One a line, at most 5. The widget shows the first 3; of an empty list, what people ask your articles most.',
        )}
        autosize
        minRows={3}
        maxRows={6}
        {...form.getInputProps('questions')}
        error={errors['config.suggestedQuestions']}
      />
      <Textarea
        label={t('Allowed origins')}
        description={t(
          'Sites that may show the widget, one a line, like https://shop.example. Empty: any site.',
        )}
        autosize
        minRows={2}
        maxRows={6}
        {...form.getInputProps('origins')}
        error={errors['config.allowedOrigins']}
      />
    </>
  );
}

function describe(state: SecretState, stored: string): string {
  if (state === 'kept')
    return t('Your server signs with it who a customer is. It is kept and not shown again.');
  const words =
    state === 'fresh'
      ? t('Copy it to your server now: after saving it is not shown again.')
      : t('Your server signs with it who a customer is. Without one, everybody is anonymous.');
  return stored === '' ? words : `${words} ${t('What was signed with the old one is refused from then on.')}`;
}

const linesOf = (text: string) =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);
