// What is begun anew, and how the console looks and speaks.
import { useMantineColorScheme, type MantineColorScheme } from '@mantine/core';
import { useNavigate } from 'react-router';
import { useConsole } from '../context';
import { fail } from '../hooks';
import { groupsFor } from '../settings/sections';
import { useLanguage } from '../settings/use-language';
import { beginning } from '../ui/use-begun';
import { languages, type Language } from '../i18n/languages';
import type { Choice } from './choice';
import { t } from '../i18n/translate';

const news = [
  { key: 'article', to: '/knowledge', label: t('New article'), may: ['admin', 'supervisor'] },
  { key: 'macro', to: '/settings?section=macros', label: t('New macro') },
  { key: 'reply', to: '/settings?section=replies', label: t('New canned reply') },
  {
    key: 'playbook',
    to: '/settings?section=playbooks',
    label: t('New playbook'),
    may: ['admin', 'supervisor'],
  },
  { key: 'rule', to: '/settings?section=rules', label: t('New rule'), may: ['admin'] },
  { key: 'team', to: '/settings?section=teams', label: t('New team'), may: ['admin'] },
];

const colours: Record<MantineColorScheme, string> = {
  auto: t('As the system'),
  light: t('Light'),
  dark: t('Dark'),
};

export function useNewChoices(): Choice[] {
  const { user } = useConsole();
  const navigate = useNavigate();
  return news
    .filter(({ may }) => may?.includes(user.role) ?? true)
    .map(({ key, to, label }) => ({
      key: `new-${key}`,
      label,
      icon: 'plus',
      run: () => void navigate(to, beginning),
    }));
}

/** Each section of the settings, each language, each look: offered once something was typed. */
export function useSettingChoices(): Choice[] {
  const { user } = useConsole();
  const navigate = useNavigate();
  const choose = useLanguage();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const sections = groupsFor(user.role).flatMap((group) =>
    group.sections.map(({ key, label }): Choice => ({
      key: `settings-${key}`,
      label: t('Settings: {label}', { label }),
      icon: 'gear',
      run: () => void navigate(`/settings?section=${key}`),
    })),
  );
  const looks = (Object.keys(colours) as MantineColorScheme[])
    .filter((one) => one !== colorScheme)
    .map((one): Choice => ({
      key: `colours-${one}`,
      label: t('Colours: {name}', { name: colours[one] }),
      icon: 'moon',
      run: () => setColorScheme(one),
    }));
  const spoken = (Object.keys(languages) as Language[])
    .filter((one) => one !== document.documentElement.lang)
    .map((one): Choice => ({
      key: `language-${one}`,
      label: t('Language: {name}', { name: languages[one] }),
      icon: 'web',
      run: () => void choose(one).catch(fail),
    }));
  return [...sections, ...looks, ...spoken];
}
