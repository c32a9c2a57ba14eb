/**
 * What must not lose anything that was promised: a gateway that is a process of its own is killed, stopped, starved and stormed,
 * while clients write down everything that they are sent.
 */
@NullMarked
package io.tickgate.bench.fault;

import org.jspecify.annotations.NullMarked;
