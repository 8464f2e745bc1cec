// Running a macro: the list, then what it would say and do here, then what became of it.
import { Modal, TextInput } from '@mantine/core';
import { useState, type KeyboardEvent } from 'react';
import type { Macro } from '../../protocol/macros';
import type { Session } from '../../protocol/model/session';
import { rankOf } from '../data/word-at';
import { Icon } from '../icons';
import { composes } from '../ui/use-key';
import { MacroPreview } from './macro-preview';
import { useMacros } from './use-macros';
import { t } from '../i18n/translate';

interface Props {
  session: Session;
  mine: boolean;
  /** Which one; without it, it is chosen from the list. */
  macroId: string | undefined;
  onClose: () => void;
}

export default function MacroDialog({ session, mine, macroId, onClose }: Props) {
  const { macros, known } = useMacros();
  const [chosen, setChosen] = useState(macroId);
  const macro = macros.find(({ id }) => id === chosen);
  return (
    <Modal
      opened
      onClose={onClose}
      title={macro ? t('Macro: {title}', { title: macro.title }) : t('Run a macro')}
      transitionProps={{ duration: 120 }}
      closeButtonProps={{ 'aria-label': t('Close without running it') }}
    >
      {macro ? (
        <MacroPreview key={macro.id} session={session} mine={mine} macro={macro} onClose={onClose} />
      ) : (
        <Choose macros={macros} known={known} onChoose={setChosen} />
      )}
    </Modal>
  );
}

interface ChooseProps {
  macros: readonly Macro[];
  known: boolean;
  onChoose: (id: string) => void;
}

function Choose({ macros, known, onChoose }: ChooseProps) {
  const [words, setWords] = useState('');
  const [at, setAt] = useState(0);
  const found = fittingMacros(macros, words);
  const chosen = found[Math.min(at, found.length - 1)];
  function keys(event: KeyboardEvent) {
    if (composes(event.nativeEvent)) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step && event.key !== 'Enter') return;
    event.preventDefault();
    if (step && chosen) setAt((found.indexOf(chosen) + step + found.length) % found.length);
    else if (chosen) onChoose(chosen.id);
  }
  return (
    <>
      <TextInput
        data-autofocus
        aria-label={t('Find a macro')}
        placeholder={t('Shortcut, or a word of it')}
        role="combobox"
        aria-expanded
        aria-controls="macro-list"
        aria-activedescendant={chosen && `macro-${chosen.id}`}
        leftSection={<Icon name="search" />}
        value={words}
        onChange={(event) => {
          setWords(event.currentTarget.value);
          setAt(0);
        }}
        onKeyDown={keys}
      />
      <ul id="macro-list" className="palette" role="listbox" aria-label={t('Macros')}>
        {found.map((macro, index) => (
          <li
            key={macro.id}
            id={`macro-${macro.id}`}
            role="option"
            aria-selected={macro === chosen}
            onMouseMove={() => setAt(index)}
            onClick={() => onChoose(macro.id)}
          >
            <Icon name="bolt" size={16} />
            <bdi>{macro.title}</bdi>
            <span className="quiet" translate="no">
              /{macro.shortcut}
            </span>
          </li>
        ))}
      </ul>
      {known && macros.length === 0 && (
        <p className="quiet pad">{t('No macro yet. Settings, Macros is where they are written.')}</p>
      )}
      {macros.length > 0 && found.length === 0 && (
        <p className="quiet pad">{t('No macro has these words.')}</p>
      )}
    </>
  );
}

/** The better it fits, the earlier; then what is run most. */
function fittingMacros(macros: readonly Macro[], words: string): Macro[] {
  return macros
    .flatMap((macro) => {
      const { shortcut, title, steps } = macro;
      const rank = rankOf(words, [shortcut, title, steps.reply ?? '']);
      return rank === undefined ? [] : [{ macro, rank }];
    })
    .toSorted((a, b) => a.rank - b.rank || b.macro.uses - a.macro.uses)
    .slice(0, 50)
    .map(({ macro }) => macro);
}
