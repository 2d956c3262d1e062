/** The frame of the page: headline, cards, and how they stand on a desk and on a phone. */
export const LAYOUT = `
* {
  box-sizing: border-box;
}
body {
  margin: 0;
  padding: 18px clamp(12px, 2vw, 28px) 40px;
  background: var(--page);
  color: var(--ink);
  font:
    15px/1.45 system-ui,
    -apple-system,
    "Segoe UI",
    Roboto,
    "Liberation Sans",
    sans-serif;
}
body > * {
  max-width: 1560px;
  margin-inline: auto;
}
h1,
h2,
p,
ul,
ol {
  margin: 0;
  padding: 0;
}
ul,
ol {
  list-style: none;
}
a {
  color: var(--accent);
}
:focus-visible {
  outline: 2px solid var(--accent);
  outline-offset: 2px;
  border-radius: 4px;
}
table {
  border-collapse: collapse;
  width: 100%;
  font-variant-numeric: tabular-nums;
}
th {
  text-align: left;
  font-weight: 600;
}

.top {
  margin-bottom: 14px;
}
.eyebrow {
  display: flex;
  flex-wrap: wrap;
  gap: 4px 12px;
  align-items: center;
  color: var(--muted);
  font-size: 13.5px;
}
.pill {
  padding: 1px 10px;
  border: 1px solid var(--border);
  border-radius: 99px;
  font-variant-numeric: tabular-nums;
}
.pill.live {
  border-color: var(--floor);
  color: var(--held);
}
.pill.live::before {
  content: "● ";
}
.pill.lost {
  border-color: var(--short);
  color: var(--broken);
}
h1 {
  display: flex;
  gap: 12px;
  margin-top: 4px;
  font-size: clamp(21px, 2.4vw, 30px);
  line-height: 1.2;
  font-weight: 700;
  letter-spacing: -0.01em;
}
.seal {
  flex: none;
  display: grid;
  place-items: center;
  width: 1.25em;
  height: 1.25em;
  border-radius: 50%;
  font-size: 0.86em;
  color: var(--card);
  background: var(--held);
}
h1.broken {
  color: var(--broken);
}
.broken .seal {
  background: var(--broken);
}
#detail {
  margin-top: 3px;
  color: var(--muted);
}
#chooser {
  margin-top: 8px;
}
select,
button {
  font: inherit;
  color: inherit;
  background: var(--card);
  border: 1px solid var(--border);
  border-radius: 7px;
  padding: 3px 10px;
}
button {
  cursor: pointer;
  font-size: 13px;
}
button[aria-pressed="true"] {
  border-color: var(--accent);
  color: var(--accent);
  font-weight: 600;
}

main {
  display: grid;
  grid-template-columns: minmax(0, 1fr) 350px;
  gap: 14px;
  align-items: start;
}
.card {
  background: var(--card);
  border: 1px solid var(--border);
  border-radius: 12px;
  padding: 14px 16px;
  min-width: 0;
}
.side {
  /* Beside the time axis and what follows below it. */
  grid-column: 2;
  grid-row: 1 / span 2;
  display: grid;
  gap: 14px;
}
.numbers {
  grid-column: 1 / -1;
}
h2 {
  font-size: 15px;
  line-height: 1.3;
  font-weight: 700;
}
h2 small {
  font-weight: 400;
  font-size: 13px;
  color: var(--muted);
}
`;
