// What an organization declares of its customers, and whether what is given is that.
import { DomainError, type FieldError } from '../errors';
import {
  attributeFault,
  customerSettings,
  type AttributeChange,
  type AttributeDeclaration,
} from '../protocol/customer-attributes';
import { say } from '../protocol/server-texts/said';
import { findSetting, putSetting, type SettingRows } from '../tools/one-setting';

const name = { category: 'customers', key: 'attributes' };

export type CustomerAttributes = ReturnType<typeof createCustomerAttributes>;

export function createCustomerAttributes({ settings }: { settings: SettingRows }) {
  /** Read anew each time: whoever declares one fills it in next. */
  async function list(organizationId: string): Promise<AttributeDeclaration[]> {
    const row = await findSetting(settings, organizationId, name);
    const known = customerSettings.safeParse(row && { attributes: row.value });
    return known.success ? known.data.attributes : [];
  }

  return {
    list,

    /** All of them, in this order. Values of what is gone stay with the customers. */
    async put(organizationId: string, value: AttributeDeclaration[]): Promise<void> {
      await putSetting(settings, organizationId, { ...name, value });
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
