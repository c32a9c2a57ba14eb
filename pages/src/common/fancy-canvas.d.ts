/** Types that those of lightweight-charts name, of a package that is inside its file and has no types here. */
export type CanvasRenderingTarget2D = unknown;
export type Size = { width: number; height: number };
export type BitmapCoordinatesRenderingScope = unknown;
export type MediaCoordinatesRenderingScope = unknown;
