/**
 * What a load run leaves behind, as plain data: the engine fills it, reports read it. All times of messages are in
 * microseconds and count from when a publication was due.
 */
@NullMarked
package io.tickgate.bench.load.result;

import org.jspecify.annotations.NullMarked;
