// What forms share, in a dialog or on a page: saving, and saying what is wrong where it is wrong.
import { Button, Modal } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState, type FormEvent, type ReactNode } from 'react';
import { fieldErrors, noErrors } from '../data/field-errors';
import '../styles/forms.css';
import { t } from '../i18n/translate';

/** Lists that a change of another one changes, too. */
const alsoChanged: Record<string, string[]> = {
  'knowledge/articles': ['knowledge/status'],
  'knowledge/drafts': ['knowledge/articles', 'knowledge/status'],
  users: ['agents'],
};

/** @param key the list that changes. @param shown the fields of the form, as the server names them. */
export function useSaving(key: string, shown: readonly string[], onDone?: () => void) {
  const queries = useQueryClient();
  const [state, setState] = useState({ busy: false, done: false, errors: noErrors });
  const stale = (one: string) => queries.invalidateQueries({ queryKey: [one] });
  return {
    ...state,
    run: (work: () => Promise<unknown>) => {
      setState({ busy: true, done: false, errors: noErrors });
      work()
        .then(() => Promise.all([key, ...(alsoChanged[key] ?? [])].map(stale)))
        .then(() => {
          setState({ busy: false, done: true, errors: noErrors });
          onDone?.();
        })
        .catch((failure: unknown) => {
          setState({ busy: false, done: false, errors: fieldErrors(failure, shown) });
          // A part of it may have been done.
          void stale(key);
        });
    },
  };
}

export type Saving = ReturnType<typeof useSaving>;

interface Props {
  save: Saving;
  onSave: () => Promise<unknown>;
  children: ReactNode;
}

export function Form({ save, onSave, children }: Props) {
  const form = useRef<HTMLFormElement>(null);
  // What is wrong may be out of sight.
  useEffect(() => {
    form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [save.errors]);
  function submit(event: FormEvent) {
    event.preventDefault();
    if (!save.busy) save.run(onSave);
  }
  return (
    <form ref={form} className="form" noValidate onSubmit={submit}>
      {children}
    </form>
  );
}

/** What belongs to no field. */
export function Rest({ save }: { save: Pick<Saving, 'errors'> }) {
  if (!save.errors.rest) return null;
  return (
    <p className="quiet failed" role="alert">
      {save.errors.rest}
    </p>
  );
}

interface DialogProps extends Props {
  title: string;
  onClose: () => void;
  /** What is to be saved is not there yet. */
  isLoading?: boolean;
  /** On the button; default: Save. */
  word?: string;
  /** Wider than usual, in pixels. */
  size?: number;
}

export function FormDialog({
  title,
  onClose,
  children,
  isLoading = false,
  word = t('Save'),
  size,
  ...form
}: DialogProps) {
  return (
    <Modal
      opened
      onClose={onClose}
      title={title}
      {...(size && { size })}
      closeButtonProps={{ 'aria-label': t('Close without saving') }}
    >
      <Form {...form}>
        {children}
        <FormFoot save={form.save} onClose={onClose} isLoading={isLoading} word={word} />
      </Form>
    </Modal>
  );
}

/** What belongs to no field, and the ways out. */
export function FormFoot({
  save,
  onClose,
  isLoading = false,
  word = t('Save'),
}: Pick<DialogProps, 'save' | 'onClose' | 'isLoading'> & { word?: string }) {
  return (
    <>
      <Rest save={save} />
      <div className="dialog-foot">
        <Button variant="default" onClick={onClose}>
          {t('Cancel')}
        </Button>
        <Button type="submit" loading={save.busy} disabled={isLoading}>
          {word}
        </Button>
      </div>
    </>
  );
}

interface PageProps extends Props {
  mayWrite?: boolean;
  /** Said once it is saved. */
  done?: string;
  /** There is nothing to save. */
  unchanged?: boolean;
}

export function PageForm({
  mayWrite = true,
  done = t('Saved.'),
  unchanged = false,
  children,
  ...form
}: PageProps) {
  return (
    <Form {...form}>
      {children}
      <Rest save={form.save} />
      {form.save.done && <p role="status">{done}</p>}
      {mayWrite ? (
        <div>
          <Button type="submit" loading={form.save.busy} disabled={unchanged}>
            {t('Save')}
          </Button>
        </div>
      ) : (
        <p className="quiet">{t('Only an admin can change this.')}</p>
      )}
    </Form>
  );
}
