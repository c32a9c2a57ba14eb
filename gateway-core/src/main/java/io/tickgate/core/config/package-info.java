/**
 * What an operator may set: validated records, one {@link io.tickgate.core.config.Setting} for each key, and the loader
 * that joins file, environment and flags. Imports nothing of the other packages.
 */
@NullMarked
package io.tickgate.core.config;

import org.jspecify.annotations.NullMarked;
