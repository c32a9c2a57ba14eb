/**
 * The regression gate: counts that do not depend on how fast or how busy the machine is, each compared with the value that
 * is checked in.
 */
@NullMarked
package io.tickgate.bench.gate;

import org.jspecify.annotations.NullMarked;
