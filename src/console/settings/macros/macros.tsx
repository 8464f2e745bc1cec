// Macros: the team's, and one's own.
import { useState } from 'react';
import type { Macro } from '../../../protocol/macros';
import { stepWords } from '../../macros/macro-words';
import { useAgentName } from '../../macros/use-agents';
import '../../styles/replies.css';
import { Explained } from '../../ui/explained';
import { useBegun } from '../../ui/use-begun';
import { Listing, More } from '../../ui/page-frame';
import { Ways } from '../ways';
import { Uses } from '../replies/written';
import { usePages } from '../../data/use-pages';
import { MacroDialog } from './macro-dialog';
import { t } from '../../i18n/translate';
import { withParts } from '../../i18n/parts';

export default function Macros({ mayShare }: { mayShare: boolean }) {
  const pages = usePages<Macro>('macros');
  const [editing, setEditing] = useState<Macro | 'new' | null>(null);
  useBegun(() => !editing && setEditing('new'));
  return (
    <>
      <Explained word={t('New macro')} onNew={() => setEditing('new')}>
        {withParts(
          t(
            'What is said and done in one go. In a conversation, press <key>Ctrl+Shift+M</key>, or type {slash} and the shortcut: it is shown before it is run.',
          ),
          { key: (words) => <kbd>{words}</kbd>, slash: <kbd>/</kbd> },
        )}
      </Explained>
      <Listing pages={pages} empty={t('No macro yet.')}>
        {pages.items.map((macro) => (
          <li key={macro.id}>
            <About macro={macro} />
            <Uses one={macro} word="run" />
            {(mayShare || !macro.shared) && (
              <Ways
                name={`/${macro.shortcut}`}
                list="macros"
                id={macro.id}
                onChange={() => setEditing(macro)}
              />
            )}
          </li>
        ))}
      </Listing>
      <More pages={pages} />
      {editing && (
        <MacroDialog
          macro={editing === 'new' ? undefined : editing}
          mayShare={mayShare}
          onClose={() => setEditing(null)}
        />
      )}
    </>
  );
}

function About({ macro: { shortcut, title, steps } }: { macro: Macro }) {
  const agentName = useAgentName();
  const lines = stepWords(steps, { agentName }).map(({ words }) => words);
  return (
    <span className="main">
      <strong dir="ltr" translate="no">
        /{shortcut}
      </strong>{' '}
      <bdi>{title}</bdi>
      <br />
      <span className="quiet reply-words">{lines.join(' · ')}</span>
    </span>
  );
}
