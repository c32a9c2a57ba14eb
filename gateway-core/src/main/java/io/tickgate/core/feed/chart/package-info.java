/**
 * Charts: the points of each symbol, kept where the symbol's channel is numbered, published as they come and shown to
 * whoever asks for what came before.
 */
@NullMarked
package io.tickgate.core.feed.chart;

import org.jspecify.annotations.NullMarked;
