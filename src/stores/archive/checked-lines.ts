// A table or a collection of an archive, line by line: nothing goes on that was not looked at, and no more than a line is held.

/** PostgreSQL and MongoDB keep nothing that would be longer in an archive of ours. */
const longestLine = 64 * 1024 * 1024;
const newline = 10;

/** Says what is wrong with a row, in words. */
export class UnfitRow extends Error {}

/**
 * Whole lines, as they came, a block at a time; `check` has seen each line of a block before it is given.
 * @param name of the table or the collection, for people
 * @throws a sentence that names the line, where `check` throws an UnfitRow
 */
export async function* checkedLines(
  source: AsyncIterable<Buffer>,
  name: string,
  check: (line: string) => void,
): AsyncGenerator<Buffer> {
  let row = 0;
  const look = (line: Buffer) => {
    row += 1;
    try {
      check(line.toString());
    } catch (error) {
      if (!(error instanceof UnfitRow)) throw error;
      throw new Error(`Row ${row} of ${name} is refused: ${error.message}. Nothing was restored.`);
    }
  };
  let begun: Buffer[] = [];
  let length = 0;
  for await (const chunk of source) {
    const end = chunk.lastIndexOf(newline) + 1;
    if (length + chunk.length > longestLine && (end === 0 || length + chunk.indexOf(newline) > longestLine))
      throw new Error(`Row ${row + 1} of ${name} is too long. Nothing was restored.`);
    if (end > 0) {
      const block = Buffer.concat([...begun, chunk.subarray(0, end)]);
      for (let from = 0; from < block.length;) {
        const to = block.indexOf(newline, from);
        look(block.subarray(from, to));
        from = to + 1;
      }
      yield block;
      begun = [];
      length = 0;
    }
    const rest = chunk.subarray(end);
    if (rest.length > 0) begun.push(rest);
    length += rest.length;
  }
  if (begun.length > 0) throw new Error(`The last row of ${name} has no end. Nothing was restored.`);
}
