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
  // eslint-disable-next-line no-restricted-syntax -- the package has only this export
  export default asciichart;
}
