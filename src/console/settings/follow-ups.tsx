// When follow-ups are drafted, and what they say where no model writes.
import { Button, NumberInput, Switch, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { followUpSettings, type FollowUpSettings } from '../../protocol/follow-ups';
import { Icon } from '../icons';
import '../styles/follow-ups.css';
import '../styles/rules.css';
import { PageForm, useSaving } from '../ui/form';
import { Trouble, Waiting } from '../ui/page-frame';
import { Remove } from '../ui/moves';
import { useSettings, type SettingsOf } from './use-settings';
import { t } from '../i18n/translate';

const most = 20;
const shown = [
  'afterDays',
  ...Array.from({ length: most }, (_, index) =>
    ['language', 'waiting', 'promised'].map((name) => `templates.${index}.${name}`),
  ).flat(),
  'templates',
];

export default function FollowUpSettingsPage({ mayWrite }: { mayWrite: boolean }) {
  const settings = useSettings('followUps');
  if (settings.error) return <Trouble error={settings.error} onRetry={settings.retry} />;
  if (settings.pending) return <Waiting />;
  return <FollowUpForm settings={settings} mayWrite={mayWrite} />;
}

type Templates = FollowUpSettings['templates'];

function FollowUpForm({ settings: { value, write }, mayWrite }: { settings: SettingsOf; mayWrite: boolean }) {
  const save = useSaving('settings', shown);
  const known = followUpSettings.safeParse({
    enabled: value('enabled'),
    afterDays: value('afterDays'),
    templates: value('templates'),
  });
  const usual = known.success ? known.data : followUpSettings.parse({});
  const [enabled, setEnabled] = useState(usual.enabled);
  const [afterDays, setAfterDays] = useState<number | string>(usual.afterDays);
  const [templates, setTemplates] = useState<Templates>(usual.templates);
  return (
    <PageForm
      save={save}
      mayWrite={mayWrite}
      onSave={() =>
        write({
          enabled,
          afterDays: afterDays === '' ? undefined : afterDays,
          templates: templates.length > 0 ? templates : undefined,
        })
      }
    >
      <p className="quiet">
        {t(
          'Customers who have not answered, and those whose conversation was closed with something promised, get a draft in the inbox, Follow-ups. A person reads, changes and sends each; nothing goes out by itself.',
        )}
      </p>
      <Switch
        label={t('Draft follow-ups')}
        checked={enabled}
        disabled={!mayWrite}
        onChange={({ currentTarget: { checked } }) => setEnabled(checked)}
      />
      <NumberInput
        label={t('After how many days')}
        description={t('Without a word from the customer, or since the conversation was closed.')}
        min={1}
        max={30}
        allowDecimal={false}
        disabled={!mayWrite}
        error={save.errors.fields['afterDays']}
        value={afterDays}
        onChange={setAfterDays}
      />
      <TemplateFields
        templates={templates}
        errors={save.errors.fields}
        mayWrite={mayWrite}
        onChange={setTemplates}
      />
    </PageForm>
  );
}

interface FieldsProps {
  templates: Templates;
  errors: Record<string, string>;
  mayWrite: boolean;
  onChange: (templates: Templates) => void;
}

const fields = [
  ['waiting', t('Who has not answered reads')],
  ['promised', t('Who was promised something reads')],
] as const;

function TemplateFields({ templates, errors, mayWrite, onChange }: FieldsProps) {
  const change = (index: number, part: Partial<Templates[number]>) =>
    onChange(templates.map((one, at) => (at === index ? { ...one, ...part } : one)));
  return (
    <fieldset className="rule-part">
      <legend>{t('Your own words')}</legend>
      <p className="quiet">
        {t(
          'Where no model writes. {example} and the other variables of replies are filled in. For languages that you leave out there are built-in words in English, German, Spanish, French, Portuguese and Arabic.',
          { example: '{{customer.first_name|there}}' },
        )}
      </p>
      {templates.map((one, index) => (
        <div key={index} className="follow-up-template">
          <div className="rule-row">
            <TextInput
              className="grow"
              label={t('Language')}
              description={t('As in en, de or pt-BR.')}
              disabled={!mayWrite}
              error={errors[`templates.${index}.language`]}
              value={one.language}
              onChange={({ currentTarget: { value } }) => change(index, { language: value.trim() })}
            />
            {mayWrite && (
              <Remove
                what={t('the words in {language}', { language: one.language || t('this language') })}
                onClick={() => onChange(templates.filter((_, at) => at !== index))}
              />
            )}
          </div>
          <Words {...{ one, index, errors, mayWrite }} onChange={(part) => change(index, part)} />
        </div>
      ))}
      {errors['templates'] && <p role="alert">{errors['templates']}</p>}
      {mayWrite && (
        <Button
          size="compact-sm"
          variant="default"
          justify="start"
          leftSection={<Icon name="plus" size={14} />}
          disabled={templates.length >= most}
          onClick={() => onChange([...templates, { language: '', waiting: '', promised: '' }])}
        >
          {t('Add a language')}
        </Button>
      )}
    </fieldset>
  );
}

interface WordsProps {
  one: Templates[number];
  index: number;
  errors: Record<string, string>;
  mayWrite: boolean;
  onChange: (part: Partial<Templates[number]>) => void;
}

function Words({ one, index, errors, mayWrite, onChange }: WordsProps) {
  return fields.map(([name, label]) => (
    <Textarea
      key={name}
      label={label}
      autosize
      minRows={2}
      disabled={!mayWrite}
      error={errors[`templates.${index}.${name}`]}
      value={one[name]}
      onChange={({ currentTarget: { value } }) => onChange({ [name]: value })}
    />
  ));
}
