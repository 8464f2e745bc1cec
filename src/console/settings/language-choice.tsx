import { NativeSelect } from '@mantine/core';
import { useState } from 'react';
import { useConsole } from '../context';
import { sentence } from '../data/failure';
import { useLanguage } from './use-language';
import { keptLanguage, languages, type Language } from '../i18n/languages';
import { t } from '../i18n/translate';

export function LanguageChoice() {
  const { agent } = useConsole();
  const take = useLanguage();
  const [failure, setFailure] = useState('');
  const [busy, setBusy] = useState(false);

  async function choose(language: Language | null) {
    setBusy(true);
    setFailure('');
    try {
      await take(language);
    } catch (error) {
      setFailure(sentence(error));
      setBusy(false);
    }
  }

  return (
    <NativeSelect
      label={t('Language')}
      description={
        agent
          ? t(
              'Of the console and of mails to you, on every device. The page is loaded again; what you wrote is kept.',
            )
          : t('Of the console, in this browser. The page is loaded again; what you wrote is kept.')
      }
      value={keptLanguage(localStorage) ?? ''}
      data={[
        { value: '', label: t('As the browser') },
        ...Object.entries(languages).map(([value, label]) => ({ value, label })),
      ]}
      disabled={busy}
      error={failure}
      onChange={(event) => void choose((event.currentTarget.value || null) as Language | null)}
    />
  );
}
