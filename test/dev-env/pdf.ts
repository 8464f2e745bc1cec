// PDFs as tests need them, byte by byte: no library of the server makes any.

interface PdfOptions {
  /** Run by readers that run what a PDF says, as it is opened. */
  script?: string;
  /** Locked with a password. */
  locked?: boolean;
}

const escaped = (text: string) => text.replace(/[\\()]/g, (sign) => `\\${sign}`);

/** @param pages the words of each, a line a string: ASCII */
export function pdfOf(pages: ReadonlyArray<readonly string[]>, { script, locked }: PdfOptions = {}): Buffer {
  const kids = pages.map((_, n) => `${4 + 2 * n} 0 R`).join(' ');
  const opens = script === undefined ? '' : `/OpenAction << /S /JavaScript /JS (${escaped(script)}) >>`;
  const objects = [
    `<< /Type /Catalog /Pages 2 0 R ${opens} >>`,
    `<< /Type /Pages /Kids [${kids}] /Count ${pages.length} >>`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>',
    ...pages.flatMap((lines, n) => {
      const drawn = lines.map((line) => `(${escaped(line)}) Tj 0 -36 Td`).join('\n');
      const content = `BT /F1 24 Tf 72 720 Td\n${drawn}\nET`;
      return [
        `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents ${5 + 2 * n} 0 R /Resources << /Font << /F1 3 0 R >> >> >>`,
        `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
      ];
    }),
  ];
  const key = 'ab'.repeat(32);
  if (locked) objects.push(`<< /Filter /Standard /V 1 /R 2 /O <${key}> /U <${key}> /P -4 >>`);
  let body = '%PDF-1.4\n';
  const offsets = objects.map((object, n) => {
    const offset = body.length;
    body += `${n + 1} 0 obj\n${object}\nendobj\n`;
    return offset;
  });
  const entries = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  const secured = locked ? `/Encrypt ${objects.length} 0 R /ID [<01> <01>]` : '';
  return Buffer.from(
    `${body}xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${entries}trailer\n<< /Size ${objects.length + 1} /Root 1 0 R ${secured} >>\nstartxref\n${body.length}\n%%EOF\n`,
    'latin1',
  );
}
