import { SegmentedControl, useMantineColorScheme } from '@mantine/core';
import { useState } from 'react';
import { useConsole } from '../context';
import { chooseUndo, undoChoice, type UndoChoice as Choice } from '../data/undo';
import { t } from '../i18n/translate';

/** What holds only here: colours, undo. */
export default function ThisBrowser() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <div className="form">
      <div>
        <p id="colours">{t('Colours')}</p>
        <SegmentedControl
          aria-labelledby="colours"
          value={colorScheme}
          onChange={(value) => setColorScheme(value as 'auto' | 'light' | 'dark')}
          data={[
            { value: 'auto', label: t('As the system') },
            { value: 'light', label: t('Light') },
            { value: 'dark', label: t('Dark') },
          ]}
        />
      </div>
      <UndoChoice />
    </div>
  );
}

function UndoChoice() {
  const { user } = useConsole();
  const [choice, setChoice] = useState(() => undoChoice(localStorage, user.id));
  return (
    <div>
      <p id="undo">{t('Undo a reply before it goes out')}</p>
      <SegmentedControl
        aria-labelledby="undo"
        value={choice}
        onChange={(value) => {
          chooseUndo(localStorage, user.id, value as Choice);
          setChoice(value as Choice);
        }}
        data={[
          { value: '', label: t('Mail: 5 s') },
          { value: '0', label: t('Off') },
          { value: '5', label: t('All: 5 s') },
          { value: '10', label: t('All: 10 s') },
        ]}
      />
      <p className="quiet">
        {t(
          'A reply waits that long in the conversation, with Undo beside it. What you send next, and closing, go after it.',
        )}
      </p>
    </div>
  );
}
