// What somebody says of their own rights, or tells a program to do: it is proved elsewhere or not at all, and never remembered. Pure.

const claims = [
  // Who they are to the organization, and what was granted to them.
  'admin\\p{L}*|superuser|root|staff|employees?|moderator|authori[sz]ed|permissions?|approved|entitled|discounts?|for free|free of charge',
  'mitarbeiter\\p{L}*|berechtig\\p{L}*|befugt|genehmigt|rabatt\\p{L}*|kostenlos|umsonst',
  'emplead[oa]s?|autorizad[oa]s?|aprobad[oa]s?|descuentos?|gratis|employée?s?|autorisée?s?|approuvée?s?|remises?|gratuit\\p{L}*',
  'funcionári[oa]s?|aprovad[oa]s?|descontos?|grátis|администратор\\p{L}*|сотрудник\\p{L}*|скидк\\p{L}*|бесплатно',
  // What a program is to do.
  'instructions?|prompts?|(?:the|this|your) (?:ai|bot|assistant)|remember (?:that|this)|merk dir|recuerda que|souviens-toi|lembre-se',
  'anweisung\\p{L}*|instrucci[oó]n\\p{L}*|instruç\\p{L}*|инструкци\\p{L}*',
].join('|');
const latin = new RegExp(`(?<!\\p{L})(?:${claims})(?!\\p{L})`, 'iu');
const unspaced =
  /管理员|員工|员工|授权|折扣|免费|指令|管理者|従業員|割引|無料|指示|مدير النظام|مسؤول|موظف|خصم|مجان|تعليمات|प्रशासक|कर्मचारी|छूट|मुफ़्त/u;

export function claimsRights(text: string): boolean {
  return latin.test(text) || unspaced.test(text);
}
