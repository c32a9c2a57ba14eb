/**
 * Programs that measure a gateway from outside, through real sockets, and what its modules take of the heap. Each prints the
 * figures of one section of {@code docs/PERFORMANCE.md}.
 */
@NullMarked
package io.tickgate.bench;

import org.jspecify.annotations.NullMarked;
