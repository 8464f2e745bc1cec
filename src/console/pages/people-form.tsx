// What the dialogs about people share: saving, and saying what is wrong where it is wrong.
import { Button, Modal } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent, type ReactNode } from 'react';
import { fieldErrors, noErrors } from '../data/field-errors';

/** @param key the list that changes. @param shown the fields of the form, as the server names them. */
export function useSaving(key: string, shown: readonly string[], onDone: () => void) {
  const queries = useQueryClient();
  const [busy, setBusy] = useState(false);
  const [errors, setErrors] = useState(noErrors);
  return {
    busy,
    errors,
    run: (work: () => Promise<unknown>) => {
      setBusy(true);
      setErrors(noErrors);
      work()
        .then(() => queries.invalidateQueries({ queryKey: [key] }))
        .then(() => queries.invalidateQueries({ queryKey: ['agents'] }))
        .then(onDone)
        .catch((failure: unknown) => {
          setErrors(fieldErrors(failure, shown));
          setBusy(false);
        });
    },
  };
}

interface Props {
  title: string;
  save: ReturnType<typeof useSaving>;
  onSave: () => Promise<unknown>;
  onClose: () => void;
  children: ReactNode;
}

export function FormDialog({ title, save, onSave, onClose, children }: Props) {
  function submit(event: FormEvent) {
    event.preventDefault();
    if (!save.busy) save.run(onSave);
  }
  return (
    <Modal opened onClose={onClose} title={title} closeButtonProps={{ 'aria-label': 'Close without saving' }}>
      <form className="form" noValidate onSubmit={submit}>
        {children}
        {save.errors.rest && (
          <p className="quiet failed" role="alert">
            {save.errors.rest}
          </p>
        )}
        <div className="dialog-foot">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={save.busy}>
            Save
          </Button>
        </div>
      </form>
    </Modal>
  );
}
