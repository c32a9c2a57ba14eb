package io.tickgate.core.feed.chart;

/**
 * How much of charts is kept.
 *
 * @param symbolsMax {@code charts.max-symbols}
 * @param seriesMax of one symbol, {@code charts.max-series}
 * @param pointsMax of one series, {@code charts.max-points}
 * @param bytesMax of all charts together, {@code charts.bytes-total}
 * @param answerBytesMax about as many bytes one replay of points may take, {@code limits.max-publication-bytes}: a single
 *     frame never trips a reader's limits
 */
public record ChartSettings(int symbolsMax, int seriesMax, int pointsMax, long bytesMax, int answerBytesMax) {}
