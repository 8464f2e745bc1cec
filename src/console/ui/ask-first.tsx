// A key alone takes nothing over and closes nothing. Who types without a field in focus gets past this, too:
// every key but Enter leaves things as they are.
import { Button, Modal } from '@mantine/core';
import { useEffect, useRef, type ReactNode } from 'react';
import { composes } from './use-key';
import { t } from '../i18n/translate';

interface Props {
  title: string;
  /** The verb on the button. */
  word: string;
  /** What follows from it. */
  children?: ReactNode;
  onYes: () => void;
  onNo: () => void;
}

export function AskFirst({ title, word, children, onYes, onNo }: Props) {
  const before = useRef(document.activeElement);
  const latest = useRef({ onYes, leave });
  latest.current = { onYes, leave };

  function leave() {
    onNo();
    if (before.current instanceof HTMLElement) before.current.focus();
  }
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (composes(event) || event.ctrlKey || event.metaKey || event.altKey) return;
      const pressed = event.key === 'Enter' || event.key === ' ';
      if (pressed && isOwnButton(event.target)) return;
      if (event.key.length > 1 && event.key !== 'Enter' && event.key !== 'Escape') return;
      event.preventDefault();
      event.stopImmediatePropagation();
      if (event.repeat) return;
      if (event.key === 'Enter') latest.current.onYes();
      else latest.current.leave();
    };
    window.addEventListener('keydown', listen, true);
    return () => window.removeEventListener('keydown', listen, true);
  }, []);

  return (
    <Modal
      opened
      onClose={leave}
      title={title}
      size="sm"
      closeOnEscape={false}
      transitionProps={{ duration: 0 }}
      closeButtonProps={{ 'aria-label': t('Leave it as it is') }}
    >
      {children}
      <p className="asked" tabIndex={-1} data-autofocus>
        {t('Enter does it, any other key leaves it as it is.')}
      </p>
      <div className="dialog-foot">
        <Button variant="default" onClick={leave}>
          {t('Cancel')}
        </Button>
        <Button onClick={onYes}>{word}</Button>
      </div>
    </Modal>
  );
}

function isOwnButton(target: EventTarget | null): boolean {
  return target instanceof HTMLButtonElement && target.closest('[role="dialog"]') !== null;
}
