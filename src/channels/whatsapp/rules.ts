import type { Channel } from '../channel';

/** Meta, "Customer service window": free words within 24 hours of the customer's last message, else a template. */
const windowMs = 24 * 3_600_000;

export const rules: Channel['rules'] = (customerWroteAt, now) => {
  const until = customerWroteAt === undefined ? undefined : new Date(Date.parse(customerWroteAt) + windowMs);
  if (until && until > now)
    return {
      mayWrite: true,
      until: until.toISOString(),
      forms: ['text', 'attachment', 'template', 'reaction'],
    };
  return {
    mayWrite: false,
    forms: ['template'],
    why: until
      ? 'The customer wrote more than 24 hours ago: WhatsApp takes only a template now.'
      : 'The customer has not written here yet: WhatsApp takes only a template.',
  };
};
