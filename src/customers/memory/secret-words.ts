// What is never remembered: numbers of payment cards, passwords, keys. Pure.

const digits = /\d(?:[ .-]?\d){11,18}/g;
const secrets =
  /\b(?:pass ?word|pass ?code|pass ?phrase|pin|cvv|cvc|otp|one[- ]time code|secret|api[- ]?key|token|iban|ssn|social security|passwor[dt]|kennwort|geheim\w*|contraseña|clave|mot de passe|code secret|senha|parola|hasło|wachtwoord)\b|парол|пин-?код|секрет|密码|密碼|验证码|パスワード|暗証番号|كلمة المرور|كلمة السر|الرقم السري|पासवर्ड|पिन/iu;
/** Long runs of letters and digits that nobody says: keys, tokens. */
const keyLike =
  /\b(?:sk|pk|ghp|xox[a-z])[-_][\w-]{8,}|\b(?=[\w-]*\d)(?=[\w-]*[A-Z])(?=[\w-]*[a-z])[\w-]{24,}\b|eyJ[\w-]{8,}/;

export function isSecret(text: string): boolean {
  return secrets.test(text) || keyLike.test(text) || (text.match(digits) ?? []).some(isCard);
}

/** ISO/IEC 7812: the last digit proves the others. */
function isCard(written: string): boolean {
  const number = written.replace(/\D/g, '');
  if (number.length < 12 || number.length > 19) return false;
  const sum = [...number].reverse().reduce((total, digit, index) => {
    const doubled = Number(digit) * (index % 2 === 0 ? 1 : 2);
    return total + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
  return sum % 10 === 0;
}
