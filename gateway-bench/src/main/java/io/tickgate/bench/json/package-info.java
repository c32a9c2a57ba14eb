/** Reads JSON results, each field by its type, with errors that name the field. */
@NullMarked
package io.tickgate.bench.json;

import org.jspecify.annotations.NullMarked;
