/** What a load run shows: a line while it runs, and its result as text, JSON, percentiles and one HTML page. */
@NullMarked
package io.tickgate.bench.load.report;

import org.jspecify.annotations.NullMarked;
