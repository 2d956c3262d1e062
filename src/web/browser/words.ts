const MINUTE = 60_000;

/** `1,234`, `12.5`: whole from 100 on, else one decimal where it says something. */
export function amount(value: number): string {
  const digits = Math.abs(value) >= 100 ? 0 : 1;
  return new Intl.NumberFormat("en-GB", { maximumFractionDigits: digits }).format(value);
}

/** `45 min`, `1 h 05 min`, `2 days 3 h`: whole minutes, rounded down, for people. */
export function duration(milliseconds: number): string {
  const minutes = Math.floor(Math.max(0, milliseconds) / MINUTE);
  const hours = Math.floor(minutes / 60);
  if (minutes < 60) return `${minutes} min`;
  if (hours < 48) return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${String(minutes % 60).padStart(2, "0")} min`;
  return hours % 24 === 0 ? `${Math.floor(hours / 24)} days` : `${Math.floor(hours / 24)} days ${hours % 24} h`;
}

/** `1 promise`, `3 promises` */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

/** The first letter as a capital: verdicts are written to stand within a sentence. */
export function sentence(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
