/** The package brings no types; this is the part that is used. */
declare module "asciichart" {
  interface PlotSettings {
    /** Rows of text. */
    readonly height?: number;
    readonly format?: (value: number) => string;
  }
  const asciichart: {
    /** @param series one or more lines, oldest first, of equal length */
    plot(series: readonly (readonly number[])[], settings?: PlotSettings): string;
  };
  export default asciichart; // eslint-disable-line no-restricted-syntax -- its one export is a default one
}
