// What an organization declares of its customers, and whether what is given is that.
import { DomainError, type FieldError } from '../errors';
import {
  attributeFault,
  customerSettings,
  type AttributeChange,
  type AttributeDeclaration,
} from '../protocol/customer-attributes';
import { say } from '../protocol/words/said';

const category = 'customers';
const key = 'attributes';

interface StoredSetting {
  id: string;
  key: string;
  value: unknown;
}

/** The settings of an organization. */
interface SettingStore {
  list(
    organizationId: string,
    filter: { category: string },
    page: { limit: number },
  ): Promise<{ items: StoredSetting[] }>;
  create(
    organizationId: string,
    setting: { category: string; key: string; value: unknown },
  ): Promise<unknown>;
  update(organizationId: string, id: string, change: { value: unknown }): Promise<unknown>;
}

export type CustomerAttributes = ReturnType<typeof createCustomerAttributes>;

export function createCustomerAttributes({ settings }: { settings: SettingStore }) {
  async function stored(organizationId: string): Promise<StoredSetting | undefined> {
    const { items } = await settings.list(organizationId, { category }, { limit: 100 });
    return items.find((one) => one.key === key);
  }

  /** Read anew each time: whoever declares one fills it in next. */
  async function list(organizationId: string): Promise<AttributeDeclaration[]> {
    const row = await stored(organizationId);
    const known = customerSettings.safeParse(row && { attributes: row.value });
    return known.success ? known.data.attributes : [];
  }

  return {
    list,

    /** All of them, in this order. Values of what is gone stay with the customers. */
    async put(organizationId: string, value: AttributeDeclaration[]): Promise<void> {
      const row = await stored(organizationId);
      if (row) await settings.update(organizationId, row.id, { value });
      else await settings.create(organizationId, { category, key, value });
    },

    /** @throws `invalid`, with the name of each field that is wrong */
    async check(organizationId: string, given: AttributeChange): Promise<void> {
      const errors = faultsOf(given, await list(organizationId));
      if (errors.length > 0) throw new DomainError('invalid', say('partly_invalid'), { errors });
    },
  };
}

/** Whatever is declared or not can be cleared. */
export function faultsOf(given: AttributeChange, declared: readonly AttributeDeclaration[]): FieldError[] {
  return Object.entries(given).flatMap(([name, value]) => {
    if (value === null) return [];
    const declaration = declared.find((one) => one.key === name);
    const message = declaration
      ? attributeFault(declaration, value)
      : 'is no attribute: an admin declares it in the settings first';
    return message === undefined ? [] : [{ path: `attributes.${name}`, message }];
  });
}
