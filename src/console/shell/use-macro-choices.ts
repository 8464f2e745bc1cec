import { useParams } from 'react-router';
import { useConsole } from '../context';
import { useMacros } from '../macros/use-macros';
import type { Choice } from './choice';
import { t } from '../i18n/translate';

/** In a conversation that is open: the list, and each by its name. */
export function useMacroChoices(byName: boolean): Choice[] {
  const { macros: wanted, agent } = useConsole();
  const { sessionId } = useParams();
  const on = agent !== undefined && sessionId !== undefined;
  const { macros } = useMacros(on && byName);
  if (!on) return [];
  const named = (byName ? macros : []).map(({ id, title, shortcut }): Choice => ({
    key: id,
    label: t('Macro: {title} (/{shortcut})', { title, shortcut }),
    icon: 'bolt',
    run: () => wanted.tell(id),
  }));
  return [
    {
      key: 'macro',
      label: t('Run a macro…'),
      icon: 'bolt',
      keys: [t('Ctrl'), t('Shift'), 'M'],
      run: () => wanted.tell(undefined),
    },
    ...named,
  ];
}
