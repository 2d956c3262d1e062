/** The time axis: phases, readings, plots, and the marks of the floor's changes. */
export const CHARTS = `
.timeline-head {
  display: flex;
  flex-wrap: wrap;
  gap: 6px 16px;
  justify-content: space-between;
  align-items: center;
  min-height: 30px;
}
.reading {
  font-weight: 600;
  font-variant-numeric: tabular-nums;
}
.zoom {
  display: flex;
  flex-wrap: wrap;
  gap: 6px;
}
.phase-key {
  display: flex;
  flex-wrap: wrap;
  gap: 2px 16px;
  margin: 6px 0;
  font-size: 13px;
}
.phase-key .when {
  color: var(--muted);
  font-variant-numeric: tabular-nums;
}
.swatch {
  display: inline-block;
  width: 16px;
  height: 10px;
  margin-right: 6px;
  border-radius: 2px;
  vertical-align: 0;
}
.swatch.line,
.swatch.dash {
  height: 0;
  border-top: 3px solid var(--stroke);
  border-radius: 0;
  vertical-align: 4px;
}
.swatch.dash {
  border-top: 2px dashed var(--stroke);
}
.swatch.area {
  background: var(--fill);
  border-top: 2px solid var(--stroke);
}
.swatch.reserving,
.bar.reserving {
  background: var(--bar-reserving);
}
.swatch.starting,
.bar.starting {
  background: var(--bar-starting);
}
.swatch.waiting,
.bar.waiting {
  background: var(--bar-waiting);
}
.swatch.active,
.bar.active {
  background: var(--bar-active);
}
.swatch.short,
.bar.short {
  background: var(--bar-short);
}
.swatch.returning,
.bar.returning {
  background: var(--bar-returning);
}
.strip {
  position: relative;
  height: 22px;
  background: var(--line);
  border-radius: 5px;
  overflow: hidden;
}
.bar {
  position: absolute;
  top: 0;
  bottom: 0;
  overflow: hidden;
  text-align: center;
  white-space: nowrap;
  font-size: 12.5px;
  line-height: 22px;
  color: var(--bar-ink);
}
.readout {
  display: flex;
  flex-wrap: wrap;
  gap: 2px 16px;
  font-size: 13px;
}
.readout b {
  display: inline-block;
  min-width: 2.2em;
  font-variant-numeric: tabular-nums;
}
.pane-head {
  display: flex;
  flex-wrap: wrap;
  gap: 0 20px;
  justify-content: space-between;
  align-items: baseline;
  margin-bottom: 2px;
}
.plot + .pane-head {
  margin-top: 6px;
}
.plot {
  min-height: 190px;
}
.u-hz .u-cursor-x {
  border-right: 1px solid var(--muted);
}
.u-select {
  background: color-mix(in srgb, var(--accent) 18%, transparent);
}

.marks {
  position: relative;
  height: 24px;
}
.marks-label {
  position: absolute;
  left: -52px;
  top: 3px;
  font-size: 12.5px;
  color: var(--muted);
}
.mark,
.story .number {
  display: inline-block;
  min-width: 20px;
  height: 20px;
  padding: 0 5px;
  border-radius: 10px;
  background: var(--floor);
  color: var(--card);
  font-size: 12px;
  line-height: 20px;
  font-weight: 700;
  text-align: center;
}
.mark {
  position: absolute;
  top: 2px;
  transform: translateX(-50%);
  white-space: nowrap;
  text-decoration: none;
}
.tip {
  display: none;
  position: absolute;
  z-index: 3;
  top: 26px;
  width: min(380px, 100%);
  padding: 8px 11px;
  border-radius: 8px;
  border: 1px solid var(--border);
  background: var(--card);
  color: var(--ink);
  box-shadow: 0 6px 22px rgb(0 0 0 / 22%);
  font-size: 13px;
  line-height: 1.4;
  font-weight: 400;
  text-align: left;
  white-space: normal;
}
.tip-line {
  display: block;
}
.tip-line b {
  white-space: pre;
}
.mark:hover + .tip,
.mark:focus-visible + .tip {
  display: block;
}
`;
