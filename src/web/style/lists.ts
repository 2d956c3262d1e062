/** Promises, cost, story, and the table of all numbers. */
export const LISTS = `
.promises {
  display: grid;
  gap: 10px;
  margin-top: 10px;
}
.promises li {
  display: grid;
  grid-template-columns: 22px 1fr;
  column-gap: 8px;
  align-items: baseline;
}
.promises .sign {
  display: grid;
  place-items: center;
  width: 20px;
  height: 20px;
  border-radius: 50%;
  font-size: 12px;
  font-weight: 700;
  color: var(--card);
  background: var(--muted);
}
.promises strong {
  font-size: 14.5px;
  line-height: 1.35;
  font-weight: 600;
}
.promises .evidence {
  grid-column: 2;
  color: var(--muted);
  font-size: 13.5px;
}
.held .sign {
  background: var(--held);
}
.promises .held .state {
  color: var(--held);
}
.broken .sign {
  background: var(--broken);
}
.promises .broken .state,
.promises .broken .evidence {
  color: var(--broken);
}

#costs table {
  margin-top: 8px;
  font-size: 13.5px;
}
#costs th,
#costs td {
  padding: 5px 6px 5px 0;
  vertical-align: top;
}
#costs thead th {
  color: var(--muted);
  font-weight: 400;
  font-size: 13px;
  padding-bottom: 0;
}
#costs td:last-child,
#costs th:last-child {
  text-align: right;
  padding-right: 0;
  white-space: nowrap;
}
#costs tbody th {
  width: 34%;
}
#costs td.money {
  white-space: nowrap;
}
#costs td.short {
  color: var(--broken);
  font-weight: 700;
}
.cost-bar {
  display: flex;
  height: 7px;
  margin-top: 4px;
  border-radius: 4px;
  overflow: hidden;
}
.cost-bar .used {
  background: var(--have);
}
.cost-bar .reserved {
  background: var(--reserved-fill);
  border-top: 1px solid var(--reserved);
  border-bottom: 1px solid var(--reserved);
}
.note {
  margin-top: 8px;
  font-size: 13.5px;
  color: var(--muted);
}

.story {
  margin-top: 8px;
}
.story li {
  display: grid;
  grid-template-columns: 46px 32px 240px 1fr;
  column-gap: 8px;
  font-size: 14.5px;
  align-items: baseline;
  padding: 6px 4px;
  border-top: 1px solid var(--line);
}
.story li:first-child {
  border-top: 0;
}
.story li:target {
  background: var(--phase-starting);
}
.story time {
  color: var(--muted);
  font-variant-numeric: tabular-nums;
}
.story .number {
  justify-self: start;
}
.story .step {
  font-weight: 600;
}
.story .milestone {
  background: var(--phase-active);
}
.story .milestone strong,
.story .own .step {
  grid-column: 3;
}
.story .quiet {
  display: block;
  color: var(--muted);
}

summary {
  cursor: pointer;
  font-weight: 600;
}
.scroll {
  margin-top: 10px;
  max-height: 440px;
  overflow: auto;
}
.scroll caption {
  text-align: left;
  color: var(--muted);
  font-size: 13.5px;
  padding-bottom: 6px;
}
.scroll th,
.scroll td {
  padding: 4px 12px 4px 0;
  text-align: right;
  white-space: nowrap;
  font-size: 13.5px;
  border-top: 1px solid var(--line);
}
.scroll th:first-child {
  text-align: left;
}
.scroll tbody th {
  font-weight: 400;
}
.scroll td:nth-child(2),
.scroll thead th:nth-child(2) {
  text-align: left;
}
.scroll thead th {
  position: sticky;
  top: 0;
  background: var(--card);
  border-top: 0;
}

@media (max-width: 1020px) {
  main {
    grid-template-columns: minmax(0, 1fr);
  }
  .side {
    grid-column: 1;
    grid-row: auto;
  }
}
@media (max-width: 620px) {
  .card {
    padding: 12px;
    border-radius: 10px;
  }
  .story li {
    grid-template-columns: 48px 30px 1fr;
  }
  .story .step,
  .story .milestone strong {
    grid-column: 3;
  }
  .story .reason {
    grid-column: 3;
  }
}
`;
