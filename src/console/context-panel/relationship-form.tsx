// What two customers are to each other, changed where it stands.
import { useEffect, useRef, type KeyboardEvent } from 'react';
import type { Relationship } from '../../protocol/relationships';
import { useConsole } from '../context';
import { Form, FormFoot, useSaving } from '../ui/form';
import { RoleFields, useRoles } from './relationship-fields';

interface Props {
  relationship: Relationship;
  onClose: () => void;
}

export default function RelationshipForm({ relationship, onClose }: Props) {
  const { id, customerId, role, ownRole } = relationship;
  const { http } = useConsole();
  const save = useSaving('customer', ['role', 'ownRole'], onClose);
  const roles = useRoles({ role, ownRole });
  const first = useRef<HTMLInputElement>(null);
  useEffect(() => first.current?.select(), []);
  const write = () =>
    http.patch(`customers/${customerId}/relationships/${id}`, {
      role: roles.role,
      ownRole: roles.ownRole,
    });
  /** The list of words that is open is closed first. */
  function keys(event: KeyboardEvent) {
    const isListOpen = (event.target as HTMLElement).getAttribute('aria-expanded') === 'true';
    if (event.key !== 'Escape' || isListOpen) return;
    event.stopPropagation();
    onClose();
  }
  return (
    <div className="relationship-form" onKeyDown={keys}>
      <Form save={save} onSave={write}>
        <RoleFields roles={roles} error={(field) => save.errors.fields[field]} first={first} />
        <FormFoot save={save} onClose={onClose} />
      </Form>
    </div>
  );
}
