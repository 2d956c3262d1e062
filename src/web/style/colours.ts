/**
 * Colours after Okabe and Ito, "Color Universal Design" (2008), which people with any kind of colour vision tell
 * apart; each of them also differs in lightness, line or place, and has its name beside it.
 */
export const COLOURS = `
:root {
  color-scheme: light dark;
  --page: #f4f5f7;
  --card: #ffffff;
  --ink: #1b2330;
  --muted: #596474;
  --line: #e4e7eb;
  --border: #dfe3e8;
  --accent: #0064a0;
  --forecast: #9c3f80;
  --have: #0064a0;
  --have-fill: #b9d9ee;
  --starting: #2b7fae;
  --starting-fill: #def0fb;
  --reserved: #8a5f00;
  --reserved-fill: #fbe7bd;
  --floor: #00805f;
  --short: #d55e00;
  --held: #00694d;
  --broken: #b3400a;
  --phase-reserving: #fdf6e6;
  --phase-starting: #eef7fc;
  --phase-waiting: #e6f5f0;
  --phase-active: #f6eaf2;
  --phase-short: #fbe9de;
  --phase-returning: #f1f2f4;
  --bar-reserving: #f3d48a;
  --bar-starting: #a9d6f0;
  --bar-waiting: #8fd3bd;
  --bar-active: #dfa9c9;
  --bar-short: #f0b48d;
  --bar-returning: #cfd4da;
  --bar-ink: #1b2330;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #0f1318;
    --card: #181d25;
    --ink: #e9edf2;
    --muted: #a3aebb;
    --line: #2a313b;
    --border: #2a313b;
    --accent: #7cc3f2;
    --forecast: #e29cc8;
    --have: #63b5ea;
    --have-fill: #1f4a68;
    --starting: #8ecdf3;
    --starting-fill: #24364a;
    --reserved: #f0c25a;
    --reserved-fill: #4a3d1a;
    --floor: #3ecba0;
    --short: #f08a3c;
    --held: #4fd0a8;
    --broken: #ff9a5c;
    --phase-reserving: #221f16;
    --phase-starting: #1a232e;
    --phase-waiting: #17271f;
    --phase-active: #261c27;
    --phase-short: #2d1e15;
    --phase-returning: #1e232b;
    --bar-reserving: #6b5518;
    --bar-starting: #28597a;
    --bar-waiting: #1d6650;
    --bar-active: #74406a;
    --bar-short: #8a4a1c;
    --bar-returning: #414a56;
    --bar-ink: #f2f5f8;
  }
}
`;
