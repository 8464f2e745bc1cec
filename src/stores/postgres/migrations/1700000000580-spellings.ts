import type { MigrationInterface, QueryRunner } from 'typeorm';
import { crossTenantRole } from './first-security';

const known = ['first_name', 'last_name', 'email', 'phone', 'external_id'];
const accents = '[\\u0300-\\u036f]';
/** As `plainSign` has them (src/protocol/spellings.ts). */
const [letters, plainLetters] = ['øØłŁđĐðÐħĦı', 'oollddddhhi'];
const pairs = { ß: 'ss', ẞ: 'ss', æ: 'ae', Æ: 'ae', œ: 'oe', Œ: 'oe', þ: 'th', Þ: 'th' };
const umlauts = { ä: 'ae', ö: 'oe', ü: 'ue', å: 'aa', ø: 'oe', Ä: 'ae', Ö: 'oe', Ü: 'ue', Å: 'aa', Ø: 'oe' };

/** @param of letters, and what stands for each */
const replaced = (text: string, of: Record<string, string>): string =>
  Object.entries(of).reduce((all, [letter, plain]) => `replace(${all}, '${letter}', '${plain}')`, text);

const plain = (text: string): string => {
  const withoutAccents = `regexp_replace(normalize(${text}, NFD), '${accents}', '', 'g')`;
  return `lower(translate(${replaced(withoutAccents, pairs)}, '${letters}', '${plainLetters}'))`;
};

const unspelled = 'search_rows_unspelled(uuid, uuid)';

/**
 * What is looked through is compared without accents, and with umlauts spelled out beside that: "Müller" is "muller" and
 * "mueller". A customer's row has it ready, whoever wrote it. Our own functions, as not every server has the extension for it.
 */
export class Spellings1700000000580 implements MigrationInterface {
  readonly name = 'Spellings1700000000580';

  async up(runner: QueryRunner): Promise<void> {
    const [{ schema }] = (await runner.query('SELECT quote_ident(current_schema()) AS schema')) as [
      { schema: string },
    ];
    const umlauted = replaced('normalize(said, NFC)', umlauts);
    for (const statement of [
      `CREATE FUNCTION spellings(said text) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT CASE
         WHEN octet_length(said) = length(said) THEN ARRAY[lower(said)]
         WHEN normalize(said, NFC) = ${umlauted} THEN ARRAY[${plain('said')}]
         ELSE ARRAY[${plain('said')}, ${plain(umlauted)}] END $$`,
      `CREATE FUNCTION spelled(said text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
         SELECT array_to_string(${schema}.spellings(said), ' ') $$`,
      `ALTER TABLE customers ADD spelled text`,
      `CREATE FUNCTION spell_customer() RETURNS trigger LANGUAGE plpgsql SET search_path = ${schema}, pg_temp AS $$ BEGIN
         NEW.spelled := spelled(concat_ws(' ', ${known.map((field) => `NEW.${field}`).join(', ')}));
         RETURN NEW; END $$`,
      `CREATE TRIGGER spelled_as_new BEFORE INSERT ON customers FOR EACH ROW EXECUTE FUNCTION spell_customer()`,
      `CREATE TRIGGER spelled_as_changed BEFORE UPDATE OF ${known.join(', ')}, spelled ON customers FOR EACH ROW
         EXECUTE FUNCTION spell_customer()`,
      `CREATE FUNCTION ${unspelled} RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER
         SET search_path = ${schema}, pg_temp AS $$
         SELECT DISTINCT session_id FROM message_search
         WHERE session_id >= $1 AND session_id <= $2 AND NOT (tsv @@ '''@spelled'''::tsquery) $$`,
      `REVOKE ALL ON FUNCTION ${unspelled} FROM PUBLIC`,
      `GRANT EXECUTE ON FUNCTION ${unspelled} TO ${crossTenantRole}`,
    ])
      await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of [
      `DROP FUNCTION ${unspelled}`,
      `DROP TRIGGER spelled_as_changed ON customers`,
      `DROP TRIGGER spelled_as_new ON customers`,
      `DROP FUNCTION spell_customer()`,
      `ALTER TABLE customers DROP COLUMN spelled`,
      `DROP FUNCTION spelled(text)`,
      `DROP FUNCTION spellings(text)`,
    ])
      await runner.query(statement);
  }
}
