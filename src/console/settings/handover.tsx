import { Select, TagsInput } from '@mantine/core';
import { useState } from 'react';
import { PageForm, useSaving } from '../ui/form';
import { Trouble, Waiting } from '../ui/page-frame';
import { useSettings, type SettingsOf } from './use-settings';
import { locale, t } from '../i18n/translate';

/** The languages in which packets are written. */
const languages = ['en', 'de', 'es', 'fr', 'pt', 'it', 'nl', 'pl', 'ru', 'ja', 'zh', 'ar'];

/** What is always for a person, and how agents read of it: settings of category 'answers'. */
export default function HandoverSettings({ mayWrite }: { mayWrite: boolean }) {
  const settings = useSettings('answers');
  if (settings.error) return <Trouble error={settings.error} onRetry={settings.retry} />;
  if (settings.pending) return <Waiting />;
  return <HandoverForm settings={settings} mayWrite={mayWrite} />;
}

function HandoverForm({ settings: { value, write }, mayWrite }: { settings: SettingsOf; mayWrite: boolean }) {
  const save = useSaving('settings', ['handOverOn', 'language']);
  const known = value('handOverOn');
  const [words, setWords] = useState(Array.isArray(known) ? known.map(String) : []);
  const spoken = value('language');
  const [language, setLanguage] = useState(typeof spoken === 'string' ? spoken : 'en');
  const { fields } = save.errors;
  return (
    <PageForm
      save={save}
      mayWrite={mayWrite}
      onSave={() =>
        write({
          handOverOn: words.length > 0 ? words : undefined,
          language: language === 'en' ? undefined : language,
        })
      }
    >
      <TagsInput
        label={t('Always for a person')}
        description={t(
          'Words of a question, or categories and tags of articles: whoever writes of them gets a person, not an answer. Such as lawyer, data breach.',
        )}
        disabled={!mayWrite}
        value={words}
        onChange={setWords}
        error={fields['handOverOn']}
      />
      <Select
        label={t('Language of handovers')}
        description={t('In which agents read why a conversation was handed over, and what was tried.')}
        disabled={!mayWrite}
        allowDeselect={false}
        data={languages.map((code) => ({ value: code, label: nameOf(code) }))}
        value={language}
        onChange={(code) => code && setLanguage(code)}
        error={fields['language']}
      />
    </PageForm>
  );
}

const nameOf = (code: string) => new Intl.DisplayNames(locale(), { type: 'language' }).of(code) ?? code;
