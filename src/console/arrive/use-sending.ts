import { useState } from 'react';
import { fieldErrors, noErrors } from '../data/field-errors';

/** One form without a login. @param shown its fields, as the server names them */
export function useSending(shown: readonly string[]) {
  const [state, setState] = useState({ busy: false, errors: noErrors });
  async function send(work: () => Promise<unknown>, onDone: () => void): Promise<void> {
    setState({ busy: true, errors: noErrors });
    try {
      await work();
      setState({ busy: false, errors: noErrors });
      onDone();
    } catch (error) {
      setState({ busy: false, errors: fieldErrors(error, shown) });
    }
  }
  return { ...state, send };
}
