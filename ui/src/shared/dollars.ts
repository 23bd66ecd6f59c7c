// Money as text. It comes as whole millionths of a dollar in decimal text, since a JavaScript number would lose the last ones.

/** "$2.00", "$0.0035": two places at least, and no nought behind them. */
export function dollars(micros: string): string {
  const sign = micros.startsWith('-') ? '-' : '';
  const digits = micros.replace('-', '').padStart(7, '0');
  const fraction = digits.slice(-6).replace(/0+$/, '').padEnd(2, '0');
  return `${sign}$${digits.slice(0, -6)}.${fraction}`;
}
