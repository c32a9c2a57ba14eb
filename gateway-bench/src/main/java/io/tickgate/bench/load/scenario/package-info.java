/**
 * What a load run shall do: one {@link io.tickgate.core.config.Setting} for each key, records that hold a section each, and the
 * loader that joins a file with what the command line says otherwise.
 */
@NullMarked
package io.tickgate.bench.load.scenario;

import org.jspecify.annotations.NullMarked;
