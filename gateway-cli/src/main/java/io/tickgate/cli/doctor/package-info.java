/**
 * {@code gateway doctor}: checks of a live gateway, each a {@link io.tickgate.cli.doctor.Check} that yields
 * {@link io.tickgate.cli.doctor.Finding}s.
 */
@NullMarked
package io.tickgate.cli.doctor;

import org.jspecify.annotations.NullMarked;
