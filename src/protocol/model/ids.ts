// Ids and times, as every shape on the wire writes them.
import { z } from 'zod';

/** In lower case, so that one thing has one spelling. */
export const id = z.uuid().toLowerCase();

export const timestamp = z.iso.datetime();
