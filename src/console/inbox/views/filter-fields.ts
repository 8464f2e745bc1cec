// What a field of the filter gets and gives.
import type { SessionWhere } from '../../../protocol/session-where';

/** `undefined` asks for nothing. */
export type Change = { [Key in keyof SessionWhere]?: SessionWhere[Key] | undefined };

export interface FieldsProps {
  next: SessionWhere;
  set: (change: Change) => void;
}
