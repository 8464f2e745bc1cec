/** A note about a customer: which one, and about whom. */
export interface NotedCustomer {
  id: string;
  customerId: string;
  customerName?: string;
}

/** Where the console shows it, below its own address. */
export const placeOfNote = ({ id, customerId }: Pick<NotedCustomer, 'id' | 'customerId'>): string =>
  `customers/${customerId}?note=${id}`;
